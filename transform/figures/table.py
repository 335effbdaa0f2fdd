"""One table understood: its shape, its cells, its sums, its numbers, and what speaks against them.

Joins the steps for a single table; what needs other tables or the text is done in `understand.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from expectations.catalogue import Finding
from expectations.labels import plain
from extract.publications.model import Publication, PublishedTable
from transform.figures.balance import Equation
from transform.figures.confinement import confinement
from transform.figures.dating import Calendar
from transform.figures.document import Document
from transform.figures.equations import equations
from transform.figures.layout import CellFacts, describe, is_figure
from transform.figures.outcome import DATASET
from transform.figures.periods import Period, mentions
from transform.figures.reading import Values, read_values
from transform.figures.shape import Shape, shape_of
from transform.figures.sums import Mismatch, concerned, mismatches
from transform.figures.titles import Subject, dimensions_in, measure_beside, measure_in, speaks_of_other, subject_of

_BELOW = re.compile(r"(?i)\W*(sumber|source|catatan|keterangan|ket\b|\*|note)")


@dataclass(slots=True)
class TableReading:
    """A table with everything known about its cells. `flagged` are cells whose printed numbers disagree with others.

    `confined` are the codes its title confines the whole table to.
    """

    table: PublishedTable
    shape: Shape
    subject: Subject
    sheet: str
    cells: list[CellFacts] = field(default_factory=list)
    sums: list[Equation[int]] = field(default_factory=list)
    values: Values = field(default_factory=Values)
    mismatches: list[Mismatch] = field(default_factory=list)
    flagged: set[int] = field(default_factory=set)
    duplicates: set[int] = field(default_factory=set)
    confined: tuple[tuple[str, str], ...] = ()

    @property
    def about_figures(self) -> bool:
        """Whether the table is a statistic of this kind at all."""
        return bool(self.cells)

    def finding(self, rule: str, place: int | None, **facts: object) -> Finding:
        """A finding at a cell of this table, or at the table."""
        cell = None if place is None else self.cells[place]
        where = {"page": cell.page if cell else self.table.page, "table": self.table.title}
        row = cell.row + 1 if cell else None
        return Finding(rule, "cell" if cell else "sheet", self.sheet, row, None, DATASET, None, {**where, **facts})


def sheet_names(publication: Publication) -> list[str]:
    """A name for every table that no other one has: its title, or the document's name, with a number where it repeats."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for table in publication.tables:
        name = table.title or publication.name
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def read_table(table: PublishedTable, document: Document, heading: str, sheet: str) -> TableReading:
    """The table's cells and numbers. `heading` is the nearest heading above it, for a table whose title names no measure;
    `sheet` the name under which its rows are accounted for.
    """
    shape = shape_of(table)
    title = _title(table, document)
    reading = TableReading(table, shape, _subject(table, title, document, heading), sheet)
    if not _is_statistic(reading):
        return reading
    calendar = Calendar(tuple(mentions(title)), document.period)
    reading.cells = describe(shape, reading.subject, calendar)
    _tell_columns_apart(reading.cells)
    broken_down = {dimension for cell in reading.cells for dimension, _ in cell.members}
    reading.confined = _confined(title, document, broken_down)
    reading.sums = equations(reading.cells)
    rows = {place: (cell.row, cell.column) for place, cell in enumerate(reading.cells)}
    doubtful = {place for place, where in rows.items() if where in set(table.doubtful)}
    reading.values = read_values(reading.cells, reading.sums, doubtful)
    reading.mismatches = mismatches(reading.cells, reading.sums, reading.values.numbers, reading.subject.top)
    reading.flagged = concerned(reading.mismatches, reading.values.proved)
    return reading


def _title(table: PublishedTable, document: Document) -> str:
    """The table's own title with the lines above it where it says nothing; the document's where there is only a file name."""
    if plain(table.title) in ("", plain(document.stem)):
        return document.title
    if measure_beside(table.title) or dimensions_in(table.title):
        return table.title
    above = takewhile(lambda line: not _BELOW.match(line), (line for line in table.context if line != table.title))
    return " ".join([table.title, *above])


def _confined(title: str, document: Document, broken_down: set[str]) -> tuple[tuple[str, str], ...]:
    """What the title confines the table to; an office counts its own region without saying so."""
    own = dict(confinement(title, broken_down))
    is_whole = not broken_down & {"province", "regency"}
    if document.place and (is_whole or (broken_down.isdisjoint({"province"}) and len(document.place) == 2)):
        own.setdefault("region_code", document.place)
    return tuple(own.items())


def _subject(table: PublishedTable, title: str, document: Document, heading: str) -> Subject:
    """What the title says, completed by the lines around it, the heading, the document's own title and its declaration."""
    own = subject_of(title)
    around = subject_of(" ".join(table.context))
    named = own.measure or document.measure or _one_measure(table.context) or measure_in(heading)
    measure = named or measure_beside(title) or measure_in(document.title)
    declared = document.unit if document.unit and document.unit.startswith(("usd", "idr")) else None
    return replace(own, measure=measure, money=own.money or around.money or declared, thousands=own.thousands or around.thousands)


def _one_measure(lines: Sequence[str]) -> str | None:
    found = {measure for line in lines if (measure := measure_in(line))}
    return found.pop() if len(found) == 1 else None


def _is_statistic(reading: TableReading) -> bool:
    """Whether the table counts a known measure: its title says so, or its rows or heads do."""
    heads = " ".join(reading.table.columns)
    measured = reading.subject.measure or reading.shape.measure_rows or measure_in(heads)
    return bool(measured and reading.shape.values) and not speaks_of_other(reading.table.title)


def _tell_columns_apart(cells: Sequence[CellFacts]) -> None:
    """Two columns of one row that seem to count the same with different tokens are not understood: neither is published."""
    seen: dict[tuple[object, ...], list[CellFacts]] = defaultdict(list)
    for cell in cells:
        if is_figure(cell):
            seen[cell.row, cell.measure, cell.derived, cell.unit, cell.period, cell.members].append(cell)
    for group in seen.values():
        if len({cell.token.raw for cell in group}) > 1:
            for cell in group:
                cell.problem = "head_not_understood"


def repeated_members(reading: TableReading) -> Iterator[tuple[int, int]]:
    """(first, later) cells of two rows that name the same member for the same period."""
    first: dict[tuple[int, str | None, Period | None, tuple[tuple[str, str], ...]], int] = {}
    for place, cell in enumerate(reading.cells):
        if reading.shape.rows[cell.row].role == "data" and cell.members and is_figure(cell):
            members = tuple((dimension, label.casefold()) for dimension, label in (*cell.members, *cell.attributes))
            key = (cell.column, cell.derived, cell.period, members)
            if key in first:
                yield first[key], place
            else:
                first[key] = place
