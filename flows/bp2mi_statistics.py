"""The flow `bp2mi-statistics`: the stages of `pmv run --publications` on a schedule, one task a batch and stage."""

from __future__ import annotations

from prefect import flow

from expectations.catalogue import CatalogueError
from flows.guarding import guarded
from flows.prefect_run import leave_artifact, open_warehouse, run_id, settings_with, tell_of
from flows.prefect_tasks import as_task
from flows.publication_run import PublicationStages, publish_batch, read_batch, run_publications
from flows.report import RunReport


@flow(name="bp2mi-statistics", persist_result=False, log_prints=False)
def bp2mi_statistics(publications: str | None = None, is_dry_run: bool = False, workers: int | None = None) -> RunReport:
    """Take every new publication (default: PMV_PUBLICATIONS).

    Rejected publications complete the run; it fails where the run as a whole cannot go on.
    """
    with guarded():
        settings = settings_with(workers)
        source = publications or settings.publications
        if source is None:
            raise CatalogueError("nothing_to_run")
        stages = PublicationStages(
            read=as_task(read_batch, "read publications"), publish=as_task(publish_batch, "publish figures")
        )
        warehouse = None if is_dry_run else open_warehouse(settings)
        report = run_publications(settings, warehouse, source, run_id(), tell_of("publications"), stages)
        leave_artifact("bp2mi-statistics", report)
        return report
