"""Reports → text: one module per format, each with ``render``. Nothing here reads files, prints or exits."""
