"""Makes and extends the tables of the datasets from their contracts. Only adds: a field that left a contract keeps its column.

Facts of villages are partitioned by year of their period; a year's partition is made when the first batch of that year comes.
Published figures are few and are asked for by vintage, so their fact is one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import psycopg
from psycopg import sql

from expectations.contract import Contract, load_contracts
from load.facts import TableSpec, code_check, fact_table, is_figures, personal_table
from load.warehouse import Row

_FOUNDATION = """
CREATE SEQUENCE IF NOT EXISTS core.fact_id;
CREATE OR REPLACE FUNCTION core.member_key(members jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT coalesce(jsonb_object_agg(key, coalesce(value ->> 'code', plain)), '{}')
    FROM jsonb_each(members), regexp_replace(lower(value ->> 'label'), '[^a-z0-9]+', '', 'g') AS plain);
CREATE OR REPLACE FUNCTION core.member_words(members jsonb, confined_to jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT string_agg(words, ' | ' ORDER BY key)
    FROM (SELECT key, value ->> 'label' AS words FROM jsonb_each(members) UNION ALL SELECT * FROM jsonb_each_text(confined_to)));
"""

_MEMBER_KEY = "member_key jsonb NOT NULL GENERATED ALWAYS AS (core.member_key(members) || confined_to) STORED"
_FIGURE_INDEX = (
    "CREATE INDEX IF NOT EXISTS fact_bp2mi_figures_about "
    "ON core.fact_bp2mi_figures (measure, basis, period_start, period_end, member_key)"
)


def sync_tables(connection: psycopg.Connection[Row]) -> None:
    """Bring fact and vault tables up to the contracts, in the caller's transaction."""
    connection.execute(_FOUNDATION.encode())
    for contract in load_contracts().values():
        fact, personal = fact_table(contract), personal_table(contract)
        _sync(connection, fact, _fact_frame(contract))
        if is_figures(contract):
            _renew_member_key(connection, fact.name)
        _sync_code_checks(connection, contract, fact)
        if personal is not None:
            _sync(connection, personal, _personal_frame(contract))


def ensure_years(connection: psycopg.Connection[Row], contract: Contract, years: Iterable[int]) -> None:
    """Make the partitions these years need."""
    if is_figures(contract):
        return
    table = fact_table(contract).name
    for year in years:
        span = f"FROM ('{year}-01-01') TO ('{year + 1}-01-01')"
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table}_{year} PARTITION OF {table} FOR VALUES {span}".encode())


def _fact_frame(contract: Contract) -> tuple[str, Sequence[str]]:
    """The part of a CREATE TABLE that does not come from the contract, and its indexes."""
    table = f"fact_{contract.dataset}"
    place = "fact_id bigint NOT NULL DEFAULT nextval('core.fact_id'), sheet_id bigint NOT NULL, source_row integer NOT NULL"
    indexes = [f"CREATE INDEX {table}_sheet ON core.{table} (sheet_id)"]
    if is_figures(contract):
        indexes.append(_FIGURE_INDEX)
        keys = "PRIMARY KEY (fact_id), FOREIGN KEY (sheet_id) REFERENCES audit.sheet_balance"
        return f"({place}, {_MEMBER_KEY}, {keys}, {{columns}})", indexes
    foreign = "FOREIGN KEY (sheet_id, period) REFERENCES audit.sheet_balance (sheet_id, period)"
    frame = f"({place}, period date NOT NULL, PRIMARY KEY (fact_id, period), {foreign}, {{columns}}) PARTITION BY RANGE (period)"
    return frame, indexes


def _personal_frame(contract: Contract) -> tuple[str, Sequence[str]]:
    table = f"personal_{contract.dataset}"
    place = "fact_id bigint PRIMARY KEY, sheet_id bigint NOT NULL, source_row integer NOT NULL"
    return f"({place}, {{columns}})", [f"CREATE INDEX {table}_sheet ON vault.{table} (sheet_id)"]


def _sync(connection: psycopg.Connection[Row], table: TableSpec, frame: tuple[str, Sequence[str]]) -> None:
    existing = _existing_columns(connection, table.name)
    if not existing:
        body, indexes = frame
        columns = ", ".join(f"{column.name} {column.ddl}" for column in table.columns)
        for statement in (f"CREATE TABLE {table.name} {body.format(columns=columns)}", *indexes):
            connection.execute(statement.encode())
        return
    for column in table.columns:
        if column.name not in existing:  # rows loaded before a field became required have no value for it
            ddl = column.ddl if "DEFAULT" in column.ddl else column.ddl.removesuffix(" NOT NULL")
            connection.execute(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {ddl}".encode())


def _renew_member_key(connection: psycopg.Connection[Row], table: str) -> None:
    """A key made before titles could confine a figure is made again."""
    made = connection.execute(
        "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d "
        "JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum "
        "WHERE d.adrelid = to_regclass(%s) AND a.attname = 'member_key'",
        [table],
    ).fetchone()
    if made is None or "confined_to" not in made[0]:
        connection.execute(f"ALTER TABLE {table} DROP COLUMN member_key, ADD COLUMN {_MEMBER_KEY}".encode())
    connection.execute(_FIGURE_INDEX.encode())


def _existing_columns(connection: psycopg.Connection[Row], table: str) -> set[str]:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped", [table]
    )
    return {name for (name,) in rows}


def _sync_code_checks(connection: psycopg.Connection[Row], contract: Contract, table: TableSpec) -> None:
    """Hold coded fields to their lists as they are now: a list that grew replaces its check."""
    changes: list[sql.Composable] = []
    stored = {column.name for column in table.columns}
    for field in contract.fields:
        if field.name in stored and (check := code_check(field)) is not None:
            name = sql.Identifier(f"{field.name}_in_list")
            changes += [
                sql.SQL("DROP CONSTRAINT IF EXISTS {}").format(name),
                sql.SQL("ADD CONSTRAINT {} CHECK ({})").format(name, sql.SQL(check)),
            ]
    if changes:
        connection.execute(sql.SQL("ALTER TABLE {} {}").format(sql.SQL(table.name), sql.SQL(", ").join(changes)))
