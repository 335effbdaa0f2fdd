"""The sixteen known quirks of published figures, each in files of the kind it was seen in: reports, pages, workbooks, series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.extract.workbooks import plain_xlsx
from tests.flows.published import page, pdf

_TYPED = (
    "publisher,publication,source_kind,published_on,published_precision,measure,basis,"
    "period_type,period_start,period_end,breakdown,members,value,unit,status\n"
)
_P_TO_P = 'placements,national,year,2022-01-01,2022-12-31,scheme,"{""scheme"": ""P to P""}"'


def _html_table(caption: str, *rows: tuple[str, str]) -> str:
    lines = "".join(f"<tr><td>{label}</td><td>{number}</td></tr>" for label, number in rows)
    return f"<table><caption>{caption}</caption>{lines}</table>"


REVISED_YEARS = {
    "q01_first.html": page("Berita", ["Jumlah penempatan PMI tahun 2022 sebanyak 198.754 orang."]),
    "q01_second.html": page("Berita", ["Jumlah penempatan PMI pada tahun 2022 sebanyak 200.761 orang."]),
    "q01_december.html": page("Berita", ["Sepanjang tahun 2023 penempatan PMI tercatat sebanyak 273.747 orang."]),
    "q01_january.html": page("Berita", ["Sepanjang tahun 2023 penempatan PMI tercatat sebanyak 274.965 orang."]),
    "q01_annual.pdf": pdf(
        "6 Februari 2025",
        [("Penempatan PMI Tahun 2022 - 2024", ["URAIAN;2022;2023;2024;JUMLAH", "Penempatan;200.761;297.108;297.434;795.303"])],
        ["Penempatan tahun 2024 sebanyak 297.434 orang, naik 0,11% dibandingkan tahun 2023 sebanyak 297.108 orang."],
    ),
}
REVISED_MONTHS = {
    "q02_july.pdf": pdf("31 Juli 2021", [("Penempatan PMI per Bulan", ["BULAN;2021", "Februari;4.234", "Maret;7.072"])]),
    "q02_november.xlsx": plain_xlsx(
        [["PENEMPATAN PMI PER BULAN TAHUN 2021"], ["BULAN", "2021"], ["Februari", 4231], ["Maret", 7071], ["Jumlah", 11302]]
    ),
    "q03_april.pdf": pdf(
        "31 Mei 2024",
        [
            (
                "Penempatan PMI Januari s.d April 2024",
                ["BULAN;2024", "Januari;27.243", "Februari;23.716", "Maret;28.981", "April;29.803", "Jumlah;109.743"],
            )
        ],
    ),
    "q03_march.pdf": pdf(
        "30 April 2025",
        [("Penempatan PMI Bulan Maret", ["URAIAN;Maret 2024;Maret 2025", "Penempatan;23.049;22.376"])],
        ["Penempatan Maret 2025 sebanyak 22.376 orang atau turun 2,92% dibandingkan Maret 2024 sebanyak 23.049 orang."],
    ),
}
DEFINITIONS = {
    "q04_definition.pdf": pdf(
        "30 September 2022",
        [("Layanan Penempatan PMI Bulan Agustus Tahun 2022", ["BULAN;2022", "Agustus;21.018"])],
        ["Layanan penempatan adalah CPMI yang menyelesaikan proses pra penempatan dan tercatat pada SISKOP2MI."],
    ),
    "q05_sector.pdf": pdf(
        "31 Januari 2023",
        [
            (
                "Penempatan PMI Berdasarkan Sektor Tahun 2022",
                ["SEKTOR;2022", "Formal;115.944", "Informal;84.817", "Jumlah;200.761"],
            )
        ],
    ),
    "q05_employer.pdf": pdf(
        "30 Mei 2025",
        [
            (
                "Penempatan PMI Berdasarkan Pemberi Kerja April 2025",
                ["PEMBERI KERJA;April 2025", "Berbadan Hukum;11.000", "Perseorangan;12.000", "Jumlah;23.000"],
            )
        ],
    ),
}
NAMES = {
    "q06_names.pdf": pdf(
        "28 Februari 2019",
        [
            (
                "Penempatan Menurut Negara Tahun 2018",
                [
                    "NEGARA;2018", "Hongkong;700", "Saudi Arabia;600", "UEA;500", "Korea;400", "Tiawan;300", "Kongo;200",
                    "Libanon;100", "New Zeeland;50",
                ],
            ),
            ("Penempatan Menurut Provinsi Tahun 2018", ["PROVINSI;2018", "NTB;32.557", "Jatim;70.381"]),
            (
                "Penempatan Menurut Kabupaten/Kota Tahun 2018",
                ["KABUPATEN/KOTA;2018", "Malang;6.987", "Cirebon;12.000", "Blitar;7.701", "Madiun;4.919", "Kediri;3.000"],
            ),
        ],
    ),
    "q06_other_names.pdf": pdf(
        "31 Maret 2019",
        [
            (
                "Penempatan Menurut Negara Tahun 2018",
                ["NEGARA;2018", "Hong Kong;701", "Arab Saudi;601", "Uni Emirat Arab;501", "Korea Selatan;401", "Taiwan;301"],
            )
        ],
    ),
    "q06_more_names.pdf": pdf(
        "30 April 2019", [("Penempatan Menurut Negara Tahun 2018", ["NEGARA;2018", "United Emirat Arab;502", "Lebanon;102"])]
    ),
}  # fmt: skip
WRONG_SUMS = {
    "q07_text.pdf": pdf(
        "30 September 2024",
        [
            (
                "Pengaduan PMI Menurut Jenis Masalah",
                ["JENIS;Agustus 2023;Agustus 2024", "PMI ingin dipulangkan;35;42", "Gaji tidak dibayar;80;101", "Jumlah;115;143"],
            )
        ],
        ["Pengaduan tertinggi PMI ingin dipulangkan sebanyak 42, naik 29,37% dari 35 pada tahun sebelumnya."],
    ),
    "q08_article.html": page(
        "Penempatan PMI 2021",
        [],
        tables=[
            _html_table("Penempatan PMI Tahun 2021", ("TAHUN", "JUMLAH"), ("2021", "72.624")),
            _html_table("Penempatan Menurut Pendidikan Tahun 2021", ("TINGKAT", "JUMLAH"), ("SD", "68.838"), ("SMP", "44.336")),
            _html_table(
                "Penempatan Menurut Status Perkawinan Tahun 2021",
                ("STATUS PERKAWINAN", "JUMLAH"), ("Kawin", "30.000"), ("Belum Kawin", "25.000"), ("Cerai", "17.625"),
            ),
        ],
    ),
    "q09_office.pdf": pdf(
        "31 Januari 2024",
        [
            ("Penempatan PMI Menurut Sektor Tahun 2023", ["SEKTOR;2023", "Formal;21.324", "Informal;13.438", "Jumlah;34.764"]),
            (
                "Penempatan PMI Berdasarkan Skema Tahun 2023",
                ["SKEMA;2023", "P to P;32.457", "Mandiri;2.008", "G to G;297", "Jumlah;34.764"],
            ),
        ],
        publisher="BP3MI Jawa Timur",
    ),
    "q09_half_year.html": page(
        "Penempatan PMI",
        ["Penempatan PMI semester I 2021 sebanyak 36.218 orang."],
        tables=[
            _html_table(
                "Penempatan PMI Menurut Jenis Kelamin Semester I 2021",
                ("JENIS KELAMIN", "JUMLAH"), ("Perempuan", "26.539"), ("Laki-laki", "3.795"),
            )
        ],
    ),
    "q09_complaints.pdf": pdf(
        "31 Januari 2024",
        [("Pengaduan PMI Menurut Status Tahun 2023", ["STATUS;2023", "Selesai;743", "Dalam Proses;1.140", "Jumlah;1.923"])],
    ),
    "q09_quarter.pdf": pdf(
        "30 April 2024", [("Penempatan PMI Januari s.d Maret 2024", ["URAIAN;Januari s.d Maret 2024", "Penempatan;79.940"])]
    ),
    "q09_wrong_heading.html": page(
        "Penempatan PMI",
        [],
        tables=[
            _html_table(
                "Penempatan PMI Menurut Negara Januari-Maret 2024",
                ("NEGARA", "JUMLAH"), ("Taiwan", "60.000"), ("Lainnya", "49.743"), ("Jumlah", "109.743"),
            )
        ],
    ),
}  # fmt: skip
QUOTED = {
    "q10_one_outlet.html": page(
        "Negara tujuan",
        [
            "Penempatan ke Jepang pada tahun 2023 sebanyak 9.673 orang.",
            "Penempatan ke Brunei pada tahun 2023 sebanyak 2.872 orang.",
        ],
    ),
    "q10_another.html": page(
        "Tujuan PMI",
        [
            "Penempatan ke Jepang pada tahun 2023 sebanyak 9.637 orang.",
            "Penempatan ke Brunei pada tahun 2023 sebanyak 2.878 orang.",
        ],
    ),
    "q11_missing.pdf": pdf(
        "30 September 2024",
        [
            (
                "Penempatan PMI Menurut Sektor Agustus 2024",
                ["SEKTOR;2024", "Formal;10.318", "Informal;12.879", "Jumlah;23.197"],
            )
        ],
        ["Data kedatangan belum dapat ditampilkan akibat insiden serangan cyber ke PDNS 2 dan akan diperbaharui."],
    ),
    "q12_per_september.html": page("Penempatan", ["Jumlah penempatan PMI per September 2024 sebanyak 224.000 orang."]),
    "q12_month_and_year.pdf": pdf(
        "30 November 2024",
        [("Penempatan PMI Oktober 2024", ["URAIAN;Oktober 2024;Januari s.d Oktober 2024", "Penempatan;26.391;250.391"])],
    ),
    "q13_preliminary.csv": (
        f"{_TYPED}BP2MI,https://one.example/a,press,2022-12-30,day,{_P_TO_P},163699,persons,provisional\n"
        f"BP2MI,https://two.example/b,press,2023-12-29,day,{_P_TO_P},174757,persons,\n"
    ).encode(),
    "q14_bank.pdf": pdf(
        "31 Januari 2025",
        [("Remitansi PMI Tahun 2024 (miliar USD)", ["TAHUN;NILAI", "2024;15,70"])],
        ["Remitansi pada tahun 2024 mencapai 251,5 miliar USD."],
        publisher="Bank Indonesia",
    ),
    "q14_outlet.html": page(
        "Remitansi",
        [
            "Remitansi pada tahun 2024 mencapai 251,5 miliar USD.",
            "Remitansi kuartal keempat 2024 diproyeksikan 15,54 miliar USD.",
        ],
    ),
    "q15_speech.html": page("Pidato", ["Penempatan PMI tahun 2024 mencapai 534 ribu layanan penempatan."]),
    "q15_exact_speech.html": page("Pidato", ["Penempatan PMI tahun 2024 mencapai 534.000 layanan."]),
    "q16_regency_office.pdf": pdf(
        "30 November 2025",
        [("Penempatan PMI Kabupaten Ponorogo", ["TAHUN;JUMLAH", "2018;6.000", "2024;4.147"])],
        publisher="Disnaker Ponorogo",
    ),
    "q16_serving_office.pdf": pdf(
        "31 Januari 2019",
        [("Penempatan Menurut Kabupaten/Kota Tahun 2018", ["KABUPATEN/KOTA;2018", "Ponorogo;8.647", "Tulungagung;6.377"])],
        publisher="LP3TKI Surabaya",
    ),
}
FILES: Mapping[str, bytes] = REVISED_YEARS | REVISED_MONTHS | DEFINITIONS | NAMES | WRONG_SUMS | QUOTED


def _outlet(host: str, day: str, **more: str) -> dict[str, Any]:
    return {"publisher": "BP2MI", "address": f"https://{host}/berita", "published_on": day, **more}


DECLARED: Mapping[str, Mapping[str, Any]] = {
    "q01_first.html": _outlet("first.example", "2022-12-30", status="provisional"),
    "q01_second.html": _outlet("second.example", "2023-03-15"),
    "q01_december.html": _outlet("december.example", "2023-12-29"),
    "q01_january.html": _outlet("january.example", "2024-01"),
    "q02_november.xlsx": {"publisher": "BP2MI", "published_on": "2021-11-30", "source_kind": "publisher"},
    "q08_article.html": _outlet("article.example", "2022-03"),
    "q09_half_year.html": _outlet("half.example", "2021-08"),
    "q09_wrong_heading.html": _outlet("heading.example", "2024-06"),
    "q10_one_outlet.html": _outlet("one.example", "2024-02"),
    "q10_another.html": _outlet("another.example", "2024-10"),
    "q12_per_september.html": _outlet("per.example", "2024-10"),
    "q14_outlet.html": _outlet("outlet.example", "2025-03"),
    "q15_speech.html": _outlet("speech.example", "2025-03"),
    "q15_exact_speech.html": _outlet("speech.example", "2025-04"),
}
