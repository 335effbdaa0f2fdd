"""Reads the files of an earlier load again from the landing store, after an alias, a header word or a rule was mended.

A new load is made; the earlier one stays as history. A file that a newer report has replaced since yields to it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from extract.landing import LandingStore
from extract.sources.folder import SourceFile
from flows.publication_run import PublicationStages, take_publications
from flows.publication_run import publish_batch as publish_publications
from flows.publication_run import read_again as read_publications_again
from flows.report import RunReport
from flows.run import VillageStages, new_run_id, take_files
from flows.settings import Settings
from flows.village_run import read_again
from flows.window import Window
from load.received import ReceivedFile, files_of_load
from load.warehouse import Warehouse


def replay(settings: Settings, warehouse: Warehouse, load_id: int, tell: Callable[[str, int, int], None]) -> RunReport:
    """Take the files of a load again. Raises CatalogueError for an unknown load."""
    store = LandingStore(settings.home / "landing")
    received = files_of_load(warehouse, load_id)
    villages = _sources(store, (file for file in received if not file.is_publication))
    publications = _sources(store, (file for file in received if file.is_publication))
    report = RunReport(new_run_id())
    if villages:
        stages = VillageStages(read=read_again)
        progress = lambda done, total: tell("Village files", done, total)  # noqa: E731
        report.join([take_files(settings, warehouse, villages, Window(), report.run_id, progress, stages)])
    if publications:
        publication_stages = PublicationStages(read_publications_again, publish_publications)
        progress = lambda done, total: tell("Publications", done, total)  # noqa: E731
        report.join(
            [
                take_publications(
                    settings, warehouse, publications, _declared(store, publications), report.run_id, progress, publication_stages
                )
            ]
        )
    return report


def _declared(store: LandingStore, publications: Sequence[SourceFile]) -> dict[str, dict[str, str]]:
    """What was declared beside the publications when they came, by path."""
    paths = {source.relative_path for source in publications}
    return {origin.address: dict(origin.details) for _, origin in store.origins() if origin.address in paths}


def _sources(store: LandingStore, files: Iterable[ReceivedFile]) -> list[SourceFile]:
    return [SourceFile(store.path(file.sha256), file.path, file.size, file.modified_at) for file in files]
