"""The warehouse as the rest of the program sees it: an address, connections by role, and read-only queries.

One kind of database in two guises: the embedded server of a PMV_HOME, or any PostgreSQL 15 or later named by a URL. Reading roles
log in as themselves, so that the grants hold whatever they type. Tables are made elsewhere (`schema`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from expectations.catalogue import CatalogueError
from load import server
from load.failures import explained
from load.passwords import has_password, read_password

Reader = Literal["bi", "office", "dpo"]
Role = Literal["loader", "bi", "office", "dpo"]
DATABASE = "pmv"
LOADER = "pmv_loader"
READERS: Mapping[Reader, str] = {"bi": "pmv_bi", "office": "pmv_office", "dpo": "pmv_dpo"}
OLDEST_VERSION = 15
TIME_ZONE = "Asia/Jakarta"
STATEMENT_TIMEOUT = "60s"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where the warehouse is and how each role logs in. Holds no open connection.

    `address` are libpq parameters without user and password; `login` is the user of PMV_WAREHOUSE_URL (None: embedded).
    """

    home: Path
    address: Mapping[str, Any]
    login: tuple[str, str | None] | None = None
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, home: Path, url: str | None = None, passwords: Mapping[str, str] | None = None) -> Warehouse:
        """The warehouse of a PMV_HOME, or of a server when a URL is given; the embedded server is started if need be.

        `passwords` are those of the reading roles on a server, by role name ("pmv_bi"); the embedded ones are kept in the home.
        Raises CatalogueError when the server cannot be started or the URL is no address.
        """
        if not url:
            running = server.start(home)
            return cls(home, {"host": server.HOST, "port": running.port, "dbname": DATABASE})
        address = _parse(url)
        login = (address.pop("user", LOADER), address.pop("password", None))
        return cls(home, address, login, dict(passwords or {}))

    @property
    def embedded(self) -> bool:
        """Whether this is the server inside PMV_HOME."""
        return self.login is None

    def connect(self, role: Role) -> psycopg.Connection[Row]:
        """A connection as this role; the loader writes, the others read. Raises CatalogueError when it cannot be had."""
        if role == "loader":
            return self._connect_loader()
        name = READERS[role]
        limits = f"-c default_transaction_read_only=on -c statement_timeout={STATEMENT_TIMEOUT}"
        return self.login_as(name, self.password(name), options=f"{limits} -c search_path=mart,core,audit")

    def password(self, role_name: str) -> str:
        """The password of a role by its name ("pmv_bi"), from the configuration or the home. Raises CatalogueError."""
        if self.embedded and not has_password(self.home, LOADER) and role_name != server.SUPERUSER:
            raise CatalogueError("warehouse_not_prepared")
        return self.passwords.get(role_name) or read_password(self.home, role_name)

    def query(self, role: Reader, sql: str, as_of: dt.datetime | None = None) -> tuple[list[str], list[Row]]:
        """Column names and rows of a read-only query, as this role, as the warehouse stood at `as_of` (None: now).

        A query of the data protection officer is recorded first. Raises CatalogueError for a query that is refused or fails.
        """
        if role == "dpo":
            self._record_access(sql)
        with self.connect(role) as connection, connection.cursor() as cursor:
            connection.read_only = True
            try:
                cursor.execute("SELECT set_config('pmv.as_of', %s, true)", [as_of.isoformat() if as_of else ""])
                cursor.execute(sql.encode())
                return _last_answer(cursor)
            except psycopg.Error as error:
                raise _query_error(error, READERS[role]) from None

    def login_as(self, user: str, password: str | None, **parameters: Any) -> psycopg.Connection[Row]:
        """A connection as any user of this server. Raises CatalogueError saying why there is none."""
        given = {**self.address, "user": user, "password": password, "connect_timeout": 10, **parameters}
        given["options"] = f"{given.get('options', '')} -c TimeZone={TIME_ZONE}".strip()
        try:
            connection = psycopg.connect(make_conninfo(**{key: value for key, value in given.items() if value is not None}))
        except psycopg.Error as error:
            raise _connection_error(error, given) from None
        if (found := connection.info.server_version // 10_000) < OLDEST_VERSION:
            connection.close()
            raise CatalogueError("warehouse_too_old", found=found, needed=OLDEST_VERSION)
        return connection

    def _connect_loader(self) -> psycopg.Connection[Row]:
        if self.login is None:
            return self.login_as(LOADER, self.password(LOADER))
        connection = self.login_as(*self.login)
        if self.login[0] != LOADER:  # objects belong to the loader role, whoever logs in for it
            connection.execute(
                "SELECT set_config('role', rolname, false) FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')",
                [LOADER],
            )
            connection.commit()
        return connection

    def _record_access(self, sql: str) -> None:
        with self._connect_loader() as connection:
            connection.execute(
                "INSERT INTO audit.vault_access (role_name, statement) VALUES (%s, %s)", [READERS["dpo"], without_values(sql)]
            )


def without_values(sql: str) -> str:
    """A statement with its texts and long numbers replaced, since a NIK may be asked for by its digits."""
    return re.sub(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|\d{5,}", "?", sql, flags=re.DOTALL)


def _parse(url: str) -> dict[str, Any]:
    plain = re.sub(r"^postgres(?:ql)?(?:\+\w+)?://", "postgresql://", url.strip())
    try:
        if not plain.startswith("postgresql://"):
            raise psycopg.ProgrammingError("it does not begin with postgresql://")
        address = dict(conninfo_to_dict(plain))
        if not str(address.get("port", "5432")).isdigit():
            raise psycopg.ProgrammingError("its port is not a number")
    except psycopg.ProgrammingError as error:
        said = _first_line(error).replace(plain, "…")  # it may quote the address with its password
        raise CatalogueError("warehouse_url_wrong", error=said) from None
    address.setdefault("dbname", DATABASE)
    return address


def _last_answer(cursor: psycopg.Cursor[Row]) -> tuple[list[str], list[Row]]:
    while cursor.nextset():
        pass
    if cursor.description is None:
        return [], []
    return [column.name for column in cursor.description], cursor.fetchall()


def _connection_error(error: psycopg.Error, given: Mapping[str, Any]) -> CatalogueError:
    said, address = str(error), f"{given.get('host', 'localhost')}:{given.get('port', 5432)}"
    if "password authentication failed" in said or re.search(r'role ".*" does not exist|no password supplied|pg_hba', said):
        return CatalogueError("warehouse_login_refused", address=address, user=given.get("user"))
    if re.search(r'database ".*" does not exist', said):
        return CatalogueError("warehouse_database_missing", address=address, database=given.get("dbname"))
    return CatalogueError("warehouse_unreachable", address=address, error=_first_line(error))


def _query_error(error: psycopg.Error, role: str) -> CatalogueError:
    if isinstance(error, psycopg.errors.InsufficientPrivilege | psycopg.errors.ReadOnlySqlTransaction):
        return CatalogueError("warehouse_may_not", role=role, error=_first_line(error))
    if isinstance(error, psycopg.errors.QueryCanceled):
        return CatalogueError("warehouse_time_limit")
    if isinstance(error, psycopg.errors.InvalidSchemaName):
        return CatalogueError("warehouse_not_prepared")
    if isinstance(error, psycopg.OperationalError) and (told := explained(error)) is not None:
        return told
    return CatalogueError("warehouse_query_failed", error=_first_line(error))


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().partition("\n")[0]
