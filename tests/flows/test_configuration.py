"""What the office configures comes before what workbooks say, keeps its history, and a file with a fault changes nothing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examples.generator.villages import village as village_of
from expectations.regions import inside
from load.warehouse import Warehouse
from tests.extract.workbooks import plain_xlsx
from tests.flows.command_line import Done, Installation, installation_on
from tests.flows.inboxes import report, workshop
from tests.own_database import own_database

PARINGAN, SECOND, DISTRICT = "35.02.18.2015", "35.02.18.2006", "35.02.18"
JUNE, DECEMBER = dt.date(2025, 6, 1), dt.date(2025, 12, 1)
PROGRAMMES = """Kode Desa;Nama;Program;Mulai;Selesai
35.02.18.2015;Paringan;Desmigratif;2016-03;2017-12
35.02.18.2015;Paringan;Desmigratif;2019-01;2021-12
35.02.18.2015;Paringan;Desa Migran Emas;Januari 2024;
"""
ROSTER = """region_code,dataset,cadence,due_day,starts_on
35.02.18,business_groups,quarter,10,2025-04
35.02.18.2015,village_profile,semester,15,2025-01
"""
CRITERIA = "village_code,criterion,met,since\n35.02.18.2015,Satgas,ya,2025-01\n"
TARGETS = "target,value\nofficers,2\n"


def folder_with(place: Path, **files: str | bytes) -> Path:
    """A configuration folder; a file's name is its subject."""
    place.mkdir(parents=True, exist_ok=True)
    for subject, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (place / f"{subject}.{'xlsx' if data.startswith(b'PK') else 'csv'}").write_bytes(data)
    return place


# --- files with faults


def refused(folder: Path) -> str:
    """What is said of a folder that cannot be used."""
    done = Installation(folder / "home").pmv("warehouse", "configure", str(folder), "--dry-run")
    assert (done.code, done.out) == (1, ""), done
    assert done.err.startswith("pmv: ")
    assert "Traceback" not in done.err
    return done.err


