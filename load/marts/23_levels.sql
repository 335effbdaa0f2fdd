-- The parts of the indicators by place. Each level is a branch of its own, so that a question about one place reads only its rows.
CREATE VIEW core.level_figures_live AS
SELECT 'village' AS level, village_code AS region_code, measure, base_type, base_start, sum(numerator) AS numerator, sum(denominator) AS denominator, sum(reports) AS reporting
FROM core.village_figures WHERE hidden_counted IS NULL GROUP BY village_code, measure, base_type, base_start
UNION ALL
SELECT 'district', district_code, measure, base_type, base_start, sum(numerator), sum(denominator), sum(reports)
FROM core.village_figures WHERE hidden_counted IS NULL GROUP BY district_code, measure, base_type, base_start
UNION ALL
SELECT 'regency', regency_code, measure, base_type, base_start, sum(numerator), sum(denominator), sum(reports)
FROM core.village_figures WHERE hidden_counted IS NULL GROUP BY regency_code, measure, base_type, base_start;

SELECT pg_temp.store('level_figures');
CREATE INDEX level_figures_stored_place ON core.level_figures_stored (region_code, measure, base_start);
CREATE INDEX level_figures_stored_measure ON core.level_figures_stored (measure, level, base_start);

-- What is expected of each place, to a year ahead, and what came of it: read, or at least answered with a file that could not be read.
CREATE VIEW core.level_reports_live AS
WITH report AS MATERIALIZED (
  SELECT * FROM core.report_state
  WHERE period >= (SELECT core.counted_since()) AND ((SELECT core.counted_in()) IS NULL OR regency_code = ANY ((SELECT core.counted_in())::text[]))
)
SELECT 'village' AS level, village_code AS region_code, dataset, starts_on, period, due_date, count(*) AS expected,
       count(*) FILTER (WHERE received OR refused) AS answered, count(*) FILTER (WHERE received) AS received, count(*) FILTER (WHERE days_late = 0) AS on_time
FROM report GROUP BY village_code, dataset, starts_on, period, due_date
UNION ALL
SELECT 'district', district_code, dataset, starts_on, period, due_date, count(*),
       count(*) FILTER (WHERE received OR refused), count(*) FILTER (WHERE received), count(*) FILTER (WHERE days_late = 0)
FROM report GROUP BY district_code, dataset, starts_on, period, due_date
UNION ALL
SELECT 'regency', regency_code, dataset, starts_on, period, due_date, count(*),
       count(*) FILTER (WHERE received OR refused), count(*) FILTER (WHERE received), count(*) FILTER (WHERE days_late = 0)
FROM report GROUP BY regency_code, dataset, starts_on, period, due_date;

SELECT pg_temp.store('level_reports');
CREATE INDEX level_reports_stored_place ON core.level_reports_stored (region_code, dataset, starts_on);
CREATE INDEX level_reports_stored_level ON core.level_reports_stored (level, dataset, starts_on);

-- How many were expected so far.
CREATE VIEW core.level_expected AS
SELECT level, region_code, dataset, starts_on AS base_start, sum(expected) AS expected
FROM core.level_reports WHERE starts_on <= (SELECT starts_on FROM core.expected_until)
GROUP BY level, region_code, dataset, starts_on;

-- Of what was due by the day that is asked about, or answered before.
CREATE VIEW core.level_reporting AS
SELECT level, region_code, period, sum(CASE WHEN due_date < (SELECT core.today()) THEN expected ELSE answered END) AS expected,
       sum(received) AS received, sum(on_time) AS on_time
FROM core.level_reports WHERE starts_on <= (SELECT starts_on FROM core.expected_until) AND (answered > 0 OR due_date < (SELECT core.today()))
GROUP BY level, region_code, period;

CREATE VIEW core.level_figure AS
SELECT level, region_code, measure, base_type, base_start, numerator, denominator, reporting FROM core.level_figures
UNION ALL
SELECT level, region_code, 'reports_received', 'month', period, received, expected, received FROM core.level_reporting
UNION ALL
SELECT level, region_code, 'reports_on_time', 'month', period, on_time, received, received FROM core.level_reporting;
