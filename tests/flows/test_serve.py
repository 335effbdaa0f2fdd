"""The door for BI tools: what `pmv warehouse serve` prints is enough to connect, and lets nobody in who should stay out."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from expectations.catalogue import CatalogueError
from load import server
from load.accounts import add_account
from load.listening import listen
from load.warehouse import Warehouse
from tests.flows.serving_process import Served, serving

SSL_REQUEST = struct.pack("!II", 8, 80877103)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: serving ends the server it holds."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def plain(home: Path) -> Iterator[Served]:
    """Served as it is by default: this machine only."""
    with serving(home) as served:
        yield served


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Served to other computers."""
    with serving(tmp_path_factory.mktemp("opened"), "--listen", "0.0.0.0") as served:
        yield served


def test_what_is_printed_is_enough_to_read_the_marts(plain: Served) -> None:
    assert (plain.printed["Host"], plain.printed["User"], plain.printed["Schema"]) == ("127.0.0.1", "pmv_bi", "mart")
    with plain.connect() as connection:
        row = connection.execute("SELECT count(*) > 20 FROM village_month RIGHT JOIN dictionary ON false").fetchone()
    assert row == (True,)


def test_a_bi_tool_finds_keys_and_comments_where_it_looks_for_them(plain: Served) -> None:
    with plain.connect() as connection:
        keys = connection.execute(
            "SELECT count(*) FROM pg_constraint AS f JOIN pg_class AS c ON c.oid = f.conrelid "
            "WHERE f.contype = 'f' AND c.relname = 'fact_migrant_register'"
        ).fetchone()
        undescribed = connection.execute(
            "SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid "
            "WHERE c.relnamespace = 'mart'::regnamespace AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NULL"
        ).fetchall()
    assert keys == (3,)
    assert undescribed == []


def test_core_audit_and_vault_are_closed_to_the_bi_role(plain: Served) -> None:
    for table in ("core.migrant_register", "audit.quarantine", "vault.person"):
        with plain.connect() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"SELECT * FROM {table} LIMIT 1".encode())


def test_a_wrong_password_is_refused(plain: Served) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        plain.connect(password="pmv")


def test_by_default_nothing_listens_beyond_this_machine(plain: Served) -> None:
    for address in own_addresses():
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, int(plain.printed["Port"]))) != 0


def test_with_tls_the_connection_is_encrypted_and_all_ends_when_it_is_stopped(tmp_path: Path) -> None:
    with serving(tmp_path, "--tls") as served:
        assert served.printed["Host"] == "127.0.0.1"
        with served.connect() as connection:
            assert connection.pgconn.ssl_in_use
            assert connection.execute("SELECT count(*) > 0 FROM mart.dictionary").fetchone() == (True,)
    assert server.find_running(tmp_path) is None
    with pytest.raises(psycopg.OperationalError, match="refused"):
        served.connect()


def test_a_connection_from_another_computer_is_encrypted_and_the_certificate_proves_the_server(opened: Served) -> None:
    certificate = str(opened.home / "warehouse" / "server.crt")
    assert certificate in opened.said
    with opened.connect(sslmode="verify-full", sslrootcert=certificate) as connection:
        assert connection.pgconn.ssl_in_use
        row = connection.execute("SELECT sum(length(repeat('x', 1000))) FROM generate_series(1, 1000)").fetchone()
        assert row == (1_000_000,)


def test_from_an_address_others_see_the_server_is_proved_by_its_certificate_and_by_no_other(
    opened: Served, tmp_path: Path
) -> None:
    addresses = own_addresses() or pytest.skip("this machine has no address but its own")
    certificate = str(opened.home / "warehouse" / "server.crt")
    with listen(made(tmp_path), addresses[0], beside=20_300):  # another installation at the same address
        other = str(tmp_path / "warehouse" / "server.crt")
    for address in addresses:
        with opened.connect(host=address, sslmode="verify-full", sslrootcert=certificate) as connection:
            assert (connection.info.host, connection.pgconn.ssl_in_use) == (address, True)
            assert connection.execute("SELECT count(*) > 0 FROM mart.dictionary").fetchone() == (True,)
        with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
            opened.connect(host=address, sslmode="verify-full", sslrootcert=other)


