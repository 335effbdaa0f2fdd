"""Lays what was loaded beside what a generated delivery meant, and says every difference.

It knows the generator's truth and rows as anybody sees them (from the warehouse or straight from the reader), not how they were
read: field types come from the generator's own word lists, never from the product's contracts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from examples.generator.layouts.columns import fields_of

FileTruth = Mapping[str, Any]
Row = Mapping[str, Any]
"""A loaded row: its fields, `source_sheet`, `source_row`, `village_code`, `period`, and `person_key` where there is a person."""

_NUMBERS = frozenset({"integer", "rupiah", "wage", "year", "duration", "rt_rw"})
_LOADED = frozenset({"loaded", "partial", "superseded"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was meant. `kind` groups them; the generator's persons are invented, so values may show."""

    kind: str
    path: str
    layout: str
    dataset: str | None = None
    sheet: str | None = None
    row: int | None = None
    detail: str = ""

    def __str__(self) -> str:
        place = " ".join(str(part) for part in (self.dataset, f"[{self.sheet}]", self.row) if part is not None)
        return f"{self.kind}: {self.path} ({self.layout}) {place} {self.detail}".rstrip()


def compare_rows(file: FileTruth, loaded: Mapping[str, Sequence[Row]]) -> list[Difference]:
    """Differences between a file's meant rows and those that were loaded, by dataset."""
    nothing: dict[str, list[Any]] = {"rows": [], "quarantine": [], "duplicates": []}
    datasets = [*file["datasets"], *(name for name in loaded if name not in file["datasets"])]
    return [
        difference
        for dataset in datasets
        for difference in _compare_dataset(file, dataset, file["datasets"].get(dataset, nothing), loaded.get(dataset, ()))
    ]


def matched(file: FileTruth, dataset: str, loaded: Sequence[Row]) -> list[tuple[Mapping[str, Any], Row | None]]:
    """Every meant row with the loaded row at its place; a tick matrix's session is found by its date, a profile is alone."""
    at_place = {place_of(file, row["source_sheet"], row["source_row"]): row for row in loaded}
    pairs = []
    for meant in file["datasets"][dataset]["rows"]:
        if meant["row"] is not None:
            found = at_place.get(place_of(file, meant["sheet"], meant["row"]))
        else:
            found = next((row for row in loaded if row["source_sheet"] == meant["sheet"] and _is_same_record(meant, row)), None)
        pairs.append((meant, found))
    return pairs


def place_of(file: FileTruth, sheet: str | None, row: int | None) -> tuple[str | None, int | None]:
    """Where something stands: sheet and row; the only sheet of a CSV or HTML file has no name."""
    return (None if file["format"] == "csv" else sheet, row)


def _is_same_record(meant: Mapping[str, Any], row: Row) -> bool:
    date = meant["values"].get("session_date")
    return date is None or str(row["session_date"]) == date


def _compare_dataset(file: FileTruth, dataset: str, entry: Mapping[str, Any], loaded: Sequence[Row]) -> Iterator[Difference]:
    taken: list[Row] = []
    for meant, row in matched(file, dataset, loaded) if entry["rows"] else ():
        if row is None:
            yield _difference("missing row", file, dataset, meant)
            continue
        taken.append(row)
        for name, value, expected in _wrong_values(file, dataset, meant, row):
            yield _difference("wrong value", file, dataset, meant, f"{name} = {value!r}, meant {expected!r}")
    fates = {place_of(file, each["sheet"], each["row"]): kind for kind in ("quarantine", "duplicates") for each in entry[kind]}
    for row in loaded:
        if not any(row is each for each in taken):
            fate = fates.get(place_of(file, row["source_sheet"], row["source_row"]), "no record")
            place = {"sheet": row["source_sheet"], "row": row["source_row"]}
            yield _difference("row that must not load", file, dataset, place, f"({fate})")


def _wrong_values(file: FileTruth, dataset: str, meant: Mapping[str, Any], row: Row) -> Iterator[tuple[str, Any, Any]]:
    for name, value in meant["values"].items():
        allowed = (meant["any_of"] or {}).get(name, [value])
        if not any(same(dataset, name, row.get(name), each) for each in allowed):
            yield name, row.get(name), value
    for name in ("village_code", "period"):
        if str(row[name]) != file[name]:
            yield name, row[name], file[name]


def same(dataset: str, name: str, loaded: Any, meant: Any) -> bool:
    """Whether a loaded value is the meant one, however it is spelled: what a type leaves open is taken out on both sides."""
    kind = fields_of(dataset)[name]["type"]
    return bool(_comparable(kind, loaded) == _comparable(kind, meant))


