"""The lists behind the marts: what villages report (from the contracts) and the measures of the 30 indicators (from YAML).

They are refilled at each upgrade, like the other dimensions. How a measure is counted is the business of the SQL in `marts/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import psycopg

from expectations.contract import village_contracts
from expectations.documents import read_yaml
from load.warehouse import Row

_LANGUAGES = ("id", "en")
_TEXTS = ("name", "concept", "definition", "formula", "unit")


@cache
def indicator_list() -> Mapping[str, Mapping[str, Any]]:
    """The measures by their name, as written in `definitions/indicators.yaml`, each with all it is classified by."""
    document = read_yaml(files("load") / "definitions" / "indicators.yaml")
    regions = document["classified_by"]
    return {
        measure: {**entry, "classification": ", ".join(filter(None, (regions, entry.get("classification"))))}
        for measure, entry in document["indicators"].items()
    }


def fill_lists(connection: psycopg.Connection[Row]) -> None:
    """Bring `core.dim_dataset` and `core.dim_indicator` up to the contracts and the YAML, in the caller's transaction."""
    connection.execute("DELETE FROM core.dim_dataset")
    connection.execute("DELETE FROM core.dim_indicator")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core.dim_dataset (dataset, pillar, cadence, due_day, required_fields, title_id, title_en) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                (one.dataset, one.pillar or 0, one.cadence, one.due_day, len(one.required), one.title_id, one.title_en)
                for one in village_contracts().values()
            ],
        )
        columns = ["measure", "indicator", "dataset", "summed", "personal", "factor", "classification"]
        columns += [f"{text}_{language}" for text in (*_TEXTS, "not_available") for language in _LANGUAGES]
        statement = f"INSERT INTO core.dim_indicator ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
        cursor.executemany(statement.encode(), [_row(measure, entry) for measure, entry in indicator_list().items()])


def _row(measure: str, entry: Mapping[str, Any]) -> Row:
    facts = (measure, entry["indicator"], entry["dataset"], entry["summed"], entry.get("personal", False))
    texts = [entry[text][language] for text in _TEXTS for language in _LANGUAGES]
    notes = [entry.get("note", {}).get(language) for language in _LANGUAGES]
    return (*facts, entry.get("factor"), entry["classification"], *texts, *notes)
