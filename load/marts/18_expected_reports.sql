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

-- The last month somebody reported for.
CREATE VIEW core.last_reported AS
SELECT CASE WHEN (SELECT serves FROM core.stored_serves) THEN (SELECT max(period) FROM core.report_counts_stored)
         ELSE (SELECT max(period) FROM core.standing_sheet WHERE holds) END AS period;

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
WHERE p.starts_on <= greatest((SELECT period FROM core.last_reported), core.as_of()::date) + 366;

SELECT pg_temp.store('expected_reports');
CREATE INDEX expected_reports_stored_village ON core.expected_reports_stored (village_code, dataset);
CREATE INDEX expected_reports_stored_period ON core.expected_reports_stored (period);

-- Expected so far are the reports of a period that ended, or that somebody reported for. Its last beginning.
CREATE VIEW core.expected_until AS
SELECT greatest((SELECT period FROM core.last_reported), (SELECT max(ends_on) FROM core.dim_period WHERE ends_on < core.as_of())) AS starts_on;

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

SELECT pg_temp.store('report_receipts');
CREATE INDEX report_receipts_stored_place ON core.report_receipts_stored (village_code, dataset, starts_on);

CREATE OR REPLACE FUNCTION core.today() RETURNS date
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (core.as_of() AT TIME ZONE 'Asia/Jakarta')::date;

-- Every report of the roster to a year ahead with what came for it; nothing here hangs on the day that is asked about.
CREATE VIEW core.report_state AS
SELECT e.*, r.received_at IS NOT NULL AS received, r.withheld, r.refused_at IS NOT NULL AS refused, coalesce(r.received_at, r.refused_at) AS received_at,
       CASE WHEN r.received_at IS NOT NULL THEN greatest((r.received_at AT TIME ZONE 'Asia/Jakarta')::date - e.due_date, 0) END AS days_late
FROM core.expected_reports AS e
LEFT JOIN core.report_receipts AS r USING (village_code, dataset, cadence, starts_on);
