"""Runs `pmv` as a user does: through the real entry point, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.cli import main
from load.passwords import read_password
from load.warehouse import LOADER, Warehouse

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Installation:
    """One PMV_HOME and the settings beside it. Nothing of the surrounding environment's PMV_ or PREFECT_ settings is seen."""

    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def pmv(self, *arguments: str, **settings: str) -> Done:
        """Run a command in this process (one reader, so that no process is started). `settings` as in PMV_…, in lower case."""
        out, err = io.StringIO(), io.StringIO()
        environment = self._environment({"workers": "1", **settings})
        with _instead(environment, ["pmv", *arguments]), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = _exit_code()
        return Done(code, out.getvalue(), err.getvalue())

    def pmv_alone(self, *arguments: str, **settings: str) -> Done:
        """Run a command in a process of its own, as a shell would."""
        command = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
        done = subprocess.run(
            command, env=self._environment(settings), cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PMV_", "PREFECT_"))}
        given = {f"PMV_{name.upper()}": value for name, value in {**self.settings, **settings}.items()}
        return {**kept, "PMV_HOME": str(self.home), **given}


def installation_on(database: Warehouse, login: str = LOADER) -> Installation:
    """An installation whose PMV_WAREHOUSE_URL names this database, with the passwords and the landing store of its home."""
    server = f"{database.address['host']}:{database.address['port']}/{database.address['dbname']}"
    url = f"postgresql://{login}:{read_password(database.home, login)}@{server}"
    return Installation(database.home, {"warehouse_url": url, "pseudonym_key": "a secret of the tests, long enough"})


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


@contextlib.contextmanager
def _instead(environment: Mapping[str, str], arguments: list[str]) -> Iterator[None]:
    before, told = dict(os.environ), sys.argv
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = arguments
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.argv = told
