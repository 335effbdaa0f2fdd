"""What a publication says otherwise than those loaded before: said at its own load, whatever the order, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from load.warehouse import Warehouse
from tests.flows.command_line import Installation
from tests.flows.published import load, pdf, put, remarks

COUNTRIES = "Penempatan PMI Menurut Negara Tahun 2031"
FIRST = pdf("31 Januari 2032", [(COUNTRIES, ["NEGARA;2031", "Taiwan;60.100", "Hong Kong;50.000", "Jumlah;110.100"])])
RESTATED = pdf("31 Januari 2033", [(COUNTRIES, ["NEGARA;2031", "Taiwan;60.000", "Hong Kong;90.000", "Jumlah;150.000"])])
PARTLY = "Penempatan PMI di Negara Terbesar Tahun 2031"
CONFIRMED = pdf("31 Januari 2034", [(PARTLY, ["NEGARA;2031", "Taiwan;60.000", "Hong Kong;90.000", "Malaysia;7.000"])])


@pytest.fixture(scope="module")
def warehouse(statistics: Installation, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """After four runs: the restated report, then the first one, then both again, then one that confirms."""
    inbox = tmp_path_factory.mktemp("inboxes")
    for name, files in (
        ("a", {"2033.pdf": RESTATED}),
        ("b", {"2032.pdf": FIRST}),
        ("again", {"2033.pdf": RESTATED, "copy of 2032.pdf": FIRST}),
        ("c", {"2034.pdf": CONFIRMED}),
    ):
        report = load(statistics, put(inbox / name, files))
        assert {file["status"] for file in report["files"]} == {"unchanged" if name == "again" else "loaded"}
    return Warehouse.open(statistics.home)


def said(warehouse: Warehouse, path: str) -> list[tuple[str, str]]:
    rules = ("restated_period", "superseded_vintage", "sources_differ", "level_break")
    return [remark for remark in remarks(warehouse, path) if remark[0] in rules]


def test_the_newer_publication_stays_current_when_the_older_one_comes_after_it(warehouse: Warehouse) -> None:
    query = (
        "SELECT coalesce(country_iso3, 'all'), value::int FROM core.bp2mi_figures WHERE period_start = '2031-01-01' ORDER BY 1"
    )
    assert dict(warehouse.query("office", query)[1]) == {"HKG": 90_000, "MYS": 7_000, "TWN": 60_000, "all": 150_000}


def test_the_older_publication_is_told_that_its_figures_were_published_otherwise_since(warehouse: Warehouse) -> None:
    assert said(warehouse, "2033.pdf") == []
    found = said(warehouse, "2032.pdf")
    assert [rule for rule, _ in found] == ["superseded_vintage"] * 3
    assert "Hong Kong, 2031: 50000 was later published as 90000" in found[1][1]


def test_a_value_that_stands_already_says_nothing_new(warehouse: Warehouse) -> None:
    assert said(warehouse, "2034.pdf") == []


def test_every_vintage_is_in_the_history_and_each_change_once_among_the_revisions(warehouse: Warehouse) -> None:
    query = """SELECT count(*), count(superseded_at) FROM core.bp2mi_figures_history
               WHERE period_start = '2031-01-01' AND measure = 'placements'
                 AND source_kind = 'publisher' AND published_on BETWEEN '2032-01-01' AND '2034-12-31'"""
    assert warehouse.query("office", query)[1] == [(9, 5)]
    query = """SELECT member, old_value::int, new_value::int, change::int FROM mart.bp2mi_revisions
               WHERE period_start = '2031-01-01' AND new_published_on = '2033-01-31' AND figure = 'placements' ORDER BY member"""
    assert warehouse.query("bi", query)[1] == [
        ("Hong Kong", 50_000, 90_000, 40_000), ("Taiwan", 60_100, 60_000, -100), (None, 110_100, 150_000, 39_900),
    ]  # fmt: skip


def test_a_restated_period_and_a_break_of_its_level_are_said_in_the_order_of_publication(
    warehouse: Warehouse, statistics: Installation, tmp_path: Path
) -> None:
    later = pdf("31 Januari 2035", [(COUNTRIES, ["NEGARA;2031", "Taiwan;60.000", "Hong Kong;40.000", "Jumlah;100.000"])])
    load(statistics, put(tmp_path, {"2035.pdf": later}))
    assert [rule for rule, _ in said(warehouse, "2035.pdf")] == ["restated_period", "level_break"] * 2


def test_within_one_batch_each_publication_is_compared_with_those_before_it(
    warehouse: Warehouse, statistics: Installation, tmp_path: Path
) -> None:
    title, head = "Pengaduan PMI Tahun 2031", "TAHUN;JUMLAH"
    one, other = (
        pdf(f"28 Februari {year}", [(title, [head, f"2031;{cases}"])]) for year, cases in ((2032, "1.500"), (2033, "1.510"))
    )
    load(statistics, put(tmp_path, {"one.pdf": one, "other.pdf": other}))
    assert said(warehouse, "one.pdf") == []
    assert [rule for rule, _ in said(warehouse, "other.pdf")] == ["restated_period"]


def test_what_a_page_of_the_press_quotes_otherwise_is_a_claim_beside_the_publishers_figure(
    warehouse: Warehouse, statistics: Installation, tmp_path: Path
) -> None:
    quoting = b"<html><body><p>Penempatan ke Malaysia pada tahun 2031 sebanyak 7.900 orang.</p></body></html>"
    declared = {"publisher": "BP2MI", "address": "https://koran.example/pmi", "published_on": "2035-03-01"}
    load(statistics, put(tmp_path, {"koran.html": quoting}, {"koran.html": declared}))
    assert [rule for rule, _ in said(warehouse, "koran.html")] == ["sources_differ"]
    query = "SELECT value::int, source_kind, status FROM core.bp2mi_figures WHERE country_iso3 = 'MYS' AND measure = 'placements'"
    assert warehouse.query("office", query)[1] == [(7_000, "publisher", "final")]
