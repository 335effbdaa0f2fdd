-- The villages' register beside published placements of the same regency and months. Comparable only where nearly all villages
-- reported: coverage counts village-months of all villages of the regency.
CREATE VIEW mart.register_vs_bp2mi AS
WITH published AS (
  SELECT f.region_code AS regency_code, f.basis, f.period_type, f.period_start, f.period_end, f.value, f.status, f.publisher, f.published_on
  FROM core.bp2mi_figures AS f
  WHERE f.measure = 'placements' AND f.breakdown = 'regency' AND f.region_code ~ '^\d\d\.\d\d$'
),
register AS (
  SELECT p.regency_code, p.basis, p.period_type, p.period_start, p.period_end, sum(m.numerator) AS departures, count(*) AS reported
  FROM published AS p
  JOIN core.village_figures AS m ON m.measure = 'departures' AND m.regency_code = p.regency_code AND m.base_start BETWEEN p.period_start AND p.period_end
  GROUP BY p.regency_code, p.basis, p.period_type, p.period_start, p.period_end
),
compared AS (
  SELECT p.*, r.departures, coalesce(r.reported, 0) AS village_months_reported,
         (SELECT count(*) FROM core.village_now AS v WHERE v.regency_code = p.regency_code)
           * (SELECT count(*) FROM core.dim_period AS d WHERE d.month_start BETWEEN p.period_start AND p.period_end AND d.period_type = 'month') AS village_months_expected
  FROM published AS p LEFT JOIN register AS r USING (regency_code, basis, period_type, period_start, period_end)
)
SELECT c.regency_code, g.name AS regency_name, c.period_type, c.period_start AS period, c.period_start, c.period_end,
       CASE WHEN village_months_reported > 0 THEN c.departures END AS register_departures, c.value AS bp2mi_placements,
       CASE WHEN village_months_reported > 0 THEN c.departures - c.value END AS difference,
       village_months_reported, village_months_expected,
       round(village_months_reported::numeric / nullif(village_months_expected, 0), 4) AS coverage,
       c.basis, c.publisher, c.published_on, c.status
FROM compared AS c
JOIN core.region_now AS g ON g.level = 'regency' AND g.code = c.regency_code;
