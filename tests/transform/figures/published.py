"""Small publications for the tests, written the way a page shows them: columns and cells apart by semicolons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from extract.publications.model import Paragraph, Publication, PublishedTable
from transform.figures.outcome import Figure, Understood
from transform.figures.understand import understand

RECEIVED = dt.date(2026, 1, 1)
COVER = ("LAPORAN PUBLIKASI DATA PMI", "BP2MI", "15 April 2025")


def table(
    title: str, columns: str, rows: Sequence[str], total: str | None = None, page: int = 3, notes: Sequence[str] = ()
) -> PublishedTable:
    """A table on one page; an empty cell is a cell with nothing in it."""
    return PublishedTable(
        page=page,
        title=title,
        columns=columns.split(";"),
        rows=[_cells(row) for row in rows],
        row_pages=[page] * len(rows),
        total_row=_cells(total) if total else None,
        total_page=page if total else None,
        context=list(notes),
    )


def publication(
    *tables: PublishedTable, text: Sequence[tuple[int, str]] = (), cover: Sequence[str] = COVER, **declared: str
) -> Publication:
    """A document of BP2MI of 15 April 2025 unless its cover says otherwise."""
    paragraphs = [Paragraph(1, line) for line in cover] + [Paragraph(page, line) for page, line in text]
    return Publication("f" * 64, "laporan.pdf", "pdf", list(tables), paragraphs, 5, dict(declared))


def read(*tables: PublishedTable, **more: object) -> Understood:
    """What is understood of a document with these tables."""
    return understand(publication(*tables, **more), RECEIVED)  # type: ignore[arg-type]


def rules(understood: Understood) -> set[str]:
    """The rules found."""
    return {finding.rule for finding in understood.findings}


def labels(figure: Figure) -> tuple[str, ...]:
    """Labels of a figure's members, sorted."""
    return tuple(sorted(member["label"] for member in figure["members"].values()))


def values(understood: Understood, **wanted: object) -> dict[tuple[str, ...], float]:
    """Value by labels of the figures whose fields are as wanted."""
    chosen = [figure for figure in understood.figures if all(figure[name] == value for name, value in wanted.items())]
    return {labels(figure): float(figure["value"]) for figure in chosen}


def _cells(row: str) -> list[str | None]:
    return [cell or None for cell in row.split(";")]
