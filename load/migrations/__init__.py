"""Alembic migrations of the fixed structure: schemas, dimensions, audit, vault. Facts, views and marts are made after them.

Each revision is a small Python file beside its SQL; they run inside one transaction, so an upgrade that is interrupted leaves
nothing changed.
"""
