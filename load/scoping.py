"""Holds an account to one region: whoever logs in with one sees only that region's rows, everybody else sees all.

Two walls, since two ways lead to a row. Views run as their owner, who passes row security; so each view that says whose row it is
gets a filter in front (`security_barrier`, so that no condition of the asker is tried on rows the filter hides). Tables read
directly are under row security. Both ask `core.scope()`, which goes by the login of the session: SET ROLE does not change it.

Published figures and reference lists are public and stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import sql

from expectations.contract import FIGURES
from load.forgetting import person_tables
from load.warehouse import Row

BEHIND = "unscoped"
"""Schema of the views behind the filters; no reader may look into it."""

_PLACE_COLUMNS = ("village_code", "region_code", "regency_code")
_SEES_ALL = sql.SQL("(SELECT core.scope()) IS NULL")
_VIEWS = """
    SELECT n.nspname, c.relname, array_agg(a.attname::text) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE n.nspname IN ('core', 'mart', 'vault') AND c.relkind = 'v' GROUP BY n.nspname, c.relname ORDER BY 1, 2
"""
_TABLES = """
    SELECT n.nspname, c.relname, array_agg(a.attname::text) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname IN ('core', 'audit', 'vault') AND c.relkind IN ('r', 'p') GROUP BY n.nspname, c.relname ORDER BY 1, 2
"""
_FOR_NO_SCOPED_ACCOUNT = frozenset({"audit.vault_access", "audit.privacy_event", "audit.account", "vault.erased"})


def scope_everything(connection: psycopg.Connection[Row]) -> None:
    """Put the filters in front of views and tables, in the caller's transaction. Runs after all views were made anew."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {BEHIND}".encode())
    for schema, name, columns in connection.execute(_VIEWS).fetchall():
        if (place := _place_column(name, columns)) is not None:
            connection.execute(_filtered_view(schema, name, place))
    for schema, name, columns in connection.execute(_TABLES).fetchall():
        if (condition := _table_condition(schema, name, columns)) is not None:
            connection.execute(_policy(schema, name, condition))


def _place_column(name: str, columns: Sequence[str]) -> str | None:
    """The column that says where a row of this view belongs; None where the view is public."""
    if FIGURES in name or name.startswith("bp2mi_"):
        return None
    return next((column for column in _PLACE_COLUMNS if column in columns), None)


def _filtered_view(schema: str, name: str, place: str) -> sql.Composed:
    behind = f"{schema}_{name}"
    return sql.SQL(
        "ALTER VIEW {view} RENAME TO {behind}; ALTER VIEW {renamed} SET SCHEMA {schema_behind}; "
        "CREATE VIEW {view} WITH (security_barrier) AS SELECT * FROM {whole} WHERE {condition}"
    ).format(
        view=sql.Identifier(schema, name),
        behind=sql.Identifier(behind),
        renamed=sql.Identifier(schema, behind),
        schema_behind=sql.Identifier(BEHIND),
        whole=sql.Identifier(BEHIND, behind),
        condition=_in_scope(sql.Identifier(place)),
    )


def _in_scope(code: sql.Composable) -> sql.Composable:
    return sql.SQL("({} OR starts_with({}, (SELECT core.scope())))").format(_SEES_ALL, code)


def _table_condition(schema: str, name: str, columns: Sequence[str]) -> sql.Composable | None:
    """What a row must satisfy to be seen by a scoped account; None where the table is public."""
    if f"{schema}.{name}" in _FOR_NO_SCOPED_ACCOUNT:
        return _SEES_ALL
    if FIGURES in name or name.startswith("dim_"):
        return None
    if name == "person":
        return _any(_person_places())
    if (place := _place_column(name, columns)) is not None:
        return _in_scope(sql.Identifier(place))
    if "region_key" in columns:
        return _any(
            sql.SQL("region_key IN (SELECT region_key FROM core.dim_region WHERE {})").format(_in_scope(sql.Identifier("code")))
        )
    if "sheet_id" in columns:
        return _any(sql.SQL("sheet_id IN (SELECT sheet_id FROM audit.sheet_balance)"))
    return _any(sql.SQL("quarantine_id IN (SELECT quarantine_id FROM audit.quarantine)")) if "quarantine_id" in columns else None


def _any(condition: sql.Composable) -> sql.Composable:
    """For whom the list inside is under row security itself, it already holds only what may be seen."""
    return sql.SQL("({} OR {})").format(_SEES_ALL, condition)


def _person_places() -> sql.Composable:
    tables = [sql.SQL("SELECT person_key FROM ") + sql.Identifier(*personal.name.split(".")) for _, personal in person_tables()]
    return sql.SQL("person_key IN ({})").format(sql.SQL(" UNION ALL ").join(tables))


def _policy(schema: str, name: str, condition: sql.Composable) -> sql.Composed:
    return sql.SQL(
        "DROP POLICY IF EXISTS scoped ON {table}; CREATE POLICY scoped ON {table} FOR SELECT USING ({condition}); "
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    ).format(table=sql.Identifier(schema, name), condition=condition)
