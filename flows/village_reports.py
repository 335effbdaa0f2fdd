"""The flow `village-reports`: the stages of `pmv run --inbox` on a schedule, one task a batch and stage."""

from __future__ import annotations

import datetime as dt
from functools import partial

from prefect import flow, get_run_logger, runtime

from expectations.catalogue import CatalogueError
from flows.prefect_tasks import as_task
from flows.report import RunReport
from flows.run import VillageStages, run_villages
from flows.settings import load_settings
from flows.village_run import check_batch, publish_batch, read_batch
from flows.warehouses import open_for_loading
from flows.window import Window


@flow(name="village-reports", persist_result=False, log_prints=False, validate_parameters=True)
def village_reports(
    inbox: str | None = None, first: dt.date | None = None, last: dt.date | None = None, is_dry_run: bool = False
) -> RunReport:
    """Take every new file of the inbox (default: PMV_INBOX). `first` and `last` bound the reporting months."""
    settings = load_settings()
    source = inbox or settings.inbox
    if source is None:
        raise CatalogueError("nothing_to_run")
    warehouse = None if is_dry_run else open_for_loading(settings)
    stages = VillageStages(
        as_task(read_batch, "read files"), as_task(check_batch, "check rows"), as_task(publish_batch, "publish batch")
    )
    tell = partial(get_run_logger().info, "%d of %d files")
    return run_villages(settings, warehouse, source, Window(first, last), str(runtime.flow_run.id), tell, stages)
