"""Which breakdown the labels of a column, a row or a head level belong to.

Labels are recognised together: the breakdown that knows most of them gets them, what the head or the title announced going
first. What no list knows belongs to the announced breakdown, or stays open.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from transform.figures.members import LISTED, resolves
from transform.figures.shape import LabelColumn, Shape
from transform.figures.titles import Subject, head_dimensions
from transform.figures.vocabulary import headings, is_one_of, words_of

Key = TypeVar("Key", bound=Hashable)

OPEN = frozenset({"occupation", "cause", "age_group", "debarkation"})
"""Breakdowns without a closed list: any label may be a member."""
_FIRST_FOR = {
    "complaints": ("complaint_type", "case_status", "channel"),
    "facilitated_returns": ("return_category",),
    "deaths_handled": ("procedural",),
}


def assign(
    named: Mapping[Key, str], preferred: Sequence[str], measure: str | None, only_preferred: bool = False
) -> tuple[dict[Key, str], list[Key]]:
    """Breakdown by key for the labels that are known members, and the keys nobody knows."""
    preferred = [*preferred, *(parent for child in preferred if (parent := headings()["parents"].get(child)))]
    candidates = preferred if only_preferred else [*preferred, *_FIRST_FOR.get(measure or "", ()), *LISTED]
    remaining, found = dict(named), {}
    while remaining:
        known = {dim: [key for key, label in remaining.items() if resolves(dim, label)] for dim in dict.fromkeys(candidates)}
        best = max(known, key=lambda dim: len(known[dim]), default=None)
        if best is None or not known[best]:
            break
        for key in known[best]:
            found[key] = best
            del remaining[key]
    return found, list(remaining)


def row_members(named: Mapping[Key, str], label: LabelColumn, free: Sequence[str], measure: str | None) -> dict[Key, str]:
    """Breakdown of each row label; one that no list knows belongs to the breakdown of its column."""
    announced = announced_by(label, free)
    found, unknown = assign(named, announced or free, measure, only_preferred=bool(announced or free))
    if unknown and not found and not announced and not free:
        return dict.fromkeys(unknown, words_of(label.head).replace(" ", "_") or "category")
    default = (announced or list(free) or list(dict.fromkeys(found.values())))[0] if unknown else ""
    return found | dict.fromkeys(unknown, default)


def column_members(
    named: Mapping[Key, str], announced: Sequence[str], free: Sequence[str], measure: str | None
) -> dict[Key, str]:
    """Breakdown of each head label; one that no list knows is a member only beside known ones or under an announced breakdown."""
    found, unknown = assign(named, [*announced, *free], measure)
    neighbours = list(dict.fromkeys(found.values()))
    default = next(iter([*announced, *(dim for dim in free if dim in OPEN), *neighbours]), None)
    return found | (dict.fromkeys(unknown, default) if default else {})


def announced_by(label: LabelColumn, free: Sequence[str]) -> list[str]:
    """Breakdowns the head of a label column names; a head like "STATUS" gives way to the title."""
    own = list(head_dimensions(label.head))
    generic = is_one_of(label.head, "generic_heads") and any(dim not in own for dim in free)
    return [] if generic else own


def row_dimensions(shape: Shape, subject: Subject) -> set[str]:
    """Breakdowns the label columns take, so that heads look for the others."""
    taken: set[str] = set()
    for label in shape.labels:
        if not label.periods:
            free = [dim for dim in subject.dimensions if dim not in taken]
            taken.update(announced_by(label, free) or free[:1])
    return taken


def children_of(dimension: str) -> set[str]:
    """Breakdowns whose members lie inside this one: regencies in a province."""
    return {child for child, parent in headings()["parents"].items() if parent == dimension}
