"""The warehouse of an installation, opened for reading or made ready for loading."""

from __future__ import annotations

from flows.settings import Settings, load_settings
from flows.unfinished_restore import demand_finished
from load.warehouse import Warehouse


def open_warehouse() -> Warehouse:
    """The warehouse as it stands, by the settings of this run."""
    settings = load_settings()
    demand_finished(settings.home)
    return Warehouse.open(settings.home, settings.url)


def open_for_loading(settings: Settings) -> Warehouse:
    """The warehouse, made or upgraded to this version where it is not."""
    from load.schema import is_current, upgrade

    demand_finished(settings.home)
    warehouse = Warehouse.open(settings.home, settings.url)
    if not is_current(warehouse):
        upgrade(warehouse)
    return warehouse
