"""XML read piece by piece and without trust: no entities, no network, memory bounded by one element at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from extract.formats.refusals import corrupt


def elements(data: bytes, *tags: str) -> Iterator[tuple[str, Any]]:
    """("start" or "end", element) for each element with one of the qualified `tags`. Raises `file_corrupt`."""
    from lxml import etree

    try:
        yield from etree.iterparse(io.BytesIO(data), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True)
    except etree.XMLSyntaxError as fault:
        raise corrupt("its XML") from fault
