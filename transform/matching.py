"""Which dataset a found table is, and which column feeds which field.

Columns match by header text, never by position: the whole joined header, its joined end, or its leaf, in that order. The
values below confirm: a NIK column must look like NIKs. Unknown columns are reported with the nearest names; a missing
required one stops the table. It does not read values into records (`records.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import NamedTuple

from expectations.contract import Contract, village_contracts
from expectations.labels import plain
from extract.grid import Grid
from extract.tables.model import Column, Table

_RUNNING_NUMBER = frozenset({"no", "nomor", "nourut", "nomorurut", "nomer", "urut"})
_ALSO_FEEDS: Mapping[str, tuple[str, ...]] = {"wage": ("wage_currency",)}
_WHOLE, _END, _LEAF = 3, 2, 1
_ENOUGH_SHARE = 0.4
_ENOUGH_COLUMNS = 3
_ANNOUNCED_COLUMNS = 2


class Target(NamedTuple):
    """What a header means: the fields it feeds and the semantic type that reads it."""

    fields: tuple[str, ...]
    semantic_type: str
    code_list: str | None


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """A sheet column (1-based) and what it feeds."""

    index: int
    header: str
    target: Target
    strength: int


@dataclass(frozen=True, slots=True)
class Match:
    """A table read as a dataset.

    `unknown` are headers that feed nothing, with the nearest field names; `missing` the required fields without a column;
    `twice` the fields that two columns claim with equal right.
    """

    contract: Contract
    columns: Sequence[MatchedColumn]
    unknown: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    twice: Mapping[str, Sequence[str]] = field(default_factory=dict)
    score: float = 0.0

    @property
    def is_loadable(self) -> bool:
        """Whether every required field has its column."""
        return not self.missing


def match_table(table: Table, grid: Grid) -> Match | None:
    """The dataset this table is, or None when it is none of ours. Key-value tables match on their labels."""
    headers = key_value_labels(table, grid) if table.layout == "key_value" else table.columns
    written = tuple((column.index, column.levels) for column in headers)
    return _best_match(written, table.layout, _announced(table, grid))


@lru_cache(maxsize=1024)
def _best_match(written: tuple[tuple[int, tuple[str, ...]], ...], layout: str, announced: frozenset[str]) -> Match | None:
    """The best reading of headers. Remembered, since a village writes the same headers every month."""
    headers = [Column(index, levels) for index, levels in written]
    matches = [_match(contract, headers, contract.dataset in announced) for contract in _contracts_for(layout)]
    best = max(matches, key=lambda match: match.score, default=None)
    if best is None or not _is_enough(best, headers, best.contract.dataset in announced):
        return None
    return replace(best, unknown={header: _nearest(best.contract, header) for header in best.unknown})


def key_value_labels(table: Table, grid: Grid) -> list[Column]:
    """The labels of a key-value table as columns; `index` is the row that holds the label."""
    labels = []
    for row in table.data_rows:
        cells = [cell for cell in grid.cells[row - 1][table.first_col - 1 :] if cell != ""]
        if cells:
            labels.append(Column(row, (str(cells[0]).split(":")[0].strip(),)))
    return labels


@cache
def header_targets(dataset: str) -> Mapping[str, Target]:
    """All header words of a dataset in plain form, with what they mean."""
    contract = village_contracts()[dataset]
    targets: dict[str, Target] = {}
    for joined in contract.joined:
        targets |= {plain(header): Target(joined.fields, joined.semantic_type, None) for header in joined.headers}
    for column in contract.fields:
        target = Target((column.name, *_ALSO_FEEDS.get(column.semantic_type, ())), column.semantic_type, column.code_list)
        targets |= {plain(header): target for header in column.headers}
    return targets


def _contracts_for(layout: str) -> list[Contract]:
    """Contracts a table of this layout can be: a key-value table only a profile, a tick matrix is read elsewhere."""
    contracts = village_contracts().values()
    if layout == "key_value":
        return [contract for contract in contracts if contract.layout == "key_value"]
    return list(contracts)


def _match(contract: Contract, headers: Sequence[Column], is_announced: bool) -> Match:
    targets = header_targets(contract.dataset)
    claims = [claim for column in headers if (claim := _claim(column, targets))]
    kept, twice = _settle(claims)
    taken = {claim.index for claim in claims if claim in kept} | {c.index for group in twice.values() for c in group}
    rest = [c for c in headers if c.index not in taken and c.text and plain(c.levels[-1]) not in _RUNNING_NUMBER]
    fed = {name for claim in kept for name in claim.target.fields}
    missing = tuple(name for name in contract.required if name not in fed)
    named = sum(1 for c in headers if c.text and plain(c.levels[-1]) not in _RUNNING_NUMBER)
    score = _score(len(kept), named, contract, missing, is_announced)
    unknown: dict[str, Sequence[str]] = {column.text: () for column in rest}
    return Match(contract, kept, unknown, missing, {n: [c.header for c in g] for n, g in twice.items()}, score)


def _claim(column: Column, targets: Mapping[str, Target]) -> MatchedColumn | None:
    """The strongest reading of one header; None where no part of it is known."""
    levels = [level for level in column.levels if level]
    for start in range(len(levels)):
        target = targets.get(plain(" ".join(levels[start:])))
        if target:
            strength = _WHOLE if start == 0 else _LEAF if start == len(levels) - 1 else _END
            return MatchedColumn(column.index, column.text, target, strength)
    return None


def _settle(claims: Iterable[MatchedColumn]) -> tuple[list[MatchedColumn], dict[str, list[MatchedColumn]]]:
    """One column a field: the stronger claim wins, equal claims are reported and neither is used."""
    by_fields: dict[tuple[str, ...], list[MatchedColumn]] = {}
    for claim in claims:
        by_fields.setdefault(claim.target.fields, []).append(claim)
    kept, twice = [], {}
    for fields, group in by_fields.items():
        strongest = max(claim.strength for claim in group)
        winners = [claim for claim in group if claim.strength == strongest]
        if len(winners) == 1:
            kept.append(winners[0])
        else:
            twice[fields[0]] = winners
    return sorted(kept, key=lambda claim: claim.index), twice


def _score(matched: int, named: int, contract: Contract, missing: Sequence[str], is_announced: bool) -> float:
    """How well headers fit a contract, 0 to about 2: share of headers known, required ones present, sheet announced."""
    if not matched:
        return 0.0
    share = matched / max(named, 1)
    required = 1 - len(missing) / len(contract.required) if contract.required else 1.0
    known_fields = matched / len(contract.fields)
    return share + 0.5 * required + 0.25 * known_fields + (0.35 if is_announced else 0.0)


def _is_enough(match: Match, headers: Sequence[Column], is_announced: bool) -> bool:
    """Whether the headers make it this dataset at all, rather than some other table of the office."""
    named = sum(1 for column in headers if column.text)
    matched = len(match.columns) + len(match.twice)
    if matched < (_ANNOUNCED_COLUMNS if is_announced else _ENOUGH_COLUMNS):
        return False
    return matched >= _ENOUGH_SHARE * named and (is_announced or not match.missing or matched >= 2 * len(match.missing))


def _announced(table: Table, grid: Grid) -> frozenset[str]:
    """Datasets whose words stand in the table's own title or in the sheet's name."""
    texts = [plain(line) for line in [*table.title, grid.name]]
    return frozenset(dataset for word, dataset in _announcing_words() for text in texts if word in text)


@cache
def _announcing_words() -> tuple[tuple[str, str], ...]:
    words = ((plain(word), contract.dataset) for contract in village_contracts().values() for word in contract.sheet_words)
    return tuple((word, dataset) for word, dataset in words if word)


def _nearest(contract: Contract, header: str) -> tuple[str, ...]:
    """Known headers like an unknown one, for a message only."""
    from rapidfuzz import process

    known = {plain(word): word for column in contract.fields for word in column.headers}
    return tuple(known[word] for word, _, _ in process.extract(plain(header), known.keys(), limit=3, score_cutoff=60))
