"""A run that is killed and run again leaves what a run nobody disturbed leaves. At full number: `make kills`."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.proofs.kills import prove

EXAMPLES = Path(__file__).parents[2] / "examples" / "inbox"


def test_runs_killed_half_way_and_finished_leave_the_same_warehouse(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for workbook in sorted(EXAMPLES.iterdir())[:4]:
        shutil.copy(workbook, inbox)
    outcome = prove(inbox, tmp_path, kills=2, seed=1)
    assert (outcome.kills, outcome.differing) == (2, [])
