-- A number is null where its dataset was not reported for the month, and 0 only where it was reported and holds none.
CREATE VIEW mart.village_month AS
-- Every part is grouped by village first, so that a query for one village or district reads only its rows.
WITH reported AS NOT MATERIALIZED (
  SELECT r.village_code, r.village_name, r.district_name, r.regency_code, s.period, array_agg(DISTINCT s.dataset) AS datasets
  FROM audit.sheet_balance AS s
  JOIN core.dim_region AS r USING (region_key)
  WHERE s.dataset IS NOT NULL AND s.holds AND s.region_key <> 0
    AND s.recorded_at <= core.as_of() AND (s.superseded_at IS NULL OR s.superseded_at > core.as_of())
  GROUP BY r.village_code, r.village_name, r.district_name, r.regency_code, s.period
),
people AS (
  SELECT village_code, period,
         count(DISTINCT person_key) FILTER (WHERE status = 'AKTIF') AS migrants_active,
         count(DISTINCT person_key) FILTER (WHERE left_in_month) AS departures,
         count(DISTINCT person_key) FILTER (WHERE left_in_month AND procedural = 'NON_PROSEDURAL') AS nonprocedural,
         count(DISTINCT person_key) FILTER (WHERE left_in_month AND procedural IN ('PROSEDURAL', 'NON_PROSEDURAL')) AS procedural_known,
         array_agg(DISTINCT person_key) FILTER (WHERE status = 'PURNA') AS former
  FROM (SELECT *, date_trunc('month', departure_date) = period AS left_in_month FROM core.migrant_register) AS r
  GROUP BY village_code, period
),
register AS (
  SELECT p.village_code, p.period, people.migrants_active, people.departures, people.nonprocedural, people.procedural_known,
         people.former, lag(coalesce(people.former, '{}')) OVER by_month AS former_before
  FROM reported AS p LEFT JOIN people USING (village_code, period)
  WHERE 'migrant_register' = ANY (p.datasets)
  WINDOW by_month AS (PARTITION BY p.village_code ORDER BY p.period)
),
services AS (SELECT village_code, period, count(*) AS services FROM core.migration_services GROUP BY village_code, period),
cases AS (
  SELECT village_code, period, count(*) AS complaints,
         count(*) FILTER (WHERE status IS DISTINCT FROM 'SELESAI' AND resolved_date IS NULL) AS complaints_open
  FROM core.complaints GROUP BY village_code, period
),
groups AS (SELECT village_code, period, count(*) FILTER (WHERE active) AS groups_active FROM core.business_groups GROUP BY village_code, period),
sessions AS (
  SELECT village_code, period, count(*) AS sessions,
         max(coalesce(children_male, 0) + coalesce(children_female, 0))
           FILTER (WHERE children_male IS NOT NULL OR children_female IS NOT NULL) AS children_reached
  FROM core.parenting_sessions GROUP BY village_code, period
),
cooperatives AS (
  SELECT village_code, period, bool_or(active) AS cooperative_active,
         bool_or(active AND coalesce(last_annual_meeting >= period + interval '1 month' - interval '15 months', true)) AS cooperative_alive
  FROM core.cooperatives GROUP BY village_code, period
),
quality AS (
  SELECT village_code, period, round(sum(quality_score * rows_of_data) / nullif(sum(rows_of_data), 0), 1) AS quality_score
  FROM mart.data_quality GROUP BY village_code, period
),
month AS (
  SELECT p.village_code, p.village_name, p.district_name, p.regency_code, p.period, p.datasets,
         register.migrants_active, register.departures, register.nonprocedural, register.procedural_known,
         register.former, register.former_before,
         services.services, cases.complaints, cases.complaints_open, groups.groups_active, sessions.sessions, sessions.children_reached,
         cooperatives.cooperative_active, cooperatives.cooperative_alive, quality.quality_score
  FROM reported AS p
  LEFT JOIN register USING (village_code, period)
  LEFT JOIN services USING (village_code, period)
  LEFT JOIN cases USING (village_code, period)
  LEFT JOIN groups USING (village_code, period)
  LEFT JOIN sessions USING (village_code, period)
  LEFT JOIN cooperatives USING (village_code, period)
  LEFT JOIN quality USING (village_code, period)
)
SELECT village_code, village_name, district_name, regency_code, period,
       CASE WHEN 'migrant_register' = ANY (datasets) THEN coalesce(migrants_active, 0) END AS migrants_active,
       CASE WHEN 'migrant_register' = ANY (datasets) THEN coalesce(departures, 0) END AS departures,
       CASE WHEN former_before IS NOT NULL THEN (SELECT count(*) FROM (SELECT unnest(former) EXCEPT SELECT unnest(former_before)) AS new) END AS returns,
       CASE WHEN nonprocedural >= 5 AND procedural_known - nonprocedural >= 5 THEN round(nonprocedural::numeric / procedural_known, 3) END AS nonprocedural_share,
       procedural_known > 0 AND NOT (nonprocedural >= 5 AND procedural_known - nonprocedural >= 5) AS nonprocedural_share_suppressed,
       CASE WHEN 'migration_services' = ANY (datasets) THEN coalesce(services, 0) END AS services,
       CASE WHEN 'complaints' = ANY (datasets) THEN coalesce(complaints_open, 0) END AS complaints_open,
       CASE WHEN 'business_groups' = ANY (datasets) THEN coalesce(groups_active, 0) END AS groups_active,
       CASE WHEN 'parenting_sessions' = ANY (datasets) THEN coalesce(children_reached, 0) END AS children_reached,
       CASE WHEN 'cooperatives' = ANY (datasets) THEN coalesce(cooperative_active, false) END AS cooperative_active,
       -- a pillar counts when something of the last six months shows it alive
       coalesce(bool_or(services > 0 OR complaints > 0) OVER half_year, false)::integer
         + coalesce(bool_or(groups_active > 0) OVER half_year, false)::integer
         + coalesce(bool_or(sessions > 0) OVER half_year, false)::integer
         + coalesce(bool_or(cooperative_alive) OVER half_year, false)::integer AS pillars_active,
       (SELECT count(DISTINCT pillar)::integer FROM unnest(datasets) AS d
        JOIN (VALUES ('migration_services', 1), ('complaints', 1), ('business_groups', 2), ('parenting_sessions', 3), ('cooperatives', 4)) AS p(dataset, pillar)
          ON p.dataset = d) AS pillars_reported,
       quality_score
FROM month
WINDOW half_year AS (PARTITION BY village_code ORDER BY period RANGE BETWEEN interval '5 months' PRECEDING AND CURRENT ROW);
