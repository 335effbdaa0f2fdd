"""Pictures of the places in a PDF that the arithmetic gate asks to look at, kept beside the report of a run.

Publications only: a village workbook holds persons and is never pictured. What the findings say is put beside the pictures by
`findings_page`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from expectations.catalogue import Finding
from extract.publications.model import Place, Publication
from transform.figures.findings import NUMBERS_IN_DOUBT
from transform.figures.table import sheet_names

Pictures = Mapping[tuple[str | None, int], str]
"""Name of the picture by table and page; the table is None for running text."""
MOST_A_PUBLICATION = 8
MOST_A_RUN = 100
"""A whole archive read wrong fills no disk; the findings themselves are all listed."""

log = logging.getLogger(__name__)


def place_of(finding: Finding) -> tuple[str | None, int] | None:
    """Table and page of a finding that puts numbers in doubt; None for any other finding."""
    page = finding.facts.get("page")
    return (finding.sheet, page) if finding.rule in NUMBERS_IN_DOUBT and isinstance(page, int) else None


def picture_findings(data: bytes, publication: Publication, findings: Iterable[Finding], folder: Path) -> Pictures:
    """Crop the tables that findings doubt into `folder`: the table where its place is known, else its whole page."""
    if publication.format != "pdf":
        return {}
    places: dict[tuple[str | None, int], Place] = {
        (name, page): place
        for name, table in zip(sheet_names(publication), publication.tables, strict=True)
        for page, place in table.places.items()
    }
    asked = dict.fromkeys(asked for finding in findings if (asked := place_of(finding)) is not None)
    made: dict[tuple[str | None, int], str] = {}
    for sheet, page in list(asked)[:MOST_A_PUBLICATION]:
        name = f"{publication.sha256[:12]}-{len(made) + 1}-p{page}.png"
        if _has_room(folder) and _crop(data, page, places.get((sheet, page)), folder / name):
            made[sheet, page] = name
    return made


def _has_room(folder: Path) -> bool:
    return sum(1 for _ in folder.glob("*.png")) < MOST_A_RUN


def _crop(data: bytes, page: int, place: Place | None, target: Path) -> bool:
    """Whether the picture could be made: a page that cannot be drawn costs the picture, never the reading."""
    from extract.publications.pictures import CannotDrawError, picture

    try:
        drawn = picture(data, page, place)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(drawn)
    except (CannotDrawError, OSError) as fault:
        log.warning("no picture of page %d: %s", page, type(fault).__name__)
        return False
    return True
