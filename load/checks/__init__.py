"""Integrity checks as data: each a query that finds nothing in a sound warehouse (run by `load.check`)."""
