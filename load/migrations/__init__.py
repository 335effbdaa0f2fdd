"""Alembic migrations of the fixed structure: schemas, dimensions, audit, vault. Facts, views and marts are made after them.

Each revision is a small Python file beside its SQL; they run inside one transaction, so an upgrade that is interrupted leaves
nothing changed.
"""

from __future__ import annotations

from importlib.resources import files


def known_revisions() -> frozenset[str]:
    """Every revision this version can upgrade from."""
    from alembic.script import ScriptDirectory

    return frozenset(revision.revision for revision in ScriptDirectory(str(files("load") / "migrations")).walk_revisions())
