-- Shares of persons, cut so that no shown numbers can be subtracted to a few persons. Sums over time and place give away what they are
-- made of, so a share is shown along ladders of rungs only. What departs, complains or dies in a month adds up along two: a village's
-- month, quarter and year, its district's and regency's year; and the regency's month, quarter and year. A district's month and
-- quarter are never shown. Shares of a stock do not add up over time and have one: village, district, regency, a month or quarter.
--
-- Every rung but the first is made from the one below by the same rule, so the rule stands here once and the rungs in a list. On each,
-- `hidden_…` is what no shown number below covers. A number fits when it is large enough itself and what it adds to the shown ones is
-- too; where the hidden ones among its siblings are few, the shown sibling with the least hidden joins them.
CREATE VIEW core.protected_month AS
SELECT measure, village_code, district_code, regency_code, base_start AS period, numerator AS counted, greatest(denominator - numerator, 0) AS complement,
       unknown, 1::numeric AS reporting, hidden_counted, hidden_complement, hidden_unknown,
       core.may_show(numerator, denominator - numerator, unknown, hidden_counted, hidden_complement, hidden_unknown) AS shown
FROM core.village_figures
WHERE measure IN ('nonprocedural_share', 'complaints_nonprocedural_share', 'deaths_per_1000');

DO $views$
DECLARE
  rule constant text := $rule$
