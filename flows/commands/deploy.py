"""`pmv deploy`: put the flows on their schedules at a Prefect server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from flows.deployments import Deployment

NAME = "deploy"


def command() -> None:
    """Register the flows' schedules with the server of PREFECT_API_URL. Their runs start in the folder this is called in."""
    from pathlib import Path

    from rich.console import Console

    from expectations.catalogue import CatalogueError
    from flows.prefect_server import require_answer, server_address

    address = server_address()
    if address is None:
        raise CatalogueError("prefect_not_set")
    require_answer(address)
    from flows.deployments import deployments_file, read_deployments
    from flows.registration import ensure_pool, register

    folder = Path.cwd()
    deployments = read_deployments(deployments_file(), folder)
    pools = sorted({deployment.work_pool.name for deployment in deployments})
    for pool in pools:
        ensure_pool(pool)
    names = [register(deployment) for deployment in deployments]
    console = Console()
    console.print(_schedules(names, deployments))
    console.print(f"Registered at {address}. Runs start in {folder}. On this machine, keep a worker going:", soft_wrap=True)
    for pool in pools:
        console.print(f"  prefect worker start --pool {pool}")


def _schedules(names: list[str], deployments: tuple[Deployment, ...]) -> Table:
    from rich.table import Table

    table = Table(header_style="bold")
    for heading in ("Deployment", "Schedule", "Cron", "Time zone"):
        table.add_column(heading, overflow="fold")
    for name, deployment in zip(names, deployments, strict=True):
        for entry in deployment.schedules:
            table.add_row(name, entry.slug, entry.cron, entry.timezone)
    return table