def _comparable(kind: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if kind in _NUMBERS:
        return round(float(value), 2)
    text = " ".join(unicodedata.normalize("NFKC", str(value)).casefold().split())
    if kind == "phone":
        return re.sub(r"^(62|0)", "", re.sub(r"\D", "", text))
    if kind == "hamlet":
        return re.sub(r"^(dusun|dsn|dukuh|dk)\.? ", "", text)
    return text


def compare_quarantine(file: FileTruth, entries: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Faults without an entry in the quarantine, and entries without a fault. `entries` are those of this file, all open."""
    if {"rejected", "superseded"} & set(file["status"]):
        return []
    faults = _faults(file)
    entered = defaultdict(list)
    for entry in entries:
        entered[(entry["dataset"], *place_of(file, entry["source_sheet"], entry["source_row"]))].append(entry)
    found = [
        _difference("fault without finding", file, place[0], fault, fault["kind"])
        for place, fault in faults.items()
        if not entered.get(place)
    ]
    for place, several in entered.items():
        allowed = _fields_in_question(faults.get(place))
        for entry in several:
            if entry["level"] in ("cell", "row") and entry["field"] not in allowed:
                at = {"sheet": entry["source_sheet"], "row": entry["source_row"]}
                found.append(_difference("finding without fault", file, place[0], at, f"{entry['field']} {entry['rule']}"))
            if entry["level"] in ("sheet", "file") and not _lost_sheet(file, entry):
                at = {"sheet": entry["source_sheet"], "row": None}
                found.append(_difference("finding without fault", file, place[0], at, entry["rule"]))
    return found


def _faults(file: FileTruth) -> dict[tuple[str, str | None, int | None], Mapping[str, Any]]:
    """Planted faults by dataset and place."""
    return {
        (dataset, *place_of(file, each["sheet"], each["row"])): each
        for dataset, entry in file["datasets"].items()
        for each in [*(row for row in entry["rows"] if "withheld" in row), *entry["quarantine"]]
    }


def _fields_in_question(fault: Mapping[str, Any] | None) -> set[str]:
    return {fault["field"], *fault.get("withheld", ())} if fault else set()


def _lost_sheet(file: FileTruth, entry: Mapping[str, Any]) -> bool:
    return any(each["dataset"] == entry["dataset"] for each in file["must_not_load"])


def rules_agree(file: FileTruth, entries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[bool, str, str]]:
    """For each fault with a finding at its place: whether a rule of the right category is named, the fault, the rules."""
    for place, fault in _faults(file).items():
        rules = {
            entry["rule"]
            for entry in entries
            if (entry["dataset"], *place_of(file, entry["source_sheet"], entry["source_row"])) == place
        }
        if rules:
            yield bool(rules & set(fault["categories"])), fault["kind"], ", ".join(sorted(rules))


def compare_report(files: Sequence[FileTruth], report: Mapping[str, Any]) -> list[Difference]:
    """Status, village, month, balance and counts a sheet of one run against the files of that delivery."""
    reported = {entry["path"]: entry for entry in report["files"]}
    found = [difference for file in files for difference in _compare_entry(file, reported.get(_below_inbox(file)))]
    known = {_below_inbox(file) for file in files}
    found += [Difference("unknown file", path, "") for path in reported if path not in known]
    groups = defaultdict(list)
    for file in files:
        if group := file.get("same_bytes_group"):
            groups[group].append(reported[_below_inbox(file)]["status"])
    found += [
        Difference("same bytes twice", group, "", detail=str(statuses))
        for group, statuses in groups.items()
        if statuses.count("unchanged") != 1
    ]
    return found


def _below_inbox(file: FileTruth) -> str:
    return str(file["path"].split("/", 1)[1])


def _compare_entry(file: FileTruth, entry: Mapping[str, Any] | None) -> Iterator[Difference]:
    status = entry["status"] if entry else "absent"
    if status not in file["status"]:
        expected = "|".join(file["status"])
        yield _difference("wrong status", file, None, {}, f"{status}, meant {expected} {(entry or {}).get('reason') or ''}")
    if entry is None:
        return
    if status == "rejected" and not entry["reason"]:
        yield _difference("no reason", file, None, {})
    if status in _LOADED and (entry["village_code"], entry["period"]) != (file["village_code"], file["period"]):
        yield _difference("wrong village or month", file, None, {}, f"{entry['village_code']} {entry['period']}")
    for sheet in entry["sheets"]:
        if sheet["rows_read"] != sum(sheet[fate] for fate in ("loaded", "quarantined", "duplicate", "ignored")):
            yield _difference("unbalanced", file, sheet["dataset"], {"sheet": sheet["sheet"]})
    if status in ("loaded", "partial") and file["datasets"]:
        yield from _compare_counts(file, entry["sheets"])


def _compare_counts(file: FileTruth, sheets: Iterable[Mapping[str, Any]]) -> Iterator[Difference]:
    """Rows loaded, quarantined and taken for duplicates, by dataset and sheet (a CSV's only sheet has no name)."""
    meant: Counter[tuple[str, str | None, str]] = Counter()
    counted: Counter[tuple[str, str | None, str]] = Counter()
    for dataset, entry in file["datasets"].items():
        for kind, fate in (("rows", "loaded"), ("quarantine", "quarantined"), ("duplicates", "duplicate")):
            for row in entry[kind]:
                meant[(dataset, place_of(file, row["sheet"], None)[0], fate)] += 1
    for sheet in sheets:
        if sheet["dataset"] in file["datasets"]:
            for fate in ("loaded", "quarantined", "duplicate"):
                counted[(sheet["dataset"], place_of(file, sheet["sheet"], None)[0], fate)] += sheet[fate]
    for key in sorted(meant.keys() | counted.keys(), key=str):
        if meant[key] != counted[key]:
            dataset, name, fate = key
            yield _difference("wrong count", file, dataset, {"sheet": name}, f"{fate} {counted[key]}, meant {meant[key]}")


def compare_persons(keyed: Iterable[tuple[str, str | None]]) -> list[str]:
    """Of (NIK, person key) pairs: NIK without a key or with several, and keys of several NIK."""
    keys, niks = defaultdict(set), defaultdict(set)
    for nik, key in keyed:
        keys[nik].add(key)
        niks[key].add(nik)
    wrong = [f"NIK of {len(each)} keys" for each in keys.values() if len(each) != 1 or None in each]
    return wrong + [f"key of {len(each)} NIK" for each in niks.values() if len(each) != 1]


def _difference(kind: str, file: FileTruth, dataset: str | None, at: Mapping[str, Any], detail: str = "") -> Difference:
    return Difference(kind, file["path"], file["layout"], dataset, at.get("sheet"), at.get("row"), detail)
