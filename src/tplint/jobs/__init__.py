"""What the steps of a job do, on all platforms alike: to the workspace, to files, and which programs they run."""
