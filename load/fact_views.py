"""The readable views of each dataset: `core.<dataset>` (what holds now, or as of `pmv.as_of`) and `core.<dataset>_history`.

Views are dropped and made again at every upgrade, so that a new field of a contract shows without another edit.
"""

from __future__ import annotations

from importlib.resources import files

import psycopg

from expectations.contract import Contract, load_contracts
from load.facts import fact_table, is_figures, personal_table
from load.warehouse import Row

_PLACE = ("fact_id", "village_code", "village_name", "district_name", "period")
_SOURCE = ("load_id", "source_file", "source_sheet", "source_row")
_MEMBERS = (
    "sex", "sector", "employer_type", "education", "marital_status", "occupation", "scheme", "region_block", "complaint_type",
    "procedural", "channel", "case_status",
)  # fmt: skip


_STORED = r"""
    SELECT 'FUNCTION', oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = to_regnamespace('core') AND proname LIKE '%\_past'
    UNION ALL
    SELECT 'TABLE', oid::regclass::text FROM pg_class
    WHERE relnamespace = to_regnamespace('core') AND relkind = 'r' AND relname LIKE '%\_stored'
"""
"""The functions first, since they may return rows of the tables."""


def drop_views(connection: psycopg.Connection[Row]) -> None:
    """Drop every view of `core`, `mart` and `vault`, those behind filters too, and the tables their answers are stored in.

    Fails when somebody's own view elsewhere stands on one of them.
    """
    names = connection.execute(
        "SELECT format('%I.%I', schemaname, viewname) FROM pg_views WHERE schemaname IN ('core', 'mart', 'vault', 'unscoped')"
    ).fetchall()
    if names:
        connection.execute(f"DROP VIEW {', '.join(name for (name,) in names)}".encode())
    stored = connection.execute(_STORED).fetchall()
    for kind, name in stored:
        connection.execute(f"DROP {kind} {name}".encode())


def create_views(connection: psycopg.Connection[Row]) -> None:
    """Make the readable views of all datasets, in the caller's transaction."""
    for contract in load_contracts().values():
        statements = _figure_views(contract) if is_figures(contract) else _village_views(contract)
        connection.execute(statements.encode())
        if (personal := personal_table(contract)) is not None:
            shown = {column.name: f"f.{column.name}" for column in personal.columns}
            view = _template("personal.sql").format(dataset=contract.dataset, columns=_selected(shown))
            connection.execute(view.encode())
    counts = " UNION ALL ".join(_rows_by_sheet(contract) for contract in load_contracts().values())
    connection.execute(f"CREATE VIEW core.rows_by_sheet AS {counts}".encode())


def _rows_by_sheet(contract: Contract) -> str:
    """Source rows a sheet has in a fact table: a row of a published table holds several figures."""
    counted = "DISTINCT source_row" if is_figures(contract) else "*"
    return f"SELECT sheet_id, count({counted}) AS rows FROM {fact_table(contract).name} GROUP BY sheet_id"  # noqa: S608


def _village_views(contract: Contract) -> str:
    shown = {column.name: column.shown for column in fact_table(contract).columns if column.shown}
    has_occupation = any(field.semantic_type == "occupation" for field in contract.fields)
    if has_occupation:
        shown |= {"occupation": "o.label", "occupation_isco": "o.isco_code"}
    return _template("village.sql").format(
        dataset=contract.dataset,
        columns=_selected(shown),
        joins="LEFT JOIN core.dim_occupation AS o ON o.occupation_key = f.occupation_key" if has_occupation else "",
        current=", ".join((*_PLACE, *shown, *_SOURCE)),
    )


def _figure_views(contract: Contract) -> str:
    shown = {field.name: f"f.{field.name}" for field in contract.fields}
    shown |= {name: f"f.{name}" for name in ("confined_to", "occupation_isco")}
    coded = "coalesce(f.members -> '{0}' ->> 'code', f.members -> '{0}' ->> 'label', f.confined_to ->> '{0}')"
    shown |= {name: coded.format(name) for name in _MEMBERS}
    places = {"country_iso3": "nullif(f.country_code, '-')", "region_code": "nullif(r.code, '00')"}
    current = {"fact_id": "f.fact_id", **shown, **places, **{name: f"f.{name}" for name in _SOURCE}}
    return _template("figures.sql").format(dataset=contract.dataset, columns=_selected(shown), current=_selected(current))


def _selected(expressions: dict[str, str]) -> str:
    return ",\n       ".join(f"{expression} AS {name}" for name, expression in expressions.items())


def _template(name: str) -> str:
    return files("load").joinpath("views", name).read_text(encoding="utf-8")
