"""The catalogue of everything the product can object to: one entry a rule, in English and Indonesian.

A rule is said the same way wherever it appears (a cell of a village sheet, a file that cannot be opened, a database that is
not there), because the same entry words it. Entries live in `rules/*.yaml`; this module reads them and renders their
sentences. It decides nothing: whoever raises a finding has already decided.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from expectations.documents import read_yaml

Severity = Literal["error", "warning", "info"]
Level = Literal["cell", "row", "sheet", "file", "run"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One catalogue entry. `what_*` says what happened, `do_*` what to do; both may hold `{facts}` to fill in."""

    id: str
    severity: Severity
    title_en: str
    title_id: str
    what_en: str
    what_id: str
    do_en: str
    do_id: str

    def advice_en(self, facts: Mapping[str, Any]) -> str:
        """What happened and what to do, in English."""
        return f"{self.what_en} {self.do_en}".format_map(_Facts(facts))

    def advice_id(self, facts: Mapping[str, Any]) -> str:
        """What happened and what to do, in Indonesian."""
        return f"{self.what_id} {self.do_id}".format_map(_Facts(facts))


class _Facts(dict[str, Any]):
    """Facts for a sentence; one that was not given shows as an ellipsis instead of hiding the whole sentence."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(slots=True)
class Finding:
    """One objection to one place of one file. Never carries a personal value outside `withheld`.

    `facts` fill the catalogue's sentences and are stored in `audit`, so they hold numbers, codes and field names only, never
    a name or a NIK. `withheld` is the text as written; it is stored in `vault` alone.
    """

    rule: str
    level: Level
    sheet: str | None = None
    row: int | None = None
    cell: str | None = None
    dataset: str | None = None
    field: str | None = None
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)
    withheld: str | None = None


class CatalogueError(Exception):
    """A failure the user can act on: carries a catalogue rule and its facts, prints as one line."""

    def __init__(self, rule_id: str, **facts: Any) -> None:
        self.rule_id = rule_id
        self.facts = facts
        super().__init__(rule(rule_id).advice_en(facts))

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild_error, (type(self), self.rule_id, self.facts))


class UsageError(CatalogueError):
    """A command that was given what it cannot take: the exit code is 2 instead of 1."""


def _rebuild_error(kind: type[CatalogueError], rule_id: str, facts: dict[str, Any]) -> CatalogueError:
    return kind(rule_id, **facts)


@cache
def load_catalogue() -> Mapping[str, Rule]:
    """All rules by id. Raises ValueError when two entries share an id."""
    rules: dict[str, Rule] = {}
    for entry in sorted(files("expectations").joinpath("rules").iterdir(), key=lambda path: path.name):
        if not entry.name.endswith(".yaml"):
            continue
        for rule_id, body in read_yaml(entry).items():
            if rule_id in rules:
                raise ValueError(f"rule {rule_id} stands twice in the catalogue (again in {entry.name})")
            rules[rule_id] = _rule(rule_id, body)
    return rules


def rule(rule_id: str) -> Rule:
    """The rule with this id. Raises KeyError for an id the catalogue does not have."""
    return load_catalogue()[rule_id]


def withholds(rule_id: str) -> bool:
    """Whether a finding of this rule keeps something out of the warehouse; a warning does not."""
    return rule(rule_id).severity == "error"


def _rule(rule_id: str, body: Mapping[str, Any]) -> Rule:
    return Rule(
        id=rule_id,
        severity=body["severity"],
        title_en=body["title"]["en"],
        title_id=body["title"]["id"],
        what_en=body["what"]["en"],
        what_id=body["what"]["id"],
        do_en=body["do"]["en"],
        do_id=body["do"]["id"],
    )
