"""A backup of database and landing store, and putting it back: what an administrator's tools do to an installation."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

from load import server
from load.warehouse import LOADER, Warehouse
from tests.load.persons_inbox import Office

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Backup:
    """The state of an installation when it was made: a database beside its own, and a copy of the landing store."""

    of: Office
    database: str
    landing: Path

    def put_back_warehouse(self) -> None:
        """Replace the database by the one of the backup."""
        own = self.of.warehouse.address["dbname"]
        as_administrator(self.of.warehouse, f"DROP DATABASE {own} WITH (FORCE)", copying(self.database, own))

    def put_back_landing(self) -> None:
        """Copy the files of the backup over the landing store; what came since stays."""
        shutil.copytree(self.landing, self.of.settings.home / "landing", dirs_exist_ok=True)

    def discard(self) -> None:
        """Remove the database of the backup."""
        as_administrator(self.of.warehouse, f"DROP DATABASE {self.database} WITH (FORCE)")


def back_up(of: Office, folder: Path) -> Backup:
    """Copy database and landing store as they stand."""
    database = f"backup_{next(_numbers)}"
    as_administrator(of.warehouse, copying(of.warehouse.address["dbname"], database))
    shutil.copytree(of.settings.home / "landing", folder)
    return Backup(of, database, folder)


def copying(source: str, target: str) -> str:
    """The statement that copies a database."""
    return f"CREATE DATABASE {target} TEMPLATE {source} OWNER {LOADER}"


def as_administrator(warehouse: Warehouse, *statements: str) -> None:
    """Run statements no role of pmv may, each by itself."""
    with warehouse.login_as(server.SUPERUSER, warehouse.password(server.SUPERUSER), dbname="postgres") as connection:
        connection.autocommit = True
        for statement in statements:
            connection.execute(statement.encode())
