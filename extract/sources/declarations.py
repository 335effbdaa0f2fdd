"""The file beside publications that declares what they do not say themselves: `publications.yaml`.

Reads it from disk; what may stand in it is checked where it is used (`transform/figures/sidecar.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from expectations.catalogue import CatalogueError

DECLARATIONS = "publications.yaml"


def read_declarations_file(publications: str) -> dict[str, Any]:
    """Entries by file name; none where there is no such file. Raises CatalogueError for one that is no mapping."""
    folder = Path(publications)
    path = (folder if folder.is_dir() else folder.parent) / DECLARATIONS
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as failure:
        raise CatalogueError("declarations_unreadable", path=path, why=str(failure).splitlines()[0]) from failure
    if not isinstance(content, dict):
        raise CatalogueError("declarations_unreadable", path=path, why="not a list of file names")
    return content
