"""What the office decides itself and no village reports: programmes, who is to report what, criteria, targets.

The entries as objects, and what may stand in the files they are written in (`reference/configuration.yaml`). It reads no file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from expectations.contract import Cadence
from expectations.documents import read_yaml

Subject = Literal["programmes", "roster", "criteria", "targets"]


@dataclass(frozen=True, slots=True)
class ProgrammeSpell:
    """A village in a programme from the first of a month to a day, both included (`ends_on` None: it goes on)."""

    village_code: str
    programme: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A dataset a village is to report in every period between two days, both included, by a day of the month after it."""

    village_code: str
    dataset: str
    cadence: Cadence
    due_day: int
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of Desa Migran Emas that no sheet holds, as judged from a day on."""

    village_code: str
    criterion: str
    met: bool
    since: dt.date


@dataclass(frozen=True, slots=True)
class Target:
    """A number an indicator is held against."""

    target: str
    value: Decimal


Entry = ProgrammeSpell | ReportDue | Criterion | Target


@dataclass(frozen=True, slots=True)
class ConfigurationColumn:
    """One column of a configuration file; `reads` says how its cells are read, `codes` from which list where they are codes."""

    name: str
    reads: str
    codes: str | None
    required: bool
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfigurationFile:
    """What may stand in the file of a subject. `defaults` hold for targets that are not given, `greatest` bounds them."""

    subject: Subject
    columns: tuple[ConfigurationColumn, ...]
    defaults: Mapping[str, Decimal]
    greatest: Mapping[str, Decimal]


@cache
def configuration_files() -> Mapping[str, ConfigurationFile]:
    """The files by subject, which is their name without ending."""
    document = read_yaml(files("expectations") / "reference" / "configuration.yaml")
    return {
        subject: ConfigurationFile(
            subject,
            tuple(
                ConfigurationColumn(name, one["reads"], one.get("codes"), one.get("required", False), (name, *one["headers"]))
                for name, one in body["columns"].items()
            ),
            _numbers(body.get("defaults", {})),
            _numbers(body.get("greatest", {})),
        )
        for subject, body in document.items()
    }


def _numbers(written: Mapping[str, float]) -> dict[str, Decimal]:
    return {name: Decimal(str(value)) for name, value in written.items()}
