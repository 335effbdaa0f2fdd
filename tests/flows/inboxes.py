"""Small inboxes for tests: one village's business groups or register in a month, written by the generator."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from examples.generator.layouts.recipe import recipe
from examples.generator.submission import MadeFile, Workshop, submit
from examples.generator.villages import Village, plainly_named


def workshop(seed: str) -> Workshop:
    """A workshop of the generator; everything made in it follows from the seed."""
    return Workshop.opened(seed)


def village(number: int) -> Village:
    """A village whose name no other has. Numbers from the end, since whole deliveries take theirs from the beginning."""
    return plainly_named()[-number]


def report(shop: Workshop, of: Village, month: dt.date, dataset: str = "business_groups") -> MadeFile:
    """A faultless plain workbook of one dataset."""
    told = shop.report(of, shop.claim(of, month))
    (file,) = submit(shop, told, dataclasses.replace(recipe("L01_plain"), datasets=(dataset,)))
    return file


def put(files: Iterable[MadeFile], folder: Path) -> Path:
    """Write files into an inbox; returns it."""
    for file in files:
        path = folder / file.path.partition("/")[2]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return folder
