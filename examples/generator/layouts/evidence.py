"""Where a file says whose it is and for which month: titles, label cells, the file name, the folders."""

from __future__ import annotations

import datetime as dt

from ..model import Report, Sheet
from ..months import NAMES, SHORT
from ..villages import Village
from .recipe import Recipe


def title_lines(report: Report, recipe: Recipe, title: str) -> list[tuple[str, ...]]:
    """The lines above a table, each a tuple of neighbouring cells."""
    kind = "KELURAHAN" if report.village.is_kelurahan else "DESA"
    village, district = report.village.name.upper(), report.village.district.upper()
    month = f"{NAMES[report.period.month - 1].upper()} {report.period.year}"
    if recipe.evidence == "titles":
        return [(title,), (f"{kind} {village} KEC. {district}",), (f"BULAN {month}",)]
    if recipe.evidence == "labels":
        return [(title,), (kind, ":", village), ("KECAMATAN", ":", district), ("BULAN", ":", month)]
    if recipe.evidence == "label_cells":
        return [
            (title,),
            (f"{kind.title()} : {report.village.name}",),
            (f"Kecamatan : {report.village.district}",),
            (f"Bulan : {month.title()}",),
        ]
    if recipe.evidence == "label_pairs":
        return [("KABUPATEN:", "PONOROGO"), ("KECAMATAN:", district), (f"{kind}:", village), ("BULAN:", month), (title,)]
    if recipe.evidence == "folder_and_title":
        return [(title,), (f"BULAN {month}",)]
    if recipe.evidence == "one_line":
        return [(f"{title} {kind} {village} KECAMATAN {district} BULAN {month}",)]
    if recipe.evidence == "code":
        return [(title,), (f"KODE DESA : {report.village.code}",), (f"Periode {report.period:%m/%Y}",)]
    return [(title,)]


def draw_titles(sheet: Sheet, lines: list[tuple[str, ...]], row: int, left: int, width: int) -> int:
    """Write title lines, merged over some columns where they are single cells; returns the next free row after a blank one."""
    for cells in lines:
        for offset, text in enumerate(cells):
            sheet.put(row, left + offset, text)
        if len(cells) == 1 and width > 3:
            sheet.merge(row, left, row, left + min(width, 8) - 1)
        sheet.ignore(row, "title")
        row += 1
    return row + 1 if lines else row


def file_stem(report: Report, recipe: Recipe, serial: int) -> str:
    """A file name without its ending; it says village and period only where the recipe lets it."""
    village, period = report.village, report.period
    if recipe.evidence == "name" and recipe.file_name == "words":
        return f"Laporan Desmigratif {village.name} {SHORT[period.month - 1]} {period.year}"
    if recipe.evidence == "name" or recipe.file_name == "code":
        return f"{village.digits}_{period:%Y-%m}"
    if recipe.file_name == "messenger":
        return f"DOC-{period.year}{period.month:02d}05-WA{serial:04d}"
    return f"lap {serial:03d}"


def folders(village: Village, period: dt.date, recipe: Recipe) -> str:
    """The folders a recipe puts its file in, with a slash at the end; empty where the file lies in the inbox itself."""
    if recipe.evidence == "folders":
        return f"{village.district.lower()}/{village.name.lower()}/{period:%Y-%m}/"
    return f"{village.name} {village.district}/" if recipe.evidence == "folder_and_title" else ""
