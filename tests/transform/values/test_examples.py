"""Every reader carries its own examples; here they are tried, as the pipeline reads them: through the registry."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType

import pytest

from expectations.catalogue import load_catalogue
from transform.values import (
    birth_place_and_date,
    code,
    country,
    currency,
    date,
    decimal,
    duration,
    hamlet,
    integer,
    kk,
    month,
    nik,
    occupation,
    passport,
    phone,
    rt_and_rw,
    rt_rw,
    rupiah,
    sex,
    text,
    village,
    wage,
    yes_no,
)
from transform.values.parsed import Raw
from transform.values.registry import JOINED_READERS, READERS, column_reader, joined_reader, parse_column, reader

MODULES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        country,
        currency,
        date,
        decimal,
        duration,
        hamlet,
        integer,
        kk,
        month,
        nik,
        occupation,
        passport,
        phone,
        rt_rw,
        rupiah,
        sex,
        text,
        village,
        yes_no,
    )
}
JOINED: dict[str, ModuleType] = {"birth_place_and_date": birth_place_and_date, "rt_and_rw": rt_and_rw, "wage": wage}


def test_every_registered_type_brings_examples() -> None:
    assert set(MODULES) == set(READERS)
    assert set(JOINED) == set(JOINED_READERS)


@pytest.mark.parametrize(("kind", "raw", "value"), [(k, *example) for k, m in MODULES.items() for example in m.ACCEPTED])
def test_a_readable_cell_gives_its_value(kind: str, raw: Raw, value: object) -> None:
    (parsed,) = parse_column(reader(kind), [raw])
    assert (parsed.value, parsed.rule) == (value, None)
    assert type(parsed.value) is type(value)


@pytest.mark.parametrize(
    "kind",
    ["nik", "kk", "phone", "passport", "country", "currency", "integer", "rupiah", "sex", "rt_rw", "date", "month", "yes_no"],
)
def test_what_was_read_reads_as_itself(kind: str) -> None:
    values = [value for _, value in MODULES[kind].ACCEPTED]
    assert [parsed.value for parsed in parse_column(reader(kind), values)] == values


@pytest.mark.parametrize(("kind", "raw", "rule"), [(k, *example) for k, m in MODULES.items() for example in m.REFUSED])
def test_an_unreadable_cell_is_withheld_under_a_rule_of_the_catalogue(kind: str, raw: Raw, rule: str) -> None:
    (parsed,) = parse_column(reader(kind), [raw])
    assert (parsed.value, parsed.rule) == (None, rule)
    assert rule in load_catalogue()


@pytest.mark.parametrize(("name", "raw", "value"), code.ACCEPTED)
def test_a_listed_label_gives_its_code(name: str, raw: Raw, value: object) -> None:
    assert reader("code", name)(raw).value == value


@pytest.mark.parametrize(("name", "raw", "rule"), code.REFUSED)
def test_an_unlisted_label_is_withheld(name: str, raw: Raw, rule: str) -> None:
    parsed = reader("code", name)(raw)
    assert (parsed.value, parsed.rule) == (None, rule)


@pytest.mark.parametrize(("kind", "raw", "values"), [(k, *example) for k, m in JOINED.items() for example in m.ACCEPTED])
def test_a_joined_cell_gives_a_value_for_each_field(kind: str, raw: Raw, values: tuple[object, ...]) -> None:
    (parsed,) = parse_column(joined_reader(kind), [raw])
    assert [(part.value, part.rule) for part in parsed] == [(value, None) for value in values]


@pytest.mark.parametrize(("kind", "raw", "rules"), [(k, *example) for k, m in JOINED.items() for example in m.REFUSED])
def test_a_fault_in_a_joined_cell_names_the_part_it_touches(kind: str, raw: Raw, rules: tuple[str | None, ...]) -> None:
    (parsed,) = parse_column(joined_reader(kind), [raw])
    assert tuple(part.rule for part in parsed) == rules
    assert {rule for rule in rules if rule} <= set(load_catalogue())


def test_a_birth_date_that_cannot_be_read_leaves_the_birth_place() -> None:
    place, born = joined_reader("birth_place_and_date")("Ponorogo, 32-01-1974")
    assert (place.value, born.value) == ("Ponorogo", None)


@pytest.mark.parametrize(("kind", "raw"), [(kind, raw) for kind, module in MODULES.items() for raw, _ in module.REFUSED])
def test_a_refusal_brings_every_fact_its_sentences_need(kind: str, raw: Raw) -> None:
    refusal = reader(kind)(raw)
    wording = load_catalogue()[str(refusal.rule)]
    facts = refusal.facts or {}
    assert "…" not in wording.advice_en(facts) + wording.advice_id(facts)


@pytest.mark.parametrize(("kind", "raw"), [(kind, raw) for kind, module in MODULES.items() for raw, _ in module.REFUSED])
def test_a_refusal_never_repeats_what_was_written(kind: str, raw: Raw) -> None:
    facts = reader(kind)(raw).facts or {}
    assert not isinstance(raw, str) or raw not in [str(fact) for fact in facts.values()]


def test_a_lone_grouped_decimal_is_read_with_the_mark_of_its_neighbours() -> None:
    def read(*raws: Raw) -> list[object]:
        return [parsed.value for parsed in parse_column(column_reader("decimal", None, raws), raws)]

    assert read("1.250", "12,5") == [1250, Decimal("12.5")]
    assert read("1.250", "12.5") == [Decimal("1.25"), Decimal("12.5")]
    assert read("1.250", "12.5", "7,5") == [None, Decimal("12.5"), Decimal("7.5")]
    assert read("1.250", 3.5) == [None, Decimal("3.5")]


def test_an_unknown_semantic_type_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no reader for horoscope; there are code, .*nik"):
        reader("horoscope")


@pytest.mark.parametrize(
    ("label", "code", "confidence"),
    [("House Maid", "9111", "high"), (" pengasuh  LANSIA", "5322", "high"), ("Operator Pabrik", "81", "low")],
)
def test_an_occupation_has_its_isco_code_and_how_sure_it_is(label: str, code: str, confidence: str) -> None:
    assert occupation.isco(label) == (code, confidence)


def test_an_occupation_nobody_mapped_has_no_code() -> None:
    assert occupation.isco("Magang") is None
