"""Names of the persons villages report, for whoever has to keep them out of sight. Read from `vault`, never stored elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from expectations.contract import village_contracts
from expectations.person_names import name_fields
from load.warehouse import Warehouse


def names_in_villages(warehouse: Warehouse, village_codes: Collection[str]) -> dict[str, set[str]]:
    """All names of the reports that hold now, by village. Raises CatalogueError where the warehouse cannot be reached."""
    names: dict[str, set[str]] = {code: set() for code in village_codes}
    if not names:
        return names
    with warehouse.connect("loader") as connection:
        for dataset, contract in village_contracts().items():
            fields = name_fields(contract)
            if not fields:
                continue
            query = (
                f"SELECT DISTINCT v.village_code, n.name FROM vault.{dataset} AS v "  # noqa: S608 - names of contracts
                f"CROSS JOIN LATERAL unnest(ARRAY[{', '.join(fields)}]) AS n(name) "
                "WHERE v.village_code = ANY(%s) AND n.name IS NOT NULL"
            )
            for code, name in connection.execute(query.encode(), [sorted(names)]):
                names[code].add(name)
    return names
