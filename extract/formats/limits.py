"""How much of a file we are willing to read, each limit with the reason for its value.

A village workbook is some 100 kB and 6,000 cells; the largest honest input is a register of a whole regency (100,000 rows of
25 columns). Everything below leaves room for that and stops what would take a small office machine down.
"""

from __future__ import annotations

MAX_FILE_BYTES = 64 * 2**20
"""A register of 100,000 rows is about 15 MB as xlsx and 30 MB as xls."""

MAX_UNPACKED_BYTES = 512 * 2**20
"""5 million cells take about 200 MB of sheet XML; a zip bomb declares (or hides) gigabytes."""

MAX_PARTS = 10_000
"""A workbook of 500 sheets with drawings has about 3,000 zip entries."""

MAX_CELLS = 5_000_000
"""Cells of the rectangle a sheet spans, all sheets together. The cell reader allocates 32 bytes for each, empty or not, and
aborts the whole process when it cannot: two cells in opposite corners of a sheet would ask for 550 GB."""

MAX_TEXT_BYTES = 512 * 2**20
"""Text of all cells together: one long shared string named by a million cells unpacks to this much only in memory."""

MAX_SHEETS = 1_000
"""Workbooks with 500 empty sheets exist; one per village of a regency (307) is the largest useful number."""
