"""Passwords of the embedded warehouse's roles: one file a role under PMV_HOME/secrets, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from expectations.catalogue import CatalogueError


def keep_password(home: Path, role: str, password: str) -> None:
    """Store a role's password, replacing an earlier one in one step."""
    path = _path(home, role)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{role}.{os.getpid()}")
    with open(fresh, "w", opener=_private) as file:
        file.write(password)
    fresh.replace(path)


def read_password(home: Path, role: str) -> str:
    """A role's password. Raises CatalogueError when its file is missing or closed to this user."""
    try:
        return _path(home, role).read_text().strip()
    except OSError as failure:
        raise CatalogueError("warehouse_password_missing", role=role, file=_path(home, role)) from failure


def has_password(home: Path, role: str) -> bool:
    """Whether a password of this role is kept here."""
    return _path(home, role).exists()


def new_password() -> str:
    """A password nobody can guess (192 random bits)."""
    return secrets.token_urlsafe(24)


def _path(home: Path, role: str) -> Path:
    return home / "secrets" / role


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
