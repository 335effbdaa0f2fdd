"""Whether the stored counts behind the marts are what their live views say."""

from __future__ import annotations

from load.warehouse import Warehouse

_STORED = "SELECT relname FROM pg_class WHERE relnamespace = 'core'::regnamespace AND relkind = 'r' AND relname LIKE '%\\_stored'"
_DIFFERING = "SELECT count(*) FROM ((TABLE {0} EXCEPT ALL TABLE {1}) UNION ALL (TABLE {1} EXCEPT ALL TABLE {0})) AS d"


def stale(warehouse: Warehouse) -> list[str]:
    """Stored tables that say anything else than their live views."""
    with warehouse.connect("loader") as connection:
        tables = [name for (name,) in connection.execute(_STORED).fetchall()]
        assert len(tables) == 15
        pairs = {f"core.{name}": f"core.{name.removesuffix('_stored')}_live" for name in tables}
        questions = {stored: _DIFFERING.format(stored, live).encode() for stored, live in pairs.items()}
        return [stored for stored, question in questions.items() if connection.execute(question).fetchall() != [(0,)]]
