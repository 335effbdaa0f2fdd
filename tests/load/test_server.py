"""The embedded server: started once, found again, brought back after a crash, apart from other homes."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from expectations.catalogue import CatalogueError
from load import server
from load.passwords import read_password
from load.warehouse import Warehouse


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home below a folder that nobody but its owner can enter."""
    home = tmp_path_factory.mktemp("closed", numbered=True) / "home"
    home.parent.chmod(0o700)
    server.start(home)
    yield home
    server.stop(home)


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_running_server_is_found_again_at_once(home: Path) -> None:
    started = time.monotonic()
    assert server.start(home) == server.start(home)
    assert time.monotonic() - started < 0.5


def test_the_server_keeps_its_port_over_a_restart(home: Path) -> None:
    before = server.start(home)
    assert server.stop(home)
    assert server.find_running(home) is None
    after = server.start(home)
    assert (after.port, after.pid == before.pid) == (before.port, False)


def test_the_server_comes_back_after_it_was_killed(home: Path) -> None:
    killed = server.start(home)
    os.kill(killed.pid, signal.SIGKILL)
    wait_until_gone(killed.pid)
    assert server.find_running(home) is None
    assert server.start(home).pid != killed.pid


def test_a_lock_file_that_names_another_process_is_no_running_server(home: Path) -> None:
    server.start(home)
    server.stop(home)
    lock = home / "warehouse" / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n/elsewhere\n0\n1\n\n127.0.0.1\n0 0\nready   \n")
    assert server.find_running(home) is None
    assert server.start(home).pid != os.getpid()


def test_a_taken_port_is_left_to_its_holder_and_the_new_one_remembered(home: Path) -> None:
    before = server.start(home)
    server.stop(home)
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((server.HOST, before.port))
        holder.listen()
        moved = server.start(home)
    assert moved.port != before.port
    assert (home / "warehouse" / "port").read_text().strip() == str(moved.port)


def test_two_homes_have_two_servers_with_their_own_passwords(home: Path, tmp_path: Path) -> None:
    first, second = server.start(home), server.start(tmp_path)
    try:
        assert first.port != second.port
        assert read_password(home, server.SUPERUSER) != read_password(tmp_path, server.SUPERUSER)
        wrong = Warehouse(home, {"host": server.HOST, "port": second.port, "dbname": "postgres"})
        with pytest.raises(CatalogueError) as refused:
            wrong.login_as(server.SUPERUSER, read_password(home, server.SUPERUSER))
        assert refused.value.rule_id == "warehouse_login_refused"
    finally:
        server.stop(tmp_path)
    assert server.find_running(home) == first


def test_passwords_and_data_are_closed_to_others_and_no_parent_is_opened(home: Path) -> None:
    server.start(home)
    modes = {
        path: path.stat().st_mode & 0o777
        for path in (home, home / "secrets", home / "secrets" / "postgres", home / "warehouse" / "data")
    }
    assert list(modes.values()) == [0o711, 0o700, 0o600, 0o700]
    assert home.parent.stat().st_mode & 0o777 == 0o700


def test_the_server_listens_on_the_local_address_only(home: Path) -> None:
    port = server.start(home).port
    listening = [
        line.split() for line in Path("/proc/net/tcp").read_text().splitlines() if f":{port:04X} 00000000:0000 0A" in line
    ]
    assert [fields[1] for fields in listening] == [f"0100007F:{port:04X}"]


def test_a_damaged_data_folder_is_said_with_the_servers_own_reason(tmp_path: Path) -> None:
    server.start(tmp_path)
    server.stop(tmp_path)
    (tmp_path / "warehouse" / "data" / "global" / "pg_control").unlink()
    with pytest.raises(CatalogueError) as failed:
        server.start(tmp_path)
    assert failed.value.rule_id == "warehouse_data_corrupt"
    assert "pg_control" in str(failed.value)


def test_a_data_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "warehouse" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(CatalogueError) as failed:
        server.start(tmp_path)
    assert failed.value.rule_id == "warehouse_data_version"


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CatalogueError) as failed:
        server.start(tmp_path / "file" / "home")
    assert failed.value.rule_id == "warehouse_home_not_writable"


def test_stopping_where_nothing_runs_says_so(tmp_path: Path) -> None:
    assert server.stop(tmp_path) is False
