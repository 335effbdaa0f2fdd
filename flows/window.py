"""Days and months as a run counts them: in Jakarta, where the villages are."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from expectations.catalogue import UsageError

JAKARTA = ZoneInfo("Asia/Jakarta")
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
    """The window of `--period` or of `--from` and `--to`. Raises UsageError for what is no month."""
    if period is not None:
        return Window(_month(period), _month(period))
    return Window(_month(first) if first else None, _month(last) if last else None)


def end_of_day(written: str) -> dt.datetime:
    """The last instant of a day in Jakarta. Raises UsageError for what is no day."""
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        raise UsageError("day_option_invalid", written=written) from None
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), JAKARTA) - dt.timedelta(microseconds=1)


def today() -> dt.date:
    """The date where the villages are."""
    return dt.datetime.now(JAKARTA).date()


def _month(written: str) -> dt.date:
    found = _MONTH.fullmatch(written.strip())
    if found is None:
        raise UsageError("period_option_invalid", written=written)
    return dt.date(int(found.group(1)), int(found.group(2)), 1)
