"""The published figures the warehouse holds for the periods of others, whatever their vintage: what to compare them with.

Only fetches; what a difference means is decided in `transform/figures/vintages.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from load.warehouse import Warehouse

_ABOUT = ("measure", "basis", "period_start", "period_end")
_FETCHED = (
    *_ABOUT, "unit", "members", "confined_to", "value", "status",
    "source_kind", "publication", "published_on", "published_precision", "source_file",
)  # fmt: skip


def held_figures(warehouse: Warehouse, figures: Iterable[Mapping[str, Any]], besides: Sequence[str]) -> list[dict[str, Any]]:
    """Figures of the same measures, bases and periods as the given ones, save those of the files with SHA-256 in `besides`."""
    asked = list({tuple(figure[name] for name in _ABOUT) for figure in figures})
    query = f"""
        SELECT {", ".join(_FETCHED)}
        FROM core.bp2mi_figures_ranked
        JOIN unnest(%s::text[], %s::text[], %s::date[], %s::date[]) AS asked({", ".join(_ABOUT)})
          USING ({", ".join(_ABOUT)})
        WHERE replaced_at IS NULL AND source_file <> ALL(%s)
        ORDER BY fact_id
    """  # noqa: S608 - names of ours
    with warehouse.connect("loader") as connection:
        rows = connection.execute(query.encode(), [*(list(column) for column in zip(*asked, strict=True)), list(besides)])
        return [dict(zip(_FETCHED, row, strict=True)) for row in rows]
