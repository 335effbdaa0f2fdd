"""What a row says by itself: its members, its period, and what merely places a member.

Reads the label columns and the section line above a row. A label column whose entries only describe another's (the province
beside a regency) gives attributes, no members.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.figures.dimensions import assign, children_of, row_members
from transform.figures.heads import Head
from transform.figures.members import is_marked, printed_label
from transform.figures.periods import Mention, mentions, without
from transform.figures.shape import LabelColumn, Row, Shape
from transform.figures.titles import Subject, derived_in, head_dimensions, measure_in, money_in, without_derived
from transform.figures.vocabulary import only_counted, says_total

Pair = tuple[str, str]
_ORDINAL = re.compile(r"(?i)iv|i{1,3}|[1-4]")


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One data or total row. `attributes` place a member without being one."""

    mention: Mention | None = None
    members: tuple[Pair, ...] = ()
    attributes: tuple[Pair, ...] = ()
    measure: str | None = None
    derived: str | None = None
    money: str | None = None
    marked: bool = False

    @property
    def silent(self) -> bool:
        """Whether the row does not say what it is about."""
        return not (self.mention or self.members or self.measure or self.derived)


def row_facts(shape: Shape, subject: Subject, heads: Sequence[Head]) -> dict[int, RowFacts]:
    """The facts of every row that holds values, by its number."""
    taken = {dimension for head in heads for dimension, _ in head.members}
    named: list[dict[int, str]] = []
    for place in range(len(shape.labels)):
        named.append(_dimensions_of(shape, place, subject, taken))
        taken.update(named[-1].values())
    sections = _section_members(shape, subject)
    describing = _describing(shape, named)
    return {
        number: _facts(shape, row, [column.get(number) for column in named], sections.get(row.section), describing)
        for number, row in enumerate(shape.rows)
        if row.role in ("data", "total", "subtotal")
    }


def _dimensions_of(shape: Shape, place: int, subject: Subject, taken: set[str]) -> dict[int, str]:
    """The breakdown of each row's entry in one label column."""
    label = shape.labels[place]
    if label.periods or shape.measure_rows:
        return {}
    entries = {
        number: printed_label(label.text(row.cells)) for number, row in enumerate(shape.rows) if row.role in ("data", "total")
    }
    silent = (says_total, is_period, is_derived)
    entries = {number: text for number, text in entries.items() if text and not any(says(text) for says in silent)}
    elsewhere = {dim for other in shape.labels if other is not label for dim in head_dimensions(other.head)}
    free = [dim for dim in subject.dimensions if dim not in taken and dim not in elsewhere]
    return row_members(entries, label, free, subject.measure) if entries else {}


def _section_members(shape: Shape, subject: Subject) -> dict[str, Pair]:
    """Section lines that name a member, such as "ASIA DAN AFRIKA" above its countries."""
    lines = {row.section: printed_label(row.section) for row in shape.rows if row.section and not is_period(row.section)}
    known, _ = assign(lines, list(subject.dimensions), subject.measure)
    return {line: (dimension, lines[line]) for line, dimension in known.items()}


def _describing(shape: Shape, named: Sequence[Mapping[int, str]]) -> set[int]:
    """Label columns that only describe another one whose entries are all different."""
    columns = [[label.text(row.cells) for row in shape.rows if row.role == "data"] for label in shape.labels]
    with_members = [place for place, entries in enumerate(named) if entries]
    unique = [place for place in with_members if len(set(columns[place])) == len(columns[place]) > 3]
    return {place for place in with_members if unique and place != unique[0] and place not in unique}


def _facts(shape: Shape, row: Row, dimensions: Sequence[str | None], section: Pair | None, describing: set[int]) -> RowFacts:
    texts = [label.text(row.cells) for label in shape.labels]
    pairs = [(dim, printed_label(text), place) for place, (dim, text) in enumerate(zip(dimensions, texts, strict=True)) if dim]
    is_named = row.role == "subtotal" or (row.role == "data" and any(texts))
    above = [(*section, -1)] if section and is_named else []
    present = {dimension for dimension, _, _ in (*pairs, *above)}
    members: list[Pair] = []
    attributes: list[Pair] = []
    for dimension, label, place in (*above, *pairs):
        aside = place in describing or bool(children_of(dimension) & present)
        (attributes if aside else members).append((dimension, label))
    return RowFacts(
        mention=_mention(shape, row, texts),
        members=tuple(members),
        attributes=tuple(attributes),
        measure=measure_in(" ".join(texts)) if shape.measure_rows else None,
        derived=next((derived_in(text) for text in texts if is_derived(text)), None),
        money=money_in(" ".join(texts)),
        marked=any(map(is_marked, texts)),
    )


def _mention(shape: Shape, row: Row, texts: Sequence[str]) -> Mention | None:
    """The row's period; a section line of one year stands above rows of months."""
    pairs = zip(shape.labels, texts, strict=True)
    written = [_dated(label, text) for label, text in pairs if label.periods or is_period(text)]
    own = mentions(" ".join(written))
    if is_period(row.section) and not (own and own[-1].years):
        own = mentions(" ".join([row.section, *written]))
    return own[-1] if own else None


def _dated(label: LabelColumn, text: str) -> str:
    """The entry of a column of periods; a bare "II" under "Triwulan" is the second quarter."""
    return text if mentions(text) or not _ORDINAL.fullmatch(text) else f"{label.head} {text}"


def is_derived(text: str) -> bool:
    """Whether a label only says how its numbers are derived: "Rata-rata", "Pertumbuhan (%)"."""
    return derived_in(text) is not None and only_counted(without_derived(text))


def is_period(text: str) -> bool:
    """Whether a text names a period and nothing else."""
    found = mentions(text)
    return bool(found) and only_counted(without(text, found))
