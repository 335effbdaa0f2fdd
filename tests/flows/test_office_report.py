"""`pmv report` as the office opens it: the marts' numbers, in words people read, whole in each file, and no person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import html

from flows.office_report.charts import line_chart
from flows.office_report.numbers import percent, shown, span
from tests.flows.command_line import Installation
from tests.flows.delivery import Delivered
from tests.flows.seen import select


@pytest.fixture(scope="module")
def pages(
    delivered: Delivered, installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, html.HtmlElement]:
    """The pages by file name, of the generated delivery."""
    folder = tmp_path_factory.mktemp("report")
    done = installation.pmv("report", "-o", str(folder))
    assert (done.code, "open " in done.out) == (0, True), done.err
    return {path.name: html.fromstring(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}


def cells(page: html.HtmlElement, row_with: str) -> list[str]:
    (row,) = [row for row in page.xpath("(//table)[1]//tr") if row.text_content().strip().startswith(row_with)]
    return [" ".join(cell.text_content().split()) for cell in row.iter("td")]


def test_every_village_has_a_page_that_the_first_leads_to(pages: Mapping[str, html.HtmlElement], delivered: Delivered) -> None:
    villages = select(
        delivered.warehouse, "bi", "SELECT DISTINCT village_code FROM mart.village_month WHERE regency_code = '35.02'"
    )
    assert set(pages) == {"index.html", *(f"{row['village_code']}.html" for row in villages)}
    links = {str(link) for page in pages.values() for link in page.xpath("//a/@href")}
    assert {link for link in links if not link.startswith("findings/")} == set(pages)


def test_a_villages_numbers_are_those_of_the_mart(pages: Mapping[str, html.HtmlElement], delivered: Delivered) -> None:
    query = "SELECT * FROM mart.village_month WHERE regency_code = '35.02' ORDER BY village_code, period DESC"
    for row in select(delivered.warehouse, "bi", query):
        found = cells(pages[f"{row['village_code']}.html"], span(row["period"], "id", "month"))
        columns = ("migrants_active", "departures", "returns")
        assert found[1:4] == [shown(row[column], "id") for column in columns]
        assert found[4] == percent(row["nonprocedural_share"], "id", row["nonprocedural_share_suppressed"])
        assert found[-1] == shown(row["quality_score"], "id")


def test_a_page_needs_no_network_and_shows_no_person(pages: Mapping[str, html.HtmlElement], delivered: Delivered) -> None:
    kept = select(delivered.warehouse, "dpo", "SELECT full_name, nik FROM vault.migrant_register WHERE full_name IS NOT NULL")
    persons = {str(text) for row in kept for text in row.values() if text and len(str(text)) > 4}
    assert len(persons) > 50
    for page in pages.values():
        assert page.xpath("//script | //link | //img | //*[@src] | //*[starts-with(@href, 'http')]") == []
        text = html.tostring(page, encoding="unicode")
        assert [person for person in persons if person in text] == []


def test_the_report_is_given_in_english_and_says_what_is_wrong(
    delivered: Delivered, installation: Installation, tmp_path: Path
) -> None:
    assert installation.pmv("report", "-o", str(tmp_path / "en"), "--language", "en").code == 0
    assert "Active migrants" in (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    wrong = installation.pmv("report", "-o", str(tmp_path), "--regency", "Ponorogo")
    assert (wrong.code, "not the code of a regency" in wrong.err) == (2, True)
    empty = installation.pmv("report", "-o", str(tmp_path), "--regency", "11.01")
    assert (empty.code, "No village of 11.01" in empty.err) == (1, True)
    (tmp_path / "file").write_text("", encoding="utf-8")
    blocked = installation.pmv("report", "-o", str(tmp_path / "file" / "below"))
    assert (blocked.code, "cannot be written" in blocked.err) == (1, True)


def test_absent_hidden_and_zero_are_three_different_things() -> None:
    assert [shown(None, "id"), shown(None, "id", True), shown(0, "id")] == ["–", "●", "0"]
    assert [shown(1234567.5, "id"), shown(1234567.5, "en"), percent(0.125, "id")] == ["1.234.567,5", "1,234,567.5", "12,5 %"]
    assert [shown(1200, "en"), shown(True, "id"), shown(dt.date(2026, 3, 1), "id")] == ["1,200", "ya", "1 Maret 2026"]
    assert [span(dt.date(2026, 12, 1), "id", cadence) for cadence in ("month", "quarter", "semester", "year")] == [
        "Desember 2026", "Triwulan 4 2026", "Semester 2 2026", "Tahun 2026",
    ]  # fmt: skip


def test_a_month_without_a_value_breaks_the_line() -> None:
    lines = [{"period": dt.date(2026, number, 1), "n": value} for number, value in ((1, 4), (2, 5), (4, 0), (5, 3))]
    drawn = html.fragment_fromstring(line_chart(lines, "n", "x"))
    assert [len(run.get("points").split()) for run in drawn.iter("polyline")] == [2, 2]
    assert line_chart([{"period": dt.date(2026, 1, 1), "n": None}], "n", "x") == ""
