"""Apache Superset against a served warehouse: the recipe of docs/bi.md followed through Superset's own interface.

`make superset` installs Superset into an environment of its own and runs this. It fills a warehouse with the examples, serves it,
starts Superset, and does as a newcomer would: connect, see the views, make a dataset of each, draw a chart, try to write. Every
number Superset answers is compared with PostgreSQL's. Not part of `make test`: Superset alone starts for half a minute.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from rich.console import Console

from tests.flows.command_line import REPOSITORY
from tests.flows.serving_process import Served, serving

BIN = REPOSITORY / ".superset" / "bin"
CHARTED = "village_month"
MEASURE = "migrants_active"
_CONFIGURATION = """
SECRET_KEY = {secret!r}
SQLALCHEMY_DATABASE_URI = {database!r}
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""


class Superset:
    """A running Superset, signed in as its administrator."""

    def __init__(self, address: str, password: str) -> None:
        self._address = address
        self._session = requests.Session()
        asked = {"username": "admin", "password": password, "provider": "db", "refresh": False}
        token = self._ask("POST", "security/login", asked)["access_token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def connect(self, uri: str) -> int:
        """Add the warehouse as a database connection; its number."""
        asked = {"database_name": "pmv", "sqlalchemy_uri": uri, "expose_in_sqllab": True, "allow_dml": True}
        return int(self._ask("POST", "database/", asked)["id"])

    def views(self, database: int) -> list[str]:
        """The names Superset lists under the schema `mart`."""
        listed = self._ask("GET", f"database/{database}/tables/?q=(schema_name:mart,force:!t)")
        return sorted(entry["value"] for entry in listed["result"])

    def dataset(self, database: int, view: str) -> int:
        """Make a dataset of a view; its number."""
        return int(self._ask("POST", "dataset/", {"database": database, "schema": "mart", "table_name": view})["id"])

    def columns(self, dataset: int) -> list[dict[str, Any]]:
        """A dataset's columns as Superset read them: name, type, description, among others."""
        return list(self._ask("GET", f"dataset/{dataset}")["result"]["columns"])

    def chart(self, dataset: int, by: str, measure: str) -> dict[str, float | None]:
        """The data of a chart: the sum of a measure by a column."""
        metric = {"expressionType": "SQL", "sqlExpression": f"sum({measure})", "label": "asked"}
        query = {"columns": [by], "metrics": [metric], "row_limit": 10_000}
        asked = {
            "datasource": {"id": dataset, "type": "table"},
            "queries": [query],
            "result_format": "json",
            "result_type": "full",
        }
        rows = self._ask("POST", "chart/data", asked)["result"][0]["data"]
        return {row[by]: row["asked"] for row in rows}

    def refusal(self, database: int, statement: str) -> str:
        """What SQL Lab says to a statement that must not run; empty if it ran."""
        asked = {"database_id": database, "sql": statement, "schema": "mart", "runAsync": False}
        answer = self._session.post(f"{self._address}/api/v1/sqllab/execute/", json=asked, timeout=120)
        return "" if answer.ok else answer.text

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = self._session.request(method, f"{self._address}/api/v1/{path}", json=body, timeout=120)
        if not answer.ok:
            raise SystemExit(f"Superset answered {answer.status_code} to {method} {path}: {answer.text[:400]}")
        return dict(answer.json())


@contextlib.contextmanager
def superset(folder: Path) -> Iterator[Superset]:
    """Superset with a fresh store in a folder, until the block ends."""
    settings = folder / "superset_config.py"
    store = f"sqlite:///{folder / 'superset.db'}"
    settings.write_text(_CONFIGURATION.format(secret=secrets.token_hex(32), database=store), encoding="utf-8")
    environment = {**os.environ, "SUPERSET_CONFIG_PATH": str(settings), "FLASK_APP": "superset.app:create_app()"}
    password = secrets.token_hex(8)
    admin = ["--username", "admin", "--firstname", "a", "--lastname", "a", "--email", "admin@example.org", "--password", password]
    with (folder / "superset.log").open("w", encoding="utf-8") as log:
        for step in (["db", "upgrade"], ["fab", "create-admin", *admin], ["init"]):
            subprocess.run([BIN / "superset", *step], env=environment, stdout=log, stderr=log, check=True)
        port = _free_port()
        command = [str(BIN / "superset"), "run", "-p", str(port)]
        with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
            try:
                yield Superset(_when_healthy(f"http://127.0.0.1:{port}", process), password)
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _when_healthy(address: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{address}/health", timeout=5).ok:
                return address
        time.sleep(0.5)
    raise SystemExit("Superset did not start.")


def _fill(home: Path) -> None:
    """The examples in a warehouse of their own."""
    command = [sys.executable, "-c", "from flows.cli import main; main()", "run"]
    command += ["--inbox", "examples/inbox", "--publications", "examples/publications"]
    environment = {**os.environ, "PMV_HOME": str(home)}
    subprocess.run(command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL, check=True)


def _uri(served: Served) -> str:
    printed = served.printed
    return f"postgresql://{printed['User']}:{printed['Password']}@127.0.0.1:{printed['Port']}/{printed['Database']}"


def _prove(tool: Superset, served: Served, console: Console) -> None:
    database = tool.connect(_uri(served))
    with served.connect() as connection:
        listed = connection.execute(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'mart'"
        ).fetchall()
        asked = f"SELECT district_name, sum({MEASURE}) FROM {CHARTED} GROUP BY 1"
        expected = {name: None if value is None else float(value) for name, value in connection.execute(asked)}
    views = tool.views(database)
    _check(views == sorted(name for (name,) in listed), "views differ", console, f"{len(views)} views listed under mart")
    datasets = {view: tool.dataset(database, view) for view in views}
    bare = [
        f"{view}.{c['column_name']}" for view, number in datasets.items() for c in tool.columns(number) if not c["description"]
    ]
    _check(not bare, f"columns without a description: {bare[:5]}", console, f"{len(datasets)} datasets, every column described")
    charted = tool.chart(datasets[CHARTED], "district_name", MEASURE)
    _check(charted == expected, "chart differs from SQL", console, f"chart of {MEASURE} by district: {len(charted)} equal to SQL")
    for statement in ("DELETE FROM core.fact_migrant_register", "SELECT * FROM vault.person", "CREATE TABLE mart.mine (a int)"):
        said = tool.refusal(database, statement)
        _check("permission denied" in said or "read-only" in said, f"not refused: {statement}", console, f"refused: {statement}")


def _check(held: bool, wrong: str, console: Console, right: str) -> None:
    if not held:
        raise SystemExit(f"FAILED: {wrong}")
    console.print(f"[green]✓[/] {right}")


def main() -> None:
    """Run the proof and print what held; ends with an error at the first thing that did not."""
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with console.status("Loading the examples ..."):
            _fill(home)
        with serving(home) as served, console.status("Starting Superset ..."), superset(Path(folder)) as tool:
            _prove(tool, served, console)


if __name__ == "__main__":
    main()
