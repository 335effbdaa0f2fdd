"""What is wrong with this installation: one small probe a thing, each with its answer and what to do.

Probes return; `pmv doctor` prints and decides the exit code. Nothing is repaired and nothing is started but the warehouse.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from expectations.catalogue import CatalogueError, load_catalogue
from expectations.contract import load_contracts
from flows.prefect_server import require_answer, server_address
from flows.settings import Settings
from flows.unfinished_restore import demand_finished

_LEAST_FREE_GIB = 1
_GIB = 2**30


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One probe's answer. `advice` is empty where all is well."""

    what: str
    is_well: bool
    found: str
    advice: str = ""


def diagnose(settings: Settings) -> Iterator[Diagnosis]:
    """All probes in order, each on its own: one that fails does not hide the next."""
    for what, probe in _PROBES:
        try:
            yield Diagnosis(what, is_well=True, found=probe(settings))
        except CatalogueError as failure:
            yield Diagnosis(what, is_well=False, found=failure.rule_id, advice=str(failure))


def _python(settings: Settings) -> str:
    return f"{sys.version.split()[0]}, pmv {metadata.version('pmv')}, prefect {metadata.version('prefect')}"


def _contracts(settings: Settings) -> str:
    return f"{len(load_contracts())} contracts, {len(load_catalogue())} rules"


def _home(settings: Settings) -> str:
    place = _existing(settings.home)
    if not os.access(place, os.W_OK):
        raise CatalogueError("home_not_writable", path=settings.home, why="no write permission")
    free = shutil.disk_usage(place).free / _GIB
    if free < _LEAST_FREE_GIB:
        raise CatalogueError("disk_nearly_full", path=place, free=f"{free:.1f}", least=_LEAST_FREE_GIB)
    demand_finished(settings.home)
    return f"{settings.home}, {free:.0f} GiB free"


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())


def _key(settings: Settings) -> str:
    given = settings.pseudonym_key or settings.pseudonym_key_file
    secret = settings.pseudonym_secret
    return f"{len(secret)} bytes, " + ("from the configuration" if given else "made for this home (demo)")


def _warehouse(settings: Settings) -> str:
    from load.schema import is_current
    from load.warehouse import Warehouse

    warehouse = Warehouse.open(settings.home, settings.url)
    with warehouse.connect("loader") as connection:
        version = connection.info.server_version // 10_000
    if not is_current(warehouse):
        raise CatalogueError("warehouse_not_current")
    guise = "embedded" if settings.url is None else "server"
    return f"PostgreSQL {version} ({guise}), schema current"


def _erased(settings: Settings) -> str:
    from flows.forgetting_again import demand_none_back
    from load.schema import is_current
    from load.warehouse import Warehouse

    warehouse = Warehouse.open(settings.home, settings.url)
    if not is_current(warehouse):
        raise CatalogueError("warehouse_not_current")
    listed = demand_none_back(settings, warehouse)
    return f"nobody is back ({listed} entries in {settings.erasure_ledger_file})" if listed else "nobody was erased here"


def _configuration(settings: Settings) -> str:
    from flows.configuration import read_configuration

    if settings.configuration is None:
        return "not set (PMV_CONFIGURATION); what was configured stands"
    given = read_configuration(settings.configuration)
    return f"{settings.configuration}: {', '.join(f'{one.path} {len(one.entries)}' for one in given) or 'no files'}"


def _sources(settings: Settings) -> str:
    for name, place in (("inbox", settings.inbox), ("publications", settings.publications)):
        if place is not None and "://" not in place and not Path(place).exists():
            raise CatalogueError("source_setting_missing", name=name, path=place)
    return f"inbox {settings.inbox or 'not set'}, publications {settings.publications or 'not set'}"


def _prefect(settings: Settings) -> str:
    address = server_address()
    if address is None:
        return "no server set (PREFECT_API_URL); pmv run works without one"
    require_answer(address)
    return f"{address} answers"


_PROBES: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("Program", _python),
    ("Contracts and rules", _contracts),
    ("PMV_HOME", _home),
    ("Pseudonym key", _key),
    ("Warehouse", _warehouse),
    ("Erased persons", _erased),
    ("Configuration", _configuration),
    ("Sources", _sources),
    ("Prefect", _prefect),
)
