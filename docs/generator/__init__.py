"""What the documentation says that the code knows better: pages and tables, as Markdown."""
