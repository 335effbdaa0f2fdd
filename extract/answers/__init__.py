"""What goes back to a village: the official blank workbook, and its own workbook with the wrong cells marked.

Writes files, reads no village data and knows no warehouse; what is wrong has been decided before.
"""
