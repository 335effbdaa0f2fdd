-- Reports expected in a longer period, for measures that are summed over its months.
CREATE VIEW core.period_expected AS
SELECT e.level, e.region_code, e.dataset, p.period_type, p.period_start, sum(e.expected) AS expected
FROM core.level_expected AS e
CROSS JOIN LATERAL (VALUES ('month', e.starts_on), ('quarter', date_trunc('quarter', e.starts_on)::date), ('year', date_trunc('year', e.starts_on)::date))
  AS p(period_type, period_start)
GROUP BY e.level, e.region_code, e.dataset, p.period_type, p.period_start;

-- Sums are added up over the period; what stands is shown as it was last reported in the period.
CREATE VIEW core.figure_answer AS
SELECT f.level, f.region_code, f.measure, i.summed, i.dataset, p.period_type, p.period_start,
       CASE WHEN i.summed THEN sum(f.numerator) ELSE (array_agg(f.numerator ORDER BY f.base_start DESC))[1] END AS numerator,
       CASE WHEN i.summed THEN sum(f.denominator) ELSE (array_agg(f.denominator ORDER BY f.base_start DESC))[1] END AS denominator,
       CASE WHEN i.summed THEN sum(f.reporting) ELSE (array_agg(f.reporting ORDER BY f.base_start DESC))[1] END AS reporting,
       max(f.base_start) AS base_start
FROM core.level_figure AS f
JOIN core.dim_indicator AS i USING (measure)
JOIN LATERAL (VALUES ('month', 'month', f.base_start), ('month', 'quarter', date_trunc('quarter', f.base_start)::date), ('month', 'year', date_trunc('year', f.base_start)::date),
                     ('quarter', 'quarter', f.base_start), ('quarter', 'year', date_trunc('year', f.base_start)::date),
                     ('half_year', 'semester', f.base_start), ('half_year', 'year', date_trunc('year', f.base_start)::date))
  AS p(base_type, period_type, period_start) ON p.base_type = f.base_type
GROUP BY f.level, f.region_code, f.measure, i.summed, i.dataset, p.period_type, p.period_start;

CREATE VIEW core.standing_answer AS
SELECT s.level, s.region_code, s.measure, p.period_type, p.period_start, s.breakdown, s.member, s.counted, s.total, s.reporting, s.shown, s.period AS base_start
FROM (
  SELECT level, region_code, measure, base_type, period, '' AS breakdown, '' AS member, counted, counted + complement AS total, reporting, shown,
         max(period) OVER (PARTITION BY level, region_code, measure, base_type, date_trunc('quarter', period)) AS last_of_quarter,
         max(period) OVER (PARTITION BY level, region_code, measure, base_type, date_trunc('year', period)) AS last_of_year
  FROM core.standing_share_cut
  UNION ALL
  SELECT level, region_code, measure, 'month', period, breakdown, member, persons, NULL, NULL, shown,
         max(period) OVER (PARTITION BY level, region_code, measure, breakdown, date_trunc('quarter', period)),
         max(period) OVER (PARTITION BY level, region_code, measure, breakdown, date_trunc('year', period))
  FROM (
    SELECT level, region_code, 'migrants_by_attribute' AS measure, breakdown, period, member, persons, shown FROM core.level_attribute
  ) AS attribute
) AS s
CROSS JOIN LATERAL (VALUES
  ('month', s.period, s.base_type = 'month'),
  ('quarter', date_trunc('quarter', s.period)::date, s.period = s.last_of_quarter),
  ('year', date_trunc('year', s.period)::date, s.period = s.last_of_year)) AS p(period_type, period_start, holds)
WHERE p.holds;

CREATE VIEW core.answer AS
SELECT f.level, f.region_code, f.measure, f.period_type, f.period_start, '' AS breakdown, '' AS member, f.numerator, f.denominator, NULL::numeric AS value,
       f.reporting, p.expected, true AS shown
FROM core.figure_answer AS f
LEFT JOIN core.period_expected AS p USING (level, region_code, dataset, period_type, period_start)
WHERE f.summed AND f.dataset <> '*'
UNION ALL
-- what counts all datasets stands on the reports of the roster: one that is due by the quarter may be sent every month
SELECT f.level, f.region_code, f.measure, f.period_type, f.period_start, '', '', f.numerator, f.denominator, NULL, r.numerator, r.denominator, true
FROM core.figure_answer AS f
LEFT JOIN core.figure_answer AS r ON r.measure = 'reports_received' AND r.level = f.level AND r.region_code = f.region_code
 AND r.period_type = f.period_type AND r.period_start = f.period_start
WHERE f.dataset = '*'
UNION ALL
SELECT f.level, f.region_code, f.measure, f.period_type, f.period_start, '', '', f.numerator, f.denominator, NULL, f.reporting, e.expected, true
FROM core.figure_answer AS f
LEFT JOIN core.level_expected AS e ON e.level = f.level AND e.region_code = f.region_code AND e.dataset = f.dataset AND e.starts_on = f.base_start
WHERE NOT f.summed
UNION ALL
SELECT s.level, s.region_code, s.measure, s.period_type, s.period, '', '', s.counted, s.total, NULL, s.reporting, p.expected, s.shown
FROM core.share_ladder AS s
JOIN core.dim_indicator AS i USING (measure)
LEFT JOIN core.period_expected AS p ON p.level = s.level AND p.region_code = s.region_code AND p.dataset = i.dataset AND p.period_type = s.period_type AND p.period_start = s.period
UNION ALL
SELECT s.level, s.region_code, s.measure, s.period_type, s.period_start, s.breakdown, s.member, s.counted, coalesce(s.total, a.numerator), NULL,
       coalesce(s.reporting, a.reporting), e.expected, s.shown
