"""Faults of whole files: contradicting or missing evidence, broken bytes, resubmissions, parts sent apart.

Each function makes the files of one such case with the truth of how they must end.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
from collections.abc import Callable
from typing import Any

from ..layouts.recipe import Recipe, recipe
from ..model import Report, Sheet
from ..months import NAMES, SHORT, add_months
from ..submission import MadeFile, Workshop, submit
from ..truth import rejected
from ..villages import Village, plainly_named, twice_named
from ..writers import book_bytes

Case = Callable[[Workshop, Village, dt.date], list[MadeFile]]
_PLAIN = "L01_plain"


def turned_away(files: list[MadeFile], why: str, status: str = "rejected") -> list[MadeFile]:
    """Change the truth of these files: they must be turned away whole, for this reason."""
    for file in files:
        file.truth = rejected(file.truth, why, status)
    return files


def period_contradicts(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """The file name says another month than the sheets; sent again later under the right name, the same bytes load."""
    told = shop.report(village, period)
    (wrong,) = submit(shop, told, recipe(_PLAIN), stem=f"{village.digits}_{add_months(period, -2):%Y-%m}")
    right = MadeFile(f"stage2/{village.digits}_{period:%Y-%m} benar.xlsx", wrong.content, dict(wrong.truth))
    right.truth |= {"path": right.path, "stage": 2}
    return [*turned_away([wrong], "the file name says another month than the sheets"), right]


def village_contradicts(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """The file name carries another village's code."""
    other = next(v for v in plainly_named() if v.district != village.district)
    files = submit(
        shop, shop.report(village, period), recipe(_PLAIN), stem=f"{other.digits}_{period:%Y-%m} ({shop.next_serial()})"
    )
    return turned_away(files, "the file name says another village than the sheets")


