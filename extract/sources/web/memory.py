"""What was fetched before: validators for conditional requests and the checksum of what came then, by address.

A small JSON file beside the landing store. Losing it costs one full fetch and nothing else, so a broken one is begun anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """`fingerprint` is the checksum of what matters in the content, `sha256` of all its bytes; `modified_at` in ISO form."""

    sha256: str
    fingerprint: str
    modified_at: str
    is_page: bool
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the file only if it changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


def recall(path: Path) -> dict[str, Memory]:
    """What is remembered, by address; empty where the file is missing or broken."""
    try:
        notes = json.loads(path.read_text(encoding="utf-8"))
        return {address: Memory(**note) for address, note in notes.items()}
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError, TypeError, AttributeError):
        return {}


def remember(path: Path, memories: dict[str, Memory]) -> None:
    """Replace the file at once, making its folder where there is none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(
        json.dumps({address: asdict(memory) for address, memory in memories.items()}, indent=1), encoding="utf-8"
    )
    temporary.replace(path)
