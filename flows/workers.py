"""A pool of processes that reads one file a call and outlives the death of any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar

_FEWEST_TO_SHARE = 4
"""Starting processes costs more than reading this few files."""

T = TypeVar("T")
R = TypeVar("R")


class Workers(Generic[T, R]):
    """Calls `work` on items in `count` processes. An item that kills its process twice is answered by `died`."""

    def __init__(self, count: int, work: Callable[[T], R], died: Callable[[T], R]) -> None:
        self._count = count
        self._work = work
        self._died = died
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def map(self, items: Sequence[T], meanwhile: Callable[[], None] = lambda: None) -> list[R]:
        """The answers in order. One process, or one item, is worked on here. `meanwhile` runs here while the others work."""
        if self._count == 1 or len(items) < _FEWEST_TO_SHARE:
            return [self._work(item) for item in items]
        waiting = [(item, self._submit(item)) for item in items]
        meanwhile()
        return [self._answer(item, future) for item, future in waiting]

    def _submit(self, item: T) -> Future[R]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._count)
        return self._pool.submit(self._work, item)

    def _answer(self, item: T, future: Future[R]) -> R:
        try:
            return future.result()
        except BrokenProcessPool:
            self._stop()
        try:
            return self._submit(item).result()
        except BrokenProcessPool:
            self._stop()
            return self._died(item)

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
