"""`datapackage.json`: what is in an export, in the words of the Data Package standard v2 (datapackage.org).

Descriptions are English; their Indonesian twins stand beside them as `…_id`, as the standard allows further properties.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from expectations.catalogue import CatalogueError
from expectations.documents import read_yaml
from load.exporting.views import View

DESCRIPTOR = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"
_CSV, _PARQUET = "csv", "parquet"
_MEDIA_TYPES = {_CSV: "text/csv", _PARQUET: "application/vnd.apache.parquet"}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of an export: its view, its format and where it lies below the export's folder."""

    view: View
    format: str
    path: str
    rows: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What the figures rest on: publications as (publisher, title or address); when the newest data was recorded (ISO 8601)."""

    publications: Sequence[tuple[str, str]]
    recorded_at: str | None


def package_name() -> str:
    """The name every export carries, by which an earlier one is known."""
    return str(_words()["name"])


def require_licence(name: str) -> dict[str, str]:
    """The licence entry of a package. Raises CatalogueError for a name that is not among the open licences known here."""
    known: Mapping[str, Mapping[str, str]] = _words()["licences"]
    if name not in known:
        raise CatalogueError("export_licence_unknown", licence=name, known=", ".join(known))
    return {"name": name, **known[name]}


def describe(folder: Path, written: Iterable[WrittenFile], origin: Origin, version: str, licence: str) -> dict[str, Any]:
    """The descriptor of the files below `folder`. The same files and data give the same descriptor."""
    words = _words()
    package = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": words["name"],
        "title": words["title"]["en"],
        "title_id": words["title"]["id"],
        "description": words["description"]["en"],
        "description_id": words["description"]["id"],
        "version": version,
        "created": origin.recorded_at,
        "keywords": words["keywords"],
        "licenses": [require_licence(licence)],
        "sources": list(_sources(origin.publications)),
        "resources": [_resource(folder, file) for file in written],
    }
    return {key: value for key, value in package.items() if value is not None}


def _sources(publications: Iterable[tuple[str, str]]) -> Iterable[dict[str, str]]:
    reports = _words()["village_reports"]
    yield {"title": reports["en"], "title_id": reports["id"]}
    for publisher, publication in publications:
        address = re.search(r"https?://[^\s)]+", publication)
        yield {"title": f"{publisher}: {publication}"} | ({"path": address.group()} if address else {})


def _resource(folder: Path, file: WrittenFile) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": file.view.name if file.format == _CSV else f"{file.view.name}.{file.format}",
        "type": "table",
        "path": file.path,
        "description": file.view.description,
        "format": file.format,
        "mediatype": _MEDIA_TYPES[file.format],
        "encoding": "utf-8",
        "hash": f"sha256:{_digest(folder / file.path)}",
        "rows": file.rows,
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [{"name": column.name, "type": column.type, **column.notes} for column in file.view.columns],
            "missingValues": [""],
        },
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _words() -> Mapping[str, Any]:
    document: Mapping[str, Any] = read_yaml(files("load").joinpath("exporting", "package.yaml"))
    return document
