-- A village's non-procedural departures of a month. The share alone is shown by the plain rule; the numbers behind it, which tell how
-- many are not known, by the ladder below.
CREATE VIEW core.nonprocedural_month AS
SELECT village_code, base_start AS period, numerator AS counted, denominator - numerator AS complement,
       core.may_show(numerator, denominator - numerator, 0, hidden_counted, hidden_complement, 0) AS shown
FROM core.village_figures WHERE measure = 'nonprocedural_share';

-- Sums over time and place give away what they are made of, so shares of persons are shown along two ladders only: a village's month,
-- quarter and year, its district's and regency's year; and the regency's month, quarter and year. A district's month and quarter are
-- never shown. On each rung `hidden_…` is what no shown number below covers. A number fits when it is large enough itself and what it
-- adds to the shown ones is too; where the hidden ones among siblings are few, the shown sibling with the least hidden joins them (a
-- month never does: its longer periods are hidden instead).
CREATE VIEW core.share_ladder AS
WITH village_month AS (
  SELECT measure, village_code, district_code, regency_code, period, counted, complement, unknown, shown,
         CASE WHEN share_shown THEN 0 ELSE hidden_counted END AS hidden_counted, CASE WHEN share_shown THEN 0 ELSE hidden_complement END AS hidden_complement,
         hidden_unknown
  FROM (
    SELECT measure, village_code, district_code, regency_code, base_start AS period, numerator AS counted, greatest(denominator - numerator, 0) AS complement,
           unknown, hidden_counted, hidden_complement, hidden_unknown,
           core.may_show(numerator, denominator - numerator, 0, hidden_counted, hidden_complement, 0) AS share_shown,
           core.may_show(numerator, denominator - numerator, unknown, hidden_counted, hidden_complement, hidden_unknown) AS shown
    FROM core.village_figures
    WHERE measure IN ('nonprocedural_share', 'complaints_nonprocedural_share', 'deaths_per_1000')
  ) AS f
),
village_quarter AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, village_code, district_code, regency_code, date_trunc('quarter', period)::date AS period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, count(*) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM village_month GROUP BY measure, village_code, district_code, regency_code, date_trunc('quarter', period)
  ) AS s
),
village_quarter_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, village_code, date_trunc('year', period)
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), period) AS cover_order
    FROM village_quarter WINDOW siblings AS (PARTITION BY measure, village_code, date_trunc('year', period))
  ) AS s
),
village_year AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, village_code, district_code, regency_code, date_trunc('year', period)::date AS period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, sum(reporting) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM village_quarter_cut GROUP BY measure, village_code, district_code, regency_code, date_trunc('year', period)
  ) AS s
),
village_year_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, district_code, period
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), village_code) AS cover_order
    FROM village_year WINDOW siblings AS (PARTITION BY measure, district_code, period)
  ) AS s
),
district_year AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, district_code, regency_code, period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, sum(reporting) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM village_year_cut GROUP BY measure, district_code, regency_code, period
  ) AS s
),
district_year_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, regency_code, period
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), district_code) AS cover_order
    FROM district_year WINDOW siblings AS (PARTITION BY measure, regency_code, period)
  ) AS s
),
regency_month AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, regency_code, period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, count(*) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM village_month GROUP BY measure, regency_code, period
  ) AS s
),
regency_month_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, regency_code, date_trunc('quarter', period)
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), period) AS cover_order
    FROM regency_month WINDOW siblings AS (PARTITION BY measure, regency_code, date_trunc('quarter', period))
  ) AS s
),
regency_quarter AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, regency_code, date_trunc('quarter', period)::date AS period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, sum(reporting) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM regency_month_cut GROUP BY measure, regency_code, date_trunc('quarter', period)
  ) AS s
),
regency_quarter_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, regency_code, date_trunc('year', period)
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), period) AS cover_order
    FROM regency_quarter WINDOW siblings AS (PARTITION BY measure, regency_code, date_trunc('year', period))
  ) AS s
),
regency_year AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, regency_code, date_trunc('year', period)::date AS period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, sum(reporting) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM regency_quarter_cut GROUP BY measure, regency_code, date_trunc('year', period)
  ) AS s
),
regency_year_by_place AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, regency_code, period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, sum(reporting) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM district_year_cut GROUP BY measure, regency_code, period
  ) AS s
),
district_months AS (
  SELECT measure, district_code, kind, date_trunc(kind, period)::date AS period, sum(counted) AS counted, sum(complement) AS complement,
         sum(unknown) AS unknown, count(*) AS reporting
  FROM village_month CROSS JOIN (VALUES ('month'), ('quarter')) AS k(kind)
  GROUP BY measure, district_code, kind, date_trunc(kind, period)
),
rung AS (
  SELECT 'village' AS level, village_code AS region_code, measure, 'month' AS period_type, period, counted, complement, unknown, 1::numeric AS reporting, shown
  FROM village_month
  UNION ALL SELECT 'village', village_code, measure, 'quarter', period, counted, complement, unknown, reporting, shown FROM village_quarter_cut
  UNION ALL SELECT 'village', village_code, measure, 'year', period, counted, complement, unknown, reporting, shown FROM village_year_cut
  UNION ALL SELECT 'district', district_code, measure, kind, period, counted, complement, unknown, reporting, false FROM district_months
  UNION ALL SELECT 'district', district_code, measure, 'year', period, counted, complement, unknown, reporting, shown FROM district_year_cut
  UNION ALL SELECT 'regency', regency_code, measure, 'month', period, counted, complement, unknown, reporting, shown FROM regency_month_cut
  UNION ALL SELECT 'regency', regency_code, measure, 'quarter', period, counted, complement, unknown, reporting, shown FROM regency_quarter_cut
  UNION ALL
  SELECT 'regency', y.regency_code, y.measure, 'year', y.period, y.counted, y.complement, y.unknown, y.reporting, y.fits AND p.fits
  FROM regency_year AS y JOIN regency_year_by_place AS p USING (measure, regency_code, period)
)
SELECT level, region_code, measure, period_type, period, counted, counted + complement AS total, reporting, shown FROM rung
UNION ALL
-- the share not known stands beside the share, where that is shown
SELECT level, region_code, 'procedural_unknown_share', period_type, period, unknown, counted + complement + unknown, reporting, shown
FROM rung WHERE measure = 'nonprocedural_share';

