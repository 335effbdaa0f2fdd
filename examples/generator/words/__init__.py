"""The generator's own word lists (TOML): names, code labels, header words. Not the product's contracts, on purpose."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The word list `name`.toml beside this module. Raises FileNotFoundError for a list that does not exist."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
