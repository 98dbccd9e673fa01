"""The jobs that an upload waits for, and what keeps them from going well."""
