"""One reader a file format, each delivering the same `Grid`s. `extract/workbook.py` chooses between them by content."""
