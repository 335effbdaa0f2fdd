"""The office's configuration files as they lie in a folder: bytes, digest, and the one table in each.

A file is found by its name without ending; any kind of spreadsheet will do. What its cells mean is read elsewhere
(`transform/configuration`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from expectations.catalogue import CatalogueError, rule
from extract.grid import Grid
from extract.workbook import read_workbook

_SPREADSHEETS = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods"})
_PASSED_OVER = ("~$", ".")
"""What spreadsheet programs leave beside a file that is open, and hidden files."""


@dataclass(frozen=True, slots=True)
class ConfigurationSource:
    """One file: `subject` is its name without ending, `grid` its first sheet that is not hidden."""

    subject: str
    path: Path
    sha256: str
    grid: Grid


def find_configuration(folder: Path, subjects: Collection[str]) -> list[ConfigurationSource]:
    """The files of these subjects in a folder, in the order of the subjects; those that are not there are left out.

    Raises CatalogueError for a folder that is none, a spreadsheet of another name, two files of one subject, or a file that
    cannot be read.
    """
    found: dict[str, Path] = {}
    for path in _spreadsheets(folder):
        subject = path.stem.casefold()
        if subject not in subjects:
            raise CatalogueError("configuration_file_unknown", path=path, known=", ".join(f"{name}.csv" for name in subjects))
        if subject in found:
            raise CatalogueError("configuration_file_twice", path=path, other=found[subject].name)
        found[subject] = path
    return [_read(subject, found[subject]) for subject in subjects if subject in found]


def _spreadsheets(folder: Path) -> Sequence[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as failure:
        raise CatalogueError("configuration_folder_missing", path=folder, why=failure.strerror or "unknown reason") from None
    return [path for path in entries if path.suffix.casefold() in _SPREADSHEETS and not path.name.startswith(_PASSED_OVER)]


def _read(subject: str, path: Path) -> ConfigurationSource:
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise _unreadable(path, failure.strerror or "unknown reason", failure.strerror or "alasan tidak diketahui") from None
    try:
        sheets = [sheet for sheet in read_workbook(data, path.name).sheets if not sheet.hidden and sheet.height]
    except CatalogueError as failure:
        raise _unreadable(path, str(failure), rule(failure.rule_id).advice_id(failure.facts)) from None
    if not sheets:
        raise _unreadable(path, "it holds no table.", "tidak ada tabel di dalamnya.")
    return ConfigurationSource(subject, path, hashlib.sha256(data).hexdigest(), sheets[0])


def _unreadable(path: Path, why_en: str, why_id: str) -> CatalogueError:
    return CatalogueError("configuration_unusable", path=path, faults_en=f" {why_en}", faults_id=f" {why_id}")
