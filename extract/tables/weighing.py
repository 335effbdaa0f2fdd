"""What speaks for and against a band of rows being a header.

Each feature is a piece of evidence with its weight; the score is their sum. The weights were set by hand, so that no single
feature is enough and two or three independent ones are.
"""

from __future__ import annotations

from expectations.labels import plain
from extract.tables.band import Band, body_sample, headed_columns, is_repeat, spans
from extract.tables.cells import BLANK, NUMBER, TEXT, TYPED, SheetView
from extract.tables.model import Evidence
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.words import words

_MOST_JUDGED = 80


def weigh(view: SheetView, band: Band, vocabulary: HeaderVocabulary) -> None:
    """Score a band and write down why."""
    sample = [row for row in body_sample(view, band.last + 1) if not is_repeat(view, band, row)]
    headed = headed_columns(view, band)
    contrast, repeats = _contrast(view, band, headed, sample)
    known = _known_share(view, band, vocabulary)
    band.evidence = [
        Evidence("header", f"{contrast:.0%} of the columns have text above figures, dates or marks", 0.4 * contrast),
        Evidence("header", f"header words known: {known:.0%}", 0.4 * known),
        Evidence("header", "texts differ from each other", 0.15 * _distinct_share(view, band)),
    ]
    if band.number_row is not None:
        band.evidence.append(Evidence("header", f"row {band.number_row + 1} counts the columns", 0.4))
    if any(spans(view, band)):
        band.evidence.append(Evidence("header", "merged cells tie the header rows together", 0.15))
    if _is_numbered(view, band, sample):
        band.evidence.append(Evidence("header", 'a column "No" stands over a running number', 0.2))
    if band.top == 0 or view.fills[band.top - 1] <= 1:
        band.evidence.append(Evidence("header", "nothing stands beside it in the row above", 0.1))
    band.evidence += _objections(view, headed, sample, repeats)
    band.score = max(0.0, min(1.0, sum(reason.weight for reason in band.evidence)))


def _contrast(view: SheetView, band: Band, headed: list[int], sample: list[int]) -> tuple[float, float]:
    """Share of headed columns with text over typed cells, and share whose header text occurs among the values below."""
    over, repeated, judged = 0.0, 0, 0
    for column in headed:
        below = [view.shapes[row][column] for row in sample if view.shapes[row][column] != BLANK]
        if not below:
            continue
        judged += 1
        head = _leaf_letter(view, band, column)
        typed = sum(letter in TYPED and letter != head for letter in below)
        over += typed >= 0.6 * len(below)
        repeated += _recurs(view, band, column, sample)
    return (over / judged, repeated / judged) if judged else (0.0, 0.0)


def _leaf_letter(view: SheetView, band: Band, column: int) -> str:
    return next((view.shapes[row][column] for row in reversed(band.rows) if view.shapes[row][column] != BLANK), TEXT)


def _recurs(view: SheetView, band: Band, column: int, sample: list[int]) -> bool:
    leaf = view.cells[band.bottom][column]
    return leaf != "" and any(view.cells[row][column] == leaf for row in sample)


def _known_share(view: SheetView, band: Band, vocabulary: HeaderVocabulary) -> float:
    texts = [view.text(row, column) for row in band.rows for column in view.filled(row)[:_MOST_JUDGED]]
    return sum(vocabulary.familiarity(text) for text in texts) / max(len(texts), 1)


def _distinct_share(view: SheetView, band: Band) -> float:
    """Share of distinct texts in the fullest row; children repeat under parents, so one level is never punished fully."""
    texts = [plain(text) for _, text in view.texts(max(band.rows, key=lambda row: view.fills[row]))]
    share = len(set(texts)) / max(len(texts), 1)
    return max(share, 0.5) if band.bottom > band.top else share


def _is_numbered(view: SheetView, band: Band, sample: list[int]) -> bool:
    for row in band.rows:
        for column, text in view.texts(row)[:3]:
            if (plain(text) or text) in words().numbering:
                return any(view.shapes[r][column] == NUMBER for r in sample) or not sample
    return False


def _objections(view: SheetView, headed: list[int], sample: list[int], repeats: float) -> list[Evidence]:
    """What speaks against a band: values that recur below it, columns filled below that it does not head."""
    against = []
    if repeats:
        against.append(Evidence("header", f"{repeats:.0%} of its texts occur again below", -0.5 * repeats))
    if sample:
        need = len(sample) / 2
        filled = [c for c in range(view.grid.width) if sum(view.shapes[r][c] != BLANK for r in sample) > need]
        bare = len(set(filled) - set(headed)) / max(len(filled), 1)
        if bare > 0.34:
            against.append(Evidence("header", f"{bare:.0%} of the columns filled below have no header text", -0.6 * bare))
    return against
