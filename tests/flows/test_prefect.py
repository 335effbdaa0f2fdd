"""The flows at a real Prefect server: registered, scheduled, run by a real worker, and silent about persons."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests

from load import server
from load.warehouse import Warehouse

pytestmark = pytest.mark.prefect

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
JAKARTA = ZoneInfo("Asia/Jakarta")
WORKBOOK = ROOT / "examples" / "inbox" / "3502182015_2026-09.xlsx"


@dataclass(frozen=True)
class Office:
    """A folder with a pmv.toml and an inbox, and the Prefect server it reports to."""

    folder: Path
    api: str
    environment: dict[str, str] = field(repr=False)

    def start(self, program: str, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        command = [str(PROGRAMS / program), *arguments]
        environment = {**self.environment, **settings}
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        process = self.start(program, *arguments)
        output, errors = process.communicate(timeout=180)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = requests.post(f"{self.api}/{path}", json=body or {}, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def deployments(self) -> dict[str, dict[str, Any]]:
        """The registered deployments by their flow's name."""
        flows = {flow["id"]: flow["name"] for flow in self.ask("flows/filter")}
        return {flows[each["flow_id"]]: each for each in self.ask("deployments/filter")}

    def flow_run(self, run_id: str) -> dict[str, Any]:
        return self.ask("flow_runs/filter", {"flow_runs": {"id": {"any_": [run_id]}}})[0]  # type: ignore[no-any-return]

    def warehouse(self) -> Warehouse:
        return Warehouse.open(self.folder / ".pmv")


