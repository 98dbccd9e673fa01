"""Who runs the job: each platform turns its files into pipelines of neutral steps."""
