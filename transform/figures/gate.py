"""Findings of the arithmetic gate: what the tables of one document say against themselves and each other.

Marks the cells concerned as flagged; changes no number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from expectations.catalogue import Finding
from transform.figures.equations import OVER_PERIODS
from transform.figures.layout import SUBTOTAL, is_figure, obstacle
from transform.figures.members import LISTED, is_remainder, resolves
from transform.figures.sums import Mismatch, Printed, WholeKey, broken_chains, lists_without_total
from transform.figures.table import TableReading, repeated_members


def table_findings(reading: TableReading) -> list[Finding]:
    """Everything one table earns by itself; repeated members are flagged, or dropped where they say the same."""
    return [
        *(_sum_finding(reading, mismatch) for mismatch in reading.mismatches),
        *_repeated(reading),
        *_mixed_periods(reading),
        *_nothing_published(reading),
        *_withheld(reading),
        *_unknown_members(reading),
        *_proved(reading),
        *_not_statistics(reading),
    ]


def printed_counts(readings: Sequence[TableReading]) -> list[Printed]:
    """Every count a document's tables print."""
    return [
        Printed(number, place, cell, reading.values.numbers[place], reading.confined)
        for number, reading in enumerate(readings)
        for place, cell in enumerate(reading.cells)
        if cell.counted and is_figure(cell) and place in reading.values.numbers
    ]


def tables_against_each_other(
    readings: Sequence[TableReading], printed: Sequence[Printed], claimed: Mapping[WholeKey, Decimal]
) -> list[Finding]:
    """Lists whose total stands in another table or in the text, totals printed twice with different numbers, and periods that
    do not add up to the longer one of another table.
    """
    return [*_lists(readings, printed, claimed), *_disagreements(readings, printed), *_chains(readings, printed)]


def _sum_finding(reading: TableReading, mismatch: Mismatch) -> Finding:
    whole = reading.cells[mismatch.equation.whole]
    facts = {"parts": str(mismatch.parts), "whole": str(mismatch.whole), "over": mismatch.equation.over}
    return reading.finding(mismatch.rule, mismatch.equation.whole, period=_period_text(whole.period), **facts)


def _period_text(period: object) -> str:
    return " .. ".join(str(day) for day in period[1:]) if isinstance(period, tuple) else ""


def _repeated(reading: TableReading) -> Iterator[Finding]:
    rows: set[int] = set()
    numbers = reading.values.numbers
    for first, later in repeated_members(reading):
        row = reading.cells[later].row
        same_row = reading.shape.rows[row].cells[1:] == reading.shape.rows[reading.cells[first].row].cells[1:]
        (reading.duplicates if same_row and numbers.get(first) == numbers.get(later) else reading.flagged).add(later)
        if not same_row:
            reading.flagged.add(first)
        if row not in rows:
            rows.add(row)
            yield reading.finding("duplicate_member", later, label=" | ".join(label for _, label in reading.cells[later].members))


def _mixed_periods(reading: TableReading) -> Iterator[Finding]:
    """Full years beside part years, in the rows or in the columns."""
    kinds = {cell.period.kind for cell in reading.cells if cell.counted and cell.period}
    if "year" in kinds and "ytd" in kinds:
        yield reading.finding("mixed_period_rows", None)


def _nothing_published(reading: TableReading) -> Iterator[Finding]:
    """A column of counts that is there but holds no number at all ("n.a." in every row)."""
    columns: dict[int, list[int]] = defaultdict(list)
    for place, cell in enumerate(reading.cells):
        if cell.derived is None:
            columns[cell.column].append(place)
    for places in columns.values():
        tokens = [reading.cells[place].token for place in places]
        if all(token.kind in ("absent", "dash") for token in tokens) and any(token.raw for token in tokens):
            head = reading.table.columns[reading.cells[places[0]].column]
            yield reading.finding("missing_block", places[0], said=f"{head}: {tokens[0].raw}")


def _withheld(reading: TableReading) -> Iterator[Finding]:
    """Numbers that could not be read, one by one; heads and rows nobody can name, each once."""
    for place, rule in reading.values.withheld.items():
        yield reading.finding(rule, place, token=reading.cells[place].token.raw)
    said: set[tuple[str, int]] = set()
    for place in reading.values.numbers:
        cell = reading.cells[place]
        problem = obstacle(cell)
        where = cell.row if problem == "row_not_understood" else cell.column
        if problem and problem != SUBTOTAL and (problem, where) not in said:
            said.add((problem, where))
            yield reading.finding(problem, place, head=reading.table.columns[cell.column])


def _unknown_members(reading: TableReading) -> Iterator[Finding]:
    """Labels of a listed breakdown that the list does not hold."""
    seen: set[tuple[str, str]] = set()
    for place, cell in enumerate(reading.cells):
        for dimension, label in cell.members:
            if (dimension, label) in seen or dimension not in LISTED or is_remainder(label):
                continue
            seen.add((dimension, label))
            if not resolves(dimension, label):
                yield reading.finding("member_unknown", place, label=label, over=dimension)


def _proved(reading: TableReading) -> Iterator[Finding]:
    if reading.values.debris and reading.values.proved:
        sums = sum(all(place in reading.values.proved for place in equation.cells) for equation in reading.sums)
        yield reading.finding("thousands_proved", None, cells=len(reading.values.proved), sums=sums)


def _not_statistics(reading: TableReading) -> Iterator[Finding]:
    if not reading.about_figures:
        yield reading.finding("table_not_statistics", None)


def _lists(
    readings: Sequence[TableReading], printed: Sequence[Printed], claimed: Mapping[WholeKey, Decimal]
) -> Iterator[Finding]:
    tops = {number: reading.subject.top for number, reading in enumerate(readings)}
    for parts, whole, rule in lists_without_total(printed, tops, claimed):
        reading, first = readings[parts[0].table], parts[0]
        reading.flagged.update(part.place for part in parts)
        sums = {"parts": str(sum(part.number for part in parts)), "whole": str(whole)}
        over = next(iter(dict(first.cell.members)), "")
        yield reading.finding(rule, first.place, over=over, period=_period_text(first.cell.period), **sums)


def _disagreements(readings: Sequence[TableReading], printed: Sequence[Printed]) -> Iterator[Finding]:
    """One figure printed in two tables with two numbers, unless a failed sum already says which table is wrong."""
    first: dict[object, Printed] = {}
    for item in printed:
        before = first.setdefault((item.key, readings[item.table].subject.thousands), item)
        if before.number == item.number or before.table == item.table:
            continue
        places = ((before.table, before.place), (item.table, item.place))
        if any(place in readings[table].flagged for table, place in places):
            continue
        for table, place in places:
            readings[table].flagged.add(place)
        facts = {"other_page": before.cell.page, "one": str(before.number), "other": str(item.number)}
        yield readings[item.table].finding("pages_disagree", item.place, **facts)


def _chains(readings: Sequence[TableReading], printed: Sequence[Printed]) -> Iterator[Finding]:
    """The year to date is the one to the month before and the month. What a failed sum put in doubt already chains nothing."""
    sound = [
        item for item in printed if item.place not in readings[item.table].flagged and not readings[item.table].subject.thousands
    ]
    for parts, whole, rule in broken_chains(sound):
        for item in (*parts, whole):
            readings[item.table].flagged.add(item.place)
        sums = {"parts": str(sum(part.number for part in parts)), "whole": str(whole.number)}
        yield readings[whole.table].finding(rule, whole.place, over=OVER_PERIODS, period=_period_text(whole.cell.period), **sums)
