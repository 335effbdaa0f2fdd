"""Which village and which month a workbook reports for.

Evidence is what the sender wrote on purpose: label cells and title lines of visible sheets, the file name, the folders below
the inbox. Signatures, notes, hidden sheets and the data itself are no evidence. One piece that names the village is enough;
all pieces must agree, else the file is rejected with the pieces that quarrel. `evidence.py` collects the pieces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from expectations.catalogue import CatalogueError
from expectations.region_changes import existed_in
from transform.villages import village_book, village_of_code


@dataclass(frozen=True, slots=True)
class VillagePiece:
    """One statement about the village.

    `codes` are the villages it allows; `names_village` is false for a piece that only narrows (a district folder).
    """

    where: str
    written: str
    codes: frozenset[str]
    names_village: bool


@dataclass(frozen=True, slots=True)
class MonthPiece:
    """One statement about the reporting month."""

    where: str
    month: dt.date


@dataclass(slots=True)
class Pieces:
    """All evidence of one file. `unknown` are written village names or codes that no region list knows."""

    villages: list[VillagePiece] = field(default_factory=list)
    months: list[MonthPiece] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Identity:
    """The village (Kemendagri code) and the first day of the month a file reports for."""

    village_code: str
    period: dt.date


def resolve(pieces: Pieces, regency_code: str | None, today: dt.date) -> Identity:
    """The identity all pieces agree on. Raises CatalogueError with the reason where there is none."""
    months = {piece.month for piece in pieces.months}
    return Identity(resolve_village(pieces, regency_code, months), resolve_period(pieces.months, today))


def resolve_village(pieces: Pieces, regency_code: str | None, months: Collection[dt.date] = ()) -> str:
    """The one village all pieces allow that existed in these months.

    Raises CatalogueError village_unknown, _contradiction, _ambiguous, _missing or _not_then.
    """
    if pieces.unknown:
        where, written = pieces.unknown[0]
        raise CatalogueError("village_unknown", where=where, written=written, nearest=_nearest(written, regency_code))
    if not any(piece.names_village for piece in pieces.villages):
        raise CatalogueError("village_missing")
    common = frozenset.intersection(*(piece.codes for piece in pieces.villages))
    if not common:
        raise CatalogueError("village_contradiction", pieces=listed((piece.written, piece.where) for piece in pieces.villages))
    then = [code for code in sorted(common) if all(existed_in(code, month) for month in months)]
    if not then:
        said = ", ".join(f"{month:%Y-%m}" for month in sorted(months))
        raise CatalogueError("village_not_then", written=_naming(pieces.villages), codes=", ".join(sorted(common)), month=said)
    if len(then) > 1:
        raise CatalogueError("village_ambiguous", written=_naming(pieces.villages), codes=", ".join(then))
    return then[0]


def resolve_period(pieces: Sequence[MonthPiece], today: dt.date) -> dt.date:
    """The one month all pieces name. Raises CatalogueError period_missing, period_contradiction or period_future."""
    months = {piece.month for piece in pieces}
    if not months:
        raise CatalogueError("period_missing")
    if len(months) > 1:
        said = listed((f"{piece.month:%Y-%m}", piece.where) for piece in pieces)
        raise CatalogueError("period_contradiction", pieces=said)
    month = months.pop()
    if month > today:
        raise CatalogueError("period_future", month=f"{month:%Y-%m}")
    return month


def code_piece(where: str, written: str) -> VillagePiece | None:
    """The piece a village code makes; None for a code no region list knows."""
    village = village_of_code(written)
    return VillagePiece(where, written, frozenset({village.code}), True) if village else None


def listed(said: Iterable[tuple[str, str]]) -> str:
    """What was said and where, each statement once: "2026-09 (PROFIL!3 +8); 2026-08 (file name)"."""
    places: dict[str, list[str]] = {}
    for what, where in said:
        places.setdefault(what, []).append(where)
    return "; ".join(f"{what} ({_places(list(dict.fromkeys(where)))})" for what, where in places.items())


def _places(where: Sequence[str]) -> str:
    return where[0] if len(where) == 1 else f"{where[0]} +{len(where) - 1}"


def _naming(pieces: Sequence[VillagePiece]) -> str:
    return next(piece.written for piece in pieces if piece.names_village)


def _nearest(written: str, regency_code: str | None) -> str:
    return ", ".join(village_book(regency_code).nearest(written)) if regency_code else ""
