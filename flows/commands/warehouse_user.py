"""`pmv warehouse user`: named accounts on top of the reading roles."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

app = typer.Typer(help="Named accounts for people and BI tools.", no_args_is_help=True)
_Name = Annotated[str, typer.Argument(help="Login name: small letters, digits, underscores.")]


@app.command()
def add(
    name: _Name,
    role: Annotated[Literal["bi", "office", "dpo"], typer.Option(help="Whose rights it has.")],
    regency: Annotated[str | None, typer.Option(help="Only rows of this region (Kemendagri code, such as 35.02).")] = None,
) -> None:
    """Make an account and print its password, once."""
    from flows.warehouses import open_warehouse
    from load.accounts import add_account

    sys.stdout.write(f"{add_account(open_warehouse(), name, role, regency)}\n")


@app.command()
def rotate(name: _Name) -> None:
    """Give an account, or a fixed role such as pmv_bi, a new password and print it, once."""
    from flows.warehouses import open_warehouse
    from load.accounts import rotate_password

    sys.stdout.write(f"{rotate_password(open_warehouse(), name)}\n")


@app.command()
def remove(name: _Name) -> None:
    """End an account and its sessions."""
    from flows.warehouses import open_warehouse
    from load.accounts import remove_account

    remove_account(open_warehouse(), name)
    sys.stdout.write(f"{name} was removed\n")


@app.command(name="list")
def list_all(
    output: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")] = "table",
) -> None:
    """List all accounts."""
    from flows.rows import print_rows
    from flows.warehouses import open_warehouse
    from load.accounts import Account, list_accounts

    print_rows(Account._fields, list_accounts(open_warehouse()), output)
