-- The configuration that stands, or stood at pmv.as_of.
CREATE VIEW core.standing_configuration AS
SELECT configuration_id, subject, path, lines, recorded_at FROM audit.configuration
WHERE recorded_at <= core.as_of() AND (superseded_at IS NULL OR superseded_at > core.as_of());

-- Who is to report what: the roster the office gave; in a regency without one, every village since its first report, every dataset.
CREATE VIEW core.roster_now AS
SELECT r.village_code, o.dataset, o.cadence, o.due_day, o.valid_from, o.valid_to
FROM audit.roster AS o JOIN core.standing_configuration USING (configuration_id) JOIN core.dim_region AS r USING (region_key)
UNION ALL
SELECT f.village_code, d.dataset, d.cadence, d.due_day, f.first_period, NULL
FROM (SELECT village_code, regency_code, min(period) AS first_period FROM core.village_report GROUP BY village_code, regency_code) AS f
CROSS JOIN core.dim_dataset AS d
WHERE d.cadence IS NOT NULL
  AND f.regency_code NOT IN (
    SELECT r.regency_code FROM audit.roster JOIN core.standing_configuration USING (configuration_id) JOIN core.dim_region AS r USING (region_key));

-- One row a village, dataset and period of its cadence, to a year ahead. `period` is the last month of it: of a village that did not
-- exist then nothing is expected, and it bears the name it had.
CREATE VIEW core.expected_reports_live AS
SELECT o.village_code, v.village_name, v.district_code, v.district_name, v.regency_code, o.dataset, o.cadence,
       p.starts_on, p.ends_on, date_trunc('month', p.ends_on)::date AS period,
       least(date_trunc('month', p.ends_on + 1)::date + o.due_day - 1, (p.ends_on + interval '1 month 1 day' - interval '1 day')::date) AS due_date
FROM core.roster_now AS o
JOIN core.dim_period AS p ON p.period_type = o.cadence AND p.ends_on >= o.valid_from AND (o.valid_to IS NULL OR p.starts_on < o.valid_to)
JOIN core.dim_region AS v ON v.village_code = o.village_code AND v.level = 'village'
 AND v.valid_from <= date_trunc('month', p.ends_on) AND (v.valid_to IS NULL OR v.valid_to > date_trunc('month', p.ends_on))
WHERE p.starts_on <= greatest((SELECT max(period) FROM core.standing_sheet WHERE holds), core.as_of()::date) + 366;

DROP FUNCTION IF EXISTS core.expected_reports_past();
DROP TABLE IF EXISTS core.expected_reports_stored;
CREATE TABLE core.expected_reports_stored AS SELECT * FROM core.expected_reports_live WITH NO DATA;
CREATE INDEX expected_reports_stored_village ON core.expected_reports_stored (village_code, dataset);
CREATE INDEX expected_reports_stored_period ON core.expected_reports_stored (period);

-- The past is asked for through a function, so that a question about now does not have to plan it.
CREATE FUNCTION core.expected_reports_past() RETURNS SETOF core.expected_reports_stored
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS 'SELECT * FROM core.expected_reports_live';

-- Expected so far: the period ended, or somebody reported for it.
CREATE VIEW core.expected_report AS
SELECT * FROM (
  SELECT * FROM core.expected_reports_stored WHERE (SELECT serves FROM core.stored_serves)
  UNION ALL
  SELECT * FROM core.expected_reports_past() WHERE NOT (SELECT serves FROM core.stored_serves)
) AS e
WHERE e.starts_on <= greatest((SELECT max(period) FROM core.standing_sheet WHERE holds), (SELECT max(ends_on) FROM core.dim_period WHERE ends_on < core.as_of()));

CREATE OR REPLACE FUNCTION core.cadence_start(cadence text, month date) RETURNS date
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE cadence WHEN 'month' THEN month WHEN 'quarter' THEN date_trunc('quarter', month)::date
           WHEN 'semester' THEN core.half_year(month) ELSE date_trunc('year', month)::date END;

-- What came for each expected report. It is received when its file reached its source folder, or was loaded if that is earlier; the
-- first one that could be read counts. What could not be read is refused.
CREATE VIEW core.report_receipts_live AS
WITH event AS (
  SELECT r.village_code, s.dataset, s.period, least(f.modified_at, s.recorded_at) AS received_at, NULL::boolean AS withheld, NULL::timestamptz AS refused_at
  FROM audit.sheet_balance AS s
  JOIN audit.file AS f USING (file_id)
  JOIN core.dim_region AS r ON r.region_key = s.region_key
  WHERE s.holds AND s.region_key <> 0 AND s.recorded_at <= core.as_of()
  UNION ALL
  SELECT s.village_code, s.dataset, s.period, CASE WHEN s.holds THEN least(f.modified_at, s.recorded_at) END,
         s.holds AND (s.quarantined > 0 OR q.file_id IS NOT NULL),
         CASE WHEN NOT s.holds AND q.file_id IS NOT NULL THEN f.modified_at END
  FROM core.standing_sheet AS s
  JOIN audit.file AS f USING (file_id)
  LEFT JOIN (SELECT DISTINCT file_id, dataset, source_sheet FROM audit.quarantine) AS q
    ON q.file_id = s.file_id AND q.dataset = s.dataset AND q.source_sheet = s.source_sheet
  UNION ALL
  SELECT f.village_code, NULL, f.period, NULL, NULL, f.modified_at
  FROM audit.file AS f JOIN audit.load AS l USING (load_id)
  WHERE f.status = 'rejected' AND f.village_code IS NOT NULL AND f.period IS NOT NULL AND l.status = 'published' AND l.recorded_at <= core.as_of()
)
SELECT o.village_code, o.dataset, o.cadence, core.cadence_start(o.cadence, e.period) AS starts_on,
       min(e.received_at) AS received_at, bool_or(e.withheld) AS withheld, min(e.refused_at) AS refused_at
FROM (SELECT DISTINCT village_code, dataset, cadence FROM core.roster_now) AS o
JOIN event AS e ON e.village_code = o.village_code AND (e.dataset = o.dataset OR e.dataset IS NULL)
GROUP BY o.village_code, o.dataset, o.cadence, core.cadence_start(o.cadence, e.period);

DROP FUNCTION IF EXISTS core.report_receipts_past();
DROP TABLE IF EXISTS core.report_receipts_stored;
CREATE TABLE core.report_receipts_stored AS SELECT * FROM core.report_receipts_live WITH NO DATA;
CREATE INDEX report_receipts_stored_place ON core.report_receipts_stored (village_code, dataset, starts_on);
CREATE FUNCTION core.report_receipts_past() RETURNS SETOF core.report_receipts_stored
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS 'SELECT * FROM core.report_receipts_live';

CREATE VIEW core.report_receipts AS
SELECT * FROM core.report_receipts_stored WHERE (SELECT serves FROM core.stored_serves)
UNION ALL
SELECT * FROM core.report_receipts_past() WHERE NOT (SELECT serves FROM core.stored_serves);
