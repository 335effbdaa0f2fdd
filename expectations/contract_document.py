"""Reads an ODCS v3 document into a `Contract`.

What ODCS has a key for stands under that key (`synonyms` are header words and sheet names, `classification` the privacy class,
`quality` the checks); the rest are its `customProperties`. A key nobody reads is refused, so that a slip of the pen in a
contract cannot pass for a setting. Whether the document is good ODCS is for the JSON schema of the standard to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from expectations.catalogue import CatalogueError
from expectations.contract import Cadence, Check, Contract, DerivedColumn, Field, JoinedColumn, Layout, Privacy


class _Part:
    """One mapping of a document, read key by key. `place` says where it stands; `close` refuses what was left unread."""

    def __init__(self, body: Any, file: str, place: str) -> None:
        self._file, self._place = file, place
        if not isinstance(body, Mapping):
            raise self._wrong("a mapping")
        self._body = dict(body)

    def take(self, key: str, kind: type) -> Any:
        """The value of a key that must be there, of this type."""
        if key not in self._body:
            raise CatalogueError("contract_key_missing", file=self._file, place=self._place, key=key)
        return self._of_kind(key, self._body.pop(key), kind)

    def maybe(self, key: str, kind: type, default: Any = None) -> Any:
        """The value of a key that may be left out or empty."""
        value = self._body.pop(key, None)
        return default if value is None else self._of_kind(key, value, kind)

    def one_of(self, key: str, literal: Any) -> Any:
        """The value of a key that may be left out and allows the members of a Literal only."""
        value = self.maybe(key, str)
        if value is not None and value not in get_args(literal):
            raise self._at(key)._wrong(" | ".join(get_args(literal)))
        return value

    def part(self, key: str) -> _Part:
        """The mapping under a key that must be there."""
        return _Part(self.take(key, object), self._file, f"{self._place} > {key}")

    def parts(self, key: str, name: str | None = None) -> Iterator[_Part]:
        """The mappings of a list, each placed by the value of its key `name`."""
        for number, body in enumerate(self.maybe(key, list, []), start=1):
            label = body.get(name, number) if isinstance(body, Mapping) and name else number
            yield _Part(body, self._file, f"{self._place} > {key} > {label}")

    def named(self, key: str) -> Iterator[tuple[str, _Part]]:
        """The mappings of a mapping with their names."""
        body = self.maybe(key, dict, {})
        yield from ((name, _Part(value, self._file, f"{self._place} > {key} > {name}")) for name, value in body.items())

    def pairs(self, key: str) -> _Part:
        """A list of `property` and `value` as one mapping."""
        pairs = {part.take("property", str): part.take("value", object) for part in self.parts(key)}
        return _Part(pairs, self._file, f"{self._place} > {key}")

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings that may be left out."""
        return tuple(self._of_kind(key, word, str) for word in self.maybe(key, list, []))

    def synonyms(self) -> tuple[str, ...]:
        """The words of ODCS `synonyms`."""
        return tuple(part.take("synonym", str) for part in self.parts("synonyms"))

    def close(self, *unused: str) -> None:
        """Refuses keys that were not read; `unused` are keys of the standard this program has no use for."""
        unknown = [str(key) for key in self._body if key not in unused]
        if unknown:
            raise CatalogueError("contract_key_unknown", file=self._file, place=self._place, key=", ".join(unknown))

    def _at(self, key: str) -> _Part:
        return _Part({}, self._file, f"{self._place} > {key}")

    def _of_kind(self, key: str, value: Any, kind: type) -> Any:
        if not isinstance(value, kind):
            raise self._at(key)._wrong(kind.__name__)
        return value

    def _wrong(self, expected: str) -> CatalogueError:
        return CatalogueError("contract_value_wrong", file=self._file, place=self._place, expected=expected)