HEAD = "village_code,programme,starts_on,ends_on\n"
ROSTER_HEAD = "region_code,dataset,cadence,due_day,starts_on,ends_on\n"
FAULTS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "a region code nobody has": ("programmes", f"{HEAD}35.02.99.0001,Desmigratif,2019-01,\n", ("row 2 (A2)", "35.02.99.0001")),
    "a regency in a programme": ("programmes", f"{HEAD}35.02,Desmigratif,2019-01,\n", ("row 2 (A2)", "Kabupaten Ponorogo")),
    "an unknown programme": ("programmes", f"{HEAD}{PARINGAN},Desmigran,2019-01,\n", ("row 2 (B2)", "Desmigran", "DESBUMI")),
    "a year without its month": ("programmes", f"{HEAD}{PARINGAN},Desbumi,2019,\n", ("row 2 (C2)", "month is needed")),
    "an unreadable date": ("programmes", f"{HEAD}{PARINGAN},Desbumi,awal tahun,\n", ("row 2 (C2)", "Februari 2019")),
    "an end before the start": ("programmes", f"{HEAD}{PARINGAN},Desbumi,2019-02,2019-01\n", ("row 2:", "end lies before")),
    "no start": ("programmes", f"{HEAD}{PARINGAN},Desbumi,,2019-01\n", ("row 2 (C2)", "starts_on is blank")),
    "overlapping spells of one programme": (
        "programmes",
        f"{HEAD}{PARINGAN},Desbumi,2020-01,2021-06\n{PARINGAN},Desmigratif,2021-01,\n{PARINGAN},DESBUMI,06/2021,\n",
        ("row 4:", "row 2", f"{PARINGAN} DESBUMI"),
    ),
    "a missing column": ("programmes", "village_code,programme\n", ("row 1:", "starts_on")),
    "an unknown column": ("programmes", "village_code,programme,starts_on,end_date\n", ("row 1 (D1)", "end_date", "ends_on")),
    "a column twice": ("programmes", "village_code,programme,starts_on,Mulai\n", ("row 1 (D1)", "starts_on", "second time")),
    "an empty file": ("programmes", "", ("programmes.csv", "holds nothing")),
    "a name that is another's": (
        "programmes", f"village_code,nama,program,mulai\n{PARINGAN},Pager,Desbumi,2019-01\n", ("row 2:", "Paringan", "Pager"),
    ),
    "an unknown dataset": ("roster", f"{ROSTER_HEAD}35.02,register,,,2025-01,\n", ("row 2 (B2)", "migrant_register")),
    "an unknown cadence": ("roster", f"{ROSTER_HEAD}35.02,,weekly,,2025-01,\n", ("row 2 (C2)", "weekly", "quarter")),
    "a due day out of range": ("roster", f"{ROSTER_HEAD}35.02,,,32,2025-01,\n", ("row 2 (D2)", "1 to 31")),
    "a line twice": ("roster", f"{ROSTER_HEAD}35.02,,,5,2025-01,\n35.02,,,10,2025-06,\n", ("row 3:", "row 2")),
    "a criterion judged twice": ("criteria", f"{CRITERIA}{PARINGAN},task_force,tidak,2025-01\n", ("row 3:", "row 2")),
    "a target that is none": ("targets", "target,value\nvillages,7\n", ("row 2 (A2)", "villages", "officers")),
    "a share over one": ("targets", "target,value\nprocedural_share,80\n", ("row 2:", "0.8")),
    "a name nothing reads": ("programs", HEAD, ("programs.csv", "programmes.csv")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_with_a_fault_is_refused_with_its_row_and_what_to_do(tmp_path: Path, fault: str) -> None:
    subject, content, told = FAULTS[fault]
    message = refused(folder_with(tmp_path / "configuration", **{subject: content}))
    assert [words for words in told if words not in message] == []


def test_all_faults_of_a_file_are_said_at_once(tmp_path: Path) -> None:
    message = refused(folder_with(tmp_path, programmes=f"{HEAD}1,Desbumi,2019-01,\n{PARINGAN},x,2019,\n"))
    assert [row for row in ("row 2 (A2)", "row 3 (B3)", "row 3 (C3)") if row not in message] == []


def test_two_files_of_one_subject_are_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, targets=TARGETS)
    (folder / "Targets.tsv").write_text(TARGETS)
    assert "targets.csv" in refused(folder)


def test_a_folder_that_is_not_there_is_said_before_anything_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = Installation(home).pmv("warehouse", "configure", str(tmp_path / "nowhere"))
    assert (done.code, "nowhere" in done.err, home.exists()) == (1, True, False)


def test_configuring_without_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    done = Installation(tmp_path).pmv("warehouse", "configure", configuration="")
    assert (done.code, "PMV_CONFIGURATION" in done.err) == (2, True)


@pytest.mark.parametrize(
    "content",
    [
        PROGRAMMES,
        "\ufeff" + PROGRAMMES.replace("\n", "\r\n"),
        PROGRAMMES.replace(";", ","),
        PROGRAMMES.replace(";", "\t").encode("utf-16"),
        PROGRAMMES.replace("35.02.18.2015", "3502182015"),
        plain_xlsx([line.split(";") for line in PROGRAMMES.strip().split("\n")]),
    ],
    ids=["semicolons", "byte order mark", "commas", "tabs in UTF-16", "code in digits", "workbook"],
)
def test_a_file_reads_the_same_however_a_spreadsheet_program_saved_it(tmp_path: Path, content: str | bytes) -> None:
    folder = folder_with(tmp_path / "configuration", programmes=content)
    done = Installation(tmp_path / "home").pmv("warehouse", "configure", str(folder), "--dry-run")
    assert done.code == 0, done.err
    assert done.out.endswith(": 3 entries\n")


# --- a run under a configuration


