"""What was erased, noted outside the warehouse and the landing store, so that either may be restored from an older backup.

One JSON object a line: the key the list was made under, a person as a keyed digest, a part of a file by its position, a file
removed whole. It names nobody and holds no content. Nothing is ever taken off. Erasing again is not done here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from expectations.catalogue import CatalogueError
from flows.settings import Settings
from transform.persons import Pseudonyms


@dataclass(frozen=True, slots=True)
class CutPart:
    """The columns `first` to `last` of a row but for those `kept`, all from 1; `name` is the column that got the mark."""

    sheet: int
    row: int
    first: int
    last: int
    kept: tuple[int, ...] = ()
    name: int | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """Everything noted: digests of persons, what was cut out of which file, files removed whole (both by SHA-256)."""

    persons: frozenset[str]
    cuts: Mapping[str, frozenset[CutPart]]
    removed: frozenset[str]


class ErasureLedger:
    """The ledger in one file, of one erasure key; notes are on disk when a method returns.

    Raises CatalogueError: `key_is_another` where it was made under another key, `erasure_ledger_unusable`.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path = path
        self.fingerprint = fingerprint

    def read(self) -> Erased:
        """What was noted so far."""
        persons, removed, cuts = set(), set(), dict[str, set[CutPart]]()
        for note in self._notes():
            match note:
                case {"person": digest}:
                    persons.add(digest)
                case {"removed": sha256}:
                    removed.add(sha256)
                case {"file": sha256, **part}:
                    cuts.setdefault(sha256, set()).update([_part(part)] if part else ())
        return Erased(frozenset(persons), {sha256: frozenset(parts) for sha256, parts in cuts.items()}, frozenset(removed))

    def note_persons(self, digests: Iterable[str]) -> None:
        """Note persons who are not there yet."""
        self._append({"person": digest} for digest in sorted(set(digests) - self._at_first.persons))

    def note_cuts(self, sha256: str, parts: Iterable[CutPart]) -> None:
        """Note what goes out of a file that is not noted yet; before it goes, so that a crash loses nothing."""
        known = self._at_first.cuts
        new = sorted(set(parts) - known.get(sha256, frozenset()), key=_position)
        whole = [] if sha256 in known else [{"file": sha256}]  # what only the bytes held leaves no part behind
        self._append([*whole, *({"file": sha256, **_fields(part)} for part in new)])

    def note_removal(self, sha256: str) -> None:
        """Note a file that goes whole."""
        self._append([{"removed": sha256}])

    @cached_property
    def _at_first(self) -> Erased:
        """What was noted when the first note was made: read once, not for each file. A note made twice says nothing new."""
        return self.read()

    def _notes(self) -> Iterator[Mapping[str, Any]]:
        if not self.path.exists():
            return
        notes = list(filter(None, map(_note, _lines(self.path))))
        keys = {note["key"] for note in notes if "key" in note}
        if not keys:
            raise CatalogueError("erasure_ledger_unusable", path=self.path, why="it does not say under which key it was made")
        if keys != {self.fingerprint}:
            raise CatalogueError("key_is_another", purpose="erasure")
        yield from notes

    def _append(self, notes: Iterable[Mapping[str, object]]) -> None:
        lines = [json.dumps(note) for note in notes]
        if not lines:
            return
        if not self.path.exists():
            lines.insert(0, json.dumps({"key": self.fingerprint}))
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_through(self.path, "\n" + "".join(f"{line}\n" for line in lines))
        except OSError as failure:
            raise CatalogueError("erasure_ledger_unusable", path=self.path, why=failure.strerror) from failure


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError) as failure:
        raise CatalogueError("erasure_ledger_unusable", path=path, why=type(failure).__name__) from failure


def _note(line: str) -> Mapping[str, Any] | None:
    """One note; None for a line cut by a crash, before what it was to note was done."""
    try:
        note = json.loads(line)
    except json.JSONDecodeError:
        return None
    return note if isinstance(note, dict) else None


def _write_through(path: Path, text: str) -> None:
    """Append and force to disk; the line break in front keeps a line cut by a crash from spoiling this one."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, text.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def ledger_of(settings: Settings) -> ErasureLedger:
    """The ledger of an installation."""
    return ErasureLedger(settings.erasure_ledger_file, Pseudonyms(settings.erasure_secret).fingerprint)


def _part(note: Mapping[str, Any]) -> CutPart:
    return CutPart(note["sheet"], note["row"], note["first"], note["last"], tuple(note["kept"]), note["name"])


def _fields(part: CutPart) -> dict[str, object]:
    return {"sheet": part.sheet, "row": part.row, "first": part.first, "last": part.last, "kept": part.kept, "name": part.name}


def _position(part: CutPart) -> tuple[int, ...]:
    return (part.sheet, part.row, part.first, part.last)
