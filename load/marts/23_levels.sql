-- The parts of the indicators by place. Each level is a branch of its own, so that a question about one place reads only its rows.
CREATE VIEW core.reporting_figure AS
SELECT s.village_code, s.district_code, s.regency_code, f.measure, 'month' AS base_type, s.period AS base_start, f.numerator, f.denominator, s.received AS reports
FROM (
  SELECT village_code, left(village_code, 8) AS district_code, regency_code, period, count(*) AS expected, count(*) FILTER (WHERE status IN ('on_time', 'late', 'partial')) AS received,
         count(*) FILTER (WHERE status IN ('on_time', 'late', 'partial') AND days_late = 0) AS on_time
  FROM mart.reporting_status GROUP BY village_code, regency_code, period
) AS s
CROSS JOIN LATERAL (VALUES ('reports_received', s.received, s.expected), ('reports_on_time', s.on_time, s.received)) AS f(measure, numerator, denominator);

CREATE VIEW core.village_part AS
SELECT village_code, district_code, regency_code, measure, base_type, base_start, numerator, denominator, reports
FROM core.village_figures WHERE hidden_counted IS NULL
UNION ALL
SELECT village_code, district_code, regency_code, measure, base_type, base_start, numerator, denominator, reports FROM core.reporting_figure;

CREATE VIEW core.level_figure AS
SELECT 'village' AS level, village_code AS region_code, measure, base_type, base_start, sum(numerator) AS numerator, sum(denominator) AS denominator, sum(reports) AS reporting
FROM core.village_part GROUP BY village_code, measure, base_type, base_start
UNION ALL
SELECT 'district', district_code, measure, base_type, base_start, sum(numerator), sum(denominator), sum(reports)
FROM core.village_part GROUP BY district_code, measure, base_type, base_start
UNION ALL
SELECT 'regency', regency_code, measure, base_type, base_start, sum(numerator), sum(denominator), sum(reports)
FROM core.village_part GROUP BY regency_code, measure, base_type, base_start;

-- How many reports were expected; '*' counts all datasets together.
CREATE VIEW core.level_expected AS
SELECT 'village' AS level, e.village_code AS region_code, d.dataset, d.base_start, count(*) AS expected
FROM core.expected_report AS e CROSS JOIN LATERAL (VALUES (e.dataset, e.starts_on), ('*', e.period)) AS d(dataset, base_start)
GROUP BY e.village_code, d.dataset, d.base_start
UNION ALL
SELECT 'district', e.district_code, d.dataset, d.base_start, count(*)
FROM core.expected_report AS e CROSS JOIN LATERAL (VALUES (e.dataset, e.starts_on), ('*', e.period)) AS d(dataset, base_start)
GROUP BY e.district_code, d.dataset, d.base_start
UNION ALL
SELECT 'regency', e.regency_code, d.dataset, d.base_start, count(*)
FROM core.expected_report AS e CROSS JOIN LATERAL (VALUES (e.dataset, e.starts_on), ('*', e.period)) AS d(dataset, base_start)
GROUP BY e.regency_code, d.dataset, d.base_start;
