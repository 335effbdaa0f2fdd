"""`pmv run` behind its options: which sources run, and where.

Without PREFECT_API_URL the stages are called directly: no temporary server, no heavy import. With it, the same stages run as flow
runs that report there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from expectations.catalogue import UsageError
from flows.prefect_server import quiet_failures, require_answer, server_address
from flows.progress import Progress
from flows.report import RunReport
from flows.run import new_run_id
from flows.settings import Settings
from flows.sources import require_there
from flows.warehouses import open_for_loading
from flows.window import Window


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. With one of the two sources given, only that source runs."""

    inbox: str | None
    publications: str | None
    window: Window
    is_dry_run: bool


def run_main_job(settings: Settings, request: Request, progress: Progress) -> RunReport:
    """Run the sources asked for and return one report over them. Raises CatalogueError where there is nothing to run on."""
    if request.inbox is None and request.publications is None:
        raise UsageError("nothing_to_run")
    for place in filter(None, (request.inbox, request.publications)):
        require_there(place)
    if address := server_address():
        require_answer(address)
        return _run_as_flows(settings, request)
    return _run_here(settings, request, progress)


def _run_here(settings: Settings, request: Request, progress: Progress) -> RunReport:
    warehouse = None if request.is_dry_run else open_for_loading(settings)
    report = RunReport(new_run_id(), is_dry_run=request.is_dry_run)
    if request.inbox is not None:
        from flows.run import run_villages

        tell = partial(progress, "Village files")
        report.join([run_villages(settings, warehouse, request.inbox, request.window, report.run_id, tell)])
    if request.publications is not None:
        from flows.publication_run import run_publications

        tell = partial(progress, "Publications")
        report.join([run_publications(settings, warehouse, request.publications, report.run_id, tell)])
    return report


def _run_as_flows(settings: Settings, request: Request) -> RunReport:
    from flows.bp2mi_statistics import bp2mi_statistics
    from flows.village_reports import village_reports

    quiet_failures()
    dry, workers, window = request.is_dry_run, settings.workers, request.window
    reports = []
    if request.inbox is not None:
        reports.append(village_reports(request.inbox, window.first, window.last, is_dry_run=dry, workers=workers))
    if request.publications is not None:
        reports.append(bp2mi_statistics(request.publications, is_dry_run=dry, workers=workers))
    return reports[0].join(reports[1:])
