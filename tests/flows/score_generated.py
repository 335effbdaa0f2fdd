"""Scores the product on generated deliveries of any size: `python -m tests.flows.score_generated --seed 1 --files 60`.

The same comparison as in the tests, on a warehouse of its own. Prints what is not as it was meant; exit code 1 where anything is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from examples.generator.delivery import make_delivery
from load import server
from load.schema import upgrade
from load.warehouse import Warehouse
from tests.flows.command_line import Installation
from tests.flows.delivery import Delivered, deliver, differences
from tests.flows.truth import Difference, rules_agree

_SHOWN = 5
"""Examples of each kind of difference."""


def main() -> int:
    """Score each seed asked for; 0 where all came out as meant."""
    parser = argparse.ArgumentParser(prog="python -m tests.flows.score_generated", description=__doc__)
    parser.add_argument("--seed", nargs="+", default=["1"], help="one delivery a seed")
    parser.add_argument("--files", type=int, default=60, help="at least this many files each")
    options = parser.parse_args()
    return max(score(seed, options.files) for seed in options.seed)


def score(seed: str, files: int) -> int:
    """Make, run and compare one delivery; 1 where anything differs."""
    with tempfile.TemporaryDirectory(prefix="pmv_score_") as folder:
        home = Path(folder, "home")
        try:
            warehouse = Warehouse.open(home)
            upgrade(warehouse)
            delivered = deliver(make_delivery(seed, files), Path(folder, "set"), Installation(home), warehouse)
            found = differences(delivered)
        finally:
            server.stop(home)
    print_score(seed, delivered, found)
    return int(bool(found))


def print_score(seed: str, delivered: Delivered, found: list[Difference]) -> None:
    """Sizes, then the differences by kind with some examples of each."""
    entries = [entry for file in delivered.files for entry in file["datasets"].values()]
    rows = [row for entry in entries for row in entry["rows"]]
    faults = sum("withheld" in row for row in rows) + sum(len(entry["quarantine"]) for entry in entries)
    cells = sum(len(row["values"]) for row in rows)
    layouts = len({file["layout"] for file in delivered.files})
    print(f"seed {seed}: {len(delivered.files)} files in {layouts} layouts, {len(rows)} rows, {cells} cells, {faults} faults")
    agreeing, named = _rules_named(delivered)
    print(f"  the rule named is the fault's in {agreeing} of {named} findings")
    counts = Counter(difference.kind for difference in found)
    for kind, count in counts.most_common():
        print(f"  {kind}: {count}")
        for difference in [each for each in found if each.kind == kind][:_SHOWN]:
            print(f"    {difference}")
    print("  PASS" if not found else f"  FAIL ({sum(counts.values())} differences)")


def _rules_named(delivered: Delivered) -> tuple[int, int]:
    answers = [
        agrees
        for number, stage in enumerate(delivered.stages, 1)
        for file in delivered.carriers(number)
        for agrees, _, _ in rules_agree(file, [each for each in stage.quarantine if each["source_file"] == file["sha256"]])
    ]
    return sum(answers), len(answers)


if __name__ == "__main__":
    sys.exit(main())
