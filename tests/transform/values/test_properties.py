"""What holds for every cell, not only for the examples: nothing raises, and what is written well is read back."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from transform.values import nik
from transform.values.months import MONTHS
from transform.values.parsed import Raw
from transform.values.registry import JOINED_READERS, READERS, Reader, joined_reader, parse_column, reader

MONTH_NAMES = {
    number: [name for name, of in MONTHS.items() if of == number and len(name) >= 3] for number in set(MONTHS.values())
}
DATES = st.dates(dt.date(1930, 1, 1), dt.date(2035, 12, 31))
CELLS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.,-/() '+Rprpth jutabln", max_size=24),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.none(),
)
NIKS = st.integers(10**15, 10**16 - 1).map(str).filter(lambda digits: len(set(digits)) > 1 and digits != "1234567890123456")


@pytest.mark.parametrize(("kind", "code_list"), [*((kind, None) for kind in READERS), ("code", "migrant_status")])
@settings(deadline=None)
@given(raw=CELLS)
def test_no_cell_makes_a_reader_fail(kind: str, code_list: str | None, raw: Raw) -> None:
    parsed = reader(kind, code_list)(raw)
    assert parsed.value is None or parsed.rule is None


@pytest.mark.parametrize("kind", JOINED_READERS)
@settings(deadline=None)
@given(raw=CELLS)
def test_no_joined_cell_makes_a_reader_fail(kind: str, raw: Raw) -> None:
    assert all(part.value is None or part.rule is None for part in joined_reader(kind)(raw))


@pytest.mark.parametrize("kind", ["text", "village", "hamlet", "occupation"])
@settings(deadline=None)
@given(raw=CELLS)
def test_a_text_that_was_read_reads_as_itself(kind: str, raw: Raw) -> None:
    read = reader(kind)
    value = read(raw).value
    assert read(value).value == value


@settings(deadline=None)
@given(DATES, st.data())
def test_a_date_is_the_same_in_every_indonesian_form(day: dt.date, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(MONTH_NAMES[day.month]))
    cased = data.draw(st.sampled_from([name, name.upper(), name.capitalize()]))
    forms: list[Raw] = [
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {cased} {day.year}",
        f"{day:%d}-{cased}-{day.year}",
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        day,
        dt.datetime(day.year, day.month, day.day, 9, 30),
        float((day - dt.date(1899, 12, 30)).days),
    ]
    if 1936 <= day.year <= 2035:
        forms += [f"{day.day}/{day.month}/{day:%y}", f"{day:%d}-{cased}-{day:%y}"]
    assert {parsed.value for parsed in parse_column(reader("date"), forms)} == {day}


@settings(deadline=None)
@given(DATES)
def test_a_date_is_never_read_month_first(day: dt.date) -> None:
    assume(day.day > 12)
    assert reader("date")(f"{day:%m/%d/%Y}").rule == "date_impossible"


@settings(deadline=None)
@given(st.integers(0, 10**15))
@example(1250)
def test_an_amount_is_the_same_with_and_without_thousands_marks(amount: int) -> None:
    grouped = f"{amount:,}"
    dotted = grouped.replace(",", ".")
    forms: list[Raw] = [
        amount,
        str(amount),
        grouped,
        dotted,
        f"Rp {dotted},-",
        f"Rp. {dotted}",
        f"Rp{dotted},00",
        f"{dotted} rupiah",
    ]
    assert {parsed.value for parsed in parse_column(reader("rupiah"), forms)} == {amount}


@settings(deadline=None)
@given(st.integers(1, 10**15))
def test_parentheses_and_a_minus_sign_mean_the_same(amount: int) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    forms: list[Raw] = [-amount, f"({dotted})", f"(Rp {dotted})", f"-{dotted}", f"Rp -{dotted}", f"-Rp {dotted}"]
    assert {parsed.value for parsed in parse_column(reader("rupiah"), forms)} == {-amount}


@settings(deadline=None)
@given(st.integers(10**6, 10**9), st.data())
def test_a_misplaced_thousands_mark_is_never_read(amount: int, data: st.DataObject) -> None:
    groups = f"{amount:,}".split(",")
    at = data.draw(st.integers(1, len(groups) - 1))
    groups[at] = groups[at] + "0" if data.draw(st.booleans()) else groups[at][:-1]
    assert reader("rupiah")(".".join(groups)).rule == "number_ambiguous"


def with_noise(digits: str, noise: Iterable[str]) -> str:
    """The digits with one sign of noise after each."""
    return "".join(digit + sign for digit, sign in zip(digits, noise, strict=True))


@settings(deadline=None)
@given(NIKS, st.lists(st.sampled_from(["", "", "", " ", "\u00a0", "\u200b", "'"]), min_size=16, max_size=16), st.booleans())
def test_a_nik_survives_noise_and_full_width_digits(number: str, noise: list[str], is_wide: bool) -> None:
    written = with_noise(number, noise)
    wide = written.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}) if is_wide else written
    assert reader("nik")(wide).value == number
    assert reader("nik")("'" + wide).value == number


@settings(deadline=None)
@given(st.text("0123456789", max_size=24))
def test_only_sixteen_digits_make_a_nik(digits: str) -> None:
    parsed = reader("nik")(digits)
    assert (parsed.value is not None) <= (len(digits) == 16)


@settings(deadline=None)
@given(st.one_of(st.integers(), st.floats()))
def test_no_numeric_cell_is_ever_a_nik(number: float) -> None:
    assert reader("nik")(number).value is None


@settings(deadline=None)
@given(NIKS)
def test_the_facts_of_a_refusal_never_hold_the_number(number: str) -> None:
    for parsed in parse_column(reader("nik"), [number + "7", number[:15], float(number), number + "x"]):
        assert parsed.rule
        assert not any(len(str(fact)) > 2 for fact in (parsed.facts or {}).values())


@settings(deadline=None)
@given(st.dates(dt.date(1936, 1, 1), dt.date(2035, 12, 31)), st.sampled_from("LP"), st.integers(1, 400))
def test_a_nik_tells_district_birth_date_and_sex(born: dt.date, is_of: str, days_off: int) -> None:
    number = f"350218{born.day + 40 * (is_of == 'P'):02}{born:%m%y}0001"
    assert (nik.district_code(number), nik.sex(number)) == ("35.02.18", is_of)
    assert nik.agrees_with_birth(number, born)
    assert not nik.agrees_with_birth(number, born + dt.timedelta(days_off))


def test_a_nik_without_a_day_of_birth_tells_no_sex() -> None:
    assert nik.sex("3502183503890001") is None


@settings(deadline=None)
@given(st.lists(CELLS, max_size=60))
def test_a_column_reads_as_its_cells_do(raws: list[Raw]) -> None:
    for kind in ("yes_no", "text", "integer", "date"):
        fresh = Reader(READERS[kind], memory=7)
        assert [repr(p) for p in parse_column(fresh, [*raws, *raws])] == [repr(fresh(raw)) for raw in [*raws, *raws]]
        assert fresh.memory is not None
        assert len(fresh.memory) <= 7


def test_cells_that_python_calls_equal_are_kept_apart() -> None:
    same_hash: list[Raw] = [1, 1.0, True, "1", 0, False, 0.0]
    assert [p.value for p in parse_column(reader("text"), same_hash)] == ["1", "1", "TRUE", "1", "0", "FALSE", "0"]
    assert [p.rule for p in parse_column(reader("integer"), [1, True])] == [None, "not_a_number"]


@pytest.mark.parametrize("unit", [",", ".", "-a", "tgl ", "1.", " a", "2 th ", "("])
def test_a_cell_as_long_as_a_sheet_allows_is_read_in_no_time(unit: str) -> None:
    longest = unit * (32_767 // len(unit))
    began = time.process_time()
    for parse in (*READERS.values(), *JOINED_READERS.values(), reader("code", "sex").parse):
        for text in (longest, longest + "1", longest + "x"):
            parse(text)
    assert time.process_time() - began < 3
