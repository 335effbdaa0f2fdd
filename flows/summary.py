"""The summary `pmv run` ends with: files, rows by fate, what was withheld and why, and what to ask next."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from expectations.catalogue import rule
from flows.report import RunReport
from load.batch import FileRecord

_COLOURS = {"loaded": "green", "partial": "yellow", "rejected": "red", "unchanged": "dim", "superseded": "cyan"}
_MOST_FILES = 40
_PLAIN_WIDTH = 116
_QUERIES = (
    ("Villages, latest month first", "SELECT village_name, period, migrants_active, groups_active "
     "FROM mart.village_month ORDER BY period DESC LIMIT 10"),
    ("2023 as first published and as restated", "SELECT published_on, value, status FROM core.bp2mi_figures_history "
     "WHERE measure = 'placements' AND breakdown = 'total' AND period_start = '2023-01-01' AND period_end = '2023-12-31' "
     "ORDER BY published_on"),
    ("What villages must mend", "SELECT source_sheet, cell, rule, advice_id FROM audit.quarantine "
     "WHERE status = 'open' LIMIT 10"),
)  # fmt: skip


def print_summary(report: RunReport, console: Console | None = None) -> None:
    """Write the summary of a run to standard output."""
    console = console or _console()
    console.print()
    console.print(_files(report))
    console.print(_balance(report))
    reasons = _reasons(report)
    if reasons.row_count:
        console.print(reasons)
    for record in report.files:
        if record.status == "rejected":
            console.print(Text.assemble(("rejected ", "red"), (record.path, "bold"), f"  {record.reason}"))
    if report.findings_page:
        console.print(
            Text.assemble("Publications whose numbers are in doubt, with pictures: ", (str(report.findings_page), "bold"))
        )
    console.print(_next_steps(report))


def _console() -> Console:
    """A terminal as wide as it is; a pipe or log as wide as the summary needs."""
    console = Console()
    return console if console.is_terminal else Console(width=_PLAIN_WIDTH)


def _files(report: RunReport) -> Table:
    title = "Dry run: nothing was loaded" if report.is_dry_run else f"Run {report.run_id}{_loads(report)}"
    table = Table(title=title, header_style="bold", title_justify="left", box=SIMPLE_HEAD, title_style="bold", pad_edge=False)
    table.add_column("File", overflow="fold", min_width=24)
    for name in ("Village", "Month", "Status"):
        table.add_column(name, no_wrap=True)
    for name in ("Read", "Loaded", "Quar.", "Dupl.", "Ign."):
        table.add_column(name, justify="right", no_wrap=True)
    shown = (
        report.files if len(report.files) <= _MOST_FILES else [f for f in report.files if f.status != "unchanged"][:_MOST_FILES]
    )
    for record in shown:
        table.add_row(*_file_row(record))
    if len(shown) < len(report.files):
        table.add_row(f"… {len(report.files) - len(shown)} more files", *[""] * 8, style="dim")
    return table


def _loads(report: RunReport) -> str:
    """The loads of a run by number: what `pmv undo` and `pmv replay` ask for."""
    return f", load {', '.join(map(str, report.loads))}" if report.loads else ""


def _file_row(record: FileRecord) -> list[str]:
    counts = [sum(getattr(b, n) for b in record.balances) for n in ("rows_read", "loaded", "quarantined", "duplicate", "ignored")]
    colour = _COLOURS[record.status]
    month = f"{record.period:%Y-%m}" if record.period else ""
    numbers = [f"{count:,}" if record.balances else "" for count in counts]
    return [record.path, record.village_code or "", month, f"[{colour}]{record.status}[/]", *numbers]


def _balance(report: RunReport) -> Text:
    """read = loaded + quarantined + duplicate + ignored, with the figures."""
    totals = report.totals
    parts = " + ".join(f"{name} {totals[name]:,}" for name in ("loaded", "quarantined", "duplicate", "ignored"))
    verdict = ("balanced", "bold green") if report.is_balanced else ("NOT BALANCED", "bold red")
    statuses = ", ".join(f"{count} {status}" for status, count in report.statuses().most_common())
    line = Text.assemble(f"{len(report.files)} files ({statuses})\n", f"read {totals['rows_read']:,} = {parts}   ", verdict)
    if report.configured:
        told = ", ".join(f"{one.path} {one.lines:,}{' (new)' if one.is_new else ''}" for one in report.configured)
        line.append(f"\nconfiguration: {told}", style="dim")
    if report.outside_window:
        line.append(f"\n{report.outside_window} files of other months were left out", style="dim")
    return line


def _reasons(report: RunReport) -> Table:
    """Rules by how often they withheld something, then warnings."""
    counted = Counter((finding.rule, finding.dataset) for record in report.files for finding in record.findings)
    title = "What was withheld, and what was only remarked (grey)"
    table = Table(title=title, header_style="bold", title_justify="left", box=SIMPLE_HEAD, title_style="bold", pad_edge=False)
    for name in ("Rule", "Dataset", "Meaning"):
        table.add_column(name)
    table.add_column("Times", justify="right")
    order = {"error": 0, "warning": 1, "info": 2}
    for (rule_id, dataset), count in sorted(counted.items(), key=lambda item: (order[rule(item[0][0]).severity], -item[1])):
        entry = rule(rule_id)
        style = "red" if entry.severity == "error" else "dim"
        table.add_row(rule_id, dataset or "", entry.title_en, str(count), style=style)
    return table


def _next_steps(report: RunReport) -> Panel:
    lines = Text()
    program = "pmv" if shutil.which("pmv") else os.path.relpath(sys.argv[0])
    for title, query in _QUERIES:
        lines.append(f"{title}\n", style="bold")
        lines.append(f'  {program} sql "{query}"\n')
    lines.append("All open findings, with advice in Indonesian: ", style="bold")
    lines.append(f"{program} quarantine")
    return Panel(lines, title="Try next", title_align="left", expand=False)
