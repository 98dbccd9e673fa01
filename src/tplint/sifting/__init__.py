"""Findings → those that are reported: ignore comments, the baseline, and what both know findings by."""
