"""Numbers of persons are found where none belongs, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from expectations.personal_numbers import holds_identity_number, holds_personal_number, masked_apart, without_personal_numbers


@pytest.mark.parametrize(
    "text",
    [
        "3502184505889001", "3502.1845.0588.9001", "NIK 350218-450588-9001", "081234567890", "+62 812-3456-7890",
        "WA 0812 3456 7890", "C7654321", "paspor AB123456", "9999999999999998",
    ],
)  # fmt: skip
def test_a_number_of_a_person_is_found_however_it_is_written(text: str) -> None:
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Krajan", "RT 02 RW 03", "PT Maju Jaya 0351-481234", "Jl. Raya 12", "AHU-0001234.AH.01.26", "Perdes No. 5 Tahun 2023",
        "1.250.000.000", "2026-10-05", "12", "IMG-20261003-WA0007",
    ],
)  # fmt: skip
def test_other_texts_and_numbers_stay(text: str) -> None:
    assert not holds_personal_number(text)
    assert without_personal_numbers(text) == text


def test_the_number_of_a_case_is_no_identity_number_unless_it_is_made_like_one() -> None:
    assert not holds_identity_number("2024100312345678")
    assert holds_identity_number("3502184505889001")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ponorogo/2024-11 3502184505889001 081234567890.xlsx", "ponorogo/2024-11 [nomor] [nomor].xlsx"),
        ("tiket 2024100312345678.xlsx", "tiket 2024100312345678.xlsx"), ("B1234567.xlsx", "B1234567.xlsx"),
    ],
)  # fmt: skip
def test_in_names_of_files_and_sheets_they_are_masked_and_the_month_stays(name: str, shown: str) -> None:
    assert without_personal_numbers(name) == shown


def test_names_that_became_alike_are_told_apart() -> None:
    names = ["3502184505889001.xlsx", "3502184505889002.xlsx", "lain.xlsx"]
    assert masked_apart(names) == ["[nomor].xlsx", "[nomor 2].xlsx", "lain.xlsx"]
