"""The members of the conformed dimensions: SQL for those that are computed, packaged reference lists for the others."""
