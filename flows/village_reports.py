"""The flow `village-reports`: the stages of `pmv run --inbox` on a schedule, one task a batch and stage."""

from __future__ import annotations

import datetime as dt

from prefect import flow

from expectations.catalogue import CatalogueError
from flows.guarding import guarded
from flows.prefect_run import leave_artifact, open_warehouse, run_id, settings_with, tell_of
from flows.prefect_tasks import as_task
from flows.report import RunReport
from flows.run import VillageStages, run_villages
from flows.village_run import check_batch, publish_batch, read_batch
from flows.window import Window


@flow(name="village-reports", persist_result=False, log_prints=False)
def village_reports(
    inbox: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    is_dry_run: bool = False,
    workers: int | None = None,
) -> RunReport:
    """Take every new file of the inbox (default: PMV_INBOX). `first` and `last` bound the reporting months.

    Rejected files complete the run; it fails where the run as a whole cannot go on.
    """
    with guarded():
        settings = settings_with(workers)
        source = inbox or settings.inbox
        if source is None:
            raise CatalogueError("nothing_to_run")
        stages = VillageStages(
            read=as_task(read_batch, "read files"),
            check=as_task(check_batch, "check rows"),
            publish=as_task(publish_batch, "publish batch"),
        )
        warehouse = None if is_dry_run else open_warehouse(settings)
        report = run_villages(settings, warehouse, source, Window(first, last), run_id(), tell_of("files"), stages)
        leave_artifact("village-reports", report)
        return report
