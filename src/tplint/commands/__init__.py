"""Command lines of any tool: which one a command runs, with which options and files; not what tools do."""
