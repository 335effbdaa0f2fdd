"""The flow `bp2mi-statistics`: the stages of `pmv run --publications` on a schedule, one task a batch and stage."""

from __future__ import annotations

from functools import partial

from prefect import flow, get_run_logger, runtime

from expectations.catalogue import CatalogueError
from flows.prefect_tasks import as_task
from flows.publication_run import PublicationStages, publish_batch, read_batch, run_publications
from flows.report import RunReport
from flows.settings import load_settings
from flows.warehouses import open_for_loading


@flow(name="bp2mi-statistics", persist_result=False, log_prints=False)
def bp2mi_statistics(publications: str | None = None, is_dry_run: bool = False) -> RunReport:
    """Take every new publication (default: PMV_PUBLICATIONS)."""
    settings = load_settings()
    source = publications or settings.publications
    if source is None:
        raise CatalogueError("nothing_to_run")
    warehouse = None if is_dry_run else open_for_loading(settings)
    stages = PublicationStages(as_task(read_batch, "read publications"), as_task(publish_batch, "publish figures"))
    tell = partial(get_run_logger().info, "%d of %d publications")
    return run_publications(settings, warehouse, source, str(runtime.flow_run.id), tell, stages)
