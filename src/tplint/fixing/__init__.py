"""Findings → changed files: edits of a file's text, rounds of fixes that are linted again, and writing them."""
