"""What each reading role, and a named account over it, tries and is refused; run as a module, it prints what a server answers."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml

from load import server
from load.accounts import add_account
from load.schema import upgrade
from load.warehouse import READERS, Reader, Warehouse


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing to try: its statement and which roles are to be refused. `alone`: it cannot run inside a transaction."""

    name: str
    sql: str
    refused: frozenset[Reader]
    alone: bool


def trials() -> list[Trial]:
    """All trials, in the order they are written."""
    document: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("role_trials.yaml").read_text())
    return [
        Trial(name, body["sql"], frozenset(body.get("as", READERS)), body.get("alone", False)) for name, body in document.items()
    ]


def documented() -> str:
    """What is tried and who is refused, as the Markdown table of docs/roles.md."""
    lines = ["| tries to | statement | " + " | ".join(READERS.values()) + " |", "|---|---|" + "---|" * len(READERS)]
    for trial in trials():
        answers = ["refused" if role in trial.refused else "**may**" for role in READERS]
        statement = trial.sql.replace("|", "\\|")
        lines.append(f"| {trial.name} | `{statement}` | " + " | ".join(answers) + " |")
    return "\n".join(lines)


def attempt(warehouse: Warehouse, login: tuple[str, str], trial: Trial) -> str:
    """What the server answers: "allowed", "no effect" for what it passes over with a warning, or the name of the refusal."""
    with warehouse.connect("office") as other, warehouse.login_as(*login) as connection:
        notices: list[str] = []
        connection.add_notice_handler(lambda notice: notices.append(notice.message_primary or ""))
        connection.autocommit = True
        connection.execute("SET default_transaction_read_only = off; SET statement_timeout = 0; SET search_path = pg_catalog")
        connection.autocommit = trial.alone
        try:
            connection.execute(trial.sql.replace("{other}", str(other.info.backend_pid)).encode())
        except psycopg.Error as error:
            connection.rollback()
            return type(error).__name__
        ignored = any("no privileges were granted" in notice or "permission denied" in notice for notice in notices)
        connection.rollback()
        return "no effect" if ignored else "allowed"


def main() -> None:
    """Print the matrix of a fresh warehouse as a Markdown table, the accounts held to one regency."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse.open(Path(folder))
        try:
            upgrade(warehouse)
            logins = {role: (name, warehouse.password(name)) for role, name in READERS.items()}
            accounts = {role: (f"anna_{role}", add_account(warehouse, f"anna_{role}", role, "35.02")) for role in READERS}
            columns = [*logins.items(), *((role, login) for role, login in accounts.items())]
            sys.stdout.write(
                "| tries to | " + " | ".join(login[0] for _, login in columns) + " |\n|---" + "|---" * len(columns) + "|\n"
            )
            for trial in trials():
                answers = [attempt(warehouse, login, trial) for _, login in columns]
                sys.stdout.write(f"| {trial.name} | " + " | ".join(answers) + " |\n")
        finally:
            server.stop(Path(folder))


if __name__ == "__main__":
    main()
