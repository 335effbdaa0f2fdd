"""Says what `pmv forget` did, in counts and places; never who."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from flows.forgetting import Forgotten


def print_forgotten(done: Forgotten) -> None:
    """Print what was erased, what was searched and what was found, and whose copies are not ours to erase."""
    console = Console(highlight=False)
    erased = Table("Erased", "Count", title_justify="left")
    for dataset, count in sorted(done.erased.items()):
        erased.add_row(f"rows of {dataset} (kept as anonymous counts)", str(count))
    erased.add_row("texts of withheld cells", str(done.texts))
    erased.add_row("files replaced by redacted copies", str(len(done.swept.redacted)))
    erased.add_row("files removed that no reader opens", str(len(done.swept.removed)))
    console.print(erased)
    tables = [place for place in done.found if "." in place]
    searched = Table("Searched", "Found", title_justify="left")
    searched.add_row(f"{len(tables)} tables of core, mart, audit, vault", str(sum(done.found[table] for table in tables)))
    searched.add_row("planner statistics", str(done.found["pg_stats"]))
    unread = f", {done.swept.unreadable} of them as bytes only" if done.swept.unreadable else ""
    searched.add_row(f"{done.swept.searched} files of the landing store{unread}", str(done.found["landing"]))
    searched.add_row("server log, logs, reports", str(done.found["logs"]))
    console.print(searched)
    _print_remarks(console, done)


def _print_remarks(console: Console, done: Forgotten) -> None:
    if done.same_name:
        console.print(f"{done.same_name} rows of the same villages bear the same name; nothing shows that they are this person.")
    if done.origins:
        console.print("The senders' own copies are not ours to erase. Ask for these to be corrected:")
        for address in done.origins:
            console.print(f"  {address}")
