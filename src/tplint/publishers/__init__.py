"""Declared publishers, and PyPI's answer to the uploads of the repository as far as the files decide it."""
