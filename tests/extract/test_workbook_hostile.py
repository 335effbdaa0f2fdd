"""Files that are broken, locked, huge or hostile: each refused with its own reason, in bounded time and memory.

Where a reader could abort the process, the test would take pytest down with it.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import struct
import time
import zipfile

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from python_calamine import CalamineWorkbook

from expectations.catalogue import CatalogueError, rule
from extract.formats.sniff import sniff_format
from extract.workbook import read_workbook
from tests.extract.binary_workbooks import xlsb
from tests.extract.workbooks import flat_ods, plain_ods, plain_xls, plain_xlsx, repacked, xlsx

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CELL = '<c r="{}"><v>1</v></c>'


def refusal(data: bytes, name: str = "laporan.xlsx") -> str:
    """The rule a file is refused by."""
    with pytest.raises(CatalogueError) as refused:
        read_workbook(data, name)
    assert "…" not in str(refused.value), "a fact the sentence needs is missing"
    assert "…" not in rule(refused.value.rule_id).advice_id(refused.value.facts)
    return refused.value.rule_id


def with_sheet(rows: str) -> bytes:
    """An xlsx whose first sheet's XML is hand-written."""
    return repacked(plain_xlsx([["x"]]), {"xl/worksheets/sheet1.xml": SHEET.format(rows).encode()})


