"""How the YAML documents of this package are read: with libyaml where it is there, ten times faster than without.

Contracts and code lists are read at the start of every command, so the pure Python reader would be felt. It does not
check what the documents say; their readers do.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Traversable) -> Any:
    """The document as plain lists and dicts; an empty one as {}. Raises yaml.YAMLError naming line and column."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}  # noqa: S506 - a safe loader, chosen above
