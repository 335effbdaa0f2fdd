"""Tables of drawn PDF pages: one look, one trap a test."""

from __future__ import annotations

import pytest

from extract.publications.model import Publication
from extract.publications.pdf import read_pdf
from tests.extract.publications.paper import Look, Paper, set_table

HEAD = ["No", "Negara", "2023", "2024"]
BODY = [
    ["1", "Hong Kong", "65.916", "99.773"],
    ["2", "Taiwan", "83.216", "84.581"],
    ["3", "Malaysia", "72.260", "51.723"],
    ["4", "Korea Selatan", "12.580", "10.750"],
    ["5", "Arab Saudi", "6.310", "7.759"],
    ["6", "Brunei Darussalam", "2.872", "3.183"],
]
TOTAL = ["", "Jumlah", "243.154", "257.769"]
WIDTHS = [30, 150, 70, 70]


def read(paper: Paper) -> Publication:
    """The drawn document, read by the first reader alone."""
    return read_pdf(paper.pdf(), "drawn.pdf", lambda data, tables, heights: {})


def cells(publication: Publication, table: int = 0) -> list[list[str]]:
    found = publication.tables[table]
    return [[cell or "" for cell in row] for row in [*found.rows, *([found.total_row] if found.total_row else [])]]


LOOKS = {
    "plain": Look(),
    "rules": Look(rules=True),
    "grid": Look(grid=True),
    "bands": Look(bands=True),
    "dense": Look(pitch=11),
    "airy": Look(pitch=26, rules=True),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_a_table_is_read_whatever_separates_its_rows(look: Look) -> None:
    paper = Paper()
    paper.text(60, 60, "Tabel 5. Penempatan Menurut Negara", bold=True)
    bottom = set_table(paper, 60, 70, WIDTHS, [HEAD, *BODY, TOTAL], look)
    paper.text(60, bottom + 12, "Sumber: SISKOP2MI, diolah", 7)
    publication = read(paper)
    assert len(publication.tables) == 1
    table = publication.tables[0]
    assert (table.title, table.columns) == ("Tabel 5. Penempatan Menurut Negara", HEAD)
    assert [[cell or "" for cell in row] for row in table.rows] == BODY
    assert [cell or "" for cell in table.total_row or []] == TOTAL
    assert "Sumber: SISKOP2MI, diolah" in table.context


@pytest.mark.parametrize("look", [Look(spacing=2.2), Look(spacing=2.2, bands=True), Look(spacing=1.4, grid=True)])
def test_digits_set_apart_are_one_number(look: Look) -> None:
    paper = Paper()
    rows = [[*row[:3], value] for row, value in zip(BODY, ["51", "5", "513", "10.750", "7.759", "3.183"], strict=True)]
    set_table(paper, 60, 70, [30, 150, 90, 90], [HEAD, *rows], look)
    assert cells(read(paper)) == rows


def test_digits_with_spaces_between_are_one_number() -> None:
    paper = Paper()
    set_table(paper, 60, 70, [30, 150, 90, 90], [HEAD, *([row[0], row[1], " ".join(row[2]), " ".join(row[3])] for row in BODY)])
    assert cells(read(paper)) == BODY


def test_a_space_between_thousands_stays_in_the_cell() -> None:
    paper = Paper()
    rows = [["Sumberrejo", "13 433", "905"], ["Andongsari", "9 274", "12 699"], ["Sabrang", "811", "8 675"]]
    set_table(paper, 60, 70, [150, 60, 60], [["Desa", "Laki-laki", "Perempuan"], *rows])
    assert cells(read(paper)) == rows


def test_two_tables_side_by_side_stay_two() -> None:
    for look in (Look(), Look(rules=True), Look(grid=True), Look(bands=True)):
        paper = Paper()
        paper.text(50, 60, "Tabel 1. Menurut Negara", bold=True)
        paper.text(320, 60, "Tabel 2. Menurut Provinsi", bold=True)
        left = [["No", "Negara", "2024"], *([row[0], row[1], row[3]] for row in BODY)]
        right = [
            ["No", "Provinsi", "2024"],
            ["1", "Jawa Timur", "79.339"],
            ["2", "Jawa Barat", "61.556"],
            ["3", "Lampung", "24.175"],
        ]
        set_table(paper, 50, 70, [25, 120, 70], left, look)
        set_table(paper, 320, 70, [25, 120, 70], right, look)
        publication = read(paper)
        assert [table.title for table in publication.tables] == ["Tabel 1. Menurut Negara", "Tabel 2. Menurut Provinsi"]
        assert (cells(publication, 0), cells(publication, 1)) == (left[1:], right[1:])


def test_running_text_beside_a_table_does_not_enter_it() -> None:
    paper = Paper()
    for number in range(16):
        paper.text(50, 60 + 12.5 * number, "Jumlah penempatan pekerja migran pada")
    set_table(
        paper, 300, 62, [25, 120, 70], [["No", "Negara", "2024"], *([row[0], row[1], row[3]] for row in BODY)], Look(rules=True)
    )
    publication = read(paper)
    assert cells(publication) == [[row[0], row[1], row[3]] for row in BODY]
    assert sum(paragraph.text.count("Jumlah penempatan") for paragraph in publication.paragraphs) == 16


@pytest.mark.parametrize("repeats_header", [True, False])
def test_a_table_over_two_pages_is_one_with_the_page_of_each_row(repeats_header: bool) -> None:
    paper = Paper()
    paper.text(60, 60, "Tabel 8. Penempatan", bold=True)
    set_table(paper, 60, 70, WIDTHS, [HEAD, *BODY[:4]], Look(rules=True))
    paper.show()
    if repeats_header:
        paper.text(60, 60, "Lanjutan Tabel 8", bold=True)
    set_table(paper, 60, 70, WIDTHS, [*([HEAD] if repeats_header else []), *BODY[4:], TOTAL])
    table = read(paper).tables[0]
    assert [[cell or "" for cell in row] for row in table.rows] == BODY
    assert (table.row_pages, table.total_page) == ([1, 1, 1, 1, 2, 2], 2)


def test_the_total_alone_on_the_last_page_still_belongs_to_its_table() -> None:
    paper = Paper()
    set_table(paper, 60, 70, WIDTHS, [HEAD, *BODY])
    paper.show()
    set_table(paper, 60, 70, WIDTHS, [TOTAL])
    publication = read(paper)
    assert len(publication.tables) == 1
    assert publication.tables[0].total_row == [None, *TOTAL[1:]]


def test_other_columns_on_the_next_page_are_another_table() -> None:
    paper = Paper()
    set_table(paper, 60, 70, [150, 60, 60], [["Desa", "Petani", "Guru"], ["Ambulu", "798", "12"], ["Pontang", "2 698", "9"]])
    paper.show()
    paper.text(60, 60, "Lanjutan Tabel 3.18", bold=True)
    set_table(paper, 60, 70, [150, 60, 60], [["Desa", "Nelayan", "Pedagang"], ["Ambulu", "7", "397"], ["Pontang", "2", "201"]])
    assert [table.columns[1] for table in read(paper).tables] == ["Petani", "Nelayan"]


def test_labels_of_a_bar_chart_never_become_cells() -> None:
    paper = Paper()
    for step in range(7):
        paper.line(100, 280 - 30 * step, 500, 280 - 30 * step)
        paper.text(96, 282.5 - 30 * step, f"{step * 100}.000" if step else "0", 7, "right")
    for number, (year, height) in enumerate([("2021", 40), ("2022", 90), ("2023", 130), ("2024", 170)]):
        paper.paint(120 + 90 * number, 280 - height, 160 + 90 * number, 280, 0.5)
        paper.text(140 + 90 * number, 278 - height, f"{height}.123", 7, "center")
        paper.text(140 + 90 * number, 289, year, 7, "center")
    set_table(paper, 60, 320, WIDTHS, [HEAD, *BODY])
    publication = read(paper)
    assert len(publication.tables) == 1
    assert cells(publication) == BODY


def test_lying_bars_with_names_and_values_are_no_table() -> None:
    paper = Paper()
    for number, (name, value) in enumerate([("Hong Kong", 99773), ("Taiwan", 84581), ("Jepang", 12720), ("Italia", 3535)]):
        top = 70 + 18 * number
        paper.text(150, top + 9, name, align="right")
        paper.paint(155, top, 155 + value / 300, top + 12, 0.4)
        paper.text(158 + value / 300, top + 9, f"{value:,}".replace(",", "."))
    assert read(paper).tables == []


def test_watermarks_leave_no_letter_in_a_cell() -> None:
    paper = Paper()
    paper.text(297, 130, "PUSDATIN BP2MI", 54, "center", bold=True, grey=0.9)
    paper.slanted(120, 240, "DRAFT SEMENTARA", 40)
    set_table(paper, 60, 70, WIDTHS, [HEAD, *BODY], Look(pitch=20))
    assert cells(read(paper)) == BODY


def test_a_page_turned_by_ninety_degrees_is_read_upright() -> None:
    paper = Paper(rotate=90)
    paper.marks.append("q 0 1 -1 0 595 0 cm")
    paper.height = 595
    set_table(paper, 60, 70, WIDTHS, [HEAD, *BODY], Look(rules=True))
    paper.height = 842
    paper.marks.append("Q")
    assert cells(read(paper)) == BODY


def test_content_lying_on_its_side_is_read_too() -> None:
    paper = Paper()
    paper.marks.append("q 0 1 -1 0 595 0 cm")
    paper.height = 595
    set_table(paper, 60, 70, WIDTHS, [HEAD, *BODY], Look(grid=True))
    paper.height = 842
    paper.marks.append("Q")
    assert cells(read(paper)) == BODY


def test_dot_leaders_are_no_part_of_a_label_and_three_dots_are_a_token() -> None:
    paper = Paper()
    paper.text(60, 80, "Negara", bold=True)
    paper.text(400, 80, "2024", align="right", bold=True)
    for number, (name, value) in enumerate([("Hong Kong", "99.773"), ("Taiwan", "..."), ("Jepang", "12.720")]):
        paper.text(60, 95 + 15 * number, name + "." * 90)
        paper.text(400, 95 + 15 * number, value, align="right")
    assert cells(read(paper)) == [["Hong Kong", "99.773"], ["Taiwan", "..."], ["Jepang", "12.720"]]


def test_a_table_of_contents_is_no_table() -> None:
    paper = Paper()
    paper.text(297, 60, "DAFTAR ISI", 12, "center", bold=True)
    entries = [
        ("Kata Pengantar", "i"),
        ("Penempatan Menurut Negara", "1"),
        ("Penempatan Menurut Provinsi", "2"),
        ("Pengaduan", "4"),
    ]
    for number, (entry, page) in enumerate(entries):
        paper.text(60, 90 + 16 * number, entry + " " + "." * (100 - len(entry)))
        paper.text(500, 90 + 16 * number, page, align="right")
    assert read(paper).tables == []


@pytest.mark.parametrize("look", [Look(pitch=16), Look(pitch=16, rules=True)])
@pytest.mark.parametrize("values_at", ["first line", "middle"])
def test_a_label_over_several_lines_is_one_row(look: Look, values_at: str) -> None:
    paper = Paper()
    labels = [
        ["Pekerja migran yang ingin dipulangkan", "karena kontrak kerja telah habis dan", "tidak diperpanjang"],
        ["Sakit"],
        ["Biaya penempatan melebihi struktur biaya", "yang ditetapkan oleh pemerintah"],
        ["Overstay"],
    ]
    y = set_table(paper, 60, 70, [200, 60], [["Jenis", "2024"]], look)
    for number, label in enumerate(labels):
        for place, words in enumerate(label):
            paper.text(63, y + 12 + 10.8 * place, words)
        middle = 5.4 * (len(label) - 1) if values_at == "middle" else 0.0
        paper.text(317, y + 12 + middle, str(12 + number), align="right")
        y += look.pitch + 10.8 * (len(label) - 1)
    assert cells(read(paper)) == [[" ".join(label), str(12 + number)] for number, label in enumerate(labels)]


def test_a_section_heading_keeps_its_own_row() -> None:
    paper = Paper()
    rows = [["Asia dan Afrika", "", ""], ["Taiwan", "5", "-"], ["Jepang", "7", "8"], ["Eropa", "", ""], ["Turki", "n.a.", "2"]]
    set_table(paper, 60, 70, [150, 60, 60], [["Kawasan", "2023", "2024"], *rows], Look(rules=True))
    assert cells(read(paper)) == rows


def test_empty_cells_stay_empty_and_their_neighbours_keep_their_columns() -> None:
    paper = Paper()
    rows = [list(row) for row in BODY]
    rows[1][2] = rows[3][3] = rows[4][2] = ""
    set_table(paper, 60, 70, WIDTHS, [HEAD, *rows])
    assert cells(read(paper)) == rows


def test_heads_over_several_columns_stand_before_those_below() -> None:
    paper = Paper()
    paper.text(63, 88, "Provinsi", bold=True)
    for name, middle in (("2023", 230.0), ("2024", 350.0)):
        paper.text(middle, 80, name, align="center", bold=True)
    for index in range(4):
        paper.text(197 + 60 * index, 93, "LP"[index % 2], align="right", bold=True)
    for number, province in enumerate(["Jawa Timur", "Jawa Tengah", "Bali"]):
        paper.text(63, 110 + 14 * number, province)
        for index in range(4):
            paper.text(200 + 60 * index, 110 + 14 * number, f"{number + 1}.{index}14", align="right")
    assert read(paper).tables[0].columns == ["Provinsi", "2023 | L", "2023 | P", "2024 | L", "2024 | P"]


def test_heads_set_at_a_right_angle_are_read() -> None:
    paper = Paper()
    for index, name in enumerate(["Malaysia", "Taiwan", "Jumlah"]):
        paper.upright(225 + 40 * index, 128, name)
    paper.text(63, 120, "Jenis", bold=True)
    rows = [["Gaji", "12", "3", "15"], ["Sakit", "1", "2", "3"]]
    edges = [60, 200, 240, 280, 320]
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            paper.text(edges[index] + (3 if index == 0 else 37), 141 + 15 * number, cell, align="left" if index == 0 else "right")
    for height in (75, 130, 145, 160):
        paper.line(60, height, 320, height)
    for edge in edges:
        paper.line(edge, 75, edge, 160)
    assert read(paper).tables[0].columns == ["Jenis", "Malaysia", "Taiwan", "Jumlah"]


def test_column_numbers_join_number_and_name_that_share_one() -> None:
    paper = Paper()
    for x, name, mark in ((130, "Desa", "(1)"), (250, "Laki-laki", "(2)"), (330, "Perempuan", "(3)")):
        paper.text(x, 80, name, align="center", bold=True)
        paper.text(x, 94, mark, align="center")
    paper.line(60, 98, 370, 98)
    for number, name in enumerate(["Kemuning", "Darsono", "Arjasa", "Biting", "Kamal"], start=1):
        paper.text(63, 98 + 14 * number, f"{number}.")
        paper.text(90, 98 + 14 * number, name)
        paper.text(265, 98 + 14 * number, f"{number}04", align="right")
        paper.text(345, 98 + 14 * number, f"{number}11", align="right")
    table = read(paper).tables[0]
    assert table.columns == ["Desa", "Laki-laki", "Perempuan"]
    assert table.rows[1] == ["2. Darsono", "204", "211"]


def test_a_ruled_label_over_three_rows_belongs_to_each() -> None:
    paper = Paper()
    edges = [60, 160, 260, 340]
    rows = [["Asia", "Taiwan", "12"], ["Asia", "Jepang", "7"], ["Asia", "Korea", "30"], ["Eropa", "Turki", "5"]]
    for index, name in enumerate(["Kawasan", "Negara", "2024"]):
        paper.text(edges[index] + 3, 86, name, bold=True)
    for number, row in enumerate(rows):
        if number in (1, 3):
            paper.text(63, 101 + 15 * number, row[0])
        paper.text(163, 101 + 15 * number, row[1])
        paper.text(337, 101 + 15 * number, row[2], align="right")
    for height, start in ((75, 60), (90, 60), (105, 160), (120, 160), (135, 60), (150, 60)):
        paper.line(start, height, 340, height)
    for edge in edges:
        paper.line(edge, 75, edge, 150)
    assert cells(read(paper)) == rows


def test_running_heads_and_page_numbers_enter_neither_tables_nor_text() -> None:
    paper = Paper()
    for page in range(3):
        paper.text(60, 30, "Laporan Publikasi Data PMI", 8)
        paper.text(300, 825, str(page + 4))
        set_table(paper, 60, 90, WIDTHS, [HEAD, *BODY, TOTAL])
        paper.show()
    publication = read(paper)
    assert [cells(publication, table) for table in range(3)] == [[*BODY, TOTAL]] * 3
    assert publication.paragraphs == []


def test_running_text_comes_as_paragraphs_with_their_page() -> None:
    paper = Paper()
    paper.text(60, 60, "Jumlah penempatan pada bulan Agustus 2024 sebanyak 23.197 orang, turun 19,81% dari")
    paper.text(60, 72, "bulan Agustus 2023 sebanyak 28.927 orang.")
    set_table(paper, 60, 100, WIDTHS, [HEAD, *BODY])
    texts = [(paragraph.page, paragraph.text) for paragraph in read(paper).paragraphs]
    assert len(texts) == 1
    assert texts[0][0] == 1
    assert texts[0][1].endswith("turun 19,81% dari bulan Agustus 2023 sebanyak 28.927 orang.")
