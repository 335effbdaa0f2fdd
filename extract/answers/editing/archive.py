"""The parts of an xlsx package, some of them changed: parts as XML, the relations between them, their content types."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from typing import Any

from lxml import etree

from extract.formats.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPES_PART = "[Content_Types].xml"
_MADE = (1980, 1, 1, 0, 0, 0)


class UnusualPackageError(Exception):
    """The package is not built as expected, so it is better left alone; says which part is odd."""


class Archive:
    """A package under edit. Parts that were not touched are packed again as they were."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._texts: dict[str, bytes] = {}
        self._trees: dict[str, Any] = {}

    @property
    def names(self) -> list[str]:
        """Names of all parts, new ones last."""
        return list(dict.fromkeys([*self._package.names, *self._texts, *self._trees]))

    def read(self, part: str) -> bytes:
        """A part as it stands now. Raises UnusualPackageError where there is none."""
        if part in self._trees:
            return serialised(self._trees[part])
        if part in self._texts:
            return self._texts[part]
        if part not in self._package:
            raise UnusualPackageError(part)
        return self._package.part(part)

    def write(self, part: str, content: bytes) -> None:
        """Replace a part, or add it."""
        self._trees.pop(part, None)
        self._texts[part] = content

    def tree(self, part: str) -> Any:
        """The root element of a part; what is changed in it is kept. Raises UnusualPackageError where it is no XML."""
        if part not in self._trees:
            self._trees[part] = self.glance(part)
        return self._trees[part]

    def glance(self, part: str) -> Any:
        """The root element of a part, to look at only. Raises as `tree`."""
        if part in self._trees:
            return self._trees[part]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as fault:
            raise UnusualPackageError(part) from fault

    def to_bytes(self) -> bytes:
        """The package with all changes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self.names:
                info = zipfile.ZipInfo(name, _MADE)
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, self.read(name))
        return buffer.getvalue()

    def unused(self, pattern: str) -> str:
        """The first part name of a numbered pattern ("xl/comments{}.xml") that is free."""
        taken, number = {name.lower() for name in self.names}, 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def declare(self, part: str, content_type: str) -> None:
        """Say in the table of content types what a new part is."""
        types = self.tree(_TYPES_PART)
        if all(entry.get("PartName") != f"/{part}" for entry in types):
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what parts with a file ending are, unless that is known."""
        types = self.tree(_TYPES_PART)
        if all((entry.get("Extension") or "").lower() != ending for entry in types):
            types.insert(0, types.makeelement(f"{{{_TYPES}}}Default", Extension=ending, ContentType=content_type))


class Relations:
    """What one part refers to, by relation id."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._archive = archive
        self._folder, name = posixpath.split(part)
        self._part = posixpath.join(self._folder, "_rels", f"{name}.rels")

    def target(self, relation_id: str) -> str:
        """The part an id points to. Raises UnusualPackageError."""
        for entry in self._entries():
            if entry.get("Id") == relation_id:
                return self._absolute(entry.get("Target"))
        raise UnusualPackageError(f"{self._part} {relation_id}")

    def first(self, kind: str) -> str | None:
        """The first part of a kind ("comments"), or None."""
        for entry in self._entries():
            if entry.get("Type", "").rpartition("/")[2] == kind and entry.get("TargetMode") != "External":
                return self._absolute(entry.get("Target"))
        return None

    def add(self, kind: str, part: str) -> str:
        """Refer to a part; returns the new id."""
        taken = {entry.get("Id") for entry in self._entries()}
        number = 1
        while (relation_id := f"rId{number}") in taken:
            number += 1
        if self._part not in self._archive.names:
            self._archive.write(self._part, f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
        entry = etree.SubElement(self._archive.tree(self._part), f"{{{_RELATIONS}}}Relationship")
        entry.attrib.update({"Id": relation_id, "Type": f"{OFFICE_RELATIONS}/{kind}", "Target": f"/{part}"})
        return relation_id

    def _entries(self) -> Sequence[Any]:
        return list(self._archive.glance(self._part)) if self._part in self._archive.names else []

    def _absolute(self, target: str) -> str:
        return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(self._folder, target))


def serialised(root: Any) -> bytes:
    """An XML part as bytes."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def main(tag: str) -> str:
    """The qualified name of a spreadsheet element."""
    return f"{{{MAIN}}}{tag}"
