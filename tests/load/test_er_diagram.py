"""The diagram shows what the database holds: every table that is joined, every foreign key, nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest

from load.er_diagram import Model, as_markdown, read_model
from load.er_drawing import as_svg
from load.warehouse import Warehouse

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def model(warehouse: Warehouse) -> Model:
    """The model as the role with the fewest rights reads it."""
    with warehouse.connect("bi") as connection:
        return read_model(connection)


def test_every_foreign_key_of_the_database_is_in_the_model(model: Model, warehouse: Warehouse) -> None:
    _, rows = warehouse.query(
        "bi", "SELECT table_schema || '.' || table_name, columns, parent_schema || '.' || parent_table FROM mart.relationships"
    )
    assert {(r.child, r.columns, r.parent) for r in model.references} == {
        (child, tuple(by), parent) for child, by, parent in rows
    }


def test_facts_point_to_dimensions_and_to_the_accounting_of_their_sheet(model: Model) -> None:
    parents = {r.parent for r in model.references if r.child == "core.fact_migrant_register"}
    assert parents == {"audit.sheet_balance", "core.dim_country", "core.dim_occupation"}


def test_partitions_are_not_shown_as_tables_of_their_own(model: Model) -> None:
    assert [name for name in model.tables if re.search(r"_\d{4}$", name)] == []


def test_the_text_names_every_joined_table_and_relation_in_words_mermaid_reads(model: Model) -> None:
    text = as_markdown(model)
    body = text.partition("```mermaid\n")[2].partition("\n```")[0].splitlines()
    relation = re.compile(r'    \w+ (\|\||\|o)--o\{ \w+ : "[\w, ]+"')
    opening, attribute = (
        re.compile(r'    \w+\["[\w.]+"\] \{'),
        re.compile(r'        \w[\w\[\]]* \w+( (PK|FK|PK, FK))?( "[^"]+")?'),
    )
    assert body[0] == "erDiagram"
    assert [
        line for line in body[1:] if not any(kind.fullmatch(line) for kind in (relation, opening, attribute, re.compile("    }")))
    ] == []
    assert sum(bool(relation.fullmatch(line)) for line in body) == len(model.references)
    assert sum(bool(opening.fullmatch(line)) for line in body) == len(model.connected)


def test_an_optional_reference_is_drawn_as_none_or_one(model: Model) -> None:
    text = as_markdown(model)
    assert 'audit_load |o--o{ audit_sheet_balance : "superseded_by_load"' in text
    assert 'core_dim_country ||--o{ core_fact_complaints : "destination"' in text


def test_the_picture_is_well_formed_and_has_a_line_for_every_key(model: Model) -> None:
    picture = ElementTree.fromstring(as_svg(model))
    assert len(picture.findall(f"{SVG}path")) == len(model.references)
    names = [text.text for text in picture.iter(f"{SVG}text") if text.get("class") == "name"]
    assert sorted(str(name) for name in names) == sorted(model.connected)


def test_no_two_tables_overlap_and_all_lie_on_the_page(model: Model) -> None:
    picture = ElementTree.fromstring(as_svg(model))
    _, _, width, height = map(float, picture.attrib["viewBox"].split())
    boxes = [
        [float(box.attrib[side]) for side in ("x", "y", "width", "height")] for box in picture.findall(f"{SVG}rect[@class='box']")
    ]
    for (x, y, w, h), (other_x, other_y, other_w, other_h) in combinations(boxes, 2):
        assert x + w <= other_x or other_x + other_w <= x or y + h <= other_y or other_y + other_h <= y
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)


def test_the_same_database_gives_the_same_picture(model: Model, warehouse: Warehouse) -> None:
    with warehouse.connect("office") as connection:
        assert as_svg(read_model(connection)) == as_svg(model)
