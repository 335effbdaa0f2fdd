"""From a publication to figures: every table row ends as loaded, withheld, a check or something else that is named.

The steps: facts of the document, every table read on its own, sums across tables, the text; then records. Pure: no file, no
clock, no warehouse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from expectations.catalogue import Finding
from extract.publications.model import Publication
from transform.figures.breaks import break_findings
from transform.figures.claims import Claim, distinct_claims
from transform.figures.document import Document, document_of
from transform.figures.gate import printed_counts, table_findings, tables_against_each_other
from transform.figures.layout import SUBTOTAL, CellFacts, obstacle
from transform.figures.notes import document_notes, heading_above, provisional_cells
from transform.figures.outcome import DATASET, Understood, balance_of
from transform.figures.periods import RANGE
from transform.figures.records import figure_of, regency_names
from transform.figures.running_text import NARRATIVE, claim_figures, claims_against_tables, read_sentences, text_findings
from transform.figures.series import understand_tidy
from transform.figures.table import TableReading, read_table, sheet_names
from transform.figures.tidy import is_tidy
from transform.figures.vintages import KnownVintages


def understand(publication: Publication, received_on: dt.date) -> Understood:
    """All figures of a publication, what speaks against them, and where every table row went."""
    document = document_of(publication, received_on)
    carried_by_rows = bool(publication.tables) and all(map(is_tidy, publication.tables))
    understood = Understood(findings=[] if carried_by_rows else list(document.findings))
    named = list(zip(publication.tables, sheet_names(publication), strict=True))
    readings = [
        read_table(table, document, heading_above(publication, table), sheet) for table, sheet in named if not is_tidy(table)
    ]
    sentences = read_sentences(publication)
    printed, claims = printed_counts(readings), distinct_claims(sentences, document.place)
    understood.findings += tables_against_each_other(readings, printed, {claim.key: claim.value for claim in claims})
    for reading in readings:
        _add_table(understood, reading, publication, document)
    for table, sheet in named:
        if is_tidy(table):
            understand_tidy(understood, table, sheet, publication, document)
    understood.findings += [*document_notes(publication, readings), *break_findings(readings)]
    understood.findings += text_findings(sentences, printed)
    understood.findings += claims_against_tables(claims, printed, [reading.table.title for reading in readings])
    _add_claims(understood, claims, publication, document)
    if not understood.balances:
        understood.findings.append(Finding("no_figures", "file", dataset=DATASET))
    return understood


def find_publication_findings(publication: Publication) -> list[Finding]:
    """What speaks against a publication, for showing it without loading anything."""
    understood = understand(publication, dt.date.max)
    undated = ("publication_undated", "publisher_unknown")
    tabled = (figure for figure in understood.figures if figure["status"] != "claim")
    return [*(f for f in understood.findings if f.rule not in undated), *KnownVintages().take(tabled)]


def _add_claims(understood: Understood, claims: Sequence[Claim], publication: Publication, document: Document) -> None:
    understood.figures += claim_figures(claims, publication, document)
    if claims:
        understood.balances.append(balance_of(NARRATIVE, ["loaded"] * len(claims)))


def _add_table(understood: Understood, reading: TableReading, publication: Publication, document: Document) -> None:
    understood.findings += table_findings(reading)
    provisional, names = provisional_cells(publication, reading.table), regency_names(reading)
    outcomes: dict[int, set[str]] = {}
    for place, cell in enumerate(reading.cells):
        outcome = _outcome(reading, place, cell)
        outcomes.setdefault(cell.row, set()).add(outcome)
        if outcome == "loaded":
            understood.figures.append(figure_of(reading, place, publication, document, provisional, names))
    understood.balances.append(balance_of(reading.sheet, _row_outcomes(reading, outcomes)))


def _outcome(reading: TableReading, place: int, cell: CellFacts) -> str:
    """What one cell comes to: loaded, quarantined, duplicate, check or no_number."""
    rule = obstacle(cell)
    if rule == SUBTOTAL or (rule is None and cell.period is not None and cell.period.kind == RANGE):
        return "check"
    if place in reading.values.withheld:
        return "quarantined"
    if place not in reading.values.numbers:
        return "no_number"
    if rule:
        return "quarantined"
    return "duplicate" if place in reading.duplicates else "loaded"


def _row_outcomes(reading: TableReading, cells: Mapping[int, set[str]]) -> list[str]:
    """One word a row: what its cells came to, the best of them first; rows without cells by their role."""
    words: list[str] = []
    for number, row in enumerate(reading.shape.rows):
        said = cells.get(number, set())
        if row.role in ("data", "total") and not reading.about_figures:
            words.append("other_subject")
        elif row.role not in ("data", "total", "subtotal"):
            words.append(row.role)
        else:
            words.append(next((word for word in ("loaded", "quarantined", "duplicate", "check") if word in said), "no_number"))
    return words
