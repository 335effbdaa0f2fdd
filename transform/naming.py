"""Takes the persons out of the names of a file and its sheets, as far as a name is that of somebody known.

Words are compared with names, never guessed at: months, places of the regency and what reports are usually called stay, also
where somebody is called so. Whose names are known is told by the caller. The bytes and the rows stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from expectations.catalogue import CatalogueError, Finding
from expectations.contract import village_contracts
from expectations.labels import letters
from expectations.person_masks import NameWords, masked, sheet_mask, words_in
from expectations.region_changes import changed_regions
from expectations.regions import inside, regions, village_aliases
from extract.tables.words import words
from transform.misplaced_names import names_of
from transform.submission import Submission
from transform.values.months import MONTHS

IsName = Callable[[str], bool]
"""Tells whether a word is to be masked."""

RULE = "name_holds_person"
_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_LETTERS = re.compile(r"[^\W\d_]+")


def persons_of(submission: Submission) -> set[str]:
    """Names of the persons a file tells of: those it reports, and those who report."""
    loaded = {name for part in submission.parts for rows in part.rows for name in names_of(rows)}
    return loaded.union(*(part.persons for part in submission.parts))


def hamlet_words(submission: Submission) -> set[str]:
    """Words, in letters, of the hamlets a file tells of: sheets are often called by them."""
    told = (value for part in submission.parts for rows in part.rows for value in rows.values.get("hamlet", ()))
    return {letters(word) for name in told if isinstance(name, str) for word in _LETTERS.findall(name)}


@cache
def usual_words(regency_code: str | None) -> frozenset[str]:
    """Words, in letters, that names of files and sheets are made of: months, what is reported, and the places of a regency.

    Names of places stay, since they tell which village a file is about, also when its village was not found.
    """
    places = _places_in(regency_code) if regency_code else ()
    return _report_words().union(letters(word) for name in places for word in _LETTERS.findall(name))


def name_test(known: NameWords, usual: Collection[str]) -> IsName:
    """Tells whether a word is masked: a person's, and none of the usual ones."""
    return lambda word: letters(word) not in usual and known.holds(word)


def is_usual(text: str, usual: Collection[str]) -> bool:
    """Whether a name holds usual words only; then it names no person."""
    return all(letters(word) in usual for word in words_in(_without_ending(text)))


def masked_path(path: str, is_name: IsName, mask: str) -> str:
    """A path without names; its folders and its ending stay."""
    ending = path[len(_without_ending(path)) :]
    return masked(_without_ending(path), is_name, mask) + ending


def sheet_labels(sheets: Sequence[str], is_name: IsName) -> dict[str, str]:
    """What sheets with a person's name in theirs are called instead."""
    labels = {name: masked(name, is_name, sheet_mask(number)) for number, name in enumerate(sheets, 1)}
    return {name: label for name, label in labels.items() if name != label}


def relabel(submission: Submission, labels: Mapping[str, str]) -> None:
    """Call the sheets of a submission by their labels, wherever it names them."""
    for part in submission.parts:
        part.sheet = labels.get(part.sheet, part.sheet)
        for rows in part.rows:
            rows.sheet = labels.get(rows.sheet, rows.sheet)
            _relabel_findings(rows.findings, labels)
        _relabel_findings(part.findings, labels)


def without_names(rejection: CatalogueError, labels: Mapping[str, str], is_name: IsName) -> CatalogueError:
    """A reason that names sheets, in their labels and without the names of persons."""
    facts = {key: _clean(value, labels, is_name) for key, value in rejection.facts.items()}
    return CatalogueError(rejection.rule_id, **facts)


def heads_of(submission: Submission) -> Iterator[str]:
    """What findings about whole sheets quote of them: heads of columns."""
    for finding in _about_sheets(submission):
        yield from (value for value in finding.facts.values() if isinstance(value, str))


def clean_heads(submission: Submission, is_name: IsName) -> None:
    """Take names out of what findings about whole sheets quote of them."""
    for finding in _about_sheets(submission):
        finding.facts = {key: _clean(value, {}, is_name) for key, value in finding.facts.items()}


def remark(shown: Iterable[str]) -> Finding:
    """The warning that goes with masked names."""
    return Finding(RULE, "file", facts={"shown": ", ".join(f'"{name}"' for name in shown)})


def _clean(value: Any, labels: Mapping[str, str], is_name: IsName) -> Any:
    if not isinstance(value, str):
        return value
    for name in sorted(labels, key=len, reverse=True):
        value = value.replace(name, labels[name])
    return masked(value, is_name, "[nama]")


def _about_sheets(submission: Submission) -> Iterator[Finding]:
    return (finding for part in submission.parts for finding in part.findings if finding.level == "sheet")


def _relabel_findings(findings: Iterable[Finding], labels: Mapping[str, str]) -> None:
    for finding in findings:
        finding.sheet = labels.get(finding.sheet, finding.sheet) if finding.sheet else None


def _without_ending(path: str) -> str:
    return _ENDING.sub("", path)


@cache
def _report_words() -> frozenset[str]:
    listed = {phrase for field in fields(words()) for phrase in getattr(words(), field.name)}
    contracts = village_contracts().values()
    phrases = [phrase for contract in contracts for phrase in (*contract.sheet_words, contract.title_id)]
    return frozenset({*MONTHS, *listed, *(letters(word) for phrase in phrases for word in _LETTERS.findall(phrase))})


def _places_in(regency_code: str) -> Iterator[str]:
    """All names its places bear or bore, and those of the regency and its province."""
    yield from (regions()[code].name for code in (regency_code, regency_code[:2]))
    yield from (region.name for level in ("village", "district") for region in inside(regency_code, level))
    yield from (version.name for code, own in changed_regions().items() if code.startswith(regency_code) for version in own)
    yield from (alias for (district_code, alias) in village_aliases() if district_code.startswith(regency_code))
