"""`pmv template` and `pmv corrections` through the command line: what the office sends to villages, and what comes back of it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extract.landing import LandingStore, Origin
from flows.answers import write_corrections
from tests.extract.answers.answer_reading import read
from tests.flows.command_line import Installation

MONTH = dt.date(2026, 10, 1)
REGISTER = (
    "No;Nama;NIK;L/P;Tgl Lahir;Negara Tujuan;Status\n"
    "1;Sri Lestari;35021845055880901;P;05-05-1988;Hong Kong;Aktif\n"
    "2;Bambang Sutrisno;;L;31-02-1979;Malaysia;Purna\n"
    "3;Siti Aminah;3502184606819003;P;06-06-1981;Taiwan;\n"
)


@pytest.fixture(scope="module")
def registered(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox with one faulty register and one report that names its groups, run into the warehouse."""
    inbox = tmp_path_factory.mktemp("inbox")
    folder = inbox / "jenangan" / "nglayang" / "2026-10"
    folder.mkdir(parents=True)
    (folder / "data pmi.csv").write_text(REGISTER, encoding="utf-8")
    groups = "No;Nama Kelompok;Jenis Usaha;Aktif\n1;Makmur Jaya;Keripik;Ya\n2;Tani Rukun;Ternak;Tidak\n3;Batik Ayu;Batik;Ya\n"
    (folder / "usaha produktif.csv").write_text(groups, encoding="utf-8")
    done = installation.pmv("run", "--inbox", str(inbox), "--json")
    assert (done.code, [file["status"] for file in done.json["files"]]) == (0, ["partial", "loaded"]), done.err
    return inbox


VILLAGE = "35.02.18.2005"


def test_corrections_come_back_as_a_workbook_that_loads_once_it_is_mended(
    installation: Installation, registered: Path, tmp_path: Path
) -> None:
    done = installation.pmv("corrections", "-o", str(tmp_path / "perbaikan"), "--village", VILLAGE)
    assert done.code == 0, done.err
    (answer,) = (tmp_path / "perbaikan").rglob("*.xlsx")
    assert answer.relative_to(tmp_path / "perbaikan").parts == (f"{VILLAGE}_Nglayang", "3502182005_2026-10 data pmi.xlsx")
    book = openpyxl.load_workbook(answer)
    sheet = book.worksheets[1]
    marked = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert marked == {"C2", "E3", "G4"}
    sheet["C2"], sheet["E3"], sheet["G4"] = "3502184505889001", "28-02-1979", "Cuti"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    book.save(inbox / answer.name)
    again = installation.pmv("run", "--inbox", str(inbox), "--json").json["files"]
    assert [(file["status"], file["village_code"], file["period"]) for file in again] == [("loaded", VILLAGE, "2026-10-01")]
    left = installation.pmv("corrections", "-o", str(tmp_path / "sesudah"), "--village", VILLAGE)
    assert (left.code, list((tmp_path / "sesudah").rglob("*.xlsx"))) == (0, [])


def test_a_template_knows_the_groups_the_village_has_reported(
    installation: Installation, registered: Path, tmp_path: Path
) -> None:
    target = tmp_path / "format.xlsx"
    done = installation.pmv("template", "--village", VILLAGE, "--period", "2026-12", "-o", str(target))
    assert (done.code, done.err) == (0, "")
    sheet = openpyxl.load_workbook(target)["USAHA PRODUKTIF"]
    assert [sheet.cell(row, 2).value for row in range(11, 15)] == ["Makmur Jaya", "Tani Rukun", "Batik Ayu", None]


def test_a_template_is_made_without_a_warehouse_and_makes_none(tmp_path: Path) -> None:
    apart = Installation(tmp_path / "home")
    target = tmp_path / "baru" / "format.xlsx"
    done = apart.pmv("template", "--village", "3502182005", "--period", "2026-10", "-o", str(target))
    assert done.code == 0, done.err
    assert not (tmp_path / "home").exists()
    identity = read(target.read_bytes(), target.name).submission.identity
    assert identity is not None
    assert (identity.village_code, identity.period) == (VILLAGE, MONTH)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--village", "35.02.18", "--period", "2026-10"], "no village code"),
        (["--village", VILLAGE, "--period", "Oktober"], "is not a month"),
    ],
)
def test_a_wrong_village_or_month_is_said_in_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = Installation(tmp_path / "home").pmv("template", *arguments, "-o", str(tmp_path / "f.xlsx"))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert said in done.err


def finding(path: str, sha256: str, **given: Any) -> dict[str, Any]:
    return {
        "source_file": sha256, "source_path": path, "source_sheet": "DATA", "source_row": 2, "cell": "A2", "level": "cell",
        "dataset": "migrant_register", "field": "nik", "rule": "nik_length", "advice_id": "Perbaiki.", "village_code": VILLAGE,
        "period": MONTH, **given,
    }  # fmt: skip


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    landing = LandingStore(tmp_path / "landing")
    shas = [landing.put(text, Origin("a", dt.datetime.now(dt.UTC))) for text in (b"Nama;NIK\nSri;1\n", b"Nama;NIK\nAni;2\n")]
    findings = [finding(path, sha) for path, sha in zip(("krajan/pmi.csv", "ngasem/pmi.csv"), shas, strict=True)]
    answers = list(write_corrections(findings, landing, tmp_path / "out"))
    assert [answer.path.name for answer in answers] == ["3502182005_2026-10 pmi.xlsx", "3502182005_2026-10 pmi (2).xlsx"]
    assert all(answer.path.exists() for answer in answers)


def test_a_file_without_a_village_or_an_original_is_answered_all_the_same(tmp_path: Path) -> None:
    whole = {"level": "file", "rule": "village_missing", "source_sheet": None, "source_row": None, "cell": None, "dataset": None}
    gone = finding("DOC-1.xlsx", "0" * 64, **whole, field=None, village_code=None, period=None)
    (answer,) = write_corrections([gone], LandingStore(tmp_path / "landing"), tmp_path / "out")
    assert (answer.village, answer.has_original, answer.path.parent.name) == (None, False, "desa_belum_dikenal")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.path.read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[6]][1:4] == ["(seluruh berkas)", None, "Desa tidak disebut"]
