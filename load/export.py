"""The open-data export: every view of `mart` as CSV and Parquet with a `datapackage.json`.

Reads as `pmv_bi`, so it can hold nothing that role may not see, and in one snapshot, so its tables agree with each other. The
same data give the same bytes. A package appears whole or not at all and replaces an earlier one; files of others are left alone.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import psycopg

from expectations.catalogue import CatalogueError
from load.exporting.descriptor import DESCRIPTOR, Origin, WrittenFile, describe, package_name, require_licence
from load.exporting.tables import write_csv, write_parquet
from load.exporting.views import View, read_views
from load.marts import MARTS_VERSION
from load.warehouse import Row, Warehouse

Format = Literal["csv", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "parquet")
DEFAULT_LICENCE = "CC-BY-4.0"
_UNFINISHED = ".unfinished"
_TIME_LIMIT = "15min"  # whole views, not one village's rows
_RECORDED = """SELECT to_char(max(last_recorded_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM mart.freshness"""
_PUBLICATIONS = """SELECT DISTINCT publisher COLLATE "C", publication COLLATE "C" FROM mart.bp2mi_placements ORDER BY 1, 2"""


def export(
    warehouse: Warehouse, folder: Path, formats: Sequence[Format] = FORMATS, licence: str = DEFAULT_LICENCE
) -> list[WrittenFile]:
    """Write the package into `folder` (made if need be): csv/NAME.csv, parquet/NAME.parquet, datapackage.json.

    Raises CatalogueError for an unknown licence, a folder that holds something else or cannot be written, and a warehouse that
    is not prepared.
    """
    require_licence(licence)
    with _stage(folder) as stage:
        with _snapshot(warehouse) as connection:
            written = [file for view in read_views(connection) for file in _write(connection, view, stage, formats)]
            origin = _origin(connection)
        package = describe(stage, written, origin, MARTS_VERSION, licence)
        (stage / DESCRIPTOR).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _put_in_place(stage, folder)
    return written


@contextlib.contextmanager
def _snapshot(warehouse: Warehouse) -> Iterator[psycopg.Connection[Row]]:
    with warehouse.connect("bi") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        try:
            connection.execute(f"SET LOCAL statement_timeout = '{_TIME_LIMIT}'".encode())
            yield connection
        except (psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedTable) as failure:
            raise CatalogueError("warehouse_not_prepared") from failure
        except psycopg.errors.QueryCanceled as failure:
            raise CatalogueError("warehouse_time_limit") from failure


def _write(connection: psycopg.Connection[Row], view: View, stage: Path, formats: Sequence[Format]) -> Iterator[WrittenFile]:
    paths = {name: stage / name / f"{view.name}.{name}" for name in FORMATS}
    for path in paths.values():
        path.parent.mkdir(exist_ok=True)
    rows = write_csv(connection, view, paths["csv"])
    if "parquet" in formats:
        write_parquet(view, paths["csv"], paths["parquet"])
    for name, path in paths.items():
        if name in formats:
            yield WrittenFile(view, name, path.relative_to(stage).as_posix(), rows)
        else:
            path.unlink(missing_ok=True)


def _origin(connection: psycopg.Connection[Row]) -> Origin:
    publications = [(publisher, publication) for publisher, publication in connection.execute(_PUBLICATIONS)]
    recorded = connection.execute(_RECORDED).fetchone()
    return Origin(publications, recorded[0] if recorded else None)


@contextlib.contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A place inside the folder to write in, gone afterwards."""
    stage = folder / _UNFINISHED
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(entry.name != _UNFINISHED for entry in folder.iterdir()) and not _paths_of_earlier(folder):
            raise CatalogueError("export_folder_taken", folder=folder)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        yield stage
    except OSError as failure:
        raise CatalogueError("export_folder_not_writable", folder=folder, why=failure.strerror) from failure
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _paths_of_earlier(folder: Path) -> list[str]:
    """The files an earlier export left in this folder; none where there was no export."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    if not isinstance(package, dict) or package.get("name") != package_name():
        return []
    paths = (resource["path"] for resource in package["resources"])
    return [DESCRIPTOR, *(path for path in paths if (folder / path).resolve().is_relative_to(folder.resolve()))]


def _put_in_place(stage: Path, folder: Path) -> None:
    for earlier in _paths_of_earlier(folder):
        (folder / earlier).unlink(missing_ok=True)
    descriptor_last = sorted((path for path in stage.rglob("*") if path.is_file()), key=lambda path: path.name == DESCRIPTOR)
    for path in descriptor_last:
        target = folder / path.relative_to(stage)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
