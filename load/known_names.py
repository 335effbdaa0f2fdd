"""Names a village reported before and will be asked about again: its business groups and cooperatives, no person's name."""

from __future__ import annotations

from expectations.contract import load_contracts
from load.warehouse import Warehouse

_NAMED = ("business_groups", "cooperatives")


def known_names(warehouse: Warehouse, village_code: str) -> dict[str, list[str]]:
    """By dataset, the names in the village's latest report, in its order. None where the warehouse holds no report yet.

    Read as the office role, which sees no personal field. Raises CatalogueError where the warehouse cannot be reached.
    """
    names: dict[str, list[str]] = {}
    with warehouse.connect("office") as connection:
        for dataset in _NAMED:
            if connection.execute("SELECT to_regclass(%s)", [f"core.{dataset}"]).fetchone() == (None,):
                continue
            field = load_contracts()[dataset].fields[0].name
            query = f"""
                SELECT {field} FROM core.{dataset} WHERE village_code = %(village)s
                AND period = (SELECT max(period) FROM core.{dataset} WHERE village_code = %(village)s)
                ORDER BY source_sheet, source_row
            """  # noqa: S608 - names of contracts
            rows = connection.execute(query.encode(), {"village": village_code}).fetchall()
            names[dataset] = list(dict.fromkeys(name for (name,) in rows if name))
    return names