-- The same for shares of a stock, which do not add up over time: one ladder a month or quarter, from village to regency.
CREATE VIEW core.standing_share_cut AS
WITH village AS (
  SELECT measure, village_code, district_code, regency_code, base_type, base_start AS period, numerator AS counted, greatest(denominator - numerator, 0) AS complement,
         unknown, hidden_counted, hidden_complement, hidden_unknown, core.may_show(numerator, denominator - numerator, 0, 0, 0, 0) AS fits
  FROM core.village_figures
  WHERE measure IN ('out_of_school_share', 'remittance_productive_share', 'remigration_share', 'members_former_family_share', 'members_women_share')
),
village_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, district_code, period
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), village_code) AS cover_order
    FROM village WINDOW siblings AS (PARTITION BY measure, district_code, period)
  ) AS s
),
district AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, district_code, regency_code, base_type, period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, count(*) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM village_cut GROUP BY measure, district_code, regency_code, base_type, period
  ) AS s
),
district_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, regency_code, period
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), district_code) AS cover_order
    FROM district WINDOW siblings AS (PARTITION BY measure, regency_code, period)
  ) AS s
),
regency AS (
  SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
  FROM (
    SELECT measure, regency_code, base_type, period, sum(counted) AS counted, sum(complement) AS complement, sum(unknown) AS unknown, sum(reporting) AS reporting,
           coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
    FROM district_cut GROUP BY measure, regency_code, base_type, period
  ) AS s
)
SELECT 'village' AS level, village_code AS region_code, measure, base_type, period, counted, complement, 1::numeric AS reporting, shown FROM village_cut
UNION ALL SELECT 'district', district_code, measure, base_type, period, counted, complement, reporting, shown FROM district_cut
UNION ALL SELECT 'regency', regency_code, measure, base_type, period, counted, complement, reporting, fits FROM regency;