def village_in_two_districts(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A name two districts have, without the district."""
    twin = shop.rng.choice(twice_named())
    stem = f"Laporan Desmigratif {twin.name} {SHORT[period.month - 1]} {period.year} ({shop.next_serial()})"
    return turned_away(
        submit(shop, shop.report(twin, period), recipe("L18_instructions"), stem=stem), "the village name occurs in two districts"
    )


def village_unknown(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A village the district does not have."""
    told = shop.report(dataclasses.replace(village, name="Karangsemutan"), period)
    files = submit(shop, told, recipe(_PLAIN), stem=f"lap {shop.next_serial():03d}")
    for file in files:
        file.truth["village_code"] = None
    return turned_away(files, "no such village")


def no_period(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """Nothing says the month; the signature's date is no evidence."""
    plain = shop.rng.choice(plainly_named())
    told = shop.report(plain, period)
    signed = dataclasses.replace(recipe("L18_instructions"), signature=True)
    return turned_away(submit(shop, told, signed, stem=f"Laporan Desmigratif {plain.name} ({shop.next_serial()})"), "no period")


def no_village(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """Nothing says the village."""
    stem = f"Laporan {NAMES[period.month - 1]} {period.year} ({shop.next_serial()})"
    return turned_away(submit(shop, shop.report(village, period), recipe("L26_numbered_blank_rows"), stem=stem), "no village")


def truncated(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A workbook cut off in transfer."""
    (file,) = submit(shop, shop.report(village, period), recipe(_PLAIN))
    return turned_away([_with_content(file, file.content[: len(file.content) * 3 // 5])], "the file is cut off")


def empty(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A file of no bytes."""
    return [_foreign(f"stage1/{village.digits}_{period:%Y-%m}.xlsx", b"", "the file is empty")]


def not_a_workbook(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A lock file and a text file, as folders collect them: left out or turned away."""
    lock = _foreign(f"stage1/~${village.digits}_{period:%Y-%m}.xlsx", b"\x06Petugas" + b" " * 157, "a lock file")
    text = _foreign(f"stage1/baca dulu {shop.next_serial()}.txt", b"Laporan menyusul minggu depan.\n", "a text file")
    for file in (lock, text):
        file.truth["status"] = ["absent", "rejected"]
    return [lock, text]


def no_known_sheet(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A workbook of another office: the village budget."""
    sheet = Sheet("APBDES")
    sheet.put(1, 1, f"ANGGARAN DESA {village.name.upper()} KEC. {village.district.upper()}")
    sheet.put(2, 1, f"BULAN {NAMES[period.month - 1].upper()} {period.year}")
    for column, word in enumerate(("Kode Rekening", "Uraian", "Anggaran", "Realisasi"), 1):
        sheet.put(4, column, word)
    for row, item in enumerate(("Belanja pegawai", "Belanja barang", "Belanja modal"), 5):
        sheet.put(row, 1, f"5.{row}")
        sheet.put(row, 2, item)
        for column in (3, 4):
            sheet.put(row, column, shop.rng.randint(1, 90) * 500_000)
    content = book_bytes([sheet], recipe(_PLAIN))
    return [_foreign(f"stage1/{village.digits}_{period:%Y-%m}.xlsx", content, "no known sheet")]


def required_column_absent(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """The register lacks its status column: that table loads nothing, the other sheets do."""
    told = shop.report(village, period)
    (file,) = submit(
        shop, told, dataclasses.replace(recipe(_PLAIN), id="L01_without_status", without=("migrant_register.status",))
    )
    lost = rejected(
        {**file.truth, "datasets": {"migrant_register": file.truth["datasets"].pop("migrant_register")}},
        "required column missing",
    )
    file.truth |= {"must_not_load": lost["must_not_load"], "status": ["partial"]}
    return [file]


def same_bytes_twice(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """One workbook in two places of the inbox: exactly one of them is unchanged."""
    (file,) = submit(shop, shop.report(village, period), recipe(_PLAIN))
    copy = MadeFile(
        file.path.replace("stage1/", "stage1/salinan/"), file.content, {**file.truth, "datasets": {}, "must_not_load": []}
    )
    copy.truth["path"] = copy.path
    for one in (file, copy):
        one.truth |= {"status": [*file.truth["status"][:1], "unchanged"], "same_bytes_group": file.truth["sha256"][:8]}
    return [file, copy]


def sent_again_unchanged(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """The second delivery holds a file of the first, byte for byte."""
    (file,) = submit(shop, shop.report(village, period), recipe("L02_two_level_header"), ["nik_length_15"])
    again = MadeFile(file.path.replace("stage1/", "stage2/"), file.content, {**file.truth, "datasets": {}, "must_not_load": []})
    again.truth |= {"path": again.path, "stage": 2, "status": ["unchanged"]}
    return [file, again]


def replaced_in_one_run(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """Two versions in one inbox: the later path replaces the earlier whole."""
    told, stem = shop.report(village, period), f"{village.digits}_{period:%Y-%m}"
    first = submit(shop, told, recipe(_PLAIN), ["nik_letter", "required_missing"], stem=stem)
    second = submit(shop, told, recipe(_PLAIN), stem=f"{stem}_revisi")
    return [*turned_away(first, "replaced by a later version in the same run", "superseded"), *second]


def resubmitted_whole(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """The second delivery corrects the first: every dataset of it is superseded."""
    told, kinds = (
        shop.report(village, period),
        ["nik_length_15", "label_unknown", "date_impossible", "required_missing", "total_mismatch"],
    )
    (first,) = submit(shop, told, recipe("L17_hidden_and_lists"), kinds)
    (second,) = submit(shop, told, recipe("L17_hidden_and_lists"), stage=2, stem=f"{village.digits}_{period:%Y-%m} revisi")
    return _supersede(first, second)


def resubmitted_in_part(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """The second delivery holds the register alone: it replaces the register and leaves the rest."""
    told = shop.report(village, period)
    (first,) = submit(shop, told, recipe("L11_sections_subtotals"), ["nik_letter", "contract_end_before_departure"])
    alone = dataclasses.replace(recipe(_PLAIN), id="L01_register_alone", datasets=("migrant_register",))
    (second,) = submit(shop, told, alone, stage=2, stem=f"{village.digits}_{period:%Y-%m} pmi")
    return _supersede(first, second)


def _supersede(first: MadeFile, second: MadeFile) -> list[MadeFile]:
    first.truth["superseded"] = {
        dataset: second.path for dataset in second.truth["datasets"] if dataset in first.truth["datasets"]
    }
    return [first, second]


def parts_sent_apart(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """One file a hamlet: rows of one dataset and period with nothing in common. The later file is turned away."""
    told = shop.report(village, period)
    register = told.datasets["migrant_register"]
    halves = (register[: len(register) // 2], register[len(register) // 2 :])
    layout: Recipe = dataclasses.replace(recipe(_PLAIN), id="L01_register_alone", datasets=("migrant_register",))
    first, second = (
        submit(shop, _with_register(told, half), layout, stem=f"{village.digits}_{period:%Y-%m} bagian {number}")
        for number, half in enumerate(halves, 1)
    )
    return [*first, *turned_away(second, "looks like another part of the same report")]


def _with_register(told: Report, rows: list[dict[str, Any]]) -> Report:
    return dataclasses.replace(told, datasets={**told.datasets, "migrant_register": rows})


def spelled_otherwise(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A village name written with its spaces elsewhere: it is still that village."""
    spaced = shop.rng.choice([v for v in plainly_named() if " " in v.name])
    told = shop.report(spaced, shop.claim(spaced, period))
    written = dataclasses.replace(told, village=dataclasses.replace(spaced, name=spaced.name.replace(" ", "")))
    return submit(shop, written, recipe(_PLAIN), stem=f"lap {shop.next_serial():03d}")


def wrong_ending(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A modern workbook under the ending of an old one: what a file is, its bytes say."""
    (file,) = submit(shop, shop.report(village, period), recipe("L36_label_pairs"))
    file.path = file.truth["path"] = file.path.removesuffix("xlsx") + "xls"
    return [file]


def known_alias(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A reviewed other spelling: BANJARJO is Banjarejo."""
    meant = next(v for v in plainly_named() if v.name == "Banjarejo")
    told = shop.report(meant, shop.claim(meant, period))
    written = dataclasses.replace(told, village=dataclasses.replace(told.village, name="Banjarjo"))
    return submit(shop, written, recipe(_PLAIN), stem=f"lap {shop.next_serial():03d}")


def locked(shop: Workshop, village: Village, period: dt.date) -> list[MadeFile]:
    """A workbook under a password. Its bytes differ from run to run: encryption needs a fresh salt."""
    from msoffcrypto.format.ooxml import OOXMLFile

    (file,) = submit(shop, shop.report(village, period), recipe(_PLAIN))
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(file.content)).encrypt("rahasia", sealed)
    return turned_away([_with_content(file, sealed.getvalue())], "password-protected")


def _with_content(file: MadeFile, content: bytes) -> MadeFile:
    return MadeFile(file.path, content, {**file.truth, "sha256": hashlib.sha256(content).hexdigest()})


def _foreign(path: str, content: bytes, why: str) -> MadeFile:
    """A file that is no report at all."""
    truth: dict[str, Any] = {
        "path": path,
        "stage": 1,
        "sha256": hashlib.sha256(content).hexdigest(),
        "layout": "none",
        "format": path.rsplit(".", 1)[-1],
        "village_code": None,
        "period": None,
        "village_written": None,
        "datasets": {},
        "ignored": [],
        "unknown_columns": [],
        "must_not_load": [],
        "matrix_sheets": [],
        "status": ["rejected"],
        "why": why,
        "superseded": {},
        "planted": [],
    }
    return MadeFile(path, content, truth)


CASES: tuple[Case, ...] = (
    period_contradicts,
    resubmitted_whole,
    village_in_two_districts,
    same_bytes_twice,
    required_column_absent,
    village_contradicts,
    parts_sent_apart,
    truncated,
    replaced_in_one_run,
    no_period,
    no_known_sheet,
    resubmitted_in_part,
    village_unknown,
    not_a_workbook,
    spelled_otherwise,
    no_village,
    sent_again_unchanged,
    empty,
    known_alias,
    wrong_ending,
)
ENCRYPTED_CASE: Case = locked
