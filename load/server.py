"""The embedded PostgreSQL server of one PMV_HOME: made once, started when needed, found again, stopped on request.

Lifecycle: the first command that needs the warehouse starts the server and leaves it running, so that the next one only connects;
`pmv warehouse serve` holds it in front, `stop()` ends it. It listens on 127.0.0.1 alone, with passwords. It does not know what is
inside the database.

The server is started *inside* its data folder and told `-D /proc/self/cwd` where Linux has that. So root's PMV_HOME may lie below
folders that the server's own user cannot enter (a 0700 home or temporary folder), and no folder has to be opened to others.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import signal
import socket
import subprocess
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from expectations.catalogue import CatalogueError
from load.binaries import MAJOR_VERSION, Programs, find_programs
from load.passwords import keep_password, new_password

HOST = "127.0.0.1"
SUPERUSER = "postgres"
START_SECONDS = 60.0
"""A server that was killed under load replays its log first, so waiting longer than a normal start is right."""

_ATTEMPTS = 50
_FIRST_PORT, _PORTS = 20_000, 10_000  # below the range systems hand out to outgoing connections
_WORKING_FOLDER = Path("/proc/self/cwd")
_PASSING_FAILURES = ("could not bind", "pre-existing shared memory block")  # a port just taken; children of a killed server
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_wal_size": "2GB",
    "jit": "off",
    "cluster_name": "pmv",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server."""

    port: int
    pid: int


