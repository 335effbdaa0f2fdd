"""`pmv warehouse`: make, configure, serve, upgrade and check the warehouse."""

from __future__ import annotations

import sys

import typer

from flows.commands import warehouse_user
from flows.commands.configure import configure
from flows.commands.diagram import diagram
from flows.commands.serve import serve

app = typer.Typer(help="Manage the warehouse.", no_args_is_help=True)
app.add_typer(warehouse_user.app, name="user")
app.command()(configure)
app.command()(serve)
app.command()(diagram)


@app.command()
def init() -> None:
    """Make the warehouse: schemas, roles, regions, marts. Safe to repeat."""
    _upgrade("ready")


@app.command()
def upgrade() -> None:
    """Bring an existing warehouse to this version's schema; data stays."""
    _upgrade("upgraded")


@app.command()
def check() -> None:
    """Run the integrity checks; exit 1 when one fails that is more than a warning."""
    from flows.checks import print_checks
    from flows.warehouses import open_warehouse
    from load.check import check as run_checks

    if not print_checks(run_checks(open_warehouse())):
        raise typer.Exit(1)


@app.command()
def stop() -> None:
    """Stop the embedded warehouse of this PMV_HOME."""
    from flows.settings import load_settings
    from load import server

    stopped = server.stop(load_settings().home)
    sys.stdout.write("stopped\n" if stopped else "was not running\n")


def _upgrade(done: str) -> None:
    from flows.warehouses import open_warehouse
    from load.schema import upgrade as upgrade_schema

    warehouse = open_warehouse()
    upgrade_schema(warehouse)
    sys.stdout.write(f"warehouse {done}: {warehouse.address.get('host')}:{warehouse.address.get('port')}\n")
