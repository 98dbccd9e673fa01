"""CI systems beside GitHub and GitLab, read only far enough to see an upload to PyPI and how it signs in."""
