"""What every value cell of a table counts: measure, period, breakdown members, unit.

Facts come from the column's head levels, the row's labels, the section line above it, the title and, last, the document's own
period; the nearer place wins. A cell whose meaning stays open says so and never becomes a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from transform.figures.dating import Calendar, date_cell, sum_period
from transform.figures.heads import Head, column_heads
from transform.figures.labels import RowFacts, row_facts
from transform.figures.members import is_marked
from transform.figures.periods import RANGE, Period
from transform.figures.shape import Row, Shape
from transform.figures.titles import DERIVED_PERCENT, Subject
from transform.figures.tokens import Column, Token, read_token
from transform.figures.vocabulary import headings

SUBTOTAL = "subtotal"
"""Problem of a cell that is only a check, not an objection."""
Members = tuple[tuple[str, str], ...]
"""(breakdown, printed label) pairs."""


@dataclass(slots=True)
class CellFacts:
    """One value cell: where it stands, its token, what it counts. `problem` names the rule why it can be no figure, if so.

    `attributes` place a member without being one (the province beside a regency).
    """

    row: int
    column: int
    page: int
    token: Token
    kind: Column
    measure: str | None
    derived: str | None
    unit: str
    period: Period | None
    members: Members
    attributes: Members = ()
    total: bool = False
    marked: bool = False
    problem: str | None = None

    @property
    def counted(self) -> bool:
        """Whether the cell is a count or an amount whose meaning is known, not derived from others."""
        return self.derived is None and self.measure is not None and self.period is not None and self.problem is None


def describe(shape: Shape, subject: Subject, calendar: Calendar) -> list[CellFacts]:
    """The facts of every value cell, in reading order."""
    heads = column_heads(shape, subject)
    facts = row_facts(shape, subject, heads)
    own = [head.mention for head in heads if not head.derived] + [row.mention for row in facts.values()]
    calendar = replace(calendar, mixed=any(mention and mention.months and mention.years for mention in own))
    rows = sum(row.role == "data" for row in shape.rows)
    cells = {
        (number, head.index): _cell(number, shape.rows[number], row, head, subject, calendar, rows == 1)
        for number, row in facts.items()
        for head in heads
    }
    _date_sums(cells, shape, heads, facts)
    return list(cells.values())


def _cell(number: int, row: Row, facts: RowFacts, head: Head, subject: Subject, calendar: Calendar, only: bool) -> CellFacts:
    measure = head.measure or facts.measure or subject.measure
    derived, kind, token = _read(
        row.cells[head.index], head.derived or facts.derived or ("share" if subject.share else None), measure
    )
    return CellFacts(
        row=number,
        column=head.index,
        page=row.page,
        token=token,
        kind=kind,
        measure=measure,
        derived=derived,
        unit=_unit(measure, kind, head.money or facts.money or subject.money, subject.thousands),
        period=date_cell(head.mention, facts.mention, derived is not None, calendar),
        members=tuple(dict((*facts.members, *head.members)).items()),
        attributes=facts.attributes,
        total=row.role in ("total", "subtotal") or head.total,
        marked=head.marked or facts.marked or is_marked(token.raw),
        problem=_problem(row, facts, head, only),
    )


def _problem(row: Row, facts: RowFacts, head: Head, only: bool) -> str | None:
    """A sub-total is the figure of the section it closes; without a section it is only a check. `only`: there is no other row."""
    if row.role == "data" and facts.silent and not only:
        return "row_not_understood"
    if row.role == "subtotal" and not facts.members:
        return SUBTOTAL
    return "head_not_understood" if head.unknown else None


def _read(raw: str, derived: str | None, measure: str | None) -> tuple[str | None, Column, Token]:
    """The token, read as what its head says; a change printed in percent is a growth and the other way round."""
    kind: Column = "count"
    if derived in DERIVED_PERCENT:
        kind = "percent"
    elif measure == "remittance" or derived == "mean":
        kind = "amount"
    token = read_token(raw, kind)
    if derived == "change" and (token.percent or token.kind == "word"):
        return "growth", "percent", read_token(raw, "percent")
    if derived == "growth" and not token.percent and _grouped(raw):
        return "change", "count", read_token(raw, "count")
    return derived, kind, token


def _grouped(raw: str) -> bool:
    """Whether digits are grouped in thousands, as no percentage is."""
    groups = raw.strip("()+-−– ").split(".")
    return len(groups) > 1 and all(len(group) == 3 for group in groups[1:])


def _unit(measure: str | None, kind: Column, money: str | None, thousands: bool) -> str:
    if kind == "percent":
        return "percent"
    if measure == "remittance":
        return money or ""
    unit: str = headings()["units"].get(measure or "", "persons")
    return f"thousand_{unit}" if thousands else unit


def _date_sums(
    cells: Mapping[tuple[int, int], CellFacts], shape: Shape, heads: Sequence[Head], facts: Mapping[int, RowFacts]
) -> None:
    """Gives a "JUMLAH" over months their year or part of it, and one over years the span that makes it a mere check."""
    summing = {head.index for head in heads if _summed(head, heads, shape)}
    published = {
        cell.period
        for cell in cells.values()
        if cell.token.kind in ("number", "word") and shape.rows[cell.row].role == "data" and cell.column not in summing
    }
    dated_rows = [number for number, row in facts.items() if row.mention and shape.rows[number].role == "data"]
    undated = [number for number, row in facts.items() if not row.mention]
    total_rows = [number for number in undated if shape.rows[number].role == "total" or facts[number].derived]
    for head in heads:
        siblings = _summed(head, heads, shape)
        for number in facts if siblings else total_rows if dated_rows else ():
            rows = dated_rows if number in total_rows and dated_rows else [number]
            summed = [cells[row, column].period for row in rows for column in siblings or [head.index]]
            cells[number, head.index].period = sum_period(period for period in summed if period in published)


def _summed(head: Head, heads: Sequence[Head], shape: Shape) -> list[int]:
    """The dated columns a total column without a period adds up; [] for any other column."""
    if head.mention or not head.total or head.derived:
        return []
    parents = shape.values[head.index][:-1]
    dated = [other for other in heads if other.mention and not other.derived and other is not head]
    under = [other.index for other in dated if shape.values[other.index][: len(parents)] == parents]
    return under or [other.index for other in dated]


def obstacle(cell: CellFacts) -> str | None:
    """The rule under which the cell cannot be published, because nobody can say what it counts; None where that is known."""
    if cell.problem:
        return cell.problem
    if cell.measure is None:
        return "head_not_understood"
    if cell.period is None:
        return "period_unknown"
    return None if cell.unit else "unit_unknown"


def is_figure(cell: CellFacts) -> bool:
    """Whether the cell can be published: it is known what it counts, in one period of a publishable kind."""
    return obstacle(cell) is None and cell.period is not None and cell.period.kind != RANGE
