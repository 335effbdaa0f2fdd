"""Labels become codes by equal writing alone; missing marks are known; regions are no countries."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from expectations.codes import code_list, code_list_names, countries, country_name, is_missing

REFERENCE = Path(__file__).parents[3] / "shared" / "codes.yaml"


@pytest.mark.parametrize(
    ("name", "label", "code"),
    [
        ("sex", "laki - laki", "L"),
        ("sex", "Pr.", "P"),
        ("yes_no", "✓", "true"),
        ("yes_no", "√", "true"),
        ("yes_no", " V ", "true"),
        ("yes_no", "1", "true"),
        ("yes_no", "0", "false"),
        ("yes_no", "TIDAK ADA", "false"),
        ("migrant_status", "eks  tki", "PURNA"),
        ("education", "d-iii", "DIPLOMA"),
        ("complaint", "Sakit / Rawat Inap", "SAKIT"),
        ("country", "HONG-KONG", "HKG"),
        ("country", "Korsel", "KOR"),
        ("country", "Viet Nam", "VNM"),
        ("country", "Côte d'Ivoire", "CIV"),
        ("country", "Cote d'Ivoire", "CIV"),
        ("country", "ｔａｉｗａｎ", "TWN"),
    ],
)
def test_a_label_is_found_without_case_punctuation_and_spacing(name: str, label: str, code: str) -> None:
    assert code_list(name).code(label) == code


@pytest.mark.parametrize("label", ["Timur Tengah", "Luar Negeri", "Asia", "ASEAN", "Eropa", "", "-", "Hongkon", "Taiwann"])
def test_a_region_or_a_slip_of_the_pen_is_no_country(label: str) -> None:
    assert countries().code(label) is None


def test_a_near_label_is_suggested_and_never_taken() -> None:
    statuses = code_list("migrant_status")
    assert statuses.code("Aktip") is None
    assert statuses.nearest("Aktip")[0] == "Aktif"
    assert len(countries().nearest("Hongkon", limit=2)) <= 2
    assert countries().nearest("Hongkon")[0] == "Hong Kong"


@given(st.sampled_from(sorted(code_list_names())), st.data())
def test_every_code_and_label_of_a_list_leads_back_to_its_code(name: str, data: st.DataObject) -> None:
    one = code_list(name)
    code = data.draw(st.sampled_from(one.codes))
    label = data.draw(st.sampled_from((code, *one.labels(code))))
    written = data.draw(st.sampled_from([label, label.upper(), f"  {label} ", label.replace(" ", "\u00a0")]))
    assert one.code(written) == code


def test_countries_have_a_name_in_both_languages_and_iso_codes() -> None:
    assert country_name("HKG", "id") == "Hong Kong"
    assert country_name("KOR", "id") == "Korea Selatan"
    assert country_name("KOR", "en") == "South Korea"
    iso = [code for code in countries().codes if code != "OTHER"]
    assert len(iso) == 249
    assert all(len(code) == 3 and code.isupper() for code in iso)


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "–", "---", "...", "…", "- -", "N/A", "nihil", "NIHIL", "Tidak Ada", "#REF!", "\u00a0"]
)
def test_marks_for_nothing_are_missing(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "Tidak", "a.", "Nihilah", "-5", "1.", "?"])
def test_what_says_something_is_not_missing(text: str) -> None:
    assert not is_missing(text)


def test_an_unknown_list_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="migrant_status"):
        code_list("colour")


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference material is not beside the checkout")
def test_every_label_of_the_reference_lists_is_known() -> None:
    reference = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
    assert all(is_missing("" if mark is None else mark) for mark in reference["missing"])
    for name, labels_by_code in ((name, body) for name, body in reference.items() if isinstance(body, dict)):
        for code, labels in labels_by_code.items():
            expected = str(code).lower() if isinstance(code, bool) else code
            written = ["Ya" if label is True else "Tidak" if label is False else label for label in labels]
            assert {label: code_list(name).code(label) for label in written} == dict.fromkeys(written, expected)
