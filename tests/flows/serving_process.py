"""`pmv warehouse serve` as a process of its own, and what it prints for a BI tool."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.flows.command_line import REPOSITORY

PROMPT = "Ctrl-C stops the warehouse."


@dataclass(frozen=True, slots=True)
class Served:
    """A running warehouse and the table it printed, by label; `said` is all it printed."""

    home: Path
    printed: dict[str, str]
    said: str

    def connect(self, **given: Any) -> psycopg.Connection[Any]:
        """Connect with what was printed and nothing else, changed where the test says so."""
        asked = {
            "host": self.printed["Host"].partition(",")[0], "port": self.printed["Port"], "dbname": self.printed["Database"],
            "user": self.printed["User"], "password": self.printed["Password"], "sslmode": self.printed.get("SSL mode", "prefer"),
        }  # fmt: skip
        return psycopg.connect(**(asked | given), connect_timeout=10)

    def password(self, role: str) -> str:
        """Another role's password, as its owner finds it in the home."""
        return (self.home / "secrets" / role).read_text()


@contextlib.contextmanager
def serving(home: Path, *options: str) -> Iterator[Served]:
    """Serve the warehouse of a home until the test is done, then interrupt it as Ctrl-C does."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "warehouse", "serve", *options]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PMV_", "PREFECT_"))}
    environment = {**kept, "PMV_HOME": str(home), "COLUMNS": "120", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            said = "".join(_until_prompt(process))
            yield Served(home, dict(re.findall(r"│ (\w[\w ]*?) +│ (\S.*?) +│", said)), said)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
    assert process.returncode == 0


def _until_prompt(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if PROMPT in line:
            return
