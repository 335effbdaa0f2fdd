"""The kind of every row below a header: data, totals, sections, repeated headers, notes, signatures.

When in doubt a row is data: a wrongly kept row ends in quarantine where someone sees it, a wrongly ignored one is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from expectations.labels import plain
from extract.tables.body import Body
from extract.tables.cells import BLANK, MISSING, NUMBER, TEXT, YEAR
from extract.tables.closing import is_note, is_signature_line, opens_signature
from extract.tables.headings import is_column_numbers, is_same_header, may_head
from extract.tables.model import RowKind
from extract.tables.totals import adds_up, is_aggregate_label, total_label
from extract.tables.words import begins_with, words

_ENUMERATED = re.compile(r"(?:[A-Z]|[IVX]{1,4}|\d{1,2})\s*[.)]\s*\S+.*")
_MOST_SECTION_GROUPS = 2
_MOST_ADDED = 40

Kinds = dict[int, RowKind]


def classify(body: Body, rows: Sequence[int]) -> Kinds:
    """A kind for each of these rows, which are not blank and stand below the header in order."""
    kinds: Kinds = {}
    closing: RowKind | None = None
    addends: list[int] = []
    for row in rows:
        kind = _kind(body, row, addends) if closing is None else _closing_kind(body, row, closing, addends)
        closing = kind if kind in ("signature", "note") else closing if kind == "other" else None
        if kind == "data":
            addends.append(row)
        elif kind == "section":
            addends = []
        kinds[row] = kind
    _settle_ends(body, kinds)
    return kinds


def _kind(body: Body, row: int, addends: Sequence[int]) -> RowKind:
    """The kind of a row inside the body."""
    shape = body.shape(row)
    fill = len(shape) - shape.count(BLANK)
    if fill >= 3 and shape.count(TEXT) > 1 and body.is_numbered(row):
        return "data"
    if fill == 0:
        return "signature" if is_signature_line(body.view, row) else "note" if is_note(body.view, row) else "other"
    if may_head(body.view, row) and is_same_header(body.view.plain_texts(row), body.heads):
        return "header"
    if is_column_numbers(body.view, row):
        return "column_number"
    return _kind_by_words(body, row, shape) or _kind_by_figures(body, row, shape, addends)


def _kind_by_words(body: Body, row: int, shape: str) -> RowKind | None:
    """Kinds a row says in words."""
    texts = [text for _, text in body.words(row)]
    if texts and _says_nothing(shape, body, row, texts):
        return "nihil"
    if texts and body.view.shapes[row][body.first] == TEXT and plain(texts[0]) in words().examples:
        return "other"
    if body.is_numbered(row) and len(texts) > 1:
        return None
    if not body.is_numbered(row) and body.is_sparse(row) and opens_signature(body.view, row):
        return "signature"
    return "note" if is_note(body.view, row) else None


def _kind_by_figures(body: Body, row: int, shape: str, addends: Sequence[int]) -> RowKind:
    if _is_total(body, row, shape, addends):
        return "total"
    if _is_section(body, row, shape):
        return "section"
    return "other" if _is_empty_record(body, row, shape) else "data"


def _closing_kind(body: Body, row: int, closing: RowKind, addends: Sequence[int]) -> RowKind:
    """The kind of a row after a note or a signature: more of it, unless records go on."""
    shape = body.shape(row)
    fill = len(shape) - shape.count(BLANK)
    has_label = any(column not in body.typed for column, _ in body.words(row))
    if fill >= 3 and (body.is_numbered(row) or (body.number_column is None and has_label and not body.is_sparse(row))):
        return "data"
    if is_note(body.view, row):
        return "note"
    if closing == "signature" or opens_signature(body.view, row):
        return "signature"
    if has_label and fill > 1 and NUMBER in shape:
        return _kind(body, row, addends)
    return "note" if body.view.fills[row] == 1 and TEXT in body.view.shapes[row] else "other"


def _says_nothing(shape: str, body: Body, row: int, texts: Sequence[str]) -> bool:
    """Whether a row reports that there is nothing to report, beside at most a running number and missing markers."""
    return shape.count(NUMBER) <= body.is_numbered(row) and all(plain(text) in words().nothing_to_report for text in texts)


def _is_empty_record(body: Body, row: int, shape: str) -> bool:
    """Whether a row holds nothing but a number, or nothing but missing markers and its running number."""
    letters = shape.replace(BLANK, "")
    if letters in (NUMBER, YEAR):
        return body.number_column is not None or body.first not in body.typed
    return letters.replace(NUMBER, "", int(body.is_numbered(row))).strip(MISSING) == ""


def _is_total(body: Body, row: int, shape: str, addends: Sequence[int]) -> bool:
    texts = body.words(row)
    if not texts:
        is_bare = not body.is_numbered(row) and shape.count(NUMBER) > 1
        return is_bare and adds_up(body.view, row, addends, sorted(body.typed))
    announced = total_label(texts[0][1])
    if announced is None:
        return False
    others = {plain(text) for _, text in texts[1:] if total_label(text) is None}
    if len(others) > 1 or (body.is_numbered(row) and (announced == "begins" or others)):
        return False
    if announced == "exact":
        has_figures = any(letter in (NUMBER, YEAR, MISSING) for letter in shape)
        return has_figures or body.number_column is not None or _ends_here(body, row)
    return body.number_column is not None or adds_up(body.view, row, addends, sorted(body.typed))


def _ends_here(body: Body, row: int) -> bool:
    """Whether no record follows closely, so that a bare "TOTAL" is a total left empty and not the name of a section."""
    following = range(row + 1, min(row + 3, len(body.view.fills)))
    return not any(body.view.fills[below] > 2 for below in following)


def _is_section(body: Body, row: int, shape: str) -> bool:
    """Whether a row heads the rows below it: one text, or label texts while every figure is left blank."""
    if body.is_numbered(row) and len(shape) - shape.count(BLANK) > 1:
        return False
    filled = [body.first + offset for offset, letter in enumerate(shape) if letter != BLANK]
    if len(filled) == 1:
        return _is_lone_heading(body, row, filled[0])
    if _is_units(body, row, filled):
        return True
    groups = {body.groups[column] for column in filled}
    if not body.typed or any(column in body.typed for column in filled) or len(groups) > _MOST_SECTION_GROUPS:
        return False
    if body.number_column is not None:
        return len(groups) == 1 and any(begins_with(text, words().sections) for _, text in body.words(row))
    return True


def _is_lone_heading(body: Body, row: int, column: int) -> bool:
    text, letter = body.view.text(row, column), body.view.shapes[row][column]
    merge = body.view.anchor(row, column)
    is_spread = merge is not None and merge[3] - merge[1] >= 1
    if letter != TEXT:
        return is_spread or (letter == YEAR and column not in body.typed)
    is_first = column == (body.first if body.number_column is None else body.number_column)
    return is_spread or is_first or begins_with(text, words().sections) or _ENUMERATED.fullmatch(text) is not None


def _is_units(body: Body, row: int, filled: Sequence[int]) -> bool:
    """Whether a row gives a new unit for the figures below it ("persen" in every column)."""
    if NUMBER in body.shape(row):
        return False
    texts = {plain(body.view.text(row, column)) for column in filled}
    return len(texts) <= 2 and texts <= words().units and all(column in body.typed for column in filled)


def _settle_ends(body: Body, kinds: Kinds) -> None:
    """Settle what only the whole body shows: headings with nothing below them, and rows that stand for all the others."""
    records = [row for row, kind in kinds.items() if kind == "data"]
    last = max((row for row, kind in kinds.items() if kind in ("data", "nihil", "total")), default=-1)
    for row, kind in kinds.items():
        if kind == "section" and row > last:
            kinds[row] = "note"
    if len(records) < 3:
        return
    if _is_bare_sum(body, records[-1]):
        kinds[records[-1]] = "total"
        return
    for row in (records[-1], records[0]):
        others = [other for other in records if other != row]
        if _stands_for_all(body, row, others):
            kinds[row] = "total"


def _is_bare_sum(body: Body, row: int) -> bool:
    """Whether the last record has figures but no text at all where the records have: a total whose label was left out."""
    shape = body.shape(row)
    labels = [column for column in range(body.first, body.last + 1) if column not in body.typed]
    is_covered = any(body.view.anchor(row, column) for column in labels)
    return len(labels) > 0 and not is_covered and not body.is_numbered(row) and TEXT not in shape and shape.count(NUMBER) > 1


def _stands_for_all(body: Body, row: int, others: Sequence[int]) -> bool:
    if body.is_numbered(row):
        return False
    label = _label(body, row)
    if label and is_aggregate_label(label, (_label(body, other) for other in others)):
        return True
    columns = [column for column in sorted(body.typed) if body.view.shapes[row][column] == NUMBER][:_MOST_ADDED]
    return len(others) > 2 and len(columns) > 1 and adds_up(body.view, row, others, columns)


def _label(body: Body, row: int) -> str:
    return next((text for _, text in body.words(row)), "")