def test_psql_of_any_installation_gets_in_with_the_certificate(opened: Served) -> None:
    psql = shutil.which("psql") or pytest.skip("no psql on this machine")
    told = opened.printed
    address = (own_addresses() or [told["Host"].partition(",")[0]])[0]
    place = f"host={address} port={told['Port']} dbname={told['Database']} user={told['User']}"
    proof = f"sslmode=verify-full sslrootcert={opened.home / 'warehouse' / 'server.crt'}"
    asked = "SELECT current_user, count(*) > 0 FROM mart.dictionary"
    environment = {"PGPASSWORD": told["Password"], "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [psql, "-Atc", asked, f"{place} {proof}"], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout == "pmv_bi|t\n", done.stderr


def test_a_certificate_does_not_prove_a_name_it_does_not_bear(opened: Served) -> None:
    certificate = str(opened.home / "warehouse" / "server.crt")
    address = opened.printed["Host"].partition(",")[0]
    with pytest.raises(psycopg.OperationalError, match="does not match host name"):
        opened.connect(host="gudang.example", hostaddr=address, sslmode="verify-full", sslrootcert=certificate)


def test_a_large_answer_arrives_whole(opened: Served) -> None:
    with opened.connect() as connection:
        rows = connection.execute("SELECT n, repeat(chr(65 + n % 26), 500) FROM generate_series(1, 40000) AS n").fetchall()
    assert [(n, set(text)) for n, text in rows] == [(n, {chr(65 + n % 26)}) for n in range(1, 40_001)]


def test_without_encryption_nobody_gets_in(opened: Served) -> None:
    with pytest.raises(psycopg.OperationalError, match="only encrypted connections"):
        opened.connect(sslmode="disable")


def test_a_wrong_password_is_refused_through_tls_as_well(opened: Served) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        opened.connect(password="pmv")


@pytest.mark.parametrize("role", ["pmv_loader", "pmv_dpo", "postgres", "nobody"])
def test_who_writes_administers_or_sees_names_stays_out_with_the_right_password(opened: Served, role: str) -> None:
    password = "x" if role == "nobody" else opened.password(role)
    with pytest.raises(psycopg.OperationalError, match="may not connect through the gateway"):
        opened.connect(user=role, password=password)


def test_the_office_and_named_accounts_of_reading_roles_get_in_those_of_the_dpo_do_not(opened: Served) -> None:
    warehouse = Warehouse.open(opened.home)
    chart, officer = (add_account(warehouse, name, role) for name, role in (("chart_tool", "bi"), ("data_officer", "dpo")))
    for user, password in (("pmv_office", opened.password("pmv_office")), ("chart_tool", chart)):
        with opened.connect(user=user, password=password) as connection:
            assert connection.execute("SELECT session_user::text").fetchone() == (user,)
    with pytest.raises(psycopg.OperationalError, match="may not connect"):
        opened.connect(user="data_officer", password=officer)


def test_only_the_warehouse_itself_can_be_reached(opened: Served) -> None:
    with pytest.raises(psycopg.OperationalError, match='only the database "pmv"'):
        opened.connect(dbname="postgres")


def test_a_running_query_can_be_cancelled_through_the_gateway(opened: Served) -> None:
    with opened.connect() as connection:
        timer = threading.Timer(0.5, connection.cancel_safe)
        timer.start()
        with pytest.raises(psycopg.errors.QueryCanceled, match="user request"):
            connection.execute("SELECT pg_sleep(30)")
        timer.join()


@pytest.mark.parametrize(
    "rubbish", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\0" * 8, b"\xff" * 64, SSL_REQUEST + b"injected" * 8]
)
def test_what_is_not_postgresql_ends_its_own_connection_only(opened: Served, rubbish: bytes) -> None:
    place = (opened.printed["Host"], int(opened.printed["Port"]))
    with socket.create_connection(place, timeout=10) as stranger:
        stranger.sendall(rubbish)
        while block := _received(stranger):
            assert block[:1] in (b"S", b"\x15")  # a yes to TLS, then at most TLS's own alert
            if rubbish.startswith(SSL_REQUEST):
                stranger.shutdown(socket.SHUT_WR)
    with opened.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_key_is_closed_to_others_and_old_protocols_are_refused(opened: Served) -> None:
    assert (opened.home / "secrets" / "server.key").stat().st_mode & 0o777 == 0o600
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection((opened.printed["Host"], int(opened.printed["Port"])), timeout=10) as client:
        client.sendall(SSL_REQUEST)
        assert client.recv(1) == b"S"
        with pytest.raises(ssl.SSLError):
            old.wrap_socket(client)


def test_port_and_certificate_stay_the_same_over_a_restart(tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        with listen(made(tmp_path), "127.0.0.1", beside=20_000) as listening:
            seen.append((listening.port, listening.fingerprint))
    assert seen[0] == seen[1]


def test_a_new_address_gets_a_certificate_that_names_it(tmp_path: Path) -> None:
    home = made(tmp_path)
    with listen(home, None, beside=20_100) as before, listen(home, "127.0.0.2", beside=20_100) as after:
        assert before.fingerprint != after.fingerprint
        assert after.hosts == ("127.0.0.2",)


@pytest.mark.parametrize("address", ["203.0.113.7", "office-pc", ""])
def test_an_address_of_another_machine_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(CatalogueError) as refused, listen(made(tmp_path), address, beside=20_200):
        pass
    assert refused.value.rule_id == "listen_address_wrong"


def own_addresses() -> list[str]:
    """Addresses under which others see this machine; none in a closed container."""
    found = {str(place[0]) for *_, place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it only asks which address would be used
        found.add(probe.getsockname()[0])
    return [address for address in found if not address.startswith("127.")]


def made(home: Path) -> Path:
    """A home with the folders that a warehouse makes."""
    for folder in ("warehouse", "secrets"):
        (home / folder).mkdir(exist_ok=True)
    return home


def _received(stranger: socket.socket) -> bytes:
    try:
        return stranger.recv(4096)
    except ConnectionError:
        return b""
