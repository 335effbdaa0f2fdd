"""A progress bar on a terminal, plain lines elsewhere, nothing where only JSON is wanted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and how many there are."""


@contextmanager
def progress_bar(*, is_quiet: bool) -> Iterator[Progress]:
    """A function to tell of progress; it writes to standard error."""
    if is_quiet:
        yield lambda what, done, total: None
    elif sys.stderr.isatty():
        with _rich_bar() as tell:
            yield tell
    else:
        yield lambda what, done, total: print(f"{what}: {done}/{total}", file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def _rich_bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield tell
