"""Runs killed at random moments, then finished: the warehouse must be as if nothing had happened.

`make kills` runs it at full number; the tests run it with a few. Each time the whole process group of `pmv run` is killed
(SIGKILL), every third time the database server too; a home whose run got through is compared and the next begins. What is
compared: every current row of every dataset, the accounting, the quarantine, and the integrity checks. What differs is named by
file, sheet and village.
Usage: python -m tests.proofs.kills [--files 60] [--kills 30] [--seed 1]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from load import server
from load.check import check
from load.warehouse import Warehouse
from tests.flows.command_line import REPOSITORY

KEY = "one secret for both homes of the proof"
_BATCH_FILES = 2
_CONTENT = """
    SELECT {about}, coalesce(f.path, ''), coalesce(x.source_sheet, ''), coalesce(x.village_code, ''),
           md5((to_jsonb(x) - ARRAY['load_id', 'fact_id'])::text)
    FROM {source} AS x LEFT JOIN (SELECT sha256, min(path) AS path FROM audit.file GROUP BY 1) AS f ON f.sha256 = x.source_file
"""
_DATASETS = "SELECT 'core.' || dataset FROM core.dim_dataset WHERE dataset <> 'bp2mi_figures' ORDER BY 1"
_BALANCE = """(SELECT s.source_file, s.source_sheet, r.village_code, s.dataset, s.rows_read, s.loaded, s.quarantined, s.duplicate,
                      s.ignored
               FROM audit.sheet_balance AS s JOIN core.dim_region AS r USING (region_key) WHERE s.dataset IS NOT NULL)"""
_QUARANTINE = "(SELECT source_file, source_sheet, village_code, source_row, cell, dataset, field, rule FROM audit.quarantine)"


class Place(NamedTuple):
    """Where something was seen: rows of which view or table, from which file and sheet, of which village."""

    about: str
    path: str
    sheet: str
    village_code: str


State = Counter[tuple[Place, str]]
"""Content of a warehouse: how often each row (its digest) is at its place."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many runs were killed before they were done, in how many homes, and what differs from a run nobody disturbed: lines."""

    kills: int
    homes: int
    differing: Sequence[str]


def prove(inbox: Path, folder: Path, kills: int, seed: int) -> Outcome:
    """Load an inbox undisturbed, then again and again with runs killed at random moments, and compare."""
    began = time.monotonic()
    expected = _state_after_finishing(folder / "calm", inbox)
    lasted = time.monotonic() - began
    moments = random.Random(seed)
    killed, homes, differing = 0, 0, list[str]()
    while killed < kills:
        home = folder / f"troubled{homes}"
        while killed < kills and _kill_once(home, inbox, moments.uniform(0.1, 1.0) * lasted, server_too=killed % 3 == 2):
            killed += 1
        differing += _differences(expected, _state_after_finishing(home, inbox), home.name)
        homes += 1
    return Outcome(killed, homes, differing)


def _differences(expected: State, found: State, home: str) -> list[str]:
    """A line for each place where rows are missing or should not be."""
    missing, surplus = (Counter(place for place, _ in rows.elements()) for rows in (expected - found, found - expected))
    return [
        f"{home}: {place.about}, {place.path or 'no file'}, sheet {place.sheet or '-'}, village {place.village_code or '-'}: "
        f"{missing[place]} missing, {surplus[place]} that should not be"
        for place in sorted(missing | surplus)
    ]


def _command(inbox: Path) -> list[str]:
    return [sys.executable, "-c", "from flows.cli import main; main()", "run", "--inbox", str(inbox), "--workers", "2"]


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PMV_", "PREFECT_"))}
    return {**kept, "PMV_HOME": str(home), "PMV_PSEUDONYM_KEY": KEY, "PMV_BATCH_FILES": str(_BATCH_FILES)}


def _state_after_finishing(home: Path, inbox: Path) -> State:
    done = subprocess.run(_command(inbox), cwd=REPOSITORY, env=_environment(home), capture_output=True, encoding="utf-8")
    try:
        if done.returncode:
            raise SystemExit(f"pmv run failed: {done.stderr.strip()[-500:]}")
        return _state(home)
    finally:
        server.stop(home)


def _kill_once(home: Path, inbox: Path, after: float, *, server_too: bool) -> bool:
    """Start a run and kill it; True where it had not ended by itself. A run that meets the ruins of the last must not fail."""
    with subprocess.Popen(
        _command(inbox), cwd=REPOSITORY, env=_environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            if process.wait(timeout=after):
                raise SystemExit(f"a run after a kill ended with {process.returncode}")
            return False
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if server_too and (running := server.find_running(home)) is not None:
        os.kill(running.pid, signal.SIGKILL)
    return True


def _state(home: Path) -> State:
    warehouse = Warehouse.open(home)
    sources = {name: name for (name,) in warehouse.query("office", _DATASETS)[1]}
    sources |= {"accounting": _BALANCE, "quarantine": _QUARANTINE}
    state: State = Counter()
    for about, source in sources.items():
        rows = warehouse.query("office", _CONTENT.format(about=f"'{about}'", source=source))[1]
        state.update((Place(*place), digest) for *place, digest in rows)
    state.update((Place(f"integrity check {result.id}", "", "", ""), "") for result in check(warehouse) if result.faults)
    return state


def main() -> int:
    """Make an inbox, kill, compare, print; exit code 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.kills", description=__doc__)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="pmv-kills-") as name, console.status(f"Killing {options.kills} runs ..."):
        folder = Path(name)
        make = [
            "-m",
            "examples.generator",
            "--files",
            str(options.files),
            "--seed",
            str(options.seed),
            "--out",
            str(folder / "set"),
        ]
        subprocess.run([sys.executable, *make], cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=True)
        outcome = prove(folder / "set" / "stage1", folder, options.kills, options.seed)
    for line in outcome.differing:
        console.print(line, soft_wrap=True, highlight=False)
    console.print(f"{outcome.kills} kills in {outcome.homes} homes; differing: {len(outcome.differing) or 'nothing'}")
    return int(bool(outcome.differing))


if __name__ == "__main__":
    raise SystemExit(main())
