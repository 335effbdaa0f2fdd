"""What people write for a code: sex, status, country, complaint type and the others.

The lists are data in `codes/`, so that an office adds a label without touching code. A label is a code only when it equals a
listed one without case, punctuation and spacing; likeness is offered as a suggestion and never taken as an answer. Regions
("Timur Tengah", "Luar Negeri") are in no list, so they are no country.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from expectations.documents import read_yaml
from expectations.labels import plain, tidy

COUNTRIES = "country"


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list of codes with the labels written for each. The first label of a code is the one shown to people."""

    name: str
    labels_by_code: Mapping[str, tuple[str, ...]]
    code_by_key: Mapping[str, str]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the list."""
        return tuple(self.labels_by_code)

    def labels(self, code: str) -> tuple[str, ...]:
        """The labels of a code, the shown one first. Raises KeyError for a code that is not in the list."""
        return self.labels_by_code[code]

    def code(self, label: object) -> str | None:
        """The code this label stands for, or None; the code itself is a label too."""
        return self.code_by_key.get(_key(label))

    def nearest(self, label: object, limit: int = 3) -> list[str]:
        """Labels that look most like this one, best first, one a code. For suggestions only."""
        from rapidfuzz import process

        ranked = process.extract(_key(label), list(self.code_by_key), score_cutoff=60, limit=None)
        codes = dict.fromkeys(self.code_by_key[key] for key, _, _ in ranked)
        return [self.labels_by_code[code][0] for code in list(codes)[:limit]]


@cache
def code_list(name: str) -> CodeList:
    """The list of this name, such as "migrant_status" or "country". Raises KeyError naming the lists there are."""
    lists = _all_lists()
    if name not in lists:
        raise KeyError(f"no code list {name}; there are {', '.join(sorted(lists))}")
    return list_of(name, lists[name])


def list_of(name: str, labels_by_code: Mapping[str, tuple[str, ...]]) -> CodeList:
    """A list of these codes with their labels. Raises ValueError where one label stands for two codes."""
    code_by_key: dict[str, str] = {}
    for code, labels in labels_by_code.items():
        for key in map(_key, (*labels, code)):
            if code_by_key.setdefault(key, code) != code:
                raise ValueError(f"code list {name}: one label stands for {code_by_key[key]} and {code} ({key})")
    code_by_key.pop("", None)
    return CodeList(name, labels_by_code, code_by_key)


def code_list_names() -> tuple[str, ...]:
    """The names of all code lists."""
    return tuple(_all_lists())


def countries() -> CodeList:
    """Countries and economies: ISO 3166-1 alpha-3 and OTHER, with their Indonesian and English names and further spellings."""
    return code_list(COUNTRIES)


def country_name(code: str, language: Literal["id", "en"]) -> str:
    """The name of a country to show. Raises KeyError for a code that is not in the list."""
    return _country_names()[code][language == "en"]


def is_missing(text: object) -> bool:
    """Whether a cell says "nothing here": blank, dashes, n/a, nihil, a broken formula.

    "Tidak Ada" is missing too, so a yes/no column must ask its code list before this.
    """
    written = tidy(text).casefold()
    marks, words = _missing()
    return written in words or not written.strip(marks)


def _key(label: object) -> str:
    """How a label is looked up: letters and digits, or the sign itself where there is none ("✓")."""
    return plain(label) or tidy(label)


@cache
def _all_lists() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    lists: dict[str, Mapping[str, tuple[str, ...]]] = {COUNTRIES: _countries()}
    for name in ("village_reports.yaml", "published_figures.yaml", "configuration.yaml"):
        document = read_yaml(files("expectations") / "codes" / name)
        lists.update({key: _as_labels(body) for key, body in document.items()})
    return lists


def _as_labels(body: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return {str(code): tuple(str(label) for label in labels) for code, labels in body.items()}


def _country_rows() -> Iterable[dict[str, str]]:
    text = (files("expectations") / "codes" / "countries.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _countries() -> Mapping[str, tuple[str, ...]]:
    return {
        row["code"]: (row["name_id"], row["name_en"], *filter(None, map(str.strip, row["also"].split(";"))))
        for row in _country_rows()
    }


@cache
def _country_names() -> Mapping[str, tuple[str, str]]:
    return {row["code"]: (row["name_id"], row["name_en"]) for row in _country_rows()}


@cache
def _missing() -> tuple[str, frozenset[str]]:
    document = read_yaml(files("expectations") / "codes" / "missing.yaml")
    return document["marks"] + " ", frozenset(word.casefold() for word in document["words"])
