"""The checks of a contract, and the Great Expectations suite made of them.

What a field says of itself implies checks: required means not null, a code list means one of its codes, a date lies in living
memory, a number that is not `signed` is not negative. So a field added to a contract is checked without another edit. What
only the contract can know (parts and totals, dates that follow each other) it states under `quality`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from expectations.catalogue import CatalogueError
from expectations.codes import code_list
from expectations.contract import Check, Contract, Field

if TYPE_CHECKING:
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation

EARLIEST, LATEST = dt.datetime(1930, 1, 1), dt.datetime(2035, 12, 31)

_CODES = frozenset({"code", "country", "sex"})


def checks(contract: Contract) -> tuple[Check, ...]:
    """All checks of a contract: those its fields imply, those of its fields, those between fields."""
    fields = [check for field in contract.fields for check in (*implied_checks(field), *field.checks)]
    return (*fields, *contract.checks)


def implied_checks(field: Field) -> tuple[Check, ...]:
    """The checks a field's own description implies; each condemns the field alone."""
    return tuple(
        Check(rule, expectation, {"column": field.name, **kwargs}, (field.name,)) for rule, expectation, kwargs in _implied(field)
    )


def _implied(field: Field) -> Iterator[tuple[str, str, dict[str, Any]]]:
    between = "expect_column_values_to_be_between"
    if field.required:
        yield "required_missing", "expect_column_values_to_not_be_null", {}
    if field.semantic_type in _CODES and field.code_list:
        yield "label_unknown", "expect_column_values_to_be_in_set", {"value_set": list(code_list(field.code_list).codes)}
    if field.is_date:
        yield "date_out_of_range", between, {"min_value": EARLIEST, "max_value": LATEST}
    if field.is_number and not field.signed:
        yield "negative_number", between, {"min_value": 0}


def suite(dataset: str, numbered: Sequence[tuple[int, Check]]) -> ExpectationSuite:
    """A suite of these checks; each expectation carries its check's number, since results come back in another order.

    Raises CatalogueError (`check_not_runnable`) for an expectation the engine does not have or an argument it does not take.
    """
    from great_expectations.core.expectation_suite import ExpectationSuite

    return ExpectationSuite(dataset, expectations=[_expectation(dataset, number, check) for number, check in numbered])


def _expectation(dataset: str, number: int, check: Check) -> Expectation:
    from great_expectations.compatibility.pydantic import ValidationError
    from great_expectations.exceptions.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.registry import get_expectation_impl

    meta = {"check": number, "rule": check.rule}
    try:
        return get_expectation_impl(check.expectation)(**check.kwargs, meta=meta)
    except (ExpectationNotFoundError, ValidationError) as error:
        raise CatalogueError("check_not_runnable", dataset=dataset, rule=check.rule) from error
