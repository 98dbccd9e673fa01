"""Artifacts of workflows: what stores and fetches them, and what reaches an upload's folder, or does not."""
