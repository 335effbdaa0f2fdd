"""Keeps the numbers of erased persons out of other persons' rows: a remark that mentions one, a text that was withheld.

Whose row is the erased person's own is decided in `transform.erasure`, before this.
"""

from __future__ import annotations

from collections.abc import Iterator

from transform.assembly import Assembled, Block
from transform.erasure import NIK_DIGITS, ErasedPersons, KeptOut, place_of


def drop_mentions(assembled: Assembled, erased: ErasedPersons) -> list[KeptOut]:
    """Empty what mentions an erased person, in the frame and in withheld texts. Returns the rows, each with the number."""
    if not erased.digests:
        return []
    index_of = {key: index for index, key in enumerate(zip(assembled.block_of, assembled.positions, strict=True))}
    personal = [field.name for field in assembled.contract.fields if field.privacy and field.name != "nik"]
    found = []
    for number, block in enumerate(assembled.blocks):
        for field, position, nik in _mentions(block, personal, erased):
            found.append(KeptOut(place_of(block, position), nik, is_mention=True))
            if (index := index_of.get((number, position))) is not None:
                assembled.frame.at[index, field] = None
        found += _drop_texts(block, erased)
    return found


def _mentions(block: Block, fields: list[str], erased: ErasedPersons) -> Iterator[tuple[str, int, str]]:
    for field in fields:
        for position, value in enumerate(block.rows.values.get(field, ())):
            if isinstance(value, str) and (nik := _erased_number(value, erased)):
                yield field, position, nik


def _drop_texts(block: Block, erased: ErasedPersons) -> Iterator[KeptOut]:
    position_of = {row: position for position, row in enumerate(block.rows.source_rows)}
    for finding in block.rows.findings:
        if finding.withheld and (nik := _erased_number(finding.withheld, erased)):
            finding.withheld = None
            if finding.row in position_of:
                yield KeptOut(place_of(block, position_of[finding.row]), nik, is_mention=True)


def _erased_number(text: str, erased: ErasedPersons) -> str | None:
    """The NIK of an erased person among the digits of a text, however they are separated."""
    return next(erased.niks_among("".join(filter(str.isdecimal, text))), None) if len(text) >= NIK_DIGITS else None
