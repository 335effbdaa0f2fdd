"""What both flows do around their stages: say who they are, open the warehouse, tell of progress, leave one artifact.

The artifact holds counts and rules, never a path, a village or a value: whoever may see Prefect may not see the warehouse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from prefect import get_run_logger, runtime
from prefect.artifacts import create_markdown_artifact

from expectations.catalogue import rule
from flows.prefect_tasks import as_task
from flows.report import RunReport
from flows.run import Progress
from flows.settings import Settings, load_settings
from flows.warehouses import open_for_loading
from load.warehouse import Warehouse

_FATES = ("rows_read", "loaded", "quarantined", "duplicate", "ignored")


def run_id() -> str:
    """The id of the flow run: the warehouse knows the run by it too."""
    return str(runtime.flow_run.id)


def settings_with(workers: int | None) -> Settings:
    """The settings of the machine the run is on, with the number of workers the run was told, if it was."""
    settings = load_settings()
    return settings if workers is None else settings.model_copy(update={"workers": workers})


def open_warehouse(settings: Settings) -> Warehouse:
    """The warehouse made ready, waiting for one that is out of reach for a moment."""
    return as_task(open_for_loading, "open warehouse")(settings)


def tell_of(what: str) -> Progress:
    """A function that logs how many of the `what` are done."""
    return partial(get_run_logger().info, f"%d of %d {what}")


def leave_artifact(key: str, report: RunReport) -> None:
    """Keep the figures of the run at the Prefect server, as the next version of the artifact `key`."""
    create_markdown_artifact(markdown(report), key=key, description=f"Files, rows and rules of run {report.run_id}")


def markdown(report: RunReport) -> str:
    """Files by status, rows by fate, rules by how often they spoke."""
    files = sorted(report.statuses().items())
    rows = [(fate, report.totals[fate]) for fate in _FATES]
    rules = Counter(finding.rule for record in report.files for finding in record.findings).most_common()
    spoken = [(rule_id, rule(rule_id).severity, rule(rule_id).title_en, count) for rule_id, count in rules]
    verdict = "balanced" if report.is_balanced else "NOT BALANCED"
    return "\n\n".join(
        (
            f"## Files: {len(report.files)}" + (" (dry run: nothing loaded)" if report.is_dry_run else ""),
            _table(("Status", "Files"), files),
            f"## Rows: {verdict}",
            _table(("Fate", "Rows"), rows),
            "## Rules",
            _table(("Rule", "Severity", "Meaning", "Times"), spoken),
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
