"""Tidy series through the same gate as any publication: rows to figures, sums of one source checked, nothing overwritten.

Figures of different sources, dates or bases are never added up: each group is checked by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from expectations.catalogue import Finding
from extract.publications.model import Publication, PublishedTable
from transform.figures.balance import holds
from transform.figures.document import Document, common_fields
from transform.figures.equations import equations
from transform.figures.layout import CellFacts
from transform.figures.outcome import DATASET, Figure, Understood, balance_of
from transform.figures.periods import Period
from transform.figures.sums import concerned, mismatches
from transform.figures.tidy import TidyRow, read_tidy
from transform.figures.tokens import Token
from transform.figures.vocabulary import headings


def understand_tidy(
    understood: Understood, table: PublishedTable, sheet: str, publication: Publication, document: Document
) -> None:
    """Adds the figures, findings and balance of a tidy table."""
    rows = read_tidy(table, common_fields(document))
    seen: set[tuple[Any, ...]] = set()
    outcomes: list[str] = []
    figures: list[Figure] = []
    for row in rows:
        outcome = _outcome(row, seen)
        outcomes.append(outcome)
        if row.figure is not None and outcome == "loaded":
            figures.append(row.figure | {"source_file": publication.sha256, "source_sheet": sheet})
        if row.finding:
            understood.findings.append(row.finding)
    understood.figures += figures
    understood.findings += _failed_sums(figures, table)
    understood.balances.append(balance_of(sheet, outcomes))


def _outcome(row: TidyRow, seen: set[tuple[Any, ...]]) -> str:
    """Whether a row loads; an exact repetition of an earlier one is a duplicate."""
    if row.figure is None:
        return "quarantined"
    key = tuple(str(value) for name, value in sorted(row.figure.items()) if name != "source_row")
    if key in seen:
        return "duplicate"
    seen.add(key)
    return "loaded"


def _failed_sums(figures: Sequence[Figure], table: PublishedTable) -> list[Finding]:
    """Sums that fail within one source, date and basis; the figures concerned become flagged."""
    groups: dict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure["publisher"], figure["publication"], figure["published_on"]].append(figure)
    findings: list[Finding] = []
    for group in groups.values():
        cells = [_cell(figure) for figure in group]
        numbers = {place: figure["value"] for place, figure in enumerate(group)}
        sums = equations(cells)
        failed = mismatches(cells, sums, numbers, top=True)
        for place in concerned(failed, {place for equation in sums if holds(equation, numbers) for place in equation.cells}):
            group[place]["status"] = "flagged"
        for mismatch in failed:
            whole = group[mismatch.equation.whole]
            facts = {"page": whole["source_page"], "table": table.title, "over": mismatch.equation.over}
            facts |= {"parts": str(mismatch.parts), "whole": str(mismatch.whole), "period": str(whole["period_start"])}
            findings.append(Finding(mismatch.rule, "row", table.title, whole["source_row"], None, DATASET, "value", facts))
    return findings


def _cell(figure: Figure) -> CellFacts:
    """The figure as a cell of a table, so that the same sums are found."""
    members = tuple((name, member["label"]) for name, member in figure["members"].items()) + tuple(figure["confined_to"].items())
    derived = figure["measure"] not in headings()["units"]
    return CellFacts(
        row=0,
        column=0,
        page=1,
        token=Token(str(figure["value"]), "number", (Decimal(figure["value"]),)),
        kind="count",
        measure=figure["measure"],
        derived="published" if derived else None,
        unit=figure["unit"],
        period=Period(figure["period_type"], figure["period_start"], figure["period_end"]),
        members=members,
        problem=None,
    )
