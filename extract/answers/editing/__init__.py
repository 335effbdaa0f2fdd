"""Changes single parts of an xlsx package and leaves every other byte of it alone.

A library that loads and saves a workbook drops what it does not know (pictures, charts, form controls, extensions). A village
must get its own workbook back, so the few parts that change are edited as XML here. Reads no cell values.
"""
