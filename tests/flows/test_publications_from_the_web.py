"""The command line watches a publisher's pages: what is new loads, what is known is passed over, what changed is a vintage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from load.warehouse import Warehouse
from tests.extract.misbehaving_server import Site, serving
from tests.flows.command_line import Installation
from tests.flows.published import page, pdf, remarks

HEAD = "Penempatan PMI Menurut Sektor Tahun 2034"
FIRST = pdf("31 Januari 2035", [(HEAD, ["SEKTOR;2034", "Formal;20.000", "Informal;10.000", "Jumlah;30.000"])])
MENDED = pdf("31 Januari 2035", [(HEAD, ["SEKTOR;2034", "Formal;20.400", "Informal;10.000", "Jumlah;30.400"])])
REPORT = "/unduh/Laporan Tahunan Publikasi Data PMI 2034.pdf"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """An index, a detail page with a paragraph and an attachment, and one whose attachment is still to come."""
    with serving() as running:
        index = [f'<a href="/statistik-detail/{slug}">Detail</a>' for slug in ("data-pmi-tahun-2034", "data-pmi-november-2034")]
        running.give("/statistik", "<html><body>" + "".join(index) + "</body></html>")
        text = ["Jumlah penempatan PMI pada tahun 2034 sebanyak 30.000 orang."]
        running.give("/statistik-detail/data-pmi-tahun-2034", page("Data PMI Tahun 2034", text, links=[REPORT]), etag='"p1"')
        running.give("/statistik-detail/data-pmi-november-2034", page("Data PMI November 2034", ["Lampiran:"]), etag='"p2"')
        running.give(REPORT, FIRST, "application/pdf", etag='"r1"')
        yield running


def run(statistics: Installation, site: Site) -> dict[str, Any]:
    done = statistics.pmv(
        "run", "--publications", f"{site.base}/statistik", "--json", web_allow_local="true", web_delay_seconds="0"
    )
    assert done.code == 0, done.err
    return {file["path"].rpartition("/")[2]: file for file in done.json["files"]}


@pytest.fixture(scope="module")
def runs(statistics: Installation, site: Site) -> list[dict[str, Any]]:
    """Three runs: everything new; nothing new; the report mended under its name."""
    first, second = run(statistics, site), run(statistics, site)
    site.give(REPORT, MENDED, "application/pdf", etag='"r2"')
    return [first, second, run(statistics, site)]


def statuses(files: dict[str, Any]) -> dict[str, str]:
    return {name: file["status"] for name, file in files.items()}


NAMES = ("Laporan Tahunan Publikasi Data PMI 2034.pdf", "data-pmi-november-2034", "data-pmi-tahun-2034")


def test_the_pages_and_their_attachment_load_once_and_are_unchanged_the_next_time(runs: list[dict[str, Any]], site: Site) -> None:
    assert statuses(runs[0]) == dict.fromkeys(NAMES, "loaded")
    assert statuses(runs[1]) == dict.fromkeys(NAMES, "unchanged")
    conditions = [headers.get("If-None-Match") for path, headers in site.asked if path == REPORT]
    assert conditions == [None, '"r1"', '"r1"']


def test_the_paragraph_is_a_claim_and_the_attachment_gives_the_figures_each_with_its_address(
    runs: list[dict[str, Any]], statistics: Installation, site: Site
) -> None:
    query = f"""SELECT status, value::int, publication LIKE '%{site.base}%' FROM core.bp2mi_figures_history
                WHERE period_start = '2034-01-01' AND breakdown = 'total' AND load_id = {{}} ORDER BY status"""
    warehouse = Warehouse.open(statistics.home)
    load = warehouse.query("office", "SELECT min(load_id) FROM core.bp2mi_figures_history WHERE period_start = '2034-01-01'")[1]
    assert warehouse.query("office", query.format(load[0][0]))[1] == [("claim", 30_000, True), ("final", 30_000, True)]


def test_a_file_changed_under_its_name_is_a_new_vintage_that_says_what_it_restates(
    runs: list[dict[str, Any]], statistics: Installation
) -> None:
    assert statuses(runs[2]) == {**dict.fromkeys(NAMES, "unchanged"), NAMES[0]: "loaded"}
    warehouse = Warehouse.open(statistics.home)
    query = """SELECT value::int, superseded_at IS NULL FROM core.bp2mi_figures_history
               WHERE period_start = '2034-01-01' AND sector = 'FORMAL' ORDER BY recorded_at"""
    assert warehouse.query("office", query)[1] == [(20_000, False), (20_400, True)]
    rules = [rule for rule, _ in remarks(warehouse, f"127.0.0.1{REPORT}")]
    assert rules.count("restated_period") == 2
