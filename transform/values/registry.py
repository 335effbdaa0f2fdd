"""Which reader reads which semantic type, and how a whole column is read at speed.

Most cells of a column repeat ("Malaysia", "Ya", 2.0), so each reader remembers what it has read. The memory is bounded and keyed
by type too, for 1, 1.0, True and "1" are four different cells. Columns whose every value is its own (NIK, phone) are not
remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Generic, TypeVar

from transform.values import (
    birth_place_and_date,
    code,
    country,
    currency,
    date,
    decimal,
    duration,
    hamlet,
    integer,
    kk,
    month,
    nik,
    occupation,
    passport,
    phone,
    rt_and_rw,
    rt_rw,
    rupiah,
    sex,
    text,
    village,
    wage,
    yes_no,
)
from transform.values.parsed import Parsed, Raw

T = TypeVar("T")

READERS: Mapping[str, Callable[[Raw], Parsed]] = {
    "country": country.parse,
    "currency": currency.parse,
    "date": date.parse,
    "decimal": decimal.parse,
    "duration": duration.parse,
    "hamlet": hamlet.parse,
    "integer": integer.parse,
    "kk": kk.parse,
    "month": month.parse,
    "nik": nik.parse,
    "occupation": occupation.parse,
    "passport": passport.parse,
    "phone": phone.parse,
    "rt_rw": rt_rw.parse,
    "rupiah": rupiah.parse,
    "sex": sex.parse,
    "text": text.parse,
    "village": village.parse,
    "yes_no": yes_no.parse,
}
JOINED_READERS: Mapping[str, Callable[[Raw], tuple[Parsed, ...]]] = {
    "birth_place_and_date": birth_place_and_date.parse,
    "rt_and_rw": rt_and_rw.parse,
    "wage": wage.parse,
}
_ALL_DIFFERENT = frozenset({"kk", "nik", "passport", "phone"})
_MEMORY = 16_384


class Reader(Generic[T]):
    """A parse function that remembers up to `memory` cells; full, it forgets them all and starts again."""

    def __init__(self, parse: Callable[[Raw], T], memory: int = _MEMORY) -> None:
        self.parse = parse
        self.memory = _Memory(parse, memory) if memory else None

    def __call__(self, raw: Raw) -> T:
        """What one cell says."""
        return self.parse(raw)


class _Memory(dict[Any, Any]):
    """Parsed cells by text, or by type and value where they are no text."""

    def __init__(self, parse: Callable[[Raw], object], limit: int) -> None:
        super().__init__()
        self.parse, self.limit = parse, limit

    def __missing__(self, key: Any) -> object:
        if len(self) >= self.limit:
            self.clear()
        parsed = self[key] = self.parse(key if type(key) is str else key[1])
        return parsed


@cache
def reader(semantic_type: str, code_list: str | None = None) -> Reader[Parsed]:
    """The reader of a semantic type; `code` needs the name of its list. Raises KeyError naming the types there are."""
    if semantic_type == "code":
        return Reader(code.reader_of(code_list or ""))
    if semantic_type not in READERS:
        raise KeyError(f"no reader for {semantic_type}; there are code, {', '.join(READERS)}")
    return Reader(READERS[semantic_type], 0 if semantic_type in _ALL_DIFFERENT else _MEMORY)


@cache
def joined_reader(semantic_type: str) -> Reader[tuple[Parsed, ...]]:
    """The reader of a column that feeds several fields: one `Parsed` a field, in the order of the contract's joined column."""
    if semantic_type not in JOINED_READERS:
        raise KeyError(f"no joined reader for {semantic_type}; there are {', '.join(JOINED_READERS)}")
    return Reader(JOINED_READERS[semantic_type])


def column_reader(semantic_type: str, code_list: str | None, raws: Iterable[Raw]) -> Reader[Parsed]:
    """The reader for one column: as `reader`, but decimals are read with the mark that the column's own cells prove."""
    mark = decimal.decide_decimal_mark(raws) if semantic_type == "decimal" else None
    return Reader(decimal.reader_with(mark)) if mark else reader(semantic_type, code_list)


def parse_column(read: Reader[T], raws: Iterable[Raw]) -> list[T]:
    """Every cell of a column, in order."""
    memory = read.memory
    if memory is None:
        return list(map(read.parse, raws))
    return [memory[raw] if type(raw) is str else memory[type(raw), raw] for raw in raws]
