"""Publications made by the tests, as an office receives them: small reports as PDF, pages of outlets, an inbox of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from extract.sources.declarations import DECLARATIONS
from load.warehouse import Warehouse
from tests.extract.publications.paper import Look, Paper, set_table, width_of
from tests.flows.command_line import Installation

Table = tuple[str, Sequence[str]]
"""A title and the rows below each other, the first as header; cells apart by semicolons."""


def pdf(day: str, tables: Iterable[Table], text: Iterable[str] = (), publisher: str = "BP2MI") -> bytes:
    """A report: cover with publisher and day, then a page of text and tables."""
    paper = Paper()
    paper.text(60, 80, "LAPORAN PUBLIKASI DATA PEKERJA MIGRAN INDONESIA", 14, bold=True)
    paper.text(60, 110, publisher, 12)
    paper.text(60, 130, day, 11)
    paper.show()
    y = 60.0
    for line in text:
        paper.text(60, y, line)
        y += 24
    for title, lines in tables:
        rows = [line.split(";") for line in lines]
        paper.text(60, y, title, bold=True)
        widths = [150, *(max(70, width_of(head, font="Helvetica-Bold") + 14) for head in rows[0][1:])]
        y = set_table(paper, 60, y + 10, widths, rows, Look(rules=True)) + 30
    return paper.pdf()


def page(title: str, paragraphs: Iterable[str], tables: Iterable[str] = (), links: Iterable[str] = ()) -> bytes:
    """A page of the web with running text, tables as HTML and links to files."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    linked = "".join(f'<a href="{link}">Lampiran</a>' for link in links)
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}{''.join(tables)}{linked}</body></html>".encode()
    )


def put(inbox: Path, files: Mapping[str, bytes], declared: Mapping[str, Mapping[str, Any]] | None = None) -> Path:
    """Write files with rising modification times, and what is declared of them."""
    inbox.mkdir(exist_ok=True)
    for minutes, (name, content) in enumerate(files.items()):
        (inbox / name).write_bytes(content)
        moment = 1_750_000_000 + 60 * minutes
        os.utime(inbox / name, (moment, moment))
    if declared:
        (inbox / DECLARATIONS).write_text(yaml.safe_dump({name: dict(fields) for name, fields in declared.items()}))
    return inbox


def load(installation: Installation, inbox: Path) -> dict[str, Any]:
    """The report of a run over an inbox, which must balance."""
    done = installation.pmv("run", "--publications", str(inbox), "--json")
    assert done.code == 0, done.err
    assert done.json["balanced"]
    report: dict[str, Any] = done.json
    return report


def remarks(warehouse: Warehouse, path: str) -> list[tuple[str, str]]:
    """Rule and advice of everything remarked about a file, in the order it was found."""
    query = f"""SELECT c.rule, c.advice_en FROM audit.check_results AS c JOIN audit.file AS f USING (file_id)
                WHERE f.path = '{path}' ORDER BY c.ctid"""
    return [(rule, advice) for rule, advice in warehouse.query("office", query)[1]]
