"""Keeps persons out of the names of files and sheets: what a batch is called from its reading on, in every record and message.

Known are the persons of the files read with it that are of the same village (of any, where its village is not known) and those
the vault has of its village. Which words are masked is decided in `transform.naming`; names nobody knows stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from expectations.person_masks import NameWords, path_mask, tag_of
from extract.sources.folder import SourceFile
from flows.keeping import note_origin
from flows.reading import FileReading
from flows.village_run import ReadBatch, VillageRun
from load.person_names import names_in_villages
from load.received import masked_paths, villages_of
from transform.naming import (
    IsName,
    clean_heads,
    hamlet_words,
    heads_of,
    is_usual,
    masked_path,
    name_test,
    persons_of,
    relabel,
    remark,
    sheet_labels,
    usual_words,
    without_names,
)


@dataclass(frozen=True, slots=True)
class _Known:
    """The village of each file of a batch, by SHA-256; names of persons and hamlets by village, under None those of all files."""

    regency_code: str | None
    villages: dict[str | None, str]
    names: defaultdict[str | None, set[str]]
    hamlets: defaultdict[str | None, set[str]]
    words: dict[str | None, NameWords] = field(default_factory=dict)

    def is_usual(self, sha256: str | None, name: str) -> bool:
        return is_usual(name, self._usual(sha256))

    def test(self, sha256: str | None) -> IsName:
        village = self.villages.get(sha256)
        if village not in self.words:
            self.words[village] = NameWords.of(self.names[village])
        return name_test(self.words[village], self._usual(sha256))

    def _usual(self, sha256: str | None) -> Collection[str]:
        village = self.villages.get(sha256)
        return usual_words(village[:5] if village else self.regency_code) | self.hamlets[village]


def under_known_names(run: VillageRun, sources: Sequence[SourceFile]) -> list[SourceFile]:
    """The files, those that came before under a name with a person in it by the name they are known by since."""
    if run.warehouse is None:
        return list(sources)
    tags = {source.relative_path: run.pseudonyms.path_tag(source.relative_path) for source in sources}
    known = masked_paths(run.warehouse, tags.values())
    return [replace(source, relative_path=known.get(tags[source.relative_path], source.relative_path)) for source in sources]


def mask_names(run: VillageRun, batch: ReadBatch, regency_code: str | None) -> ReadBatch:
    """Mask persons in the names of a batch, then note where its kept bytes came from."""
    known = _known(run, batch, regency_code)
    readings = [one for one in batch.readings if not all(known.is_usual(one.sha256, name) for name in _names(one))]
    seen = [one for one in batch.unchanged if not known.is_usual(one.sha256, one.path)]
    _ask_vault(run, known, [*(one.sha256 for one in readings), *(one.sha256 for one in seen)])
    for reading in readings:
        _mask_reading(run, reading, known.test(reading.sha256))
    for record in seen:
        record.path = _shown(run, record.path, known.test(record.sha256))
    for reading in batch.readings:
        if reading.sha256:
            note_origin(reading.source, reading.sha256, run.landing)
    return batch


def _known(run: VillageRun, batch: ReadBatch, regency_code: str | None) -> _Known:
    known = _Known(regency_code, {}, defaultdict(set), defaultdict(set))
    if run.warehouse is not None and batch.unchanged:
        known.villages.update(villages_of(run.warehouse, [record.sha256 for record in batch.unchanged]))
    for reading in batch.readings:
        if reading.submission and reading.submission.identity:
            known.villages[reading.sha256] = reading.submission.identity.village_code
        if reading.submission:
            for place in {known.villages.get(reading.sha256), None}:
                known.names[place] |= persons_of(reading.submission)
                known.hamlets[place] |= hamlet_words(reading.submission)
    return known


def _ask_vault(run: VillageRun, known: _Known, shas: Collection[str | None]) -> None:
    villages = {known.villages[sha256] for sha256 in shas if sha256 in known.villages}
    if run.warehouse is not None and villages:
        for village, names in names_in_villages(run.warehouse, villages).items():
            known.names[village] |= names


def _names(reading: FileReading) -> Iterator[str]:
    """Everything a record of this file says that the sender named: path, sheets, column heads."""
    yield reading.source.relative_path
    yield from reading.sheets
    yield from heads_of(reading.submission) if reading.submission else ()


def _mask_reading(run: VillageRun, reading: FileReading, is_name: IsName) -> None:
    path = reading.source.relative_path
    reading.source = replace(reading.source, relative_path=_shown(run, path, is_name))
    labels = sheet_labels(reading.sheets, is_name)
    if reading.submission:
        relabel(reading.submission, labels)
        clean_heads(reading.submission, is_name)
    if reading.rejection:
        reading.rejection = without_names(reading.rejection, labels, is_name)
    shown = [*([reading.source.relative_path] if reading.source.relative_path != path else []), *labels.values()]
    if shown:
        reading.remarks.append(remark(shown))


def _shown(run: VillageRun, path: str, is_name: IsName) -> str:
    return masked_path(path, is_name, path_mask(tag_of(path) or run.pseudonyms.path_tag(path)))
