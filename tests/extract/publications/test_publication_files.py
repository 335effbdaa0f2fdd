"""What kinds of files are publications, and what is said about those that cannot be read."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.catalogue import CatalogueError
from extract.publications.pdf import read_pdf
from extract.publications.pictures import picture
from extract.publications.read import read_publication
from tests.extract.publications.paper import Look, Paper, set_table

ROWS = [
    ["Negara", "2023", "2024"],
    ["Hong Kong", "65.916", "99.773"],
    ["Taiwan", "83.216", "84.581"],
    ["Jepang", "9.673", "12.720"],
]


def drawn() -> bytes:
    paper = Paper()
    set_table(paper, 60, 70, [150, 70, 70], ROWS, Look(rules=True))
    return paper.pdf()


def test_a_second_reader_agrees_cell_by_cell() -> None:
    table = read_pdf(drawn(), "drawn.pdf").tables[0]
    assert (table.agreement, table.doubtful) == (1.0, [])


def test_a_pdf_is_known_by_its_content_and_keeps_what_was_declared_beside_it() -> None:
    publication = read_publication(b"\n" + drawn(), "lampiran.dat", {"publisher": "BP2MI"})
    assert (publication.format, publication.page_count, publication.sidecar) == ("pdf", 1, {"publisher": "BP2MI"})


def test_a_page_of_the_web_gives_its_tables_with_spans_spread_out() -> None:
    page = b"""<html><head><title>x</title><script>var a = '<table>';</script></head><body><nav>Beranda</nav>
    <h1>Statistik Agustus 2024</h1><p>Jumlah penempatan sebanyak 23.197 orang.</p>
    <table><caption>Tabel 1. Penempatan</caption>
    <tr><th rowspan=2>Negara</th><th colspan=2>Penempatan</th></tr><tr><th>2023</th><th>2024</th></tr>
    <tr><td>Taiwan</td><td>4.458</td><td>6.259</td></tr><tr><td>Jepang</td><td>1.915</td><td>-</td></tr>
    <tr><td>Jumlah</td><td>6.373</td><td>6.259</td></tr></table></body></html>"""
    publication = read_publication(page, "detail.html", {})
    table = publication.tables[0]
    assert table.title == "Tabel 1. Penempatan"
    assert table.columns == ["Negara", "Penempatan | 2023", "Penempatan | 2024"]
    assert (table.rows[1], table.total_row) == (["Jepang", "1.915", "-"], ["Jumlah", "6.373", "6.259"])
    assert [paragraph.text for paragraph in publication.paragraphs] == [
        "Statistik Agustus 2024",
        "Jumlah penempatan sebanyak 23.197 orang.",
    ]


def test_a_layout_table_without_figures_is_no_table() -> None:
    page = b"<html><body><table><tr><td>Beranda</td><td>Kontak</td></tr><tr><td>Profil</td><td>Berita</td></tr></table>"
    assert read_publication(page, "index.html", {}).tables == []


def test_a_typed_csv_keeps_its_strings() -> None:
    text = b"negara;2022;2023\nHong Kong;60.065;88.167\nJepang;5.832;9.673\nJumlah;65.897;97.840\n"
    table = read_publication(text, "penempatan.csv", {}).tables[0]
    assert (table.columns, table.rows[0]) == (["negara", "2022", "2023"], ["Hong Kong", "60.065", "88.167"])
    assert table.total_row == ["Jumlah", "65.897", "97.840"]


def test_a_workbook_gives_whole_numbers_without_a_decimal_part() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Negara", "2022", "2023"], ["Hong Kong", 60065, 88167], ["Jepang", 5832, 9673]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    table = read_publication(target.getvalue(), "penempatan.xlsx", {}).tables[0]
    assert table.rows == [["Hong Kong", "60065", "88167"], ["Jepang", "5832", "9673"]]


def refusal(data: bytes) -> str:
    with pytest.raises(CatalogueError) as refused:
        read_publication(data, "lampiran.pdf", {})
    return refused.value.rule_id


def test_a_scanned_pdf_is_refused_as_without_text() -> None:
    paper = Paper()
    paper.paint(50, 50, 500, 700, 0.3)
    assert refusal(paper.pdf()) == "pdf_without_text"


def test_bytes_that_only_begin_like_a_pdf_are_refused_as_damaged() -> None:
    assert refusal(b"%PDF-1.7\n" + bytes(range(256)) * 8) == "pdf_damaged"


def test_a_pdf_with_a_password_is_refused_as_encrypted() -> None:
    secret = drawn().replace(
        b"trailer << ",
        b"trailer << /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard "
        b"/V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >> ",
    )
    assert refusal(secret) == "pdf_encrypted"


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=2000))
def test_a_pdf_cut_anywhere_is_read_or_refused_with_a_rule(length: int) -> None:
    try:
        rule = None if read_pdf(drawn()[:length], "cut.pdf", lambda data, tables, heights: {}).tables else "nothing"
    except CatalogueError as refused:
        rule = refused.rule_id
    assert rule in (None, "pdf_damaged", "pdf_without_text")


def test_a_finding_can_be_shown_as_a_picture_of_its_table() -> None:
    data = drawn()
    place = read_pdf(data, "drawn.pdf", lambda data, tables, heights: {}).tables[0].places[1]
    cut, whole = picture(data, 1, place), picture(data, 1)
    assert cut.startswith(b"\x89PNG")
    assert len(cut) < len(whole)