%1$s AS (
  SELECT *, fits AND NOT (cover_order = 1 AND hidden_counted > 0 AND core.gives_away(rest_counted, rest_complement, rest_unknown)) AS shown
  FROM (
    SELECT *, coalesce(sum(hidden_counted) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_counted,
           coalesce(sum(hidden_complement) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_complement,
           coalesce(sum(hidden_unknown) FILTER (WHERE NOT fits) OVER siblings, 0) AS rest_unknown,
           row_number() OVER (PARTITION BY measure, %5$s
                              ORDER BY fits AND hidden_counted > 0 DESC, least(hidden_counted, hidden_complement), %3$s, period) AS cover_order
    FROM (
      SELECT *, core.may_show(counted, complement, unknown, hidden_counted, hidden_complement, hidden_unknown) AS fits
      FROM (
        SELECT measure, %3$s, date_trunc('%4$s', period)::date AS period, sum(counted) AS counted, sum(complement) AS complement,
               sum(unknown) AS unknown, sum(reporting) AS reporting,
               coalesce(sum(hidden_counted) FILTER (WHERE NOT shown), 0) AS hidden_counted,
               coalesce(sum(hidden_complement) FILTER (WHERE NOT shown), 0) AS hidden_complement,
               coalesce(sum(hidden_unknown) FILTER (WHERE NOT shown), 0) AS hidden_unknown
        FROM %2$s GROUP BY measure, %3$s, date_trunc('%4$s', period)
      ) AS added_up
    ) AS judged
    WINDOW siblings AS (PARTITION BY measure, %5$s)
  ) AS compared
)$rule$;
  rungs text;
BEGIN
  SELECT string_agg(format(rule, rung, below, places, period, siblings), ',' ORDER BY step) INTO rungs FROM (VALUES
    (1, 'village_by_quarter', 'village_by_month', 'village_code, district_code, regency_code', 'quarter', 'village_code, date_trunc(''year'', period)'),
    (2, 'village_by_year', 'village_by_quarter', 'village_code, district_code, regency_code', 'year', 'district_code, period'),
    (3, 'district_by_year', 'village_by_year', 'district_code, regency_code', 'year', 'regency_code, period'),
    (4, 'regency_year_by_place', 'district_by_year', 'regency_code', 'year', 'regency_code, period'),
    (5, 'regency_by_month', 'village_by_month', 'regency_code', 'month', 'regency_code, date_trunc(''quarter'', period)'),
    (6, 'regency_by_quarter', 'regency_by_month', 'regency_code', 'quarter', 'regency_code, date_trunc(''year'', period)'),
    (7, 'regency_year_by_month', 'regency_by_quarter', 'regency_code', 'year', 'regency_code, period')
  ) AS ladder(step, rung, below, places, period, siblings);
  EXECUTE $head$
CREATE VIEW core.share_rungs_live AS
WITH village_by_month AS MATERIALIZED (
  SELECT * FROM core.protected_month
  WHERE period >= core.counted_since() AND (core.counted_in() IS NULL OR regency_code = ANY (core.counted_in()))
),$head$ || rungs || $tail$,
district_by_month AS (
  SELECT measure, district_code, kind, date_trunc(kind, period)::date AS period, sum(counted) AS counted, sum(complement) AS complement,
         sum(unknown) AS unknown, sum(reporting) AS reporting
  FROM village_by_month CROSS JOIN (VALUES ('month'), ('quarter')) AS k(kind)
  GROUP BY measure, district_code, kind, date_trunc(kind, period)
),
rung AS (
  SELECT 'village' AS level, village_code AS region_code, measure, 'month' AS period_type, period, counted, complement, unknown, reporting, shown
  FROM village_by_month
  UNION ALL SELECT 'village', village_code, measure, 'quarter', period, counted, complement, unknown, reporting, shown FROM village_by_quarter
  UNION ALL SELECT 'village', village_code, measure, 'year', period, counted, complement, unknown, reporting, shown FROM village_by_year
  UNION ALL SELECT 'district', district_code, measure, kind, period, counted, complement, unknown, reporting, false FROM district_by_month
  UNION ALL SELECT 'district', district_code, measure, 'year', period, counted, complement, unknown, reporting, shown FROM district_by_year
  UNION ALL SELECT 'regency', regency_code, measure, 'month', period, counted, complement, unknown, reporting, shown FROM regency_by_month
  UNION ALL SELECT 'regency', regency_code, measure, 'quarter', period, counted, complement, unknown, reporting, shown FROM regency_by_quarter
  UNION ALL
  SELECT 'regency', m.regency_code, m.measure, 'year', m.period, m.counted, m.complement, m.unknown, m.reporting, m.shown AND p.shown
  FROM regency_year_by_month AS m JOIN regency_year_by_place AS p USING (measure, regency_code, period)
)
SELECT * FROM rung$tail$;

  SELECT string_agg(format(rule, rung, below, places, 'month', siblings), ',' ORDER BY step) INTO rungs FROM (VALUES
    (1, 'village', 'report', 'base_type, village_code, district_code, regency_code', 'district_code, period'),
    (2, 'district', 'village', 'base_type, district_code, regency_code', 'regency_code, period'),
    (3, 'regency', 'district', 'base_type, regency_code', 'regency_code, period')
  ) AS ladder(step, rung, below, places, siblings);
  EXECUTE $head$
CREATE VIEW core.standing_shares_live AS
WITH report AS (
  SELECT measure, base_type, village_code, district_code, regency_code, base_start AS period, numerator AS counted,
         greatest(denominator - numerator, 0) AS complement, unknown, 1::numeric AS reporting, hidden_counted, hidden_complement, hidden_unknown, false AS shown
  FROM core.village_figures
  WHERE measure IN ('out_of_school_share', 'remittance_productive_share', 'remigration_share', 'members_former_family_share', 'members_women_share')
    AND base_start >= core.counted_since() AND (core.counted_in() IS NULL OR regency_code = ANY (core.counted_in()))
),$head$ || rungs || $tail$
SELECT 'village' AS level, village_code AS region_code, measure, base_type, period, counted, complement, reporting, shown FROM village
UNION ALL SELECT 'district', district_code, measure, base_type, period, counted, complement, reporting, shown FROM district
UNION ALL SELECT 'regency', regency_code, measure, base_type, period, counted, complement, reporting, shown FROM regency$tail$;
END
$views$;

SELECT pg_temp.store('share_rungs');
SELECT pg_temp.store('standing_shares');
CREATE INDEX share_rungs_stored_place ON core.share_rungs_stored (region_code, measure);
CREATE INDEX share_rungs_stored_measure ON core.share_rungs_stored (measure, level, period);
CREATE INDEX standing_shares_stored_place ON core.standing_shares_stored (region_code, measure);
CREATE INDEX standing_shares_stored_measure ON core.standing_shares_stored (measure, level, period);

-- As the asker may see it. The share not known stands beside the share, where that is shown.
CREATE VIEW core.share_ladder AS
SELECT level, region_code, measure, period_type, period, counted, counted + complement AS total, reporting,
       shown AND (level = 'village' AND period_type = 'month' OR core.shows_sums()) AS shown
FROM core.share_rungs
UNION ALL
SELECT level, region_code, 'procedural_unknown_share', period_type, period, unknown, counted + complement + unknown, reporting,
       shown AND (level = 'village' AND period_type = 'month' OR core.shows_sums())
FROM core.share_rungs WHERE measure = 'nonprocedural_share';

CREATE VIEW core.standing_share_cut AS
SELECT level, region_code, measure, base_type, period, counted, complement, reporting, shown AND core.shows_sums() AS shown
FROM core.standing_shares;
