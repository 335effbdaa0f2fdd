"""From a publication to figures: every table row ends as loaded, withheld, a check or something else that is named.

The steps: facts of the document, every table read on its own, sums across tables, the text; then records. Pure: no file, no
clock, no warehouse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from expectations.catalogue import Finding
from extract.publications.model import Publication, PublishedTable
from transform.figures.document import Document, basis_of, document_of
from transform.figures.gate import table_findings, tables_against_each_other
from transform.figures.layout import CellFacts, is_figure
from transform.figures.members import code_of, conform, surroundings_of
from transform.figures.notes import document_notes, footnoted_as_provisional, heading_above
from transform.figures.outcome import DATASET, Figure, Understood, balance_of
from transform.figures.periods import RANGE
from transform.figures.series import understand_tidy
from transform.figures.table import TableReading, read_table
from transform.figures.tidy import is_tidy


def understand(publication: Publication, received_on: dt.date) -> Understood:
    """All figures of a publication, what speaks against them, and where every table row went."""
    document = document_of(publication, received_on)
    understood = Understood(findings=list(document.findings))
    readings = [read_table(table, document, heading_above(publication, table)) for table in publication.tables if not is_tidy(table)]
    understood.findings += tables_against_each_other(readings, publication)
    for reading in readings:
        _add_table(understood, reading, publication, document)
    for table in publication.tables:
        if is_tidy(table):
            understand_tidy(understood, table, publication.sha256, document)
    understood.findings += document_notes(publication, readings)
    return understood


def find_publication_findings(publication: Publication) -> list[Finding]:
    """What speaks against a publication, for showing it without loading anything."""
    undated = ("publication_undated", "publisher_unknown")
    return [finding for finding in understand(publication, dt.date.max).findings if finding.rule not in undated]


def _add_table(understood: Understood, reading: TableReading, publication: Publication, document: Document) -> None:
    understood.findings += table_findings(reading)
    provisional = footnoted_as_provisional(publication, reading.table)
    outcomes: dict[int, set[str]] = {}
    for place, cell in enumerate(reading.cells):
        outcome = _outcome(reading, place, cell)
        outcomes.setdefault(cell.row, set()).add(outcome)
        if outcome == "loaded":
            understood.figures.append(_figure(reading, place, publication, document, provisional))
    understood.balances.append(balance_of(reading.table.title or publication.name, _row_outcomes(reading, outcomes)))


def _outcome(reading: TableReading, place: int, cell: CellFacts) -> str:
    if place in reading.values.withheld or cell.problem == "head_not_understood":
        return "quarantined"
    if cell.period is not None and cell.period.kind == RANGE:
        return "check"
    if place not in reading.values.numbers:
        return "no_number"
    if place in reading.duplicates:
        return "duplicate"
    return "loaded" if is_figure(cell) else "quarantined"


def _row_outcomes(reading: TableReading, cells: Mapping[int, set[str]]) -> list[str]:
    """One word a row: what its cells came to, the best of them first; rows without cells by their role."""
    words: list[str] = []
    for number, row in enumerate(reading.shape.rows):
        said = cells.get(number, set())
        if row.role in ("data", "total") and not reading.about_figures:
            words.append("other_subject")
        elif row.role not in ("data", "total"):
            words.append(row.role)
        else:
            words.append(next((word for word in ("loaded", "quarantined", "duplicate", "check") if word in said), "no_number"))
    return words


def _figure(reading: TableReading, place: int, publication: Publication, document: Document, provisional: object) -> Figure:
    cell = reading.cells[place]
    assert cell.period is not None  # only cells with a period are loaded
    members = dict(cell.members)
    return {
        "publisher": document.publisher,
        "publication": document.publication,
        "source_kind": document.source_kind,
        "published_on": document.published_on,
        "published_precision": document.published_precision,
        "measure": f"{cell.measure}_{cell.derived}" if cell.derived else cell.measure,
        "basis": basis_of(document, reading.table.title, members),
        "period_type": cell.period.kind,
        "period_start": cell.period.start,
        "period_end": cell.period.end,
        "breakdown": "*".join(members) or "total",
        **conform(members, _codes(reading, cell)),
        "value": reading.values.numbers[place],
        "unit": cell.unit,
        "raw_token": cell.token.raw,
        "status": _status(reading, place, document, provisional),
        "source_page": cell.page,
        "source_table": reading.table.title,
        "source_file": publication.sha256,
        "source_sheet": reading.table.title or publication.name,
        "source_row": cell.row + 1,
    }
