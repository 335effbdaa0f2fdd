"""Whole-run time over the floor: 200 generated workbooks of 5 sheets and 300 rows, a fresh warehouse, every check on.

Prints the ratio of each repetition and their median; figures of one machine at one time, to be compared with each other only.
Usage: python -m benchmarks.whole_run [--files 200] [--repeat 3] [--workers N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.table import Table

from benchmarks.floor import CONSOLE, copy_seconds, loaded_rows, read_seconds
from load import server
from load.schema import upgrade
from load.warehouse import Warehouse


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pmv-benchmark-") as folder:
        inbox = generate(Path(folder) / "set", options.files)
        results = [measure(Path(folder) / f"home{n}", inbox, options.workers) for n in range(options.repeat)]
    show(results)


def generate(folder: Path, files: int) -> Path:
    """The inbox of a generated set."""
    command = [sys.executable, "-m", "examples.generator", "--scale", str(files), "--seed", "1", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "stage1"


def measure(home: Path, inbox: Path, workers: int) -> dict[str, float]:
    """One run into a fresh warehouse and the floor beside it, in seconds and MiB."""
    warehouse = Warehouse.open(home)
    upgrade(warehouse)
    try:
        run, report = timed_run(home, inbox, workers)
        datasets = sorted({sheet["dataset"] for file in report["files"] for sheet in file["sheets"] if sheet["dataset"]})
        rows = loaded_rows(warehouse, datasets)
        read = read_seconds(sorted(inbox.rglob("*.xlsx")))
        copy = copy_seconds(warehouse, rows)
        again, _ = timed_run(home, inbox, workers)
    finally:
        server.stop(home)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    loaded = float(report["totals"]["loaded"])
    return {"run": run, "read": read, "copy": copy, "ratio": run / (read + copy), "again": again, "rows": loaded, "peak": peak}


def timed_run(home: Path, inbox: Path, workers: int) -> tuple[float, dict[str, object]]:
    """Wall seconds of `pmv run` as a whole process, and its report."""
    command = [str(Path(sys.executable).with_name("pmv")), "run", "--inbox", str(inbox), "--workers", str(workers), "--json"]
    began = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, "PMV_HOME": str(home)}, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, json.loads(done.stdout)


def show(results: list[dict[str, float]]) -> None:
    """One line a repetition, then the median ratio."""
    table = Table(title="Whole run over the floor")
    for name in ("rows", "read s", "copy s", "run s", "ratio", "second run s", "peak MiB of a process"):
        table.add_column(name, justify="right")
    for r in results:
        cells = (f"{r['rows']:,.0f}", *(f"{r[k]:.2f}" for k in ("read", "copy", "run", "ratio", "again")), f"{r['peak']:.0f}")
        table.add_row(*cells)
    CONSOLE.print(table)
    CONSOLE.print(f"median ratio {statistics.median(r['ratio'] for r in results):.1f}")


if __name__ == "__main__":
    main()
