"""What a value column says by itself: its period, its members, its measure, whether it is derived or a total.

Heads of several levels are read level by level; the labels of one level are recognised together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from transform.figures.dimensions import column_members, row_dimensions
from transform.figures.members import LISTED, is_marked, printed_label, resolves, runs_together
from transform.figures.periods import Mention, mentions, without
from transform.figures.shape import Shape
from transform.figures.strays import is_contradictory, without_strays
from transform.figures.titles import Subject, derived_in, head_dimensions, measure_in, money_in, without_derived
from transform.figures.vocabulary import is_one_of, only_counted, says_total

_UNTIL = re.compile(r"(?i)\W*(s\s*[./]?\s*d|sampai(\s+dengan)?|hingga)\W*")
_RUN_TOGETHER = re.compile(r"\b(?:19|20)\d\d(?=[^\W\d_])")
"""A year with a word right behind it, as in "2023SEPTEMBER": heads painted over each other."""


@dataclass(frozen=True, slots=True)
class Head:
    """One value column. `unknown` is the head text that names nothing known; `marked` a footnote mark in it."""

    index: int
    mention: Mention | None
    members: tuple[tuple[str, str], ...]
    measure: str | None
    derived: str | None
    money: str | None
    total: bool
    marked: bool
    unknown: str | None


@dataclass(frozen=True, slots=True)
class _Level:
    text: str
    rest: str
    name: str
    announced: tuple[str, ...]


def column_heads(shape: Shape, subject: Subject) -> list[Head]:
    """The value columns, left to right."""
    levels = {index: [_level(text) for text in texts] for index, texts in without_strays(shape.values).items()}
    members, unknown = _members(levels, shape, subject)
    torn = any(_is_torn(parts) for parts in levels.values())
    heads: list[Head] = []
    for index, parts in levels.items():
        head = _head(index, parts, members[index], unknown.get(index))
        left = next((before for before in reversed(heads) if before.derived is None), None)
        if _is_doubtful(parts, torn):
            head = replace(head, unknown=" ".join(level.text for level in parts))
        elif head.derived and left:
            head = _beside(head, left)
        heads.append(head)
    return heads


def _level(text: str) -> _Level:
    rest = printed_label(without(text, mentions(text)) if mentions(text) else text)
    announced = tuple(dimension for dimension in head_dimensions(rest) if not resolves(dimension, rest))
    name = without_derived(rest)
    if name != rest and not any(resolves(dimension, name) for dimension in LISTED):
        name = ""
    silent = announced or only_counted(name) or money_in(rest) or says_total(rest) or is_one_of(rest, "generic_heads")
    return _Level(text, rest, "" if silent else name, announced)


def _members(
    levels: Mapping[int, Sequence[_Level]], shape: Shape, subject: Subject
) -> tuple[dict[int, list[tuple[str, str]]], dict[int, str]]:
    """Members by column, and head texts nobody knows by column."""
    members: dict[int, list[tuple[str, str]]] = {index: [] for index in levels}
    unknown: dict[int, str] = {}
    taken = row_dimensions(shape, subject)
    free = [dimension for dimension in subject.dimensions if dimension not in taken]
    for depth in range(max((len(parts) for parts in levels.values()), default=0)):
        named = {index: parts[depth].name for index, parts in levels.items() if depth < len(parts) and parts[depth].name}
        above = [dimension for index in named for part in levels[index][:depth] for dimension in part.announced]
        dimensions = column_members(named, list(dict.fromkeys(above)), free, subject.measure)
        for index, label in named.items():
            if (dimension := dimensions.get(index)) and not runs_together(dimension, label):
                members[index].append((dimension, label))
            else:
                unknown[index] = label
    return members, unknown


def _head(index: int, levels: Sequence[_Level], members: Sequence[tuple[str, str]], unknown: str | None) -> Head:
    text = " ".join(level.text for level in levels)
    found = mentions(text)
    plain_levels = [level for level in levels if not level.name]
    return Head(
        index=index,
        mention=found[-1] if found else None,
        members=tuple(members),
        measure=next((measure for level in reversed(plain_levels) if (measure := measure_in(level.rest))), None),
        derived=derived_in(text),
        money=money_in(text),
        total=any(says_total(level.rest) for level in plain_levels),
        marked=is_marked(text),
        unknown=unknown,
    )


def _is_doubtful(levels: Sequence[_Level], torn: bool) -> bool:
    """Whether a head speaks of two periods or may hold half of another: in a table with a `torn` head, any dated one."""
    texts = tuple(level.text for level in levels)
    return is_contradictory(texts) or _is_torn(levels) or (torn and any(map(mentions, texts)))


def _is_torn(levels: Sequence[_Level]) -> bool:
    """Whether a period misses its end or its beginning ("Januari s.d."), or runs into another: part of it stands elsewhere."""
    return any(_UNTIL.fullmatch(level.rest) or _RUN_TOGETHER.search(level.text) for level in levels)


def _beside(head: Head, left: Head) -> Head:
    """A derived column ("%") speaks of the counts to its left, unless its own head says otherwise; as doubtful as they are."""
    return replace(
        head,
        mention=head.mention or left.mention,
        members=head.members or left.members,
        measure=head.measure or left.measure,
        total=head.total or left.total,
        marked=head.marked or left.marked,
        unknown=left.unknown,
    )
