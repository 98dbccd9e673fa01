"""What the repository did at its last release, read by git's plumbing: rules compare it with what it does now."""