@dataclass(frozen=True, slots=True)
class _Place:
    """The files of one home's server."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def port(self) -> Path:
        return self.folder / "port"


def start(home: Path) -> Server:
    """The server of this home, made and started if need be. Raises CatalogueError saying what stands in the way."""
    if (running := find_running(home)) is not None:
        return running
    place = _prepare(home)
    with _only_one(place.folder):
        if (running := find_running(home)) is not None:
            return running
        programs = find_programs()
        if not (place.data / "PG_VERSION").exists():
            _initialise(place, programs, home)
        _expect_version(place)
        _drop_stale_lock(place.data)
        return _launch(place, programs.for_owner_of(place.data))


def find_running(home: Path) -> Server | None:
    """The server of this home if it is up and accepting connections."""
    lock = _read_lock(_place(home).data)
    return lock if lock and _is_ours(lock.pid, _place(home).data) and _accepts(lock.port) else None


def stop(home: Path, seconds: float = 30.0) -> bool:
    """End the server of this home, its sessions too; False when none was running. Committed data stays."""
    lock = _read_lock(_place(home).data)
    if lock is None or not _is_ours(lock.pid, _place(home).data):
        return False
    os.kill(lock.pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
    deadline = time.monotonic() + seconds
    while _is_ours(lock.pid, _place(home).data):
        if time.monotonic() > deadline:
            raise CatalogueError("warehouse_stop_failed", pid=lock.pid)
        time.sleep(0.02)
    return True


def _place(home: Path) -> _Place:
    return _Place(home / "warehouse")


def _prepare(home: Path) -> _Place:
    place = _place(home)
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        for folder in (home, place.folder):
            if folder.stat().st_uid == os.geteuid():
                folder.chmod(0o711)
    except OSError as failure:
        raise CatalogueError("warehouse_home_not_writable", home=home, error=failure.strerror) from failure
    return place


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Two commands that find no server at the same time must not both start one."""
    try:
        handle = (folder / "lock").open("w")
    except OSError as failure:
        raise CatalogueError("warehouse_home_not_writable", home=folder.parent, error=failure.strerror) from failure
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _initialise(place: _Place, programs: Programs, home: Path) -> None:
    """Make the data folder beside its place and move it there, so that a broken attempt leaves nothing behind."""
    if place.data.exists() and any(place.data.iterdir()):
        raise CatalogueError("warehouse_data_corrupt", folder=place.data, log=place.log, error="PG_VERSION")
    unfinished = place.folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    programs.own(unfinished)
    password = new_password()
    with _password_file(place.folder, programs, password) as password_file:
        command = [programs.path("initdb"), "-D", _from_inside(unfinished), "-U", SUPERUSER, "--auth=scram-sha-256"]
        command += [f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        done = subprocess.run(command, cwd=unfinished, capture_output=True, text=True, **programs.process_options)  # noqa: S603
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise _start_failure(place, done.stderr)
    keep_password(home, SUPERUSER, password)
    if place.data.exists():
        place.data.rmdir()
    unfinished.rename(place.data)


@contextlib.contextmanager
def _password_file(folder: Path, programs: Programs, password: str) -> Iterator[str]:
    """The first password for initdb, which reads it from a file only; seen from inside the data folder, gone afterwards."""
    path = folder / "data.unfinished.password"
    path.touch(mode=0o600)
    path.write_text(password)
    programs.own(path)
    try:
        yield "../" + path.name if _WORKING_FOLDER.exists() else str(path)
    finally:
        path.unlink()


def _from_inside(data: Path) -> str:
    return str(_WORKING_FOLDER if _WORKING_FOLDER.exists() else data.resolve())


def _expect_version(place: _Place) -> None:
    found = (place.data / "PG_VERSION").read_text().strip()
    if found != MAJOR_VERSION:
        raise CatalogueError("warehouse_data_version", folder=place.data, found=found, expected=MAJOR_VERSION)


def _launch(place: _Place, programs: Programs) -> Server:
    for port in itertools.islice(_candidate_ports(place), _ATTEMPTS):
        offset = place.log.stat().st_size if place.log.exists() else 0
        process = _spawn(place, programs, port)
        server = _await_ready(place, process, port)
        if server is not None:
            place.port.write_text(f"{port}\n")
            return server
        said = _log_since(place.log, offset)
        if not any(passing in said for passing in _PASSING_FAILURES):
            raise _start_failure(place, said)
        time.sleep(0.1)
    raise CatalogueError("warehouse_port_taken", first=_FIRST_PORT, last=_FIRST_PORT + _PORTS - 1)


def _spawn(place: _Place, programs: Programs, port: int) -> subprocess.Popen[bytes]:
    command = [programs.path("postgres"), "-D", _from_inside(place.data), "-p", str(port)]
    for name, value in _SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    try:
        with place.log.open("ab") as log:
            place.log.chmod(0o600)
            return subprocess.Popen(  # noqa: S603
                command,
                cwd=place.data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **programs.process_options,
            )
    except OSError as failure:
        raise _start_failure(place, str(failure)) from failure


def _await_ready(place: _Place, process: subprocess.Popen[bytes], port: int) -> Server | None:
    """The server once it accepts connections, None when it ended instead."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None:
        lock = _read_lock(place.data)
        if lock == Server(port, process.pid) and _accepts(port):
            process.returncode = 0  # it outlives this process on purpose: no warning about a child left behind
            return lock
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGQUIT)
            raise CatalogueError("warehouse_start_slow", seconds=int(START_SECONDS), log=place.log)
        time.sleep(0.01)
    return None


def _candidate_ports(place: _Place) -> Iterator[int]:
    """The remembered port first; then free ones from a start of this home's own, so that two homes seldom want the same."""
    remembered = place.port.read_text().strip() if place.port.exists() else ""
    if remembered.isdigit() and _is_free(int(remembered)):
        yield int(remembered)
    start_at = zlib.crc32(str(place.folder.resolve()).encode()) % _PORTS
    for step in range(_PORTS):
        port = _FIRST_PORT + (start_at + step) % _PORTS
        if _is_free(port):
            yield port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((HOST, port)) == 0


def _read_lock(data: Path) -> Server | None:
    """Process and port from postmaster.pid once the server says it is ready there."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as failure:
        raise CatalogueError("warehouse_other_user", folder=data) from failure
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    return Server(int(lines[3]), int(lines[0]))


def _is_ours(pid: int, data: Path) -> bool:
    """Whether the process is alive and works in this data folder; after a restart of the machine its number may be another's."""
    try:
        os.kill(pid, 0)
        return not _WORKING_FOLDER.exists() or Path(f"/proc/{pid}/cwd").samefile(data)
    except (ProcessLookupError, PermissionError, FileNotFoundError):
        return False


def _drop_stale_lock(data: Path) -> None:
    lock = data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        if not _is_ours(int(lock.read_text().splitlines()[0]), data):
            lock.unlink()


def _log_since(log: Path, offset: int) -> str:
    with log.open("rb") as file:
        file.seek(offset)
        return file.read().decode("utf-8", "replace")


def _start_failure(place: _Place, said: str) -> CatalogueError:
    if "No space left on device" in said:
        return CatalogueError("warehouse_no_space", folder=place.folder)
    if "could not look up effective user ID" in said:
        return CatalogueError("warehouse_user_unnamed", uid=os.geteuid())
    reasons = [line.partition("FATAL:")[2] or line.partition("PANIC:")[2] for line in said.splitlines()]
    error = next((reason.strip() for reason in reasons if reason), said.strip().splitlines()[-1] if said.strip() else "?")
    return CatalogueError("warehouse_data_corrupt", folder=place.data, log=place.log, error=error)
