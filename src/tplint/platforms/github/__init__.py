"""GitHub Actions: workflows and their expressions, as facts."""
