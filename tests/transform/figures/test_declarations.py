import datetime as dt

from tests.transform.figures.published import publication, table
from transform.figures.sidecar import read_declarations
from transform.figures.understand import understand

DAY = dt.date(2026, 1, 1)


def test_what_is_declared_goes_before_what_the_document_says() -> None:
    document = publication(
        table("Tabel 1", "NEGARA;2024", ["Malaysia;10", "Taiwan;5"]),
        publisher="BP3MI Jawa Timur",
        title="Data pelayanan",
        address="https://example.org/data.pdf",
        published_on="2024-12",
        measure="placements",
        basis="serving_office",
    )
    figure = understand(document, DAY).figures[0]
    assert (figure["publisher"], figure["basis"], figure["publication"]) == (
        "BP3MI Jawa Timur",
        "serving_office",
        "Data pelayanan (https://example.org/data.pdf)",
    )
    assert (figure["published_on"], figure["published_precision"]) == (dt.date(2024, 12, 31), "month")


def test_a_declaration_that_cannot_be_right_is_left_out_and_said() -> None:
    declared, findings = read_declarations(
        {"a.pdf": {"publisher": "BP2MI", "measure": "wages", "published_on": "2024-13", "colour": "red", "basis": "national"}}
    )
    assert declared == {"a.pdf": {"publisher": "BP2MI", "basis": "national"}}
    assert {f.facts["declared"] for f in findings} == {"measure", "published_on", "colour"}


def test_a_file_without_fields_is_no_error() -> None:
    assert read_declarations({"a.pdf": None}) == ({"a.pdf": {}}, [])


def test_a_typed_row_with_a_wrong_field_is_withheld_with_its_field() -> None:
    columns = "publisher;publication;measure;basis;period_type;period_start;period_end;members;value;unit"
    good = "BP2MI;https://example.org;placements;national;year;2024-01-01;2024-12-31;{};297434;persons"
    rows = [
        good,
        good.replace("2024-12-31", "31/12/2024"),
        good.replace("297434", "297.434 orang"),
        good.replace("placements", "wages"),
        good,
    ]
    found = understand(publication(table("angka", columns, rows)), DAY)
    balance = found.balances[0]
    assert (balance.rows_read, balance.loaded, balance.quarantined, balance.duplicate) == (5, 1, 3, 1)
    assert [f.field for f in found.findings if f.rule == "tidy_field_invalid"] == ["period_end", "value", "measure"]


def test_a_typed_row_keeps_what_its_title_had_confined_it_to_and_is_summed_apart() -> None:
    columns = "publisher;publication;measure;basis;period_type;period_start;period_end;members;confined_to;value;unit"
    head = "BP2MI;https://example.org;placements;national;year;2024-01-01;2024-12-31;"
    women = '{"sex": "P"}'
    rows = [f"{head}{{}};;100;persons", f"{head}{{}};{women};60;persons"]
    rows += [f'{head}{{"sector": "Formal"}};{women};40;persons', f'{head}{{"sector": "Informal"}};{women};20;persons']
    found = understand(publication(table("angka", columns, rows)), DAY)
    assert [(f["breakdown"], f["confined_to"], int(f["value"]), f["status"]) for f in found.figures] == [
        ("total", {}, 100, "final"), ("sex", {"sex": "P"}, 60, "final"),
        ("sector*sex", {"sex": "P"}, 40, "final"), ("sector*sex", {"sex": "P"}, 20, "final"),
    ]  # fmt: skip
    (broken,) = understand(publication(table("angka", columns, [f"{head}{{}};oops;1;persons"])), DAY).findings
    assert (broken.rule, broken.field) == ("tidy_field_invalid", "confined_to")


def test_a_preliminary_typed_row_is_provisional() -> None:
    columns = "publisher;publication;measure;basis;period_type;period_start;period_end;value;unit;note"
    row = "BP2MI;https://example.org;placements;national;year;2023-01-01;2023-12-31;273747;persons;preliminary"
    assert understand(publication(table("angka", columns, [row])), DAY).figures[0]["status"] == "provisional"