@dataclass(frozen=True)
class Office:
    """An installation whose first run had no configuration and whose second had one, and the instant between the two."""

    installation: Installation
    warehouse: Warehouse
    configuration: Path
    unconfigured_until: dt.datetime
    second_run: Done

    def rows(self, query: str, as_of: dt.datetime | None = None) -> list[dict[str, Any]]:
        """Rows of a query, now or as of an instant."""
        columns, rows = self.warehouse.query("office", query, as_of)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def row(self, query: str, as_of: dt.datetime | None = None) -> dict[str, Any]:
        """The only row of a query."""
        (row,) = self.rows(query, as_of)
        return row

    def versions(self) -> list[dict[str, Any]]:
        """Every version of every configuration file the warehouse has known."""
        return self.rows(
            "SELECT subject, path, lines, superseded_at IS NULL AS stands FROM audit.configuration ORDER BY recorded_at"
        )


def profile(month: str, start: str) -> bytes:
    """A profile of Paringan with one officer, in Desmigratif since `start`."""
    return plain_xlsx(
        [
            ["PROFIL DESA"], ["Desa", "Paringan"], ["Kecamatan", "Jenangan"], ["Bulan", month], [], ["Jumlah Penduduk", "4.210"],
            ["Jumlah Petugas Desmigratif", "1"],
            ["Program", "Desmigratif"], ["Mulai Program", start], ["Akhir Program", "12/2021"],
        ],
        "PROFIL",
    )  # fmt: skip


def inbox(place: Path, files: Mapping[str, bytes], received: dt.datetime) -> Path:
    """Files that came on a day."""
    place.mkdir(exist_ok=True)
    for name, content in files.items():
        (place / name).write_bytes(content)
        os.utime(place / name, (received.timestamp(), received.timestamp()))
    return place


def run_on(installation: Installation, place: Path, **settings: str) -> Done:
    done = installation.pmv("run", "--inbox", str(place), **settings)
    assert done.code == 0, done.err
    return done


