"""A failed run's log → what went wrong, which values differ, and what to change. For ``diagnose``."""
