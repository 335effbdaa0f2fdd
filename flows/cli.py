"""The command line: `pmv`.

Wires command names to their modules and turns whatever fails into its one line and exit code. Commands import what is heavy
when they run, so that help is instant.
"""

from __future__ import annotations

import sys

import typer

from expectations.catalogue import UsageError
from flows.commands import (
    as_of,
    backup,
    corrections,
    deploy,
    doctor,
    export,
    forget,
    inspect,
    quarantine,
    rekey,
    replay,
    report,
    restore,
    retention,
    run,
    sql,
    tables,
    template,
    undo,
    warehouse,
)

app = typer.Typer(
    name="pmv",
    help="Village spreadsheets and published BP2MI statistics into a warehouse people can trust.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
COMMANDS = (
    run, inspect, tables, sql, as_of, quarantine, corrections, template, undo,
    replay, forget, rekey, retention, backup, restore, report, export, deploy, doctor,
)  # fmt: skip
for module in COMMANDS:
    app.command(module.NAME)(module.command)
app.add_typer(warehouse.app, name="warehouse")

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 failed, 2 wrong usage."""
    try:
        app()
    except KeyboardInterrupt:
        sys.stderr.write("pmv: interrupted; nothing of the current batch was loaded.\n")
        raise SystemExit(INTERRUPTED) from None
    except Exception as failure:  # noqa: BLE001 - the one place where whatever happened becomes a sentence and an exit code
        from flows.guarding import in_one_line

        told = in_one_line(failure)
        sys.stderr.write(f"pmv: {told}\n")
        raise SystemExit(WRONG_USAGE if isinstance(told, UsageError) else FAILED) from None