@pytest.fixture(scope="module")
def office(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with own_database(warehouse, "pmv_office_configuration") as own:
        installation = installation_on(own)
        place, shop = tmp_path_factory.mktemp("office"), workshop("configuration")
        paringan, second = (report(shop, village_of(code), JUNE) for code in (PARINGAN, SECOND))
        inbox(
            place / "1", {"profil.xlsx": profile("Juni 2025", "02/2019"), "a.xlsx": paringan.content}, dt.datetime(2025, 7, 8, 9)
        )
        inbox(place / "1", {"b.xlsx": second.content}, dt.datetime(2025, 7, 20, 9))
        run_on(installation, place / "1")
        instant = own.query("office", "SELECT clock_timestamp()")[1][0][0]
        folder = folder_with(place / "configuration", programmes=PROGRAMMES, roster=ROSTER, criteria=CRITERIA, targets=TARGETS)
        inbox(place / "2", {"profil 12.xlsx": profile("Desember 2025", "03/2019")}, dt.datetime(2026, 1, 20, 9))
        done = run_on(installation, place / "2", configuration=str(folder))
        yield Office(installation, own, folder, instant, done)


def test_a_run_says_which_configuration_it_brought_in(office: Office) -> None:
    told = next(line for line in office.second_run.out.splitlines() if line.startswith("configuration: "))
    districts = len(inside(DISTRICT, "village"))
    assert (
        told
        == f"configuration: programmes.csv 3 (new), roster.csv {districts + 1} (new), criteria.csv 1 (new), targets.csv 2 (new)"
    )


STANDING = f"SELECT pillar, programme, programme_start, years_since_start, years_since_end, dates_from, active FROM mart.pillar_sustainability WHERE village_code = '{PARINGAN}' AND period = '2025-06-01'"  # noqa: E501


def test_configured_programmes_come_before_workbooks_and_each_counts_the_years_of_its_last_spell(office: Office) -> None:
    pillar_2 = office.rows(f"{STANDING} AND pillar = 2 ORDER BY programme")
    assert {row["dates_from"] for row in pillar_2} == {"configuration"}
    years = [(row["programme"], float(row["years_since_start"]), row["years_since_end"]) for row in pillar_2]
    assert years == [("DESA_MIGRAN_EMAS", 1.4, None), ("DESMIGRATIF", 6.4, Decimal("3.4"))]


def test_a_pillar_nobody_reported_on_is_unknown_and_not_inactive(office: Office) -> None:
    assert {(row["pillar"], row["active"]) for row in office.rows(STANDING)} == {(1, None), (2, True), (3, None), (4, None)}


def test_the_past_is_answered_by_the_configuration_of_the_past(office: Office) -> None:
    before = office.rows(STANDING, office.unconfigured_until)
    assert {(row["programme"], row["programme_start"], row["dates_from"]) for row in before} == {
        ("DESMIGRATIF", dt.date(2019, 2, 1), "workbook")
    }
    expected = f"SELECT count(*) AS reports FROM mart.reporting_status WHERE village_code = '{SECOND}' AND dataset = 'complaints'"
    assert office.row(expected, office.unconfigured_until)["reports"] > 0
    assert office.row(expected)["reports"] == 0


def test_a_workbook_that_contradicts_the_configuration_is_remarked_on_at_its_cell_and_loads(office: Office) -> None:
    remark = office.row("SELECT * FROM audit.check_results WHERE rule = 'programme_differs_from_configuration'")
    loaded = office.row("SELECT * FROM core.village_profile WHERE period = '2025-12-01'")
    assert (remark["source_file"], remark["source_sheet"], remark["cell"]) == (loaded["source_file"], "PROFIL", "B9")
    assert (remark["field"], remark["severity"]) == ("programme_start", "warning")
    assert "2019-03" in remark["advice_en"]
    assert "2019-01" in remark["advice_id"]
    assert loaded["programme_start"] == dt.date(2019, 3, 1)
    assert office.row("SELECT configured_start FROM core.programme_conflict")["configured_start"] == dt.date(2019, 1, 1)


STATUS = "SELECT village_code, due_date, received_at, status, days_late FROM mart.reporting_status WHERE dataset = 'business_groups' AND period = '2025-06-01'"  # noqa: E501


def test_the_roster_says_who_was_in_time_who_late_and_who_is_missing(office: Office) -> None:
    by_village = {row["village_code"]: row for row in office.rows(STATUS)}
    assert set(by_village) == {village.code for village in inside(DISTRICT, "village")}
    assert {row["due_date"] for row in by_village.values()} == {dt.date(2025, 7, 10)}
    told = {code: (row["status"], row["days_late"]) for code, row in by_village.items() if row["received_at"] is not None}
    assert told == {PARINGAN: ("on_time", 0), SECOND: ("late", 10)}
    absent = [row for row in by_village.values() if row["received_at"] is None]
    assert {row["status"] for row in absent} == {"missing"}
    assert all(row["days_late"] > 0 for row in absent)


def test_a_village_that_never_reported_has_no_figures_instead_of_zeros(office: Office) -> None:
    silent = "SELECT DISTINCT village_code FROM mart.reporting_status WHERE status = 'missing'"
    for mart in ("village_month", "pillar_sustainability", "pillar_activity"):
        query = f"SELECT DISTINCT village_code FROM mart.{mart} WHERE village_code IN ({silent}) AND village_code <> '{PARINGAN}'"
        assert {row["village_code"] for row in office.rows(query)} <= {SECOND}


def test_completeness_and_timeliness_count_against_the_roster(office: Office) -> None:
    query = (
        "SELECT measure, numerator, denominator FROM mart.indicators WHERE measure IN ('reports_received', 'reports_on_time') "
        f"AND region_code = '{DISTRICT}' AND period_type = 'month' AND period = '2025-06-01'"
    )
    counted = {row["measure"]: (int(row["numerator"]), int(row["denominator"])) for row in office.rows(query)}
    expected = len(inside(DISTRICT, "village")) + 1
    assert counted == {"reports_received": (3, expected), "reports_on_time": (2, 3)}


def indicator(office: Office, measure: str, period_type: str, as_of: dt.datetime | None = None) -> tuple[int, int]:
    query = (
        f"SELECT numerator, denominator FROM mart.indicators WHERE measure = '{measure}' AND region_code = '{PARINGAN}' "
        f"AND period_type = '{period_type}' AND date_trunc('quarter', period) IN ('2025-01-01', '2025-04-01')"
    )
    row = office.row(query, as_of)
    return int(row["numerator"]), int(row["denominator"])


def test_sustainability_counts_from_the_end_only_where_no_programme_goes_on(office: Office) -> None:
    query = (
        "SELECT member, numerator, denominator FROM mart.indicators WHERE measure = 'pillars_active' "
        "AND breakdown = 'years_since_end' AND period = '2025-06-01'"
    )
    before = office.row(query, office.unconfigured_until)
    assert (before["member"], int(before["numerator"]), int(before["denominator"])) == ("3", 1, 1)
    assert office.rows(query) == []


def test_a_criterion_no_sheet_holds_counts_once_it_is_configured(office: Office) -> None:
    met, known = indicator(office, "emas_criteria", "month", office.unconfigured_until)
    assert indicator(office, "emas_criteria", "month") == (met + 1, known + 1)


def test_a_target_decides_which_villages_are_staffed(office: Office) -> None:
    assert indicator(office, "officers_in_place", "semester", office.unconfigured_until) == (1, 1)
    assert indicator(office, "officers_in_place", "semester") == (0, 1)


def test_the_same_files_again_change_nothing(office: Office) -> None:
    before = office.versions()
    done = office.installation.pmv("warehouse", "configure", str(office.configuration))
    assert [line.rpartition(", ")[2] for line in done.out.splitlines()] == ["unchanged"] * 4
    assert office.versions() == before


def test_a_file_with_a_fault_stops_the_run_before_anything_is_loaded(office: Office, tmp_path: Path) -> None:
    before, loads = office.versions(), office.row("SELECT count(*) AS n FROM audit.load")
    folder = folder_with(tmp_path / "faulty", targets="target,value\nofficers,1\n", roster=ROSTER + "35.02.18,x,,,2025-01\n")
    place = inbox(tmp_path / "in", {"profil.xlsx": profile("Maret 2025", "02/2019")}, dt.datetime(2025, 4, 2))
    done = office.installation.pmv("run", "--inbox", str(place), configuration=str(folder))
    assert (done.code, "row 4 (B4)" in done.err) == (1, True)
    assert (office.versions(), office.row("SELECT count(*) AS n FROM audit.load")) == (before, loads)


def test_a_dry_run_reads_the_configuration_and_keeps_none_of_it(office: Office, tmp_path: Path) -> None:
    before = office.versions()
    folder = folder_with(tmp_path / "c", programmes=PROGRAMMES.replace("2019-01", "2018-06"))
    place = inbox(tmp_path / "in", {"profil.xlsx": profile("Maret 2025", "02/2019")}, dt.datetime(2025, 4, 2))
    done = office.installation.pmv("run", "--inbox", str(place), "--dry-run", configuration=str(folder))
    assert (done.code, office.versions()) == (0, before), done.err


def test_a_file_without_lines_empties_its_subject_and_one_that_is_absent_leaves_it(office: Office, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, criteria=CRITERIA.splitlines()[0] + "\n")
    assert office.installation.pmv("warehouse", "configure", str(folder)).out == "criteria.csv: 0 entries, new\n"
    standing = {row["subject"]: row["lines"] for row in office.versions() if row["stands"]}
    assert (standing["criteria"], standing["programmes"]) == (0, 3)
    assert office.installation.pmv("warehouse", "configure", str(office.configuration)).code == 0
