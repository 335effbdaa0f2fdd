"""What looks odd beside the month before, or beside the other rows of the month: remarks, never reasons to withhold.

Asked for a load, over its own sheets and what stood when it came: a person whose NIK stands in several rows of one register, an
active migrant who is no longer in the register, a group that lost nearly all its members. Asked again when an earlier load is
taken back, since what it had brought counted.
"""

from __future__ import annotations

import psycopg

from expectations.catalogue import Finding
from load.findings import add_remarks
from load.warehouse import Row

_REGISTERS = ("migrant_register", "migrant_children", "cooperative_members")
_SHRINKING_LEAVES = 0.1
_SHRINKING_FROM = 10

_STOOD = """
    WITH stood AS NOT MATERIALIZED (
      SELECT * FROM audit.sheet_balance
      WHERE recorded_at <= %(instant)s AND (superseded_at IS NULL OR superseded_at > %(instant)s))
"""
_REPEATED = """
    , mine AS MATERIALIZED (
      SELECT f.person_key, f.period, f.source_row, s.file_id, s.source_sheet
      FROM core.fact_{dataset} AS f JOIN stood AS s ON s.sheet_id = f.sheet_id AND s.period = f.period
      WHERE s.load_id = %(load)s AND f.person_key IS NOT NULL AND NOT f.person_key_weak),
    repeated AS MATERIALIZED (
      SELECT f.person_key, f.period, count(*) AS times
      FROM core.fact_{dataset} AS f JOIN stood AS s ON s.sheet_id = f.sheet_id AND s.period = f.period
      WHERE f.person_key IS NOT NULL AND NOT f.person_key_weak AND f.period = ANY (ARRAY(SELECT DISTINCT period FROM mine))
      GROUP BY f.person_key, f.period HAVING count(*) > 1)
    SELECT mine.source_sheet, mine.source_row, repeated.times, mine.file_id
    FROM mine JOIN repeated USING (person_key, period) ORDER BY mine.file_id, mine.source_sheet, mine.source_row
"""
_VANISHED = """
    , mine AS MATERIALIZED (
      SELECT new.file_id, new.source_sheet, new.period, before.person_key
      FROM stood AS new
      JOIN stood AS old ON (old.region_key, old.dataset) = (new.region_key, new.dataset)
       AND old.period = new.period - interval '1 month'
      JOIN core.fact_migrant_register AS before ON before.sheet_id = old.sheet_id AND before.period = old.period
      WHERE new.load_id = %(load)s AND new.dataset = 'migrant_register' AND new.holds
        AND before.status = 'AKTIF' AND before.person_key IS NOT NULL AND NOT before.person_key_weak),
    gone AS MATERIALIZED ( -- a set difference, since the planner takes these for few and would compare each with each
      SELECT person_key, period FROM mine
      EXCEPT
      SELECT now.person_key, now.period
      FROM core.fact_migrant_register AS now JOIN stood AS s ON s.sheet_id = now.sheet_id AND s.period = now.period
      WHERE now.period = ANY (ARRAY(SELECT DISTINCT period FROM mine)))
    SELECT file_id, min(source_sheet), count(DISTINCT person_key) FROM mine JOIN gone USING (person_key, period) GROUP BY file_id
"""
_SHRUNK = """
    SELECT new.file_id, new.source_sheet, now.source_row, before.members_total, now.members_total
    FROM stood AS new
    JOIN core.fact_business_groups AS now ON now.sheet_id = new.sheet_id AND now.period = new.period
    JOIN stood AS old ON (old.region_key, old.dataset) = (new.region_key, new.dataset)
     AND old.period = new.period - interval '1 month'
    JOIN core.fact_business_groups AS before ON before.sheet_id = old.sheet_id AND before.period = old.period
     AND lower(before.group_name) = lower(now.group_name)
    WHERE new.load_id = %(load)s AND new.dataset = 'business_groups' AND before.members_total >= %(least)s
      AND now.members_total <= before.members_total * %(share)s
"""
_RULES = ("person_repeated", "migrants_vanished", "group_shrank")
_LATER = """
    SELECT DISTINCT later.load_id
    FROM audit.sheet_balance AS gone
    JOIN audit.sheet_balance AS later ON later.dataset = gone.dataset AND later.load_id > gone.load_id
     AND later.period IN (gone.period, gone.period + interval '1 month')
    JOIN audit.load AS l ON l.load_id = later.load_id AND l.status = 'published'
    WHERE gone.load_id = %(load)s AND gone.dataset = ANY (%(datasets)s) ORDER BY 1
"""


def note_remarks(connection: psycopg.Connection[Row], load_id: int) -> None:
    """Write the remarks on a load in place of those it had."""
    connection.execute("DELETE FROM audit.check_results WHERE load_id = %s AND rule = ANY(%s)", [load_id, list(_RULES)])
    add_remarks(connection, load_id, _remarks(connection, load_id))


def loads_beside(connection: psycopg.Connection[Row], load_id: int) -> list[int]:
    """Later loads whose remarks may speak of what this one brought; ask before its sheets are deleted."""
    given = {"load": load_id, "datasets": [*_REGISTERS, "business_groups"]}
    return [later for (later,) in connection.execute(_LATER, given)]


def _remarks(connection: psycopg.Connection[Row], load_id: int) -> list[tuple[int, Finding]]:
    """Each remark with the id of its file; rows of other loads count but are not remarked on."""
    row = connection.execute("SELECT recorded_at FROM audit.load WHERE load_id = %s", [load_id]).fetchone()
    given = {"load": load_id, "instant": row and row[0], "least": _SHRINKING_FROM, "share": _SHRINKING_LEAVES}
    remarks = [
        (file_id, Finding("person_repeated", "row", sheet, row, None, dataset, "nik", {"times": times}))
        for dataset in _REGISTERS
        for sheet, row, times, file_id in connection.execute((_STOOD + _REPEATED.format(dataset=dataset)).encode(), given)
    ]
    remarks += [
        (file_id, Finding("migrants_vanished", "sheet", sheet, None, None, "migrant_register", "status", {"count": count}))
        for file_id, sheet, count in connection.execute((_STOOD + _VANISHED).encode(), given)
    ]
    for file_id, sheet, row, before, now in connection.execute((_STOOD + _SHRUNK).encode(), given):
        facts = {"before": before, "now": now}
        remarks.append((file_id, Finding("group_shrank", "row", sheet, row, None, "business_groups", "members_total", facts)))
    return remarks
