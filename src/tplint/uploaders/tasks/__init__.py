"""Commands that run other commands of the repository: task runners and scripts, opened without running them."""
