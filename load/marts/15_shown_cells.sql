-- Whether three parts of a total (with the attribute, without it, not known) are each none or enough.
CREATE OR REPLACE FUNCTION core.gives_away(counted numeric, complement numeric, unknown numeric)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN NOT (counted = 0 AND complement = 0 OR counted >= 5 AND complement >= 5) OR (unknown > 0 AND unknown < 5);

-- A count and its complement may be shown when neither is under 5, those not known are none or 5, and what all three add to numbers
-- already shown is not little either.
CREATE OR REPLACE FUNCTION core.may_show(counted numeric, complement numeric, unknown numeric,
                                         hidden_counted numeric, hidden_complement numeric, hidden_unknown numeric)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN counted >= 5 AND complement >= 5 AND (unknown = 0 OR unknown >= 5)
     AND NOT core.gives_away(hidden_counted, hidden_complement, hidden_unknown);

-- How many persons a sum over hidden cells leaves open. One person in each of the listed cells leaves nothing open: that is next to
-- none, and not none.
CREATE OR REPLACE FUNCTION core.cover(persons numeric, listed_cells bigint)
  RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN persons > listed_cells THEN persons ELSE coalesce(persons, 0) / 1000 END;

-- Whether persons of one member may be shown when `uncovered` of them, in so many hidden cells, stay hidden.
CREATE OR REPLACE FUNCTION core.enough(persons numeric, uncovered numeric, hidden_cells numeric)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN persons >= 5 AND (uncovered = 0 OR (uncovered >= 5 AND hidden_cells > 1 AND uncovered > hidden_cells));

-- Two sums of different days give away who came between them. So whoever reads `mart` alone sees sums of several reports as they are
-- now; whoever may read `core` sees them of any day.
CREATE OR REPLACE FUNCTION core.shows_sums()
  RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce(current_setting('pmv.as_of', true), '') = '' OR has_schema_privilege(session_user, 'core', 'USAGE');

-- Whether what stays hidden could be told from a total.
CREATE OR REPLACE FUNCTION core.too_few(persons numeric, cells numeric)
  RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN persons > 0 AND (persons < 5 OR cells < 2 OR persons = cells);

-- The same cut for a mart: shown cells, hidden ones without their number, and one row for those not listed.
CREATE VIEW core.shown_cells AS
SELECT c.kind, c.village_code, c.village_name, c.district_name, c.regency_code, c.period,
       c.destination, c.occupation, c.sex, c.procedural, c.complaint_type,
       CASE WHEN NOT c.hidden THEN c.persons END AS persons, CASE WHEN NOT c.hidden THEN c.closed END AS closed,
       CASE WHEN NOT c.hidden THEN c.median_days_open END AS median_days_open, c.hidden AS suppressed
FROM core.protected_cells AS c
WHERE NOT c.unlisted
UNION ALL
SELECT DISTINCT c.kind, c.village_code, c.village_name, c.district_name, c.regency_code, c.period,
       NULL, NULL, NULL, NULL, NULL, NULL::bigint, NULL::bigint, NULL::double precision, true
FROM core.protected_cells AS c
WHERE c.unlisted;
