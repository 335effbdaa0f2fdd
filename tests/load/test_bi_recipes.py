"""The SQL in the guides for BI tools runs as the role they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from load.warehouse import Warehouse

DOCS = Path(__file__).parents[2] / "docs"
QUERIES = [
    (guide, query)
    for guide in ("bi.md", "id/bi.md")
    for query in re.findall(r"```sql\n(.+?)```", (DOCS / guide).read_text(), re.DOTALL)
]


@pytest.mark.parametrize(("guide", "query"), QUERIES)
def test_a_query_of_a_guide_runs_as_the_bi_role(warehouse: Warehouse, guide: str, query: str) -> None:
    columns, _ = warehouse.query("bi", query)
    assert columns


@pytest.mark.parametrize("guide", ["bi.md", "id/bi.md"])
def test_a_guide_names_no_view_that_does_not_exist(warehouse: Warehouse, guide: str) -> None:
    _, rows = warehouse.query(
        "bi", "SELECT relname::text FROM pg_class WHERE relnamespace = 'mart'::regnamespace AND relkind = 'v'"
    )
    assert set(re.findall(r"`mart\.(\w+)`", (DOCS / guide).read_text())) <= {name for (name,) in rows}
