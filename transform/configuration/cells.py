"""How one cell of a configuration file is read, by what its column `reads`.

The readers of village reports where they fit; codes of regions and names of datasets, which only the office writes, are read
here.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache, partial

from expectations.codes import CodeList, code_list, list_of
from expectations.configuration import ConfigurationColumn
from expectations.contract import village_contracts
from transform.values import decimal, integer, month, text, yes_no
from transform.values.code import read_label
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted
from transform.villages import region_of_code

_LAST_DAY = 31


def cell_reader(column: ConfigurationColumn) -> Callable[[Raw], Parsed]:
    """The reader of a column's cells."""
    return partial(_label, code_list(column.codes)) if column.codes else _READERS[column.reads]


def _label(labels: CodeList, raw: Raw) -> Parsed:
    found = read_label(labels, raw, "configuration_label_unknown")
    return refused(found.rule, written=unquoted(raw), known=", ".join(labels.codes)) if found.rule else found


def _region(raw: Raw) -> Parsed:
    written = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else unquoted(raw)
    if says_nothing(written):
        return MISSING
    found = region_of_code(written)
    return Parsed(found) if found else refused("configuration_region_unknown", written=written)


def _village(raw: Raw) -> Parsed:
    found = _region(raw)
    if found.value is not None and found.value.level != "village":
        return refused("configuration_region_not_village", name=found.value.name, level=found.value.level)
    return found


def _dataset(raw: Raw) -> Parsed:
    return _label(_datasets(), raw)


@cache
def _datasets() -> CodeList:
    return list_of("dataset", {name: (one.title_id, one.title_en) for name, one in village_contracts().items()})


def _month_end(raw: Raw) -> Parsed:
    first = month.parse(raw)
    if first.value is None:
        return first
    return Parsed(dt.date(first.value.year, first.value.month, calendar.monthrange(first.value.year, first.value.month)[1]))


def _day(raw: Raw) -> Parsed:
    day = integer.parse(raw)
    return refused("configuration_day_out_of_range") if day.value is not None and not 1 <= day.value <= _LAST_DAY else day


_READERS: Mapping[str, Callable[[Raw], Parsed]] = {
    "region": _region,
    "village": _village,
    "name": text.parse,
    "dataset": _dataset,
    "month": month.parse,
    "month_end": _month_end,
    "day": _day,
    "yes_no": yes_no.parse,
    "decimal": decimal.parse,
    "note": lambda raw: MISSING,
}