def contract_from(document: Any, file: str) -> Contract:
    """The contract a parsed ODCS document states. Raises CatalogueError naming file, place and key of what is wrong."""
    root = _Part(document, file, "document")
    own, levels, tables = root.pairs("customProperties"), root.pairs("slaProperties"), list(root.parts("schema", "name"))
    if len(tables) != 1:
        raise CatalogueError("contract_value_wrong", file=file, place="schema", expected="one dataset")
    version, description = root.take("version", str), root.part("description")
    root.close("apiVersion", "kind", "id", "name", "status", "domain")
    return Contract(version=version, **_table(tables[0]), **_own(own), **_levels(levels), **_description(description))


def _own(own: _Part) -> dict[str, Any]:
    title = own.part("title")
    read = {
        "position": own.take("position", int),
        "layout": own.one_of("layout", Layout) or "rows",
        "pillar": own.maybe("pillar", int),
        "title_en": title.take("en", str),
        "title_id": title.take("id", str),
        "description_id": own.take("purposeId", str),
        "retention_class": own.take("retentionClass", str),
    }
    own.close()
    return read


def _levels(levels: _Part) -> dict[str, Any]:
    cadence = levels.one_of("frequency", Cadence)
    read = {
        "cadence": cadence,
        "due_day": levels.take("dueDay", int) if cadence else None,
        "retention_years": levels.take("retention", int),
    }
    levels.close()
    return read


def _description(description: _Part) -> dict[str, Any]:
    read = {"description_en": description.take("purpose", str)}
    description.close("limitations", "usage")
    return read


def _table(table: _Part) -> dict[str, Any]:
    columns = table.pairs("customProperties")
    read = {
        "dataset": table.take("name", str),
        "grain": table.take("dataGranularityDescription", str),
        "sheet_words": table.synonyms(),
        "fields": tuple(map(_field, table.parts("properties", "name"))),
        "checks": _checks(table),
        "joined": tuple(map(_joined, columns.parts("joinedColumns"))),
        "derived": tuple(_derived(name, part) for name, part in columns.named("derivedColumns")),
    }
    table.close("logicalType", "businessName", "description")
    columns.close()
    return read


def _field(part: _Part) -> Field:
    own = part.pairs("customProperties")
    read = Field(
        name=part.take("name", str),
        label_id=part.take("businessName", str),
        required=part.maybe("required", bool, False),
        privacy=part.one_of("classification", Privacy),
        headers=part.synonyms(),
        checks=_checks(part),
        semantic_type=own.take("readAs", str),
        code_list=own.maybe("codes", str),
        signed=own.maybe("signed", bool, False),
        **_dictionary(own.part("dictionary")),
    )
    part.close("logicalType", "description")
    own.close()
    return read


def _dictionary(entries: _Part) -> dict[str, str]:
    read: dict[str, str] = {}
    for key, name in (("konsep", "concept"), ("definisi", "definition"), ("ukuran", "measure"), ("satuan", "unit")):
        entry = entries.part(key)
        read[f"{name}_id"], read["unit" if name == "unit" else f"{name}_en"] = entry.take("id", str), entry.take("en", str)
        entry.close()
    entries.close()
    return read


def _joined(part: _Part) -> JoinedColumn:
    read = JoinedColumn(headers=part.words("headers"), semantic_type=part.take("readAs", str), fields=part.words("fields"))
    part.close()
    return read


def _derived(name: str, part: _Part) -> DerivedColumn:
    read = DerivedColumn(name, part.take("operation", str), part.words("of"), tuple(part.maybe("among", list, [])))
    part.close()
    return read


def _checks(part: _Part) -> tuple[Check, ...]:
    return tuple(map(_check, part.parts("quality", "name")))


def _check(part: _Part) -> Check:
    implementation = part.part("implementation")
    check = Check(
        rule=part.take("name", str),
        expectation=implementation.take("expectation", str),
        kwargs=implementation.take("kwargs", dict),
        withholds=implementation.words("withholds"),
    )
    implementation.close()
    part.close("type", "engine", "severity", "dimension", "description")
    return check
