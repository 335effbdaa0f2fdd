"""Which words of a name are masked, and which sheet a masked name means."""

from __future__ import annotations

import pytest

from expectations.person_masks import NameWords, masked, sheet_meant, tag_of, words_in

NAMES = NameWords.of(["Siti Nur'aini", "SRI LESTARI", "Wulan", "Al"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Laporan Bu Siti Nur'aini Oktober 2024", "Laporan Bu [nama] Oktober 2024"),
        ("siti_nur'aini-lestari", "[nama]"),
        ("LaporanSitiOktober", "Laporan[nama]Oktober"),
        ("data srilestari", "data [nama]"),
        ("wulan/sri/2024-10", "[nama]/[nama]/2024-10"),
        ("Wulandari al 2024", "Wulandari al 2024"),
        ("Data [nama abcde] [nomor 2]", "Data [nama abcde] [nomor 2]"),
    ],
)
def test_only_words_of_names_are_masked_and_what_stands_between_two_of_them(text: str, shown: str) -> None:
    assert masked(text, NAMES.holds, "[nama]") == shown


def test_masks_are_no_words() -> None:
    assert words_in("Data [nama abcde] Bu [nomor 2]") == ["Data", "Bu"]
    assert (tag_of("Data [nama abcde]"), tag_of("Data")) == ("abcde", None)


@pytest.mark.parametrize(
    ("label", "names", "meant"),
    [
        ("Data", ["Data", "Data Siti"], "Data"),
        ("Data [nama 2]", ["Data", "Data Siti", "Data Sri"], "Data Siti"),
        ("Data [nama 1]", ["PMI", "Data Siti"], None),
        ("Data [nama 7]", ["Data", "Data Siti"], None),
        ("Laporan [nama abcde]", ["Laporan Siti"], "Laporan Siti"),
        ("Laporan", ["Data", "Data Siti"], None),
    ],
)
def test_a_masked_name_means_the_sheet_at_its_number_where_the_rest_fits(label: str, names: list[str], meant: str | None) -> None:
    assert sheet_meant(label, names) == meant
