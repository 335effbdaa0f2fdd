"""Head levels that cannot both belong to one column: "Pengaduan Agustus | Januari – Agustus | 2024".

A span in a printed head is sometimes read one column too wide, or two of them as one. Levels that name different months or years
contradict each other; the one that would make the column say the same as a neighbour is the stray. Where that does not decide,
nothing is changed and the column stays contradictory.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import pairwise

from transform.figures.periods import Mention, mentions

Levels = tuple[str, ...]


def without_strays(columns: Mapping[int, Levels]) -> dict[int, Levels]:
    """Head levels by column, fused ones parted and stray ones taken out."""
    columns = _parted(columns)
    said = {_meaning(levels) for levels in columns.values() if not is_contradictory(levels)}
    return {index: _settled(levels, said) if is_contradictory(levels) else levels for index, levels in columns.items()}


def is_contradictory(levels: Levels) -> bool:
    """Whether a head names different months or different years; a quarter or semester may well stand over its months."""
    found = [mention for level in levels for mention in mentions(level)]
    months = {mention.months for mention in found if mention.months and not mention.months.named}
    years = {mention.years for mention in found if mention.years}
    return len(months) > 1 or len(years) > 1


def _parted(columns: Mapping[int, Levels]) -> dict[int, Levels]:
    """Two spans read as one ("Maret Januari – Maret" over 2024, 2025, 2024, 2025): each takes its share, left to right."""
    parted = dict(columns)
    for level in {level for levels in columns.values() for level in levels[:-1] if is_contradictory((level,))}:
        under = [index for index, levels in columns.items() if level in levels[:-1]]
        pieces = _pieces(level)
        leaves = [columns[index][-1] for index in under]
        width = len(under) // len(pieces)
        if leaves == leaves[:width] * len(pieces):
            for place, index in enumerate(under):
                own = pieces[place // width]
                parted[index] = tuple(own if text == level else text for text in columns[index])
    return parted


def _pieces(level: str) -> list[str]:
    """The text of a level cut before each further period."""
    begins = [0, *(mention.begin for mention in mentions(level)[1:]), len(level)]
    return [level[begin:end].strip() for begin, end in pairwise(begins)]


def _settled(levels: Levels, said: Set[object]) -> Levels:
    """The levels without the stray one, if leaving out the other would repeat a neighbour. A period is left in any case."""
    dated = [place for place, level in enumerate(levels) if mentions(level)]
    choices = [levels[:place] + levels[place + 1 :] for place in dated if len(dated) > 1]
    fitting = [choice for choice in choices if not is_contradictory(choice) and _meaning(choice) not in said]
    return fitting[0] if len(fitting) == 1 else levels


def _meaning(levels: Levels) -> tuple[Mention | None, str]:
    """Period and leaf of a head: what must differ between two columns."""
    found = mentions(" ".join(levels))
    period = Mention(found[-1].years, found[-1].months) if found else None
    return period, levels[-1] if levels else ""
