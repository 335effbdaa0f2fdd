"""Takes the pages of what does not add up in publications along with the report, so that its links hold wherever it goes.

They are copied with their pictures as the runs left them; publications only, no village file is on them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from load.warehouse import TIME_ZONE

_FOLDER = "findings"


class FindingsLink(NamedTuple):
    """A page of findings below the report's folder, and when its run left it (office time)."""

    href: str
    made_at: dt.datetime


def take_along(pages: Iterable[Path], folder: Path) -> list[FindingsLink]:
    """Copy these pages, each with what lies beside it, below the folder. Raises OSError where that cannot be done."""
    links = []
    for page in pages:
        run = page.parent.name
        shutil.copytree(page.parent, folder / _FOLDER / run, dirs_exist_ok=True)
        made_at = dt.datetime.fromtimestamp(page.stat().st_mtime, ZoneInfo(TIME_ZONE))
        links.append(FindingsLink(f"{_FOLDER}/{run}/{page.name}", made_at))
    return links
