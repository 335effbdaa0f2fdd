"""The main job: everything in an inbox, everything published, into the warehouse.

Puts the stages in order and gives each run its id. The stages themselves are plain functions; whoever wants them wrapped (the
Prefect flows do) hands in a wrapped set.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from extract.sources.folder import SourceFile
from flows.configuration import bring_in, programmes_in_force
from flows.erasing import NOBODY, demand_own_key, erased_persons
from flows.erasure_ledger import ledger_of
from flows.forgetting_again import forget_again
from flows.name_masking import mask_names, under_known_names
from flows.reading import FileReading, ReadingOptions, died, read_file
from flows.report import RunReport
from flows.settings import Settings
from flows.sources import list_sources
from flows.village_run import CheckedBatch, ReadBatch, VillageRun, batches, check_batch, publish_batch, read_batch
from flows.window import Window, today
from flows.workers import Workers
from load.warehouse import Warehouse
from transform.persons import Pseudonyms
from transform.programmes import by_village


@dataclass(frozen=True, slots=True)
class VillageStages:
    """The three stages of a batch."""

    read: Callable[[VillageRun, Sequence[SourceFile]], ReadBatch] = read_batch
    check: Callable[[VillageRun, ReadBatch], CheckedBatch] = check_batch
    publish: Callable[[VillageRun, CheckedBatch], None] = publish_batch


PLAIN = VillageStages()
Progress = Callable[[int, int], None]
"""Told the files done and the files in all, after each batch."""


def new_run_id() -> str:
    """A sortable id: the time in UTC and six random digits."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def run_villages(
    settings: Settings,
    warehouse: Warehouse | None,
    inbox: str,
    chosen: Window,
    run_id: str,
    progress: Progress = lambda done, total: None,
    stages: VillageStages = PLAIN,
) -> RunReport:
    """Take every file of an inbox. `warehouse` None is a dry run: nothing is kept or loaded.

    The office's configuration comes first. Raises CatalogueError where the run as a whole cannot go on; a file that cannot be
    read is an entry of the report.
    """
    landing = settings.home / "landing" if warehouse else None
    sources = list_sources(settings, inbox, landing)
    configured = bring_in(warehouse, settings.configuration)
    report = take_files(settings, warehouse, sources, chosen, run_id, progress, stages)
    report.configured += configured
    return report


def take_files(
    settings: Settings,
    warehouse: Warehouse | None,
    sources: Sequence[SourceFile],
    chosen: Window,
    run_id: str,
    progress: Progress = lambda done, total: None,
    stages: VillageStages = PLAIN,
) -> RunReport:
    """Take the given village files, a batch at a time."""
    landing = settings.home / "landing" if warehouse else None
    report = RunReport(run_id, is_dry_run=warehouse is None)
    options = ReadingOptions(landing, settings.regency, today())
    work: Callable[[SourceFile], FileReading] = partial(read_file, options=options)
    # nobody sees the person keys of a dry run, so it must not make a secret that stays
    secret = settings.pseudonym_secret if warehouse else secrets.token_bytes()
    if warehouse:
        demand_own_key(settings, warehouse)
        forget_again(settings, warehouse)
    erased = partial(erased_persons, settings, warehouse) if warehouse else lambda: NOBODY
    programmes = by_village(programmes_in_force(settings, warehouse))
    with Workers(min(settings.workers, len(sources)), work, died) as readers:
        run = VillageRun(
            run_id,
            warehouse,
            Pseudonyms(secret),
            readers,
            chosen,
            report,
            landing,
            erased,
            partial(ledger_of, settings),
            programmes,
        )
        done = 0
        for batch in batches(sources, settings.batch_files):
            read = stages.read(run, under_known_names(run, batch))
            stages.publish(run, stages.check(run, mask_names(run, read, settings.regency)))
            done += len(batch)
            progress(done, len(sources))
    return report
