"""Ends the keeping of personal data when its time is over, by the retention classes of the contracts and the office's settings.

Rows of `vault`, withheld texts and received files go; counts stay. A received file goes whole with the first of its datasets
whose time is over, so a workbook with children in it is kept as long as children's data may be.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from expectations.catalogue import CatalogueError
from expectations.contract import load_contracts
from extract.landing import LandingStore
from flows.settings import Settings
from load import retention
from load.forgetting import drop_unreferenced_persons, erase_rows, record_event
from load.publishing_lock import publishing_paused
from load.searching import rewrite_personal_tables
from load.warehouse import Warehouse
from transform.persons import Pseudonyms

UNREAD = "unread"
_UNREAD_YEARS = 1
"""Files and texts that belong to no dataset may hold anything; they are kept only as long as it takes to answer them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one dataset is kept: its class, the years, and the first month that is still kept."""

    dataset: str
    retention_class: str
    years: int
    cutoff: dt.date


@dataclass(slots=True)
class Expired:
    """What is (in a dry run: would be) deleted. `rows` by dataset; `persons` are those no row is left of."""

    policy: tuple[Kept, ...]
    rows: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    files: int = 0
    persons: int = 0


def policy(today: dt.date, overrides: Mapping[str, int]) -> tuple[Kept, ...]:
    """The retention of every dataset. Raises CatalogueError for a class no contract has or a time that is none."""
    contracts = load_contracts().values()
    classes = {contract.retention_class for contract in contracts} | {UNREAD}
    for name, years in overrides.items():
        if name not in classes or years < 1:
            raise CatalogueError("retention_wrong", name=name, years=years, classes=", ".join(sorted(classes)))
    kept = []
    for contract in contracts:
        years = overrides.get(contract.retention_class, contract.retention_years)
        kept.append(Kept(contract.dataset, contract.retention_class, years, _first_month(today, years)))
    return tuple(kept)


def end_retention(settings: Settings, warehouse: Warehouse, today: dt.date, *, is_dry_run: bool) -> Expired:
    """Delete what is past its time, or only count it. Safe to repeat; a run that was cut off is finished by the next."""
    kept = policy(today, settings.retention)
    cutoffs = {one.dataset: one.cutoff for one in kept}
    unread_before = _first_month(today, settings.retention.get(UNREAD, _UNREAD_YEARS))
    done, store = Expired(kept), LandingStore(settings.home / "landing")
    with publishing_paused(warehouse) as connection:
        done.rows.update(retention.count_expired_rows(connection, cutoffs))
        texts = retention.expired_texts(connection, cutoffs, unread_before)
        files = [sha for sha in retention.expired_files(connection, cutoffs, unread_before) if store.has(sha)]
        done.texts, done.files = len(texts), len(files)
        if is_dry_run:
            return done
        pseudonyms = Pseudonyms(settings.pseudonym_secret)
        rows = retention.expired_persons(connection, cutoffs)
        places = {row: (row.source_file, row.source_sheet, row.source_row, row.dataset) for row in rows}
        erase_rows(connection, {row: pseudonyms.of_erased_row(*place).key for row, place in places.items()})
        retention.delete_expired_rows(connection, cutoffs)
        retention.delete_texts(connection, texts)
        done.persons = drop_unreferenced_persons(connection)
        record_event(connection, "retention", {"rows": dict(done.rows), "texts": done.texts, "files": done.files})
    for sha in files:
        store.remove(sha)
    if done.rows or done.texts:
        rewrite_personal_tables(warehouse)
    return done


def _first_month(today: dt.date, years: int) -> dt.date:
    return dt.date(max(today.year - years, 1), today.month, 1)
