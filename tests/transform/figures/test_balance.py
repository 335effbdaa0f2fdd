from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from transform.figures.balance import Equation, holds, settle
from transform.figures.tokens import debris_readings

Place = tuple[int, int]


def crossed(rows: int, columns: int) -> list[Equation[Place]]:
    """Row and column sums of a table whose last row and column are totals."""
    across = [Equation(tuple((r, c) for c in range(columns)), (r, columns)) for r in range(rows + 1)]
    down = [Equation(tuple((r, c) for r in range(rows)), (rows, c)) for c in range(columns + 1)]
    return across + down


def with_totals(body: list[list[int]]) -> dict[Place, int]:
    rows = [[*row, sum(row)] for row in body]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    return {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 99_999), min_size=3, max_size=3), min_size=2, max_size=8))
def test_the_sums_never_prove_a_wrong_number(body: list[list[int]]) -> None:
    truth = with_totals(body)
    assume(all(value < 1_000_000 for value in truth.values()))
    readings = {place: debris_readings(str(float(f"{value:,}".replace(",", ".")))) for place, value in truth.items()}
    settlement = settle(readings, crossed(len(body), 3))
    assert settlement.solutions > 0
    assert all(settlement.values[place] == truth[place] for place in settlement.proved)


def test_one_solution_proves_every_cell() -> None:
    readings = {"a": (Decimal(513), Decimal(513_000)), "b": (Decimal(2870),), "c": (Decimal(3183),), "sum": (Decimal(6566),)}
    settlement = settle(readings, [Equation(("a", "b", "c"), "sum")])
    assert settlement.solutions == 1
    assert settlement.values["a"] == 513


def test_two_solutions_prove_only_what_they_agree_on() -> None:
    one_or_thousand = (Decimal(1), Decimal(1000))
    readings = {"a": one_or_thousand, "b": one_or_thousand, "c": (Decimal(5),), "sum": (Decimal(1006),)}
    settlement = settle(readings, [Equation(("a", "b", "c"), "sum")])
    assert settlement.solutions == 2
    assert settlement.proved == {"c", "sum"}


def test_no_solution_proves_nothing() -> None:
    settlement = settle({"a": (Decimal(1),), "b": (Decimal(2),), "sum": (Decimal(4),)}, [Equation(("a", "b"), "sum")])
    assert (settlement.solutions, settlement.proved) == (0, set())


def test_an_equation_holds_to_the_last_person() -> None:
    equation = Equation(("a", "b"), "sum")
    assert holds(equation, {"a": Decimal(1), "b": Decimal(2), "sum": Decimal(3)})
    assert not holds(equation, {"a": Decimal(1), "b": Decimal(2), "sum": Decimal(4)})
