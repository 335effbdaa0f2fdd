"""Rows of many files as one frame a dataset, and back: which row of which sheet a checked row was.

Validation and loading work on whole batches; findings must still name a cell. This module joins, applies what the checks
found, adds pseudonyms, and keeps the way back. It runs no check itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.catalogue import Finding
from expectations.contract import Contract, village_contracts
from transform.identity import Identity
from transform.identity_numbers import person_name_field
from transform.persons import PersonKey, Pseudonyms
from transform.records import Rows
from transform.values.occupation import isco

if TYPE_CHECKING:
    import pandas as pd

    from expectations.validation import RowFinding


@dataclass(slots=True)
class Block:
    """The rows of one dataset on one sheet of one file."""

    source_file: str
    identity: Identity
    rows: Rows

    @property
    def live(self) -> list[int]:
        """Positions that load as far as is known."""
        skipped = self.rows.condemned | self.rows.duplicates
        return [position for position in range(len(self.rows.source_rows)) if position not in skipped]


@dataclass(slots=True)
class Assembled:
    """One dataset of a batch. Row i of `frame` is position `positions[i]` of `blocks[block_of[i]]`."""

    contract: Contract
    frame: pd.DataFrame
    blocks: Sequence[Block]
    block_of: list[int]
    positions: list[int]


def assemble(dataset: str, blocks: Sequence[Block]) -> Assembled:
    """Join the live rows of all blocks: the contract's fields, village_code, period and source_file, _sheet, _row."""
    import pandas as pd

    contract = village_contracts()[dataset]
    columns: dict[str, list[Any]] = {name: [] for name in _column_names(contract)}
    block_of: list[int] = []
    positions: list[int] = []
    for number, block in enumerate(blocks):
        live = block.live
        block_of += [number] * len(live)
        positions += live
        for name, values in _block_columns(block, contract, live).items():
            columns[name] += values
    series = {name: pd.Series(values, dtype=object) for name, values in columns.items()}
    return Assembled(contract, pd.DataFrame(series), blocks, block_of, positions)


def _column_names(contract: Contract) -> list[str]:
    names = [field.name for field in contract.fields]
    return [*names, "village_code", "period", "source_file", "source_sheet", "source_row"]


def _block_columns(block: Block, contract: Contract, live: Sequence[int]) -> dict[str, list[Any]]:
    rows, count = block.rows, len(live)
    columns: dict[str, list[Any]] = {}
    for field in contract.fields:
        values = rows.values.get(field.name)
        columns[field.name] = [values[position] for position in live] if values else [None] * count
    columns["village_code"] = [block.identity.village_code] * count
    columns["period"] = [block.identity.period] * count
    columns["source_file"] = [block.source_file] * count
    columns["source_sheet"] = [rows.sheet] * count
    columns["source_row"] = [rows.source_rows[position] for position in live]
    return columns


def apply_findings(assembled: Assembled, found: Iterable[RowFinding]) -> None:
    """Withhold what the checks condemned: cells become None, rows with a condemned required field leave the frame."""
    gone: set[int] = set()
    for failure in _without_settled_contradictions(list(found)):
        findings = [_finding(assembled, failure, name) for name in failure.withholds or failure.fields[:1]]
        rows = assembled.blocks[assembled.block_of[failure.index]].rows
        rows.findings += findings
        if failure.level == "row":
            rows.condemned.add(assembled.positions[failure.index])
            gone.add(failure.index)
        else:
            for name in failure.withholds:
                assembled.frame.at[failure.index, name] = None
    _drop(assembled, gone)


def _without_settled_contradictions(found: Sequence[RowFinding]) -> list[RowFinding]:
    """Leave out contradictions of which one side is condemned by itself: then it is known which of the cells is wrong."""
    wrong = {(failure.index, *failure.withholds) for failure in found if len(failure.withholds) == 1}
    return [
        failure
        for failure in found
        if len(failure.withholds) < 2 or not any((failure.index, name) in wrong for name in failure.withholds)
    ]


def _finding(assembled: Assembled, failure: RowFinding, name: str) -> Finding:
    rows = assembled.blocks[assembled.block_of[failure.index]].rows
    position = assembled.positions[failure.index]
    value = assembled.frame.at[failure.index, name] if name in failure.withholds else None
    facts = {"label": assembled.contract.field(name).label_id, **failure.facts}
    return Finding(
        failure.rule,
        failure.level,
        sheet=rows.sheet,
        row=rows.source_rows[position],
        cell=rows.cell(name, position),
        dataset=assembled.contract.dataset,
        field=name,
        facts=facts,
        withheld=None if value is None else str(value),
    )


def _drop(assembled: Assembled, gone: set[int]) -> None:
    if gone:
        assembled.frame = assembled.frame.drop(index=sorted(gone)).reset_index(drop=True)
        keep = [index for index in range(len(assembled.positions)) if index not in gone]
        assembled.positions = [assembled.positions[index] for index in keep]
        assembled.block_of = [assembled.block_of[index] for index in keep]


def add_keys(assembled: Assembled, pseudonyms: Pseudonyms) -> None:
    """Add person_key, person_key_weak, household_key and birth_year (None where the dataset knows no person), and ISCO codes."""
    import pandas as pd

    frame, count = assembled.frame, len(assembled.frame)
    keys = _person_keys(assembled, pseudonyms)
    households = frame.get("kk_number", [None] * count)
    births = frame.get("birth_date", [None] * count)
    frame["person_key"] = pd.Series([key.key if key else None for key in keys], dtype=object)
    frame["person_key_weak"] = pd.Series([key.is_weak if key else None for key in keys], dtype=object)
    frame["household_key"] = pd.Series([pseudonyms.of_household(kk) if kk else None for kk in households], dtype=object)
    frame["birth_year"] = pd.Series([birth.year if birth else None for birth in births], dtype=object)
    if "occupation" in frame:
        codes = [isco(label) if label else None for label in frame["occupation"]]
        frame["occupation_isco"] = pd.Series([code.code if code else None for code in codes], dtype=object)
        frame["occupation_confidence"] = pd.Series([code.confidence if code else None for code in codes], dtype=object)


def _person_keys(assembled: Assembled, pseudonyms: Pseudonyms) -> list[PersonKey | None]:
    frame, name_field = assembled.frame, person_name_field(assembled.contract)
    if name_field is None:
        return [None] * len(frame)
    nothing = [None] * len(frame)
    parts = zip(
        frame.get("nik", nothing),
        frame[name_field],
        frame.get("birth_date", nothing),
        frame["village_code"],
        frame["source_file"],
        frame["source_sheet"],
        frame["source_row"],
        strict=True,
    )
    return [_person_key(pseudonyms, assembled.contract.dataset, *part) for part in parts]


def _person_key(
    pseudonyms: Pseudonyms, dataset: str, nik: Any, name: Any, birth: Any, village: str, file: str, sheet: str, row: int
) -> PersonKey | None:
    if nik:
        return pseudonyms.of_nik(nik)
    if name and birth:
        return pseudonyms.of_name(village, name, birth)
    return pseudonyms.of_row(file, sheet, row, dataset) if name else None
