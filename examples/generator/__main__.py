"""Command line: a set with truth (`--files`), or many workbooks for a benchmark (`--scale`)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .delivery import make_delivery, write_delivery
from .scale import write_scale


def main() -> int:
    """Write the set asked for; exit code 2 where the target folder is not empty."""
    parser = argparse.ArgumentParser(prog="python -m examples.generator", description=__doc__)
    parser.add_argument("--seed", default="7", help="everything follows from it")
    parser.add_argument("--out", type=Path, required=True, help="an empty or new folder")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--files", type=int, default=40, help="at least this many files, in two deliveries, with truth.json")
    size.add_argument("--scale", type=int, help="this many plain workbooks of 5 sheets and 300 rows")
    parser.add_argument(
        "--encrypted", action="store_true", help="add a password-protected workbook (its bytes change every time)"
    )
    options = parser.parse_args()
    if options.out.exists() and any(options.out.iterdir()):
        print(f"{options.out} is not empty: name a new folder", file=sys.stderr)
        return 2
    if options.scale:
        truth = write_scale(options.seed, options.scale, options.out)
        print(f"{options.scale} workbooks in {options.out}: {truth['counts']}")
        return 0
    made = make_delivery(options.seed, options.files, options.encrypted)
    truth = write_delivery(made, options.seed, options.out)
    print(f"{len(made)} files in {options.out}: {truth['counts']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
