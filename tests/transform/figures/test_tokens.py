from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.figures.tokens import debris_readings, looks_like_debris, read_token


@pytest.mark.parametrize(
    ("raw", "column", "value"),
    [
        ("297.434", "count", "297434"),
        ("1.234.567", "count", "1234567"),
        ("12,720", "count", "12720"),
        ("3217", "count", "3217"),
        ("0", "count", "0"),
        ("2 9 7 . 4 3 4", "count", "297434"),
        ("200.717*)", "count", "200717"),
        ("28.927 orang", "count", "28927"),
        ("143¹", "count", "143"),
        ("1.431²)", "count", "1431"),
        ("19,81%", "percent", "19.81"),
        ("65.73%", "percent", "65.73"),
        ("(19,81%)", "percent", "-19.81"),
        ("-3,33", "percent", "-3.33"),
        ("47,69", "percent", "47.69"),
        ("2.303,07", "amount", "2303.07"),
        ("9,43", "amount", "9.43"),
    ],
)
def test_a_token_is_read_by_its_own_pattern(raw: str, column: str, value: str) -> None:
    assert read_token(raw, column).value == Decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", ["12.72", "1.500.00", "2,50.000", "tidak ada data", "1x2"])
def test_a_count_that_is_no_whole_number_has_no_value(raw: str) -> None:
    assert read_token(raw, "count").value is None


@pytest.mark.parametrize(
    ("raw", "kind"), [("-", "dash"), ("–", "dash"), ("n.a.", "absent"), ("...", "absent"), ("", "absent"), (None, "absent")]
)
def test_a_missing_number_is_not_zero(raw: str | None, kind: str) -> None:
    token = read_token(raw, "count")
    assert (token.kind, token.value) == (kind, None)


def test_three_digits_behind_one_mark_leave_an_amount_undecided() -> None:
    assert read_token("10.970", "amount").readings == (Decimal(10970), Decimal("10.970"))


@given(st.integers(min_value=0, max_value=999_999_999))
def test_every_count_written_with_thousands_dots_is_read_back(number: int) -> None:
    assert read_token(f"{number:,}".replace(",", "."), "count").value == number


@given(st.integers(min_value=0, max_value=999_999))
def test_the_count_behind_debris_is_always_among_its_readings(number: int) -> None:
    printed = f"{number:,}".replace(",", ".")
    debris = str(float(printed))
    assert number in debris_readings(debris)


@given(st.text(max_size=12))
def test_any_text_gets_an_answer(text: str) -> None:
    assert read_token(text, "count").kind in ("number", "dash", "absent", "word")


def test_debris_is_recognised_by_its_decimals() -> None:
    assert [looks_like_debris(raw) for raw in ("12.72", "513.0", "60.065", "1.234.567", "10")] == [
        True,
        True,
        False,
        False,
        False,
    ]
