"""Entries of the office's configuration from its files: each file whole, or nothing of any and every fault named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from expectations.catalogue import CatalogueError, Finding, rule
from expectations.configuration import (
    ConfigurationFile,
    Criterion,
    Entry,
    ProgrammeSpell,
    Subject,
    Target,
    configuration_files,
)
from extract.grid import Grid
from transform.configuration.overlaps import overlaps, span
from transform.configuration.roster import reports_due
from transform.configuration.table import Line, read_lines

_MOST_SHOWN = 10

Read = tuple[Sequence[Entry], list[Finding]]
"""Entries, and what is wrong with the lines they come from."""


def read_entries(file: ConfigurationFile, grid: Grid, path: object) -> Sequence[Entry]:
    """The entries of one file. Raises CatalogueError configuration_unusable with all that is wrong, each with its row."""
    lines, faults = read_lines(grid, file.columns)
    entries, contradictions = _BUILDERS[file.subject](lines)
    if all_faults := sorted([*faults, *contradictions], key=lambda fault: fault.row or 0):
        raise _unusable(path, all_faults)
    return entries


def _unusable(path: object, faults: Sequence[Finding]) -> CatalogueError:
    shown, more = faults[:_MOST_SHOWN], len(faults) - _MOST_SHOWN
    told_en = [f"row {fault.row}{_cell(fault)}: {rule(fault.rule).advice_en(fault.facts)}" for fault in shown]
    told_id = [f"baris {fault.row}{_cell(fault)}: {rule(fault.rule).advice_id(fault.facts)}" for fault in shown]
    if more > 0:
        told_en, told_id = [*told_en, f"and {more} more"], [*told_id, f"dan {more} lagi"]
    return CatalogueError("configuration_unusable", path=path, faults_en=_below(told_en), faults_id=_below(told_id))


def _cell(fault: Finding) -> str:
    return f" ({fault.cell})" if fault.cell else ""


def _below(told: Sequence[str]) -> str:
    """Each on a line of its own."""
    return "".join(f"\n  {each}" for each in told) + "\n"


def _programmes(lines: Sequence[Line]) -> Read:
    entries = [
        ProgrammeSpell(v["village_code"].code, v["programme"], v["starts_on"], v.get("ends_on"))
        for v in (line.values for line in lines)
    ]
    spans = (
        span(line.row, (one.village_code, one.programme), one.starts_on, one.ends_on)
        for line, one in zip(lines, entries, strict=True)
    )
    return entries, list(overlaps(spans))


def _criteria(lines: Sequence[Line]) -> Read:
    entries = [Criterion(v["village_code"].code, v["criterion"], v["met"], v["since"]) for v in (line.values for line in lines)]
    spans = (
        span(line.row, (one.village_code, one.criterion), one.since, one.since) for line, one in zip(lines, entries, strict=True)
    )
    return entries, list(overlaps(spans))


def _targets(lines: Sequence[Line]) -> Read:
    """All targets: those of the lines, and the defaults of the others."""
    file = configuration_files()["targets"]
    given = {line.values["target"]: line.values["value"] for line in lines}
    spans = (span(line.row, (line.values["target"],), dt.date.min, None) for line in lines)
    faults = [*overlaps(spans), *(fault for line in lines for fault in _out_of_bounds(line, file.greatest))]
    return [Target(name, given.get(name, default)) for name, default in file.defaults.items()], faults


def _out_of_bounds(line: Line, greatest: Mapping[str, object]) -> Iterator[Finding]:
    target, value = line.values["target"], line.values["value"]
    if not 0 <= value <= greatest[target]:
        facts = {"target": target, "greatest": greatest[target]}
        yield Finding("configuration_target_out_of_range", "row", row=line.row, facts=facts)


_BUILDERS: Mapping[Subject, Callable[[Sequence[Line]], Read]] = {
    "programmes": _programmes,
    "roster": reports_due,
    "criteria": _criteria,
    "targets": _targets,
}
