"""Which reports stand, and until when: one rule over the loads that are there, asked when one comes and when one is taken back.

A place is a village, month and dataset; for publications it is the file, since reading one again replaces its earlier reading. Of
the reports of a place the one newest at its source stands (of equals the later load): it closes what stood when it came. A report
that comes after a newer one is history from its first moment. Nothing depends on what was decided before, so a load that is taken
back leaves its place as if it had never come, whatever came after it.
"""

from __future__ import annotations

import psycopg

from load.warehouse import Row

_SETTLE = """
    WITH place AS (
      SELECT DISTINCT region_key, period, dataset, CASE WHEN region_key = 0 THEN source_file ELSE '' END AS publication
      FROM audit.sheet_balance WHERE load_id = %(load)s AND dataset IS NOT NULL),
    sheet AS (
      SELECT p.region_key, p.period, p.dataset, p.publication, s.sheet_id, s.load_id, s.recorded_at, s.holds,
             CASE WHEN p.region_key = 0 THEN '-infinity' ELSE f.modified_at END AS modified_at
      FROM place AS p
      JOIN audit.sheet_balance AS s ON (s.region_key, s.period, s.dataset) = (p.region_key, p.period, p.dataset)
       AND (p.region_key <> 0 OR s.source_file = p.publication)
      JOIN audit.file AS f USING (file_id)
      JOIN audit.load AS l ON l.load_id = s.load_id AND l.status = 'published'
      WHERE s.superseded_by_load IS DISTINCT FROM s.load_id), -- another file of its own load replaced it, for good
    before AS (
      SELECT *, max(ARRAY[extract(epoch FROM modified_at), load_id]) FILTER (WHERE holds) OVER earlier AS newest
      FROM sheet
      WINDOW earlier AS (PARTITION BY region_key, period, dataset, publication ORDER BY load_id
                         GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    around AS (
      SELECT *, CASE WHEN newest[1] > extract(epoch FROM modified_at) THEN newest[2] END AS newer,
             min(load_id) FILTER (WHERE holds AND coalesce(extract(epoch FROM modified_at) >= newest[1], true))
               OVER following AS later
      FROM before
      WINDOW following AS (PARTITION BY region_key, period, dataset, publication ORDER BY load_id
                           GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))
    UPDATE audit.sheet_balance AS s
    SET superseded_by_load = coalesce(a.newer, a.later),
        superseded_at = CASE WHEN a.newer IS NULL THEN l.recorded_at ELSE a.recorded_at END
    FROM around AS a LEFT JOIN audit.load AS l ON l.load_id = a.later
    WHERE s.sheet_id = a.sheet_id AND s.superseded_by_load IS DISTINCT FROM coalesce(a.newer, a.later)
"""


def settle(connection: psycopg.Connection[Row], load_id: int) -> None:
    """Decide again for every place of a load what stands there; loads that are marked as undone count no more."""
    connection.execute(_SETTLE, {"load": load_id})
