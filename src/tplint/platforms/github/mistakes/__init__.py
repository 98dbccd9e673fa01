"""What GitHub refuses in a workflow, and what it reads in another way than it was meant."""
