"""`pmv run`: the main job on an inbox, on publications, or on both."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

NAME = "run"


def command(
    inbox: Annotated[str | None, typer.Option(help="Folder, file or https address with village workbooks.")] = None,
    publications: Annotated[str | None, typer.Option(help="Folder, file or https address with BP2MI publications.")] = None,
    period: Annotated[str | None, typer.Option(help="Take reports of this month only (YYYY-MM).")] = None,
    first: Annotated[str | None, typer.Option("--from", help="Take reports from this month on (YYYY-MM).")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Take reports up to this month (YYYY-MM).")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read files (default: one a core).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, say what would change, load nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the summary.")] = False,
) -> None:
    """Pull, validate and load: village workbooks, published statistics, or both."""
    from flows.main_job import Request, run_main_job
    from flows.progress import progress_bar
    from flows.settings import load_settings
    from flows.window import window

    settings = load_settings()
    if workers is not None:
        settings = settings.model_copy(update={"workers": workers})
    request = Request(inbox, publications, window(period, first, last), dry_run)
    with progress_bar(is_quiet=as_json) as progress:
        report = run_main_job(settings, request, progress)
    if as_json:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) + "\n")
        return
    from flows.summary import print_summary

    print_summary(report)
