"""No row vanishes: what was read of a sheet is loaded, quarantined, duplicate or ignored.

Pure arithmetic on counts that were taken independently of each other; a sheet that does not add up stops the load.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from expectations.catalogue import CatalogueError


class Balance(Protocol):
    """The counts of one sheet and dataset."""

    @property
    def sheet(self) -> str: ...
    @property
    def dataset(self) -> str | None: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def loaded(self) -> int: ...
    @property
    def quarantined(self) -> int: ...
    @property
    def duplicate(self) -> int: ...
    @property
    def ignored(self) -> int: ...


def difference(balance: Balance) -> int:
    """Rows read that came to no end (positive) or ends that no row came to (negative); 0 is balanced."""
    return balance.rows_read - balance.loaded - balance.quarantined - balance.duplicate - balance.ignored


def check_balances(path: str, balances: Iterable[Balance]) -> None:
    """Raises CatalogueError (`unbalanced`) naming the file and the first sheet whose rows do not add up."""
    for balance in balances:
        if difference(balance):
            raise CatalogueError(
                "unbalanced",
                path=path,
                sheet=balance.sheet,
                dataset=balance.dataset or "",
                rows_read=balance.rows_read,
                loaded=balance.loaded,
                quarantined=balance.quarantined,
                duplicate=balance.duplicate,
                ignored=balance.ignored,
            )
