-- The report on groups that counts for a quarter is its latest.
CREATE VIEW core.latest_groups AS
SELECT village_code, max(period) AS period
FROM core.standing_sheet WHERE holds AND dataset = 'business_groups'
GROUP BY village_code, date_trunc('quarter', period);

-- Middle values cannot be added up, so they are taken from the rows of each level and period.
CREATE VIEW core.middle_row AS
SELECT village_code, 'median_days_late' AS measure, period, days_late::double precision AS value FROM core.report_state WHERE received
UNION ALL
SELECT village_code, 'median_days_open', period, resolved_date - reported_date FROM core.complaints WHERE resolved_date IS NOT NULL
UNION ALL
SELECT g.village_code, 'turnover_median', g.period, g.monthly_turnover
FROM core.business_groups AS g JOIN core.latest_groups AS q USING (village_code, period) WHERE g.monthly_turnover IS NOT NULL;

CREATE VIEW core.middle_values_live AS
WITH counted AS MATERIALIZED (
  SELECT * FROM core.middle_row
  WHERE period >= (SELECT core.counted_since()) AND ((SELECT core.counted_in()) IS NULL OR left(village_code, 5) = ANY ((SELECT core.counted_in())::text[]))
)
SELECT l.level, l.region_code, l.measure, p.period_type, p.period_start, count(*) AS rows_counted, percentile_cont(0.5) WITHIN GROUP (ORDER BY l.value) AS value
FROM (
  SELECT 'village' AS level, village_code AS region_code, measure, period, value FROM counted
  UNION ALL SELECT 'district', left(village_code, 8), measure, period, value FROM counted
  UNION ALL SELECT 'regency', left(village_code, 5), measure, period, value FROM counted
) AS l
CROSS JOIN LATERAL (VALUES ('month', l.period, l.measure <> 'turnover_median'), ('quarter', date_trunc('quarter', l.period)::date, true),
                           ('year', date_trunc('year', l.period)::date, l.measure <> 'turnover_median')) AS p(period_type, period_start, asked)
WHERE p.asked
GROUP BY l.level, l.region_code, l.measure, p.period_type, p.period_start;

SELECT pg_temp.store('middle_values');
CREATE INDEX middle_values_stored_place ON core.middle_values_stored (region_code, measure);
CREATE INDEX middle_values_stored_measure ON core.middle_values_stored (measure, level, period_start);
