"""Which reporting months a run takes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from expectations.catalogue import CatalogueError

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Window:
    """First and last month, both included; None leaves a side open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, month: dt.date) -> bool:
        """Whether a month is taken."""
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


def window(period: str | None, first: str | None, last: str | None) -> Window:
    """The window of `--period` or of `--from` and `--to`. Raises CatalogueError for what is no month."""
    if period is not None:
        return Window(_month(period), _month(period))
    return Window(_month(first) if first else None, _month(last) if last else None)


def _month(written: str) -> dt.date:
    found = _MONTH.fullmatch(written.strip())
    if found is None:
        raise CatalogueError("period_option_invalid", written=written)
    return dt.date(int(found.group(1)), int(found.group(2)), 1)
