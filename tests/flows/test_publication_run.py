"""A publication whose figures do not all pass the checks: what passed loads, the rest is a finding, every row is counted.

What does not add up stands on a page beside the run's report, with a picture of the table.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from load import server
from load.findings import open_quarantine
from load.warehouse import Warehouse
from tests.extract.publications.paper import Look, Paper, set_table
from tests.flows.command_line import Installation
from tests.flows.inboxes import put, report, village, workshop

SERIES = Path(__file__).parents[2] / "examples" / "publications" / "published_figures.csv"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("publications") / "home"
    yield Installation(home)
    server.stop(home)


def test_a_figure_that_fails_a_check_is_quarantined_and_the_others_load(installation: Installation, tmp_path: Path) -> None:
    with SERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:4]
    rows[1] |= {"period_start": "2014-12-31", "period_end": "2012-01-01"}
    with (tmp_path / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = installation.pmv("run", "--publications", str(tmp_path / "figures.csv"), "--json")
    assert done.code == 0, done.err
    totals = done.json["totals"]
    assert (totals["rows_read"], totals["loaded"], totals["quarantined"], done.json["balanced"]) == (4, 3, 1, True)
    warehouse = Warehouse.open(installation.home)
    sha256 = done.json["files"][0]["sha256"]
    counted = f"SELECT count(*) FROM core.bp2mi_figures_history WHERE source_file = '{sha256}'"
    assert warehouse.query("office", counted)[1] == [(3,)]
    found = [(entry["rule"], entry["source_row"]) for entry in open_quarantine(warehouse)]
    assert ("figure_period_reversed", 2) in found


COUNTRIES = [["No", "Negara", "2023", "2024"], ["1", "Taiwan", "83.216", "84.581"], ["2", "Jepang", "9.673", "12.720"]]


def report_with_total(total_2024: str) -> bytes:
    """A cover and one table, whose total of 2024 is given."""
    paper = Paper()
    paper.text(60, 80, "Laporan Publikasi Data PMI Tahun 2024", 16)
    paper.text(60, 110, "BP2MI")
    paper.text(60, 130, "Jakarta, 6 Februari 2025")
    paper.show()
    paper.text(60, 60, "Tabel 1. Penempatan PMI Menurut Negara Tahun 2023 - 2024", bold=True)
    set_table(paper, 60, 70, [30, 150, 70, 70], [*COUNTRIES, ["", "Jumlah", "92.889", total_2024]], Look(grid=True))
    return paper.pdf()


def test_a_table_that_does_not_add_up_is_shown_beside_its_finding(installation: Installation, tmp_path: Path) -> None:
    inbox = tmp_path / "publications"
    inbox.mkdir()
    (inbox / "tahunan <2024>.pdf").write_bytes(report_with_total("97.310"))
    done = installation.pmv("run", "--publications", str(inbox), "--json")
    assert done.code == 0, done.err
    page = Path(done.json["findings_page"])
    assert page.parent == installation.home / "reports" / done.json["run_id"]
    text = page.read_text(encoding="utf-8")
    assert "tahunan &lt;2024&gt;.pdf" in text
    assert "97301" in text
    assert "97310" in text
    pictures = re.findall(r'<img src="([^"]+)"', text)
    assert len(pictures) == 1
    drawn = (page.parent / pictures[0]).read_bytes()
    assert drawn.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", drawn[16:24])
    assert width > height, "the table, not the whole page"


def test_the_office_report_takes_the_findings_along_and_links_them(installation: Installation, tmp_path: Path) -> None:
    inbox = tmp_path / "publications"
    inbox.mkdir()
    (inbox / "rekap.pdf").write_bytes(report_with_total("97.311"))
    assert installation.pmv("run", "--publications", str(inbox)).code == 0
    put([report(workshop("linked"), village(30), dt.date(2024, 10, 1))], tmp_path / "inbox")
    assert installation.pmv("run", "--inbox", str(tmp_path / "inbox")).code == 0
    done = installation.pmv("report", "-o", str(tmp_path / "laporan"))
    assert done.code == 0, done.err
    first = html.fromstring((tmp_path / "laporan" / "index.html").read_text(encoding="utf-8"))
    links = [link for link in map(str, first.xpath("//a/@href")) if link.startswith("findings/")]
    assert len(links) == len(list(installation.home.glob("reports/*/findings.html"))) >= 1
    newest = tmp_path / "laporan" / links[0]
    assert "rekap.pdf" in newest.read_text(encoding="utf-8")
    assert [path.suffix for path in newest.parent.iterdir() if path != newest] == [".png"]


def test_a_run_over_publications_alone_brings_in_the_offices_configuration(installation: Installation, tmp_path: Path) -> None:
    for name in ("publications", "configuration"):
        (tmp_path / name).mkdir()
    (tmp_path / "publications" / "tahunan.pdf").write_bytes(report_with_total("97.301"))
    (tmp_path / "configuration" / "targets.csv").write_text("target,value\nofficers,3\n", encoding="utf-8")
    given = {"configuration": str(tmp_path / "configuration")}
    done = installation.pmv("run", "--publications", str(tmp_path / "publications"), **given)
    assert (done.code, "configuration: targets.csv" in done.out, "(new)" in done.out) == (0, True, True), done.err
    standing = "SELECT value FROM core.target JOIN core.standing_configuration USING (configuration_id) WHERE target = 'officers'"
    assert Warehouse.open(installation.home).query("office", standing)[1] == [(3,)]


def test_a_run_without_doubts_or_without_loading_leaves_no_page(installation: Installation, tmp_path: Path) -> None:
    for name, total in (("right", "97.301"), ("wrong", "97.310")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tahunan.pdf").write_bytes(report_with_total(total))
    before = sorted(installation.home.glob("reports/*"))
    assert installation.pmv("run", "--publications", str(tmp_path / "right"), "--json").json["findings_page"] is None
    dry = installation.pmv("run", "--publications", str(tmp_path / "wrong"), "--dry-run", "--json")
    assert dry.json["findings_page"] is None
    assert sorted(installation.home.glob("reports/*")) == before
