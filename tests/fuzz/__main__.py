"""Reads spoiled workbooks by the thousand: `python -m tests.fuzz --count 2000 --seed 1`.

Each is read in another process, so that one that crashes or hangs it is noticed, named and outlived. Exit code 1 where anything
went wrong; `--trial N` repeats one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from examples.generator.layouts.recipe import recipes
from examples.generator.submission import MadeFile
from tests.fuzz.trial import Verdict, faultless_files, run_trial, spoiled

MOST_SECONDS = 10
_PROGRESS_EVERY = 100


def main() -> int:
    """Run the trials asked for and print what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many trials")
    parser.add_argument("--seed", default="1", help="everything follows from it")
    parser.add_argument("--trial", type=int, help="repeat this one trial, in this process")
    options = parser.parse_args()
    files = faultless_files([recipe.id for recipe in recipes()])
    if options.trial is not None:
        print(run_trial(files, options.seed, options.trial))
        return 0
    endings: Counter[str] = Counter()
    wrong: list[Verdict] = []
    for verdict in verdicts(files, options.seed, options.count):
        endings[verdict.ending] += 1
        if verdict.faults:
            wrong.append(verdict)
            print(f"  trial {verdict.trial} {verdict.mutation} of {verdict.layout} ({verdict.ending}): {verdict.faults[0][:200]}")
        if (verdict.trial + 1) % _PROGRESS_EVERY == 0:
            print(f"{verdict.trial + 1}/{options.count}", file=sys.stderr, flush=True)
    print(f"{options.count} files, seed {options.seed}: {len(wrong)} went wrong")
    for ending, count in endings.most_common():
        print(f"  {count:6} {ending}")
    return int(bool(wrong))


def verdicts(files: Sequence[MadeFile], seed: str, count: int) -> Iterator[Verdict]:
    """The trials 0 to `count`, each in the reading process; a new one where it crashed or hung."""
    pool = ProcessPoolExecutor(1)
    for trial in range(count):
        started = time.monotonic()
        try:
            verdict = pool.submit(run_trial, files, seed, trial).result(MOST_SECONDS)
        except (TimeoutError, BrokenProcessPool) as failure:
            for process in list(pool._processes.values()):  # a process that hangs does not heed a shutdown
                process.kill()
            pool = ProcessPoolExecutor(1)
            file, mutated = spoiled(files, seed, trial)
            kind = f"hangs over {MOST_SECONDS} s" if isinstance(failure, TimeoutError) else "crashes the reader"
            verdict = Verdict(trial, mutated.name, file.truth["layout"], kind, (f"{time.monotonic() - started:.0f} s",))
        yield verdict
    pool.shutdown()


if __name__ == "__main__":
    sys.exit(main())
