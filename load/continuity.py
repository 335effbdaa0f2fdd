"""What looks odd beside the month before, or beside the other rows of the month: remarks, never reasons to withhold.

Asked once a load, over its own sheets: a person whose NIK stands in several rows of one register, an active migrant who is no
longer in the register, a group that lost nearly all its members.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from expectations.catalogue import Finding
from load.warehouse import Row

_REGISTERS = ("migrant_register", "migrant_children", "cooperative_members")
_SHRINKING_LEAVES = 0.1
_SHRINKING_FROM = 10

_REPEATED = """
    WITH mine AS MATERIALIZED (
      SELECT f.person_key, f.period, f.source_row, s.file_id, s.source_sheet
      FROM core.fact_{dataset} AS f JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id AND s.period = f.period
      WHERE s.load_id = %(load)s AND s.superseded_at IS NULL AND f.person_key IS NOT NULL AND NOT f.person_key_weak),
    repeated AS MATERIALIZED (
      SELECT f.person_key, f.period, count(*) AS times
      FROM core.fact_{dataset} AS f JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id AND s.period = f.period
      WHERE s.superseded_at IS NULL AND f.person_key IS NOT NULL AND NOT f.person_key_weak
        AND f.period = ANY (ARRAY(SELECT DISTINCT period FROM mine))
      GROUP BY f.person_key, f.period HAVING count(*) > 1)
    SELECT mine.source_sheet, mine.source_row, repeated.times, mine.file_id
    FROM mine JOIN repeated USING (person_key, period) ORDER BY mine.file_id, mine.source_sheet, mine.source_row
"""
_VANISHED = """
    SELECT new.file_id, min(new.source_sheet), count(DISTINCT before.person_key)
    FROM audit.sheet_balance AS new
    JOIN audit.sheet_balance AS old ON old.region_key = new.region_key AND old.dataset = new.dataset
     AND old.period = new.period - interval '1 month' AND old.superseded_at IS NULL
    JOIN core.fact_migrant_register AS before ON before.sheet_id = old.sheet_id AND before.period = old.period
    WHERE new.load_id = %(load)s AND new.dataset = 'migrant_register' AND new.holds AND new.superseded_at IS NULL
      AND before.status = 'AKTIF' AND before.person_key IS NOT NULL AND NOT before.person_key_weak
      AND NOT EXISTS (
        SELECT FROM core.fact_migrant_register AS now JOIN audit.sheet_balance AS s
          ON s.sheet_id = now.sheet_id AND s.period = now.period
        WHERE now.person_key = before.person_key AND now.period = new.period AND s.superseded_at IS NULL)
    GROUP BY new.file_id
"""
_SHRUNK = """
    SELECT new.file_id, new.source_sheet, now.source_row, before.members_total, now.members_total
    FROM audit.sheet_balance AS new
    JOIN core.fact_business_groups AS now ON now.sheet_id = new.sheet_id AND now.period = new.period
    JOIN audit.sheet_balance AS old ON old.region_key = new.region_key AND old.dataset = new.dataset
     AND old.period = new.period - interval '1 month' AND old.superseded_at IS NULL
    JOIN core.fact_business_groups AS before ON before.sheet_id = old.sheet_id AND before.period = old.period
     AND lower(before.group_name) = lower(now.group_name)
    WHERE new.load_id = %(load)s AND new.dataset = 'business_groups' AND before.members_total >= %(least)s
      AND now.members_total <= before.members_total * %(share)s
"""


def continuity_remarks(connection: psycopg.Connection[Row], load_id: int) -> Iterator[tuple[int, Finding]]:
    """Remarks on the sheets of a load, each with the id of its file; rows of other loads count but are not remarked on."""
    for dataset in _REGISTERS:
        query = _REPEATED.format(dataset=dataset)
        for sheet, row, times, file_id in connection.execute(query.encode(), {"load": load_id}):
            yield file_id, Finding("person_repeated", "row", sheet, row, None, dataset, "nik", {"times": times})
    for file_id, sheet, count in connection.execute(_VANISHED.encode(), {"load": load_id}):
        yield file_id, Finding("migrants_vanished", "sheet", sheet, None, None, "migrant_register", "status", {"count": count})
    limits = {"load": load_id, "least": _SHRINKING_FROM, "share": _SHRINKING_LEAVES}
    for file_id, sheet, row, before, now in connection.execute(_SHRUNK.encode(), limits):
        facts = {"before": before, "now": now}
        yield file_id, Finding("group_shrank", "row", sheet, row, None, "business_groups", "members_total", facts)
