"""The Indonesian words of what is sent to villages, read once from `wording.yaml` and `examples.yaml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.documents import read_yaml


@cache
def wording() -> Mapping[str, Any]:
    """All words by purpose."""
    return read_yaml(files("extract.answers") / "wording.yaml")  # type: ignore[no-any-return]


@cache
def example_records(dataset: str) -> Sequence[Mapping[str, Any]]:
    """The invented records of a dataset, by field name. Raises KeyError for a dataset without examples."""
    return read_yaml(files("extract.answers") / "examples.yaml")[dataset]  # type: ignore[no-any-return]


def month_name(month: dt.date) -> str:
    """A month as people read it: "Oktober 2026"."""
    return f"{wording()['months'][month.month - 1]} {month.year}"


def is_due(cadence: str | None, month: dt.date) -> bool:
    """Whether what is reported this often is due for a month; nothing is due that has no cadence."""
    return cadence is not None and month.month in wording()["cadence"][cadence]["months"]
