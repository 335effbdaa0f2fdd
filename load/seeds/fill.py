"""Fills the conformed dimensions from the packaged reference lists; running it again changes only what the lists changed."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterable, Iterator
from importlib.resources import files

import psycopg

from expectations.codes import code_list, countries, country_name
from expectations.region_changes import region_changes
from load.region_history import shape_versions, want_versions
from load.warehouse import Row

_REGION_LISTS = {
    "regions.csv.gz": "region_list (code text PRIMARY KEY, name text, level text, parent_code text)",
    "bps_crosswalk.csv.gz": "bps_list (level text, bps_code text, kemendagri_code text, bps_name text)",
    "ponorogo_villages.csv": "village_list (village_code text PRIMARY KEY, village_name text, village_type text, "
    "district_code text, district_name text, district_code_bps text, latitude double precision, longitude double precision)",
}


def fill_dimensions(connection: psycopg.Connection[Row]) -> None:
    """Bring calendar, regions, countries, programmes and pillars up to the packaged lists, in the caller's transaction."""
    for name in ("calendar.sql", "members.sql"):
        connection.execute(_read(name))
    _fill_regions(connection)
    names = ((code, country_name(code, "id"), country_name(code, "en"), code != "OTHER") for code in countries().codes)
    _upsert(connection, "core.dim_country (country_code, name_id, name_en, is_iso_3166)", names)
    programmes = code_list("programme")
    _upsert(
        connection,
        "core.dim_programme (programme_code, name_id)",
        ((code, programmes.labels(code)[0]) for code in programmes.codes),
    )


def _fill_regions(connection: psycopg.Connection[Row]) -> None:
    for name, table in _REGION_LISTS.items():
        connection.execute(f"CREATE TEMP TABLE {table} ON COMMIT DROP".encode())
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table.split()[0]} FROM STDIN (FORMAT csv, HEADER)".encode()) as copy,
        ):
            copy.write(_reference(name))
    connection.execute(b"ANALYZE region_list")
    want_versions(connection, region_changes())
    with _checked_at_once(connection):
        connection.execute(_read("regions.sql"))
    shape_versions(connection)


@contextlib.contextmanager
def _checked_at_once(connection: psycopg.Connection[Row]) -> Iterator[None]:
    """On the first fill, check the validity of all regions in one go at the end: half the time of checking 91,599 one by one."""
    if connection.execute("SELECT FROM core.dim_region WHERE region_key > 0 LIMIT 1").fetchone() is not None:
        yield
        return
    row = connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'dim_region_one_at_a_time'"
    ).fetchone()
    if row is None:
        raise LookupError("core.dim_region has lost its constraint dim_region_one_at_a_time")
    connection.execute("ALTER TABLE core.dim_region DROP CONSTRAINT dim_region_one_at_a_time")
    yield
    connection.execute(f"ALTER TABLE core.dim_region ADD CONSTRAINT dim_region_one_at_a_time {row[0]}".encode())


def _upsert(connection: psycopg.Connection[Row], target: str, rows: Iterable[Row]) -> None:
    columns = target.partition("(")[2].rstrip(")").split(", ")
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    values = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {target} VALUES ({values}) ON CONFLICT ({columns[0]}) DO UPDATE SET {changes}"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement.encode(), rows)


def _reference(name: str) -> bytes:
    packed = files("expectations").joinpath("reference", name).read_bytes()
    return gzip.decompress(packed) if name.endswith(".gz") else packed


def _read(name: str) -> bytes:
    return files("load").joinpath("seeds", name).read_bytes()
