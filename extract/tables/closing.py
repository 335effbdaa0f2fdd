"""What stands around a table in words: title lines and labels above it, notes and signatures below it.

Recognises lines; which rows are asked about is decided by the finder and by the reader of a table's body.
"""

from __future__ import annotations

import re

from expectations.labels import plain
from extract.tables.cells import COLON, DATE, NUMBER, TEXT, SheetView
from extract.tables.headings import is_label_row
from extract.tables.model import RowKind
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.words import begins_with, words

_NOTE_MARK = re.compile(r"(?:\*{1,3}\s*\)?|[\d a-z¹²³]\s*\)|[¹²³])\s*\S.{3,}", re.I)
_DOTS = r"[.…_]{2,}"
_PLACE_DATE = re.compile(
    rf"[^\W\d][\w .'()/-]{{1,40}},\s*(?:tgl\.?|tanggal)?\s*(?:\d{{1,2}}|{_DOTS})?[\s./-]*(?:[^\W\d]{{3,10}}|{_DOTS}|\d{{1,2}})?"
    rf"[\s./-]*(?:\d{{4}}|20[.…_]+|{_DOTS})",
    re.I,
)
_DOTTED = re.compile(r"[(\s]*[.…_\-]{5,}[)\s]*")
_IN_PARENTHESES = re.compile(r"\(\s*[^()]{2,60}\s*\)")
_FEW_CELLS = 4


def lead_kind(view: SheetView, row: int) -> RowKind:
    """What a row above a table is: a label cell, a note, a title line, or something else."""
    texts = view.texts(row)
    first = texts[0][1]
    if is_label_row(view, row) or (":" in first and begins_with(first, words().labels)):
        return "meta"
    if len(texts) == 2 and begins_with(first, words().labels) and len(first) <= 25:
        return "meta"
    if is_note(view, row):
        return "note"
    shape = view.shapes[row]
    is_lines = len(texts) <= 3 and TEXT in shape and shape.count(NUMBER) == 0
    return "title" if is_lines else "other"


def speaks_of_a_sheet(view: SheetView, row: int, vocabulary: HeaderVocabulary) -> bool:
    """Whether a row between two tables is clearly a title or label line of the lower one."""
    first = view.first_text(row)
    if is_label_row(view, row) or begins_with(first, words().titles):
        return True
    return any(word in plain(first) for word in vocabulary.sheet_words)


def is_note(view: SheetView, row: int) -> bool:
    """Whether a row is a note or source line ("Sumber: BPS", "*) angka sementara")."""
    if view.fills[row] > 2 or NUMBER in view.shapes[row]:
        return False
    text = view.first_text(row)
    if _NOTE_MARK.match(text):
        return text[0] in "*¹²³" or view.fills[row] == 1
    return begins_with(text, words().notes) and (view.fills[row] == 1 or ":" in text or COLON in view.shapes[row])


def opens_signature(view: SheetView, row: int) -> bool:
    """Whether a row opens a signature block: "Mengetahui,", an office, place and date, or a line to sign on."""
    if view.fills[row] > _FEW_CELLS or NUMBER in view.shapes[row] or DATE in view.shapes[row]:
        return False
    texts = [text for _, text in view.texts(row)]
    if any(begins_with(text, words().signature_openings) for text in texts):
        return True
    if len(texts) <= 2 and any(_PLACE_DATE.fullmatch(text) for text in texts):
        return True
    return all(_DOTTED.fullmatch(text) for text in texts)


def is_signature_line(view: SheetView, row: int) -> bool:
    """Whether a row could stand in a signature block."""
    texts = [text for _, text in view.texts(row)]
    if len(texts) > _FEW_CELLS:
        return False
    return opens_signature(view, row) or any(
        _IN_PARENTHESES.fullmatch(text) or _DOTTED.fullmatch(text) or begins_with(text, words().signatures) for text in texts
    )
