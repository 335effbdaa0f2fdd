"""Keeps erased persons out of what is read: their rows count, their cells stay behind.

The list of the erased holds keyed digests under a secret of its own, so it outlives a rotation of the pseudonym key and names
nobody. A row is an erased person's when its NIK is on the list, one that was withheld because several names bear it included;
without a NIK when village, name and birth date are; or when its name cell bears the mark of a redacted copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from expectations.anonymity import anonymous_fields
from expectations.catalogue import Finding
from extract.redaction import ERASED
from transform.assembly import Assembled, Block
from transform.identity_numbers import person_name_field
from transform.persons import Pseudonyms
from transform.records import Rows

NIK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a received file, and the dataset whose record it holds (None: not known, or none)."""

    source_file: str
    sheet: str
    row: int
    dataset: str | None = None


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A row that was emptied, and the NIK it bore, for finding it elsewhere in the same file.

    `is_mention`: the row is another person's and only mentioned the NIK.
    """

    place: Place
    nik: str | None = field(repr=False)
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class ErasedPersons:
    """The list and the secret it was made under."""

    digests: frozenset[str]
    secret: Pseudonyms

    def holds_nik(self, nik: str | None) -> bool:
        """Whether the person with this NIK was erased."""
        return bool(nik) and self.secret.of_nik(nik or "").key in self.digests

    def niks_among(self, digits: str) -> Iterator[str]:
        """The NIKs of erased persons that stand anywhere in a run of digits."""
        windows = (digits[start : start + NIK_DIGITS] for start in range(len(digits) - NIK_DIGITS + 1))
        return filter(self.holds_nik, windows)

    def holds_name(self, village_code: str, name: str | None, birth_date: dt.date | None) -> bool:
        """Whether the person known by village, name and birth date was erased."""
        return (
            bool(name and birth_date)
            and self.secret.of_name(village_code, name or "", birth_date or dt.date.min).key in self.digests
        )

    def holds_row(self, place: Place) -> bool:
        """Whether this very row was erased; the persons without NIK and birth date are known by nothing else."""
        return self.secret.of_row(place.source_file, place.sheet, place.row, place.dataset or "").key in self.digests


def keep_out(assembled: Assembled, erased: ErasedPersons, pseudonyms: Pseudonyms) -> list[KeptOut]:
    """Empty the rows of erased persons in a checked frame. Returns them, held-back and repeated ones included.

    Each row gets a remark `person_erased`; the text of its withheld cells is dropped.
    """
    if person_name_field(assembled.contract) is None or "nik" not in assembled.frame.columns:
        return []
    index_of = {key: index for index, key in enumerate(zip(assembled.block_of, assembled.positions, strict=True))}
    kept_out = []
    for number, block in enumerate(assembled.blocks):
        for position, nik in _erased_positions(block, assembled, erased):
            place = place_of(block, position)
            kept_out.append(KeptOut(place, nik))
            _drop_texts(block.rows, place)
            if (index := index_of.get((number, position))) is not None:
                _empty(assembled, index, place, pseudonyms)
    return kept_out


def _erased_positions(block: Block, assembled: Assembled, erased: ErasedPersons) -> Iterator[tuple[int, str | None]]:
    """Positions of the erased, each with the NIK its row bears if any."""
    rows = block.rows
    names = rows.values.get(person_name_field(assembled.contract) or "", [None] * len(rows.source_rows))
    if not erased.digests and ERASED not in names:
        return
    nothing = [None] * len(names)
    niks, births = rows.values.get("nik", nothing), rows.values.get("birth_date", nothing)
    withheld, cards = _withheld_niks(rows), rows.values.get("kk_number", nothing)
    for position, (nik, name, birth) in enumerate(zip(niks, names, births, strict=True)):
        borne = nik or withheld.get(rows.source_rows[position]) or cards[position]
        if (
            name == ERASED
            or erased.holds_nik(borne)
            or (not nik and erased.holds_name(block.identity.village_code, name, birth))
            or (not nik and erased.holds_row(place_of(block, position)))
        ):
            yield position, borne


def _withheld_niks(rows: Rows) -> dict[int, str]:
    """NIKs by row that were held back: beside two names, or bare in a column that is not theirs."""
    held = [(finding.field == "nik", finding.row, finding.withheld) for finding in rows.findings]
    known = [(is_nik, row, text) for is_nik, row, text in held if row and text and (is_nik or not any(map(str.isalpha, text)))]
    digits = {row: "".join(filter(str.isdigit, text)) for _, row, text in sorted(known)}  # a column of NIKs has the last word
    return {row: nik for row, nik in digits.items() if len(nik) == NIK_DIGITS}


def place_of(block: Block, position: int) -> Place:
    """Where the row at this position of a block stands."""
    return Place(block.source_file, block.rows.sheet, block.rows.source_rows[position], block.rows.dataset)


def _drop_texts(rows: Rows, place: Place) -> None:
    for finding in rows.findings:
        if finding.row == place.row:
            finding.withheld = None
    remark = Finding("person_erased", "row", place.sheet, place.row, dataset=place.dataset)
    if remark not in rows.findings:
        rows.findings.append(remark)


def _empty(assembled: Assembled, index: int, place: Place, pseudonyms: Pseudonyms) -> None:
    frame, kept = assembled.frame, anonymous_fields(assembled.contract)
    key = pseudonyms.of_erased_row(place.source_file, place.sheet, place.row, place.dataset or "")
    gone: Sequence[str] = [field.name for field in assembled.contract.fields if field.name not in kept]
    values: dict[str, Any] = dict.fromkeys([*gone, "household_key", "birth_year"])
    for name, value in {**values, "person_key": key.key, "person_key_weak": True}.items():
        if name in frame.columns:
            frame.at[index, name] = value
