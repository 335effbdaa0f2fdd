"""What is sent back to villages: corrected workbooks into a folder a village, and what the official form needs to be made.

Ties the kept originals to what is open in quarantine. It decides no correction and writes no cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any

from expectations.catalogue import CatalogueError, UsageError
from expectations.regions import Region, regions
from extract.answers.corrections import corrected_workbook
from extract.answers.marks import mark
from extract.landing import LandingStore
from transform.villages import village_of_code

_NOBODYS_FOLDER = "desa_belum_dikenal"


@dataclass(frozen=True, slots=True)
class Answer:
    """One workbook to send back: where it lies, to whom it goes, how many corrections it asks for.

    `village` is None where the file did not say. `has_original` is false where the original is no longer kept.
    """

    path: Path
    village: Region | None
    corrections: int
    has_original: bool


def village_named(written: str) -> Region:
    """The village of a code given on the command line. Raises UsageError village_option_unknown."""
    village = village_of_code(written.strip())
    if village is None:
        raise UsageError("village_option_unknown", written=written)
    return village


def write_corrections(findings: Iterable[Mapping[str, Any]], landing: LandingStore, target: Path) -> Iterator[Answer]:
    """Write one workbook a file with open findings below `target`, in a folder a village; yields each when it is written.

    `findings` are rows of open quarantine with `source_file` (SHA-256), `source_path`, `village_code` and `period` besides the
    columns of `pmv quarantine`. Raises CatalogueError where a file cannot be written.
    """
    taken: set[Path] = set()
    received = itemgetter("source_path", "source_file")
    for (path, sha256), group in groupby(sorted(findings, key=received), key=received):
        yield _answer(path, sha256, list(group), landing, target, taken)


def _answer(
    path: str, sha256: str, findings: Sequence[Mapping[str, Any]], landing: LandingStore, target: Path, taken: set[Path]
) -> Answer:
    original = _original(landing, sha256)
    corrected = corrected_workbook(original or b"", PurePosixPath(path).name, [mark(finding) for finding in findings])
    village = regions().get(findings[0]["village_code"] or "")
    name = answer_stem(path, village, findings[0]["period"])
    place = _free(target / _folder(village), name, corrected.ending, taken)
    write_file(place, corrected.content)
    return Answer(place, village, len(findings), original is not None)


def _original(landing: LandingStore, sha256: str) -> bytes | None:
    try:
        return landing.open(sha256)
    except CatalogueError as failure:
        if failure.rule_id != "landing_absent":
            raise
        return None


def _folder(village: Region | None) -> str:
    return f"{village.code}_{village.name.replace(' ', '_')}" if village else _NOBODYS_FOLDER


def answer_stem(path: str, village: Region | None, period: dt.date | None) -> str:
    """The answer's file name without ending: the original's, with village code and month where it does not begin with them.

    Folders are evidence of village and month and are lost when the file comes back, so the name says both.
    """
    stem = PurePosixPath(path).stem
    if village is None or period is None:
        return stem
    prefix = f"{village.code.replace('.', '')}_{period:%Y-%m}"
    return stem if stem.startswith(prefix) else f"{prefix} {stem}"


def _free(folder: Path, stem: str, ending: str, taken: set[Path]) -> Path:
    """A place no other answer of this call has."""
    place, number = folder / f"{stem}.{ending}", 1
    while place in taken:
        number += 1
        place = folder / f"{stem} ({number}).{ending}"
    taken.add(place)
    return place


def write_file(place: Path, content: bytes) -> None:
    """Write a file and the folders above it. Raises CatalogueError answer_not_writable."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    except OSError as failure:
        raise CatalogueError("answer_not_writable", path=place, why=failure.strerror or "unknown reason") from failure