def wait_for(what: Callable[[], Any], seconds: float = 40) -> Any:
    """The first answer that is not empty."""
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.3)
    return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office of one good workbook and one that is none, with a Prefect server of its own."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "pmv.toml").write_text('inbox = "inbox"\nworkers = 1\n', encoding="utf-8")
    (folder / "inbox").mkdir()
    shutil.copy(WORKBOOK, folder / "inbox")
    (folder / "inbox" / "rusak.xlsx").write_bytes(b"bukan lembar kerja")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "PMV_"))} | {
        "PATH": f"{PROGRAMS}:{os.environ.get('PATH', '')}",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder}/prefect.db",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_API_URL": api,
    }
    with (folder / "server.log").open("w") as log:
        command = [str(PROGRAMS / "prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
        prefect = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(lambda: prefect.poll() is not None or _answers(api), 90)
        assert prefect.poll() is None, (folder / "server.log").read_text()
        yield Office(folder, api, environment)
    finally:
        os.killpg(prefect.pid, signal.SIGTERM)
        prefect.wait(30)
        server.stop(folder / ".pmv")


def _answers(api: str) -> bool:
    try:
        return requests.get(f"{api}/health", timeout=2).ok
    except requests.RequestException:
        return False


@pytest.fixture(scope="module")
def registered(office: Office) -> Office:
    """The office after `pmv deploy`."""
    done = office.run("pmv", "deploy")
    assert done.returncode == 0, done.stderr
    return office


@pytest.fixture(scope="module")
def worked(registered: Office) -> list[dict[str, Any]]:
    """Two runs of the village flow asked for at once, after a worker has looked once for work."""
    deployment = registered.deployments()["village-reports"]["id"]
    asked = [registered.ask(f"deployments/{deployment}/create_flow_run")["id"] for _ in range(2)]
    done = registered.run("prefect", "worker", "start", "--pool", "pmv", "--run-once")
    assert done.returncode == 0, done.stderr
    return [registered.flow_run(run_id) for run_id in asked]


@pytest.fixture(scope="module")
def published(registered: Office) -> dict[str, Any]:
    """What `pmv run --json` says of the publications, with a Prefect server set."""
    done = registered.run("pmv", "run", "--publications", str(ROOT / "examples" / "publications"), "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_deploying_registers_every_flow_one_run_at_a_time(registered: Office) -> None:
    deployments = registered.deployments()
    assert set(deployments) == {"village-reports", "bp2mi-statistics", "retention", "end-long-queries"}
    for deployment in deployments.values():
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
        assert deployment["work_pool_name"] == "pmv"
        assert deployment["parameters"] == {}


def test_the_next_runs_are_at_the_hours_of_jakarta(registered: Office) -> None:
    deployments = registered.deployments()
    villages = deployments["village-reports"]
    runs = _next_runs(registered, villages["id"])
    evenings = [run for run in runs if run.hour == 19]
    due_hours = [run for run in runs if run.hour != 19]
    registered_at = dt.datetime.fromisoformat(villages["created"])
    assert evenings == _awaited(evenings, _hours_after(registered_at, lambda hour: hour.hour == 19))
    assert due_hours == _awaited(
        due_hours, _hours_after(registered_at, lambda hour: 5 <= hour.day <= 11 and 8 <= hour.hour <= 17)
    )
    assert evenings
    assert due_hours
    for run in _next_runs(registered, deployments["bp2mi-statistics"]["id"]):
        assert (run.isoweekday(), run.hour, run.minute) == (1, 6, 30)


def _awaited(runs: list[dt.datetime], hours: list[dt.datetime]) -> list[dt.datetime]:
    """As many of the hours as there are runs; a run whose hour struck since it was registered may be under way already."""
    now = dt.datetime.now(JAKARTA)
    return [hour for hour in hours if hour > now or hour in runs][: len(runs)]


def _next_runs(office: Office, deployment: str) -> list[dt.datetime]:
    def scheduled() -> list[dict[str, Any]]:
        runs = {"state": {"type": {"any_": ["SCHEDULED"]}}}
        found = office.ask("flow_runs/filter", {"flow_runs": runs, "deployments": {"id": {"any_": [deployment]}}})
        return [run for run in found if run["auto_scheduled"]]

    runs = wait_for(scheduled)
    return sorted(dt.datetime.fromisoformat(run["expected_start_time"]).astimezone(JAKARTA) for run in runs)


def _hours_after(start: dt.datetime, is_wanted: Callable[[dt.datetime], bool]) -> list[dt.datetime]:
    """The full hours of Jakarta in the forty days after a moment that are wanted."""
    first = start.astimezone(JAKARTA).replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return [hour for hour in (first + dt.timedelta(hours=step) for step in range(24 * 40)) if is_wanted(hour)]


def test_deploying_again_changes_nothing(registered: Office) -> None:
    before = registered.deployments()
    assert registered.run("pmv", "deploy").returncode == 0
    after = registered.deployments()
    assert {name: each["id"] for name, each in after.items()} == {name: each["id"] for name, each in before.items()}
    assert {name: len(each["schedules"]) for name, each in after.items()} == {
        "village-reports": 2,
        "bp2mi-statistics": 1,
        "retention": 1,
        "end-long-queries": 1,
    }


def test_a_worker_brings_the_rows_of_a_deployment_into_the_warehouse(registered: Office, worked: list[dict[str, Any]]) -> None:
    [run] = [run for run in worked if run["state"]["type"] == "COMPLETED"]
    _, rows = registered.warehouse().query("office", "SELECT count(*) FROM core.migrant_register")
    assert rows[0][0] > 0
    _, files = registered.warehouse().query("office", "SELECT path, status FROM audit.file ORDER BY path")
    assert [path for path, _ in files] == [WORKBOOK.name, "rusak.xlsx"]
    assert files[1][1] == "rejected"
    _, runs = registered.warehouse().query("office", "SELECT run_id FROM audit.run")
    assert (run["id"],) in runs


def test_a_run_that_comes_while_another_goes_is_cancelled(worked: list[dict[str, Any]]) -> None:
    assert sorted(run["state"]["type"] for run in worked) == ["CANCELLED", "COMPLETED"]


def test_each_stage_of_a_batch_is_one_task(registered: Office, worked: list[dict[str, Any]]) -> None:
    [run] = [run["id"] for run in worked if run["state"]["type"] == "COMPLETED"]

    def tasks() -> list[dict[str, Any]]:
        found = registered.ask("task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
        return found if all(task["state_type"] == "COMPLETED" for task in found) else []

    names = sorted(task["name"].rpartition("-")[0] for task in wait_for(tasks))
    assert names == ["check rows", "open warehouse", "publish batch", "read files"]


def test_a_run_leaves_one_artifact_of_counts(registered: Office, worked: list[dict[str, Any]]) -> None:
    [run] = [run["id"] for run in worked if run["state"]["type"] == "COMPLETED"]
    [artifact] = [each for each in registered.ask("artifacts/filter") if each["flow_run_id"] == run]
    assert artifact["key"] == "village-reports"
    assert "| rejected | 1 |" in artifact["data"]
    assert "file_not_a_spreadsheet" in artifact["data"]


def test_the_main_job_reports_as_a_flow_run_where_a_server_is_set(registered: Office, published: dict[str, Any]) -> None:
    run = registered.flow_run(published["run_id"])
    assert run["state"]["type"] == "COMPLETED"
    assert run["deployment_id"] is None
    assert published["totals"]["loaded"] > 0


def test_a_run_as_a_whole_that_fails_says_the_catalogues_line(registered: Office) -> None:
    (registered.folder / "empty").mkdir()
    done = registered.run("pmv", "run", "--inbox", "empty")
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith("pmv: ")]
    assert len(lines) == 1
    assert "Traceback" not in done.stderr
    [failed] = registered.ask("flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}})
    assert failed["state"]["message"].endswith(lines[0].removeprefix("pmv: "))


def test_a_database_out_of_reach_is_waited_for(registered: Office) -> None:
    address = {"PMV_WAREHOUSE_URL": "postgresql://pmv:pmv@127.0.0.1:1/pmv", "PMV_PSEUDONYM_KEY": "a key of the test"}
    process = registered.start("pmv", "run", "--inbox", "inbox", **address)
    waiting = {"task_runs": {"state": {"name": {"any_": ["AwaitingRetry"]}}}}
    try:
        [task] = wait_for(lambda: registered.ask("task_runs/filter", waiting))
    finally:
        process.kill()
        process.communicate()
    assert task["name"].startswith("open warehouse")


def test_prefect_holds_no_personal_value(registered: Office, worked: list[dict[str, Any]]) -> None:
    warehouse = registered.warehouse()
    _, niks = warehouse.query("dpo", "SELECT nik FROM vault.person WHERE nik IS NOT NULL")
    _, names = warehouse.query("dpo", "SELECT full_name FROM vault.migrant_register")
    _, withheld = warehouse.query("dpo", "SELECT raw_value FROM vault.quarantine_value")
    values = {value for (value,) in (*niks, *names, *withheld)}
    assert len(values) > 10
    logs = wait_for(lambda: registered.ask("logs/filter"))
    kept = [registered.ask(f"{kind}/filter") for kind in ("flow_runs", "task_runs", "artifacts", "flows", "deployments")]
    text = json.dumps([logs, kept], ensure_ascii=False)
    assert [value for value in values if value in text] == []