FROM core.standing_answer AS s
JOIN core.dim_indicator AS i USING (measure)
LEFT JOIN core.level_figure AS a ON a.measure = 'migrants_active' AND s.breakdown <> '' AND a.level = s.level AND a.region_code = s.region_code AND a.base_start = s.base_start
LEFT JOIN core.level_expected AS e ON e.level = s.level AND e.region_code = s.region_code AND e.dataset = i.dataset AND e.starts_on = s.base_start
UNION ALL
SELECT level, region_code, measure, period_type, period_start, '', '', NULL, rows_counted, value::numeric, NULL, NULL, true FROM core.middle_values
UNION ALL
-- share of a year less share of the year the programme began, both as shown; empty where nothing was reported for that year
SELECT 'village', t.region_code, 'nonprocedural_change', 'year', t.period, 'baseline_year', extract(year FROM g.began)::text,
       CASE WHEN b.period IS NOT NULL THEN t.counted END, CASE WHEN b.period IS NOT NULL THEN t.total END,
       round(t.counted / nullif(t.total, 0), 4) - round(b.counted / nullif(b.total, 0), 4),
       t.reporting, NULL, b.period IS NULL OR t.shown AND b.shown
FROM core.share_ladder AS t
JOIN (SELECT village_code, date_trunc('year', min(starts_on))::date AS began FROM core.village_programme GROUP BY village_code) AS g ON g.village_code = t.region_code
LEFT JOIN core.share_ladder AS b ON b.level = t.level AND b.region_code = t.region_code AND b.measure = t.measure AND b.period_type = t.period_type AND b.period = g.began
WHERE t.level = 'village' AND t.measure = 'nonprocedural_share' AND t.period_type = 'year' AND t.period > g.began
UNION ALL
SELECT 'regency', regency_code, 'register_against_bp2mi', period_type, period_start, 'basis', basis, difference, bp2mi_placements, NULL,
       village_months_reported, village_months_expected, true
FROM mart.register_vs_bp2mi WHERE period_type IN ('month', 'quarter', 'year') AND register_departures IS NOT NULL
UNION ALL
SELECT 'nation', 'ID', 'figures_revised', 'month', date_trunc('month', published_on)::date, '', '', count(*) FILTER (WHERE value <> old_value), count(*), NULL, NULL, NULL, true
FROM core.figure_vintage WHERE old_value IS NOT NULL GROUP BY date_trunc('month', published_on)
UNION ALL
SELECT 'regency', f.regency_code, 'pillars_active', 'month', f.base_start, 'years_since_end', floor((f.base_start - g.ends_on) / 365.25)::text,
       sum(f.numerator), sum(f.denominator), NULL, count(*), NULL, true
FROM core.village_figures AS f
JOIN (SELECT village_code, max(ends_on) AS ends_on FROM core.village_programme GROUP BY village_code HAVING bool_and(ends_on IS NOT NULL)) AS g
  ON g.village_code = f.village_code AND f.base_start >= g.ends_on
WHERE f.measure = 'pillars_active'
GROUP BY f.regency_code, f.base_start, floor((f.base_start - g.ends_on) / 365.25)
UNION ALL
SELECT 'regency', left(g.village_code, 5), 'groups_surviving', 'quarter', date_trunc('quarter', g.period)::date, 'aid_year', g.aid_year::text,
       count(*) FILTER (WHERE g.active), count(*), NULL, count(DISTINCT g.village_code), NULL, true
FROM core.business_groups AS g JOIN core.latest_groups AS q USING (village_code, period)
WHERE g.aid_year IS NOT NULL GROUP BY left(g.village_code, 5), date_trunc('quarter', g.period), g.aid_year;

CREATE VIEW mart.indicators AS
SELECT i.indicator, a.measure, i.name_id, i.name_en, a.level, a.region_code, coalesce(r.name, 'Indonesia') AS region_name,
       a.period_type, p.period_code, a.period_start AS period, nullif(a.breakdown, '') AS breakdown, nullif(a.member, '') AS member,
       CASE WHEN a.shown THEN a.numerator END AS numerator, CASE WHEN a.shown THEN a.denominator END AS denominator,
       CASE WHEN a.shown THEN coalesce(round(a.value, 4), CASE WHEN i.factor IS NULL THEN a.numerator ELSE round(i.factor * a.numerator / nullif(a.denominator, 0), 4) END) END AS value,
       i.unit_id, i.unit_en, a.reporting, a.expected, round(a.reporting / nullif(a.expected, 0), 4) AS coverage,
       NOT a.shown AS suppressed, i.not_available_id AS note_id, i.not_available_en AS note_en
FROM core.answer AS a
JOIN core.dim_indicator AS i USING (measure)
JOIN core.dim_period AS p ON p.period_type = a.period_type AND p.starts_on = a.period_start
LEFT JOIN core.region_now AS r ON r.level = a.level AND r.code = a.region_code;
