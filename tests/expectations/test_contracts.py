"""Contracts are good ODCS, say what the reference says, and a field added to one is known everywhere without another edit."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
import yaml

from expectations.catalogue import CatalogueError, load_catalogue
from expectations.contract import Contract, load_contracts, load_contracts_from, read_contract, village_contracts
from expectations.dictionary import column_comment, dictionary
from expectations.suites import checks
from expectations.validation import validate

FOLDER = Path(str(files("expectations") / "contracts"))
DOCUMENTS = sorted(FOLDER.glob("*.odcs.yaml"))
REFERENCE = Path(__file__).parents[3] / "shared" / "dataset_types.py"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_contract_is_valid_by_the_schema_of_the_standard(path: Path) -> None:
    schema = json.loads((files("open_data_contract_standard") / "schema.json").read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_contracts_come_in_their_order_and_figures_are_no_village_report() -> None:
    assert list(load_contracts())[:2] == ["village_profile", "migrant_register"]
    assert list(load_contracts())[-1] == "bp2mi_figures"
    assert set(load_contracts()) - set(village_contracts()) == {"bp2mi_figures"}


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference material is not beside the checkout")
def test_fields_and_privacy_are_those_of_the_reference() -> None:
    reference = runpy.run_path(str(REFERENCE))
    assert list(village_contracts()) == reference["DATASETS"]
    for name, contract in village_contracts().items():
        assert [field.name for field in contract.fields] == reference["FIELDS"][name]
        assert {field.name: field.privacy for field in contract.fields if field.privacy} == reference["PII"][name]


@pytest.mark.parametrize("contract", load_contracts().values(), ids=lambda contract: contract.dataset)
def test_every_check_names_a_rule_whose_severity_says_whether_it_withholds(contract: Contract) -> None:
    catalogue = load_catalogue()
    assert {check.rule for check in checks(contract)} <= set(catalogue)
    assert all((catalogue[check.rule].severity == "error") == bool(check.withholds) for check in checks(contract))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_severity_written_in_a_contract_is_that_of_the_catalogue(path: Path) -> None:
    written = [entry for part in _quality_lists(yaml.safe_load(path.read_text(encoding="utf-8"))) for entry in part]
    assert {entry["name"]: entry["severity"] for entry in written} == {
        entry["name"]: load_catalogue()[entry["name"]].severity for entry in written
    }


def _quality_lists(part: Any) -> list[list[dict[str, Any]]]:
    if isinstance(part, list):
        return [found for item in part for found in _quality_lists(item)]
    if not isinstance(part, dict):
        return []
    below = [found for key, value in part.items() if key != "quality" for found in _quality_lists(value)]
    return below + ([part["quality"]] if "quality" in part else [])


@pytest.mark.parametrize("rule_id", sorted(load_catalogue()))
def test_every_rule_speaks_both_languages(rule_id: str) -> None:
    rule = load_catalogue()[rule_id]
    assert all(text.strip() for text in (rule.title_en, rule.title_id, rule.advice_en({}), rule.advice_id({})))
    assert rule.advice_en({}) != rule.advice_id({})


def _changed(folder: Path, change: Callable[[dict[str, Any]], None], name: str = "complaints") -> Path:
    document = yaml.safe_load((FOLDER / f"{name}.odcs.yaml").read_text(encoding="utf-8"))
    change(document)
    path = folder / f"{name}.odcs.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _with_language_field(document: dict[str, Any]) -> None:
    dictionary_entry = {
        "konsep": {"id": "Bahasa", "en": "Language"},
        "definisi": {"id": "Bahasa pengadu.", "en": "Language of the person who complained."},
        "ukuran": {"id": "Kategori", "en": "Category"},
        "satuan": {"id": "tidak ada", "en": "none"},
    }
    document["schema"][0]["properties"].append(
        {
            "name": "language",
            "businessName": "Bahasa",
            "logicalType": "string",
            "required": True,
            "synonyms": [{"synonym": "Bahasa Pengadu"}],
            "customProperties": [{"property": "readAs", "value": "text"}, {"property": "dictionary", "value": dictionary_entry}],
        }
    )


def test_a_field_added_to_a_contract_is_matched_checked_and_described_without_another_edit(tmp_path: Path) -> None:
    _changed(tmp_path, _with_language_field)
    contract = load_contracts_from(tmp_path)["complaints"]
    assert contract.field("language").headers == ("Bahasa Pengadu",)
    assert contract.required[-1] == "language"
    row = {"reported_date": pd.Timestamp(2026, 10, 5), "complaint_type": "TPPO", "period": pd.Timestamp(2026, 10, 1)}
    assert [(one.rule, one.withholds, one.level) for one in validate(contract, pd.DataFrame([row])).findings] == [
        ("required_missing", ("language",), "row")
    ]
    assert [one.concept_en for one in dictionary([contract]) if one.field == "language"] == ["Language"]
    assert column_comment(contract.field("language")) == "Bahasa: Bahasa pengadu. | Language of the person who complained."


def _misspell(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][0]["requierd"] = True


def _drop_label(document: dict[str, Any]) -> None:
    del document["schema"][0]["properties"][0]["businessName"]


def _wrong_privacy(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][2]["classification"] = "secret"


def _wrong_column(document: dict[str, Any]) -> None:
    document["schema"][0]["quality"][0]["implementation"]["kwargs"]["column_A"] = "resolved"


def _wrong_list(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][6]["customProperties"][1]["value"] = "complaints"


def _header_of_another(document: dict[str, Any]) -> None:
    document["schema"][0]["properties"][1]["synonyms"].append({"synonym": "no kasus"})


@pytest.mark.parametrize(
    ("change", "rule", "said"),
    [
        (_misspell, "contract_key_unknown", ["complaints.odcs.yaml", "case_number", "requierd"]),
        (_drop_label, "contract_key_missing", ["complaints.odcs.yaml", "case_number", "businessName"]),
        (_wrong_privacy, "contract_value_wrong", ["complaints.odcs.yaml", "client_name", "general | specific"]),
        (_wrong_column, "contract_reference_unknown", ["complaints.odcs.yaml", "resolved_before_reported", "resolved"]),
        (_wrong_list, "contract_reference_unknown", ["complaints.odcs.yaml", "complaint_type", "complaints"]),
        (_header_of_another, "contract_header_twice", ["complaints.odcs.yaml", "case_number", "reported_date"]),
    ],
)
def test_a_fault_in_a_contract_is_said_with_file_and_place(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], rule: str, said: list[str]
) -> None:
    path = _changed(tmp_path, change)
    with pytest.raises(CatalogueError) as caught:
        read_contract(path)
    assert caught.value.rule_id == rule
    assert all(word in str(caught.value) for word in said)


def test_joined_columns_feed_two_fields() -> None:
    joined = {one.semantic_type: one for one in load_contracts()["migrant_register"].joined}
    assert joined["birth_place_and_date"].fields == ("birth_place", "birth_date")
    assert "TTL" in joined["birth_place_and_date"].headers
    assert joined["rt_and_rw"].fields == ("rt", "rw")


def test_every_column_of_the_dictionary_is_described_in_both_languages() -> None:
    entries = list(dictionary(load_contracts().values()))
    assert len(entries) == sum(len(contract.fields) for contract in load_contracts().values())
    for entry in entries:
        texts = (entry.label, entry.concept_id, entry.concept_en, entry.definition_id, entry.definition_en, entry.unit_id)
        assert all(text.strip() for text in texts)
        assert entry.definition_id != entry.definition_en


def test_a_column_comment_names_unit_and_codes() -> None:
    wage = column_comment(load_contracts()["business_groups"].field("monthly_turnover"))
    assert "rupiah per bulan" in wage
    assert "rupiah a month" in wage
    assert "SELESAI; PROSES" in column_comment(load_contracts()["complaints"].field("status"))
