-- The parts of the indicators by place. What a village counts stands already; that of districts and regencies is added up and stored.
CREATE VIEW core.area_figures_live AS
SELECT 'district' AS level, district_code AS region_code, measure, base_type, base_start, sum(numerator) AS numerator, sum(denominator) AS denominator, sum(reports) AS reporting
FROM core.village_figures WHERE hidden_counted IS NULL GROUP BY district_code, measure, base_type, base_start
UNION ALL
SELECT 'regency', regency_code, measure, base_type, base_start, sum(numerator), sum(denominator), sum(reports)
FROM core.village_figures WHERE hidden_counted IS NULL GROUP BY regency_code, measure, base_type, base_start;

SELECT pg_temp.store('area_figures');
CREATE INDEX area_figures_stored_place ON core.area_figures_stored (region_code, measure, base_start);

-- What is expected of each district and regency, to a year ahead, and what came of it: read, or at least answered with a file that could
-- not be read.
CREATE VIEW core.area_reports_live AS
WITH report AS MATERIALIZED (
  SELECT * FROM core.report_state
  WHERE period >= (SELECT core.counted_since()) AND ((SELECT core.counted_in()) IS NULL OR regency_code = ANY ((SELECT core.counted_in())::text[]))
)
SELECT 'district' AS level, district_code AS region_code, dataset, starts_on, period, due_date, count(*) AS expected,
       count(*) FILTER (WHERE received OR refused) AS answered, count(*) FILTER (WHERE received) AS received, count(*) FILTER (WHERE days_late = 0) AS on_time
FROM report GROUP BY district_code, dataset, starts_on, period, due_date
UNION ALL
SELECT 'regency', regency_code, dataset, starts_on, period, due_date, count(*),
       count(*) FILTER (WHERE received OR refused), count(*) FILTER (WHERE received), count(*) FILTER (WHERE days_late = 0)
FROM report GROUP BY regency_code, dataset, starts_on, period, due_date;

SELECT pg_temp.store('area_reports');
CREATE INDEX area_reports_stored_place ON core.area_reports_stored (region_code, dataset, starts_on);

CREATE VIEW core.level_reports AS
SELECT 'village' AS level, village_code AS region_code, dataset, starts_on, period, due_date, 1 AS expected,
       (received OR refused)::integer AS answered, received::integer AS received, coalesce(days_late = 0, false)::integer AS on_time
FROM core.report_state
UNION ALL
SELECT level, region_code, dataset, starts_on, period, due_date, expected, answered, received, on_time FROM core.area_reports;

-- How many were expected so far.
CREATE VIEW core.level_expected AS
SELECT 'village' AS level, village_code AS region_code, dataset, starts_on, 1::bigint AS expected
FROM core.expected_reports WHERE starts_on <= (SELECT starts_on FROM core.expected_until)
UNION ALL
SELECT level, region_code, dataset, starts_on, sum(expected)::bigint
FROM core.area_reports WHERE starts_on <= (SELECT starts_on FROM core.expected_until) GROUP BY level, region_code, dataset, starts_on;

-- Of what was due by the day that is asked about, or answered before.
CREATE VIEW core.level_reporting AS
SELECT level, region_code, period, sum(CASE WHEN due_date < (SELECT core.today()) THEN expected ELSE answered END) AS expected,
       sum(received) AS received, sum(on_time) AS on_time
FROM core.level_reports WHERE starts_on <= (SELECT starts_on FROM core.expected_until) AND (answered > 0 OR due_date < (SELECT core.today()))
GROUP BY level, region_code, period;

CREATE VIEW core.level_figure AS
SELECT 'village' AS level, village_code AS region_code, measure, base_type, base_start, numerator, denominator, reports::numeric AS reporting
FROM core.village_figures WHERE hidden_counted IS NULL
UNION ALL
SELECT level, region_code, measure, base_type, base_start, numerator, denominator, reporting FROM core.area_figures
UNION ALL
SELECT level, region_code, 'reports_received', 'month', period, received, expected, received FROM core.level_reporting
UNION ALL
SELECT level, region_code, 'reports_on_time', 'month', period, on_time, received, received FROM core.level_reporting;
