import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.figures.periods import RANGE, Months, Period, mentions, period_of, span_of, without


def dated(text: str) -> list[tuple[str, str, str]]:
    return [
        (p.kind, p.start.isoformat(), p.end.isoformat())
        for m in mentions(text)
        for year in m.years
        if (p := period_of(year, m.months_of(year)))
    ]


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("TAHUN 2015", "year", "2015-01-01", "2015-12-31"),
        ("Januari s.d Mei 2016", "ytd", "2016-01-01", "2016-05-31"),
        ("JAN S.D MEI 2016", "ytd", "2016-01-01", "2016-05-31"),
        ("Jan-Mei 15", "ytd", "2015-01-01", "2015-05-31"),
        ("Januari – Agustus 2024 *)", "ytd", "2024-01-01", "2024-08-31"),
        ("Periode 1 Januari s.d 31 Mei 2016", "ytd", "2016-01-01", "2016-05-31"),
        ("hingga September 2024", "ytd", "2024-01-01", "2024-09-30"),
        ("per September 2024", "ytd", "2024-01-01", "2024-09-30"),
        ("Januari – Desember 2024", "year", "2024-01-01", "2024-12-31"),
        ("Penempatan Agustus 2022", "month", "2022-08-01", "2022-08-31"),
        ("Agu-24", "month", "2024-08-01", "2024-08-31"),
        ("2022 Agustus", "month", "2022-08-01", "2022-08-31"),
        ("Q3 2021", "quarter", "2021-07-01", "2021-09-30"),
        ("Triwulan II Tahun 2021", "quarter", "2021-04-01", "2021-06-30"),
        ("Kuartal ke-2 2020", "quarter", "2020-04-01", "2020-06-30"),
        ("Semester I 2024", "semester", "2024-01-01", "2024-06-30"),
    ],
)
def test_a_period_is_read_as_it_is_written(text: str, kind: str, start: str, end: str) -> None:
    assert dated(text) == [(kind, start, end)]


def test_the_months_in_brackets_behind_a_range_of_years_belong_to_the_last_one() -> None:
    kinds = [kind for kind, _, _ in dated("Tahun 2011 s.d 2016 (s.d Mei)")]
    assert kinds == ["year"] * 5 + ["ytd"]


def test_one_month_may_stand_for_several_years() -> None:
    assert [start for _, start, _ in dated("Bulan Agustus Tahun 2022, 2023 dan 2024")] == [
        "2022-08-01",
        "2023-08-01",
        "2024-08-01",
    ]


@pytest.mark.parametrize("text", ["SD", "SMP", "297.434", "2.024 orang", "Hong Kong", "Pusat Data Nasional"])
def test_other_words_and_numbers_are_no_period(text: str) -> None:
    assert mentions(text) == []


def test_what_is_left_of_a_head_is_its_label() -> None:
    text = "Perempuan Tahun 2024"
    assert without(text, mentions(text)) == "Perempuan"


def test_months_of_a_year_make_it_up_and_years_make_no_figure() -> None:
    months = [period_of(2024, Months(m, m)) for m in range(1, 13)]
    assert span_of(months) == Period("year", dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert span_of(months[:5]) == Period("ytd", dt.date(2024, 1, 1), dt.date(2024, 5, 31))
    assert span_of(months[:2] + months[3:]) is None
    years = span_of([period_of(2022, None), period_of(2023, None)])
    assert years is not None
    assert years.kind == RANGE


@given(st.text(alphabet=st.sampled_from("Januari s.dMei 2016-–(),/'TWQ12 tahun"), max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    for mention in mentions(text):
        assert text[mention.begin : mention.end].strip()


def test_a_footnote_behind_a_year_leaves_the_year() -> None:
    assert [mention.years for mention in mentions("Januari 2024¹")] == [(2024,)]
