"""Tables that go on over pages, put back together; and tables of this document as they are published.

A continued table has the columns of the one before it: its header is printed again, or it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.publications.geometry import Word
from extract.publications.table import PageTable, table_of
from extract.publications.tokens import mentions, starts_with
from extract.publications.totals import total_index


@dataclass(slots=True)
class Continued:
    """A table with all its parts, in page order."""

    parts: list[PageTable] = field(default_factory=list)

    @property
    def first(self) -> PageTable:
        """The part that opens the table."""
        return self.parts[0]

    @property
    def last(self) -> PageTable:
        """The part that came last."""
        return self.parts[-1]


def continued(tables: Sequence[PageTable]) -> list[Continued]:
    """The page tables in order, those that go on from an earlier page joined to it."""
    whole: list[Continued] = []
    for table in tables:
        home = next((other for other in reversed(whole[-3:]) if _goes_on(other, table)), None)
        if home is None:
            whole.append(Continued([table]))
        else:
            home.parts.append(table)
    return whole


def as_continuation(table: PageTable, before: PageTable, standing: Sequence[Word]) -> PageTable:
    """The first table of a page, read in the columns of the last one of the page before if it seems to go on with it.

    A page that holds only the last rows shows too little of the columns to find them there.
    """
    if is_closed(before) or _heads(table) == _heads(before):
        return table
    again = table_of(table.region, table.page, standing, before.columns)
    if again is None or (any(table.names) and _heads(again) != _heads(before)):
        return table
    return again if len(table.names) != len(before.names) or any(table.names) else table


def is_closed(table: PageTable) -> bool:
    """True for a table whose last row is its total."""
    return total_index(table.rows) == len(table.rows) - 1


def _heads(table: PageTable) -> list[str]:
    return ["".join(name.lower().split()) for name in table.names]


def _goes_on(whole: Continued, table: PageTable) -> bool:
    """True when `table` is the next part of `whole`."""
    before = whole.last
    if table.page == before.page:
        return _is_beside(before, table)
    if table.page != before.page + 1 or len(table.names) != len(before.names) or is_closed(before):
        return False
    announced = any(mentions(line, "continued") for line in table.title)
    same_header = _heads(table) == _heads(before)
    if any(table.names) and not same_header:
        return False
    if not whole.first.title and not any(table.names) and any(before.names):
        return _columns_agree(before, table)
    if table.title and not announced and table.title != whole.first.title:
        return same_header and _numbers_go_on(before, table) and not any(starts_with(line, "title") for line in table.title)
    return announced or _columns_agree(before, table)


def _is_beside(one: PageTable, other: PageTable) -> bool:
    """True for the right half of a list set in two columns: same heads, no title, its running numbers go on."""
    right_of = other.box.x0 >= one.box.x1 and other.box.top < one.box.bottom
    return right_of and one.names == other.names and any(other.names) and _numbers_go_on(one, other)


def _columns_agree(one: PageTable, other: PageTable) -> bool:
    """True when the columns stand at (nearly) the same places."""
    pairs = zip(one.columns, other.columns, strict=False)
    return all(min(left[1], right[1]) > max(left[0], right[0]) for left, right in pairs)


def _numbers_go_on(one: PageTable, other: PageTable) -> bool:
    """True when the running number goes on from one part to the other."""
    last = [row[0].rstrip(".") for row in one.rows if row[0]]
    first = [row[0].rstrip(".") for row in other.rows if row[0]]
    return bool(last and first) and last[-1].isdecimal() and first[0].isdecimal() and int(first[0]) == int(last[-1]) + 1