def encrypted(password: str) -> bytes:
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(plain_xlsx([["rahasia"]]))).encrypt(password, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\x00" * 5000])
def test_nothing_in_the_file_is_an_empty_file(data: bytes) -> None:
    assert refusal(data) == "file_empty"


@pytest.mark.parametrize("name", ["~$laporan.xlsx", "inbox/~$lap.xls", ".~lock.laporan.ods#"])
def test_a_lock_file_is_known_by_its_name(name: str) -> None:
    assert refusal(b"\x06Petugas" + bytes(150), name) == "file_lock"


OTHERS = {
    "PDF document": b"%PDF-1.7\n1 0 obj",
    "picture (PNG)": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "picture (JPEG)": b"\xff\xd8\xff\xe0" + bytes(40),
    "JSON document": b'{"desa": "Paringan", "a": 1}',
    "XML document": b"<?xml version='1.0'?><a/>",
    "binary file": b"\x01\x02\x00\x03abc" * 30,
}


@pytest.mark.parametrize("kind", OTHERS)
def test_something_else_named_xlsx_is_called_what_it_is(kind: str) -> None:
    assert sniff_format(OTHERS[kind]) == kind
    assert refusal(OTHERS[kind]) == "file_not_a_spreadsheet"


@pytest.mark.parametrize(("part", "kind"), [("word/document.xml", "Word document"), ("laporan.xlsx", "zip archive")])
def test_other_zips_are_called_what_they_are(part: str, kind: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(part, "x")
    assert sniff_format(buffer.getvalue()) == kind
    assert refusal(buffer.getvalue()) == "file_not_a_spreadsheet"


def test_an_opendocument_letter_is_not_a_spreadsheet() -> None:
    letter = repacked(plain_ods([["x"]]), {"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert sniff_format(letter) == "OpenDocument file without a sheet"
    assert refusal(letter) == "file_not_a_spreadsheet"


@pytest.mark.parametrize("make", [plain_xlsx, plain_xls, plain_ods])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_damaged(make, share: float) -> None:
    data = make([["Nama", f"teks {number}"] for number in range(300)])
    assert refusal(data[: int(len(data) * share)]) == "file_corrupt"


def test_a_password_protected_workbook_is_refused_as_such() -> None:
    assert refusal(encrypted("rahasia")) == "file_password_protected"


def test_a_workbook_encrypted_with_the_default_password_opens_as_in_excel() -> None:
    workbook = read_workbook(encrypted("VelvetSweatshop"), "a.xlsx")
    assert (workbook.format, workbook.sheets[0].cells) == ("xlsx", [["rahasia"]])


def test_an_encryption_that_would_take_minutes_is_not_tried() -> None:
    data = encrypted("VelvetSweatshop").replace(b'spinCount="100000"', b'spinCount="999999999"')
    started = time.monotonic()
    assert refusal(data) == "file_password_protected"
    assert time.monotonic() - started < 5


def test_an_encrypted_xls_is_refused_as_such() -> None:
    assert refusal(_with_filepass(plain_xls([["x"]]))) == "file_password_protected"


def _with_filepass(data: bytes) -> bytes:
    """The xls with its window record renamed to FILEPASS: obfuscation with a key that is not the default password's."""
    at = data.index(struct.pack("<HH", 0x3D, 18))
    return data[:at] + struct.pack("<HHHHH", 0x2F, 18, 0, 0x1234, 0x5678) + data[at + 10 :]


def test_an_encrypted_ods_is_refused_as_such() -> None:
    manifest = b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    assert refusal(repacked(plain_ods([["x"]]), {"META-INF/manifest.xml": manifest})) == "file_password_protected"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("encrypted-package", b"x")
        package.writestr("META-INF/manifest.xml", manifest)
    assert refusal(buffer.getvalue()) == "file_password_protected"


def test_two_cells_in_opposite_corners_do_not_take_the_process_down() -> None:
    far = [CELL.format("XFD1048576"), "<c r='XFD1048576'><v>1</v></c>", '<c\n s="1" r = "xfd1048576" ><v>1</v></c>']
    for cell in far:
        assert refusal(with_sheet(f'<row r="1">{CELL.format("A1")}</row><row r="2">{cell}</row>')) == "file_too_many_cells"


def test_two_xls_or_xlsb_cells_in_opposite_corners_do_not_either() -> None:
    data = plain_xls([["a", 1.5], ["b", 2.5]])
    second = data.index(struct.pack("<HHHH", 0x27E, 10, 1, 1))
    assert refusal(data[: second + 4] + struct.pack("<HH", 65535, 65535) + data[second + 8 :]) == "file_too_many_cells"
    assert refusal(xlsb({(0, 0): 1.0, (1_048_575, 16_383): 1.0})) == "file_too_many_cells"


def test_an_ods_cell_repeated_a_billion_times_is_refused_at_once() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    started = time.monotonic()
    assert refusal(flat_ods(row)) == "file_too_many_cells"
    assert time.monotonic() - started < 1


def test_a_used_range_of_a_million_empty_rows_costs_nothing() -> None:
    rows = f'<row r="1">{CELL.format("A1")}</row><row r="1048575"><c r="A1048575" s="1"/><c r="XFD1048575" s="1"></c></row>'
    assert read_workbook(with_sheet(rows), "a").sheets[0].cells == [[1.0]]


def test_one_stray_cell_far_below_is_read_where_it_is() -> None:
    rows = f'<row r="1">{CELL.format("A1")}</row><row r="200000">{CELL.format("B200000")}</row>'
    grid = read_workbook(with_sheet(rows), "a").sheets[0]
    assert (grid.height, grid.cells[-1]) == (200_000, ["", 1.0])


def test_a_zip_bomb_is_refused_by_its_declared_size() -> None:
    assert refusal(_declaring(plain_xlsx([["x"]]), "xl/worksheets/sheet1.xml", 3 * 2**30)) == "file_unpacks_too_large"


def test_a_part_that_unpacks_to_more_than_it_declares_is_damaged() -> None:
    data = repacked(plain_xlsx([["x"]]), {"xl/worksheets/sheet1.xml": b" " * 1_000_000})
    assert refusal(_declaring(data, "xl/worksheets/sheet1.xml", 1000)) == "file_corrupt"


def _declaring(data: bytes, part: str, size: int) -> bytes:
    """The zip with another unpacked size for one part in its central directory."""
    at = data.rindex(part.encode()) - 46 + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def test_a_long_text_named_by_a_million_cells_is_refused() -> None:
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 30_000}</t></si></sst>'
    sheet = SHEET.format(("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 400)
    parts = {"xl/sharedStrings.xml": strings.encode(), "xl/worksheets/sheet1.xml": sheet.encode()}
    assert refusal(repacked(plain_xlsx([["x"]]), parts)) == "file_unpacks_too_large"


def test_a_long_xls_text_named_by_many_cells_is_refused() -> None:
    data = plain_xls([["x" * 30_000] + [f"teks {number}" for number in range(200)]] * 100)
    named = re.sub(rb"(?s)(\xfd\x00\x0a\x00.{6}).{4}", lambda found: found[1] + bytes(4), data)
    assert refusal(named) == "file_unpacks_too_large"


def test_an_xls_with_long_and_wide_texts_is_not_taken_for_a_bomb() -> None:
    rows = [[f"{number} " + letter * 9_000, "pendek", f"é{number}"] for number in range(60) for letter in ("x", "漢")]
    assert read_workbook(plain_xls(rows), "a").sheets[0].cells == rows


def test_a_register_with_many_different_texts_is_not_taken_for_a_bomb() -> None:
    rows = [[f"nama {number} {'x' * 200}"] * 3 for number in range(2_500)]
    assert read_workbook(plain_xlsx(rows), "a").sheets[0].height == 2_500


def test_five_hundred_empty_sheets_are_read_quickly() -> None:
    def fill(workbook):
        for number in range(500):
            workbook.add_worksheet(f"S{number}")

    data = xlsx(fill)
    started = time.monotonic()
    assert len(read_workbook(data, "a").sheets) == 500
    assert time.monotonic() - started < 3


def test_an_entity_bomb_stays_small() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>&b;</text:p></table:table-cell>'
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><office:document '
    data = flat_ods(f"<table:table-row>{cell}</table:table-row>").replace(b"<office:document ", bomb, 1)
    assert read_workbook(data, "a").sheets[0].cells == []


def test_a_file_larger_than_any_honest_one_is_refused_unread() -> None:
    assert refusal(b"x" * (64 * 2**20 + 1)) == "file_too_large"


def test_overlapping_merges_are_damage() -> None:
    row = f'<row r="1">{CELL.format("A1")}{CELL.format("C1")}</row>'
    merges = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = SHEET.format(row).replace("</worksheet>", f"{merges}</worksheet>")
    assert refusal(repacked(plain_xlsx([["x"]]), {"xl/worksheets/sheet1.xml": sheet.encode()})) == "file_corrupt"


@pytest.mark.parametrize("make", [plain_xlsx, plain_xls, plain_ods])
def test_mutated_files_are_read_or_refused_but_never_crash(make) -> None:
    original = make([["Nama", "NIK"], ["Siti", 3502180101900001], ["Budi", 2.5]])
    dice = random.Random(20261003)
    for _ in range(150):
        data = bytearray(original)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with contextlib.suppress(CatalogueError):
            read_workbook(bytes(data), "a.xlsx")


@pytest.mark.parametrize(
    ("original", "part"),
    [
        (plain_xlsx([["Nama", "x"], ["Siti", 2.5]]), "xl/worksheets/sheet1.xml"),
        (plain_xlsx([["Nama", "x"], ["Siti", 2.5]]), "xl/workbook.xml"),
        (plain_ods([["Nama", "x"], ["Siti", 2.5]]), "content.xml"),
        (xlsb({(0, 0): "Nama", (1, 1): 2.5}), "xl/worksheets/sheet1.bin"),
    ],
)
def test_mutated_parts_of_a_sound_package_never_crash_or_skew_a_grid(original: bytes, part: str) -> None:
    content = zipfile.ZipFile(io.BytesIO(original)).read(part)
    dice = random.Random(20261104)
    for _ in range(100):
        mutated = bytearray(content)
        for _ in range(dice.randint(1, 5)):
            at = dice.randrange(len(mutated))
            mutated[at : at + dice.randint(0, 2)] = dice.choice(
                [b"", b"9", b"99999999", b"<", b'"', bytes([dice.randrange(256)])]
            )
        with contextlib.suppress(CatalogueError):
            for grid in read_workbook(repacked(original, {part: bytes(mutated)}), "a").sheets:
                assert all(len(row) == grid.width for row in grid.cells)


def test_a_panic_of_the_native_reader_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    short_dimension = b"\x81\x01\x00\x94\x01\x02\x00\x00"
    data = repacked(xlsb({(0, 0): "rahasia"}), {"xl/worksheets/sheet1.bin": short_dimension})
    with pytest.raises(BaseException, match="range") as panic:
        CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert type(panic.value).__name__ == "PanicException"
    assert "panicked" in capfd.readouterr().err
    assert refusal(data) == "file_corrupt"
    assert capfd.readouterr().err == ""
