"""Running text of a page, by paragraph: what is left when tables, charts, heads and feet are taken away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.publications.lines import Line
from extract.publications.model import Paragraph
from extract.publications.tokens import look

_EDGE = 0.09
"""Share of the page's height at its top and bottom where heads and feet stand."""


def running_heads(pages: Sequence[tuple[float, Sequence[Line]]]) -> set[str]:
    """The texts (digits aside) that recur at the edge of at least three pages, or of half of them. Pages are (height, lines)."""
    counts: Counter[str] = Counter()
    for height, lines in pages:
        counts.update({_bare(line) for line in edge_lines(lines, height)})
    least = min(3, max(2, (len(pages) + 1) // 2))
    return {text for text, count in counts.items() if count >= least}


def edge_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines in the head and foot of a page: at most two phrases wide, set off from what they stand over or under."""
    head = [line for line in lines if line.middle < _EDGE * height]
    foot = [line for line in lines if line.middle > (1 - _EDGE) * height]
    inner = [line for line in lines if line not in head and line not in foot]
    after_head = min((line.top for line in inner), default=height)
    before_foot = max((line.bottom for line in inner), default=0.0)
    head = [line for line in head if after_head - line.bottom > 0.9 * line.height]
    foot = [line for line in foot if line.top - before_foot > 0.9 * line.height]
    return [line for line in [*head, *foot] if len(line.phrases) <= 2]


def heads_of(lines: Sequence[Line], height: float, heads: Iterable[str]) -> list[Line]:
    """The running heads and feet of one page, and its bare page numbers."""
    known = [*heads, "halaman", "hal", "page"]
    return [line for line in edge_lines(lines, height) if _bare(line) in known or _is_page_number(line)]


def _is_page_number(line: Line) -> bool:
    """True for a bare number; a year, or two of them, heads a table at the top of the page."""
    return not _bare(line) and len(line.phrases) == 1 and look(line.text) != "year"


def _bare(line: Line) -> str:
    return re.sub(r"[\d\W_]+", " ", line.text).strip().lower()


def paragraphs_of(page: int, lines: Sequence[Line]) -> list[Paragraph]:
    """Lines into paragraphs: a wider gap, another type size or a caption begins a new one; end hyphens stay as printed."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Paragraph(page, " ".join(line.text for line in group)) for group in groups]


def _goes_on(above: Line, below: Line) -> bool:
    same_type = abs(above.size - below.size) < 0.6 and above.words[0].bold == below.words[0].bold
    indent = below.x0 - above.x0 > 1.2 * below.size and above.text.rstrip().endswith((".", ":"))
    return (
        same_type and below.top - above.bottom < 0.75 * below.height and not below.is_caption and not below.is_note and not indent
    )
