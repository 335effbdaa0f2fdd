-- The counts of each report beside what only its earlier reports can tell: who came home, who died, who left again, and the
-- population last reported. Nothing here looks ahead. Where another village joined since the report before, its people would all seem to
-- be new, so there nothing is told by comparing. Who came home or died since the report before did so in the months between them.
CREATE OR REPLACE FUNCTION core.counted_since() RETURNS date
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('pmv.counted_since', true), '')::date, '-infinity');

-- Which regencies are counted again; null: all.
CREATE OR REPLACE FUNCTION core.counted_in() RETURNS text[]
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN string_to_array(nullif(current_setting('pmv.counted_in', true), ''), ',');

CREATE VIEW core.village_measures_live AS
WITH beside_before AS (
  SELECT *, lag(period) OVER registers AS period_before, lag(former) OVER registers AS former_before, lag(deceased) OVER registers AS deceased_before,
         array_agg(population) FILTER (WHERE population IS NOT NULL) OVER (PARTITION BY village_code, district_code, regency_code ORDER BY period) AS populations
  FROM core.report_counts
  WINDOW registers AS (PARTITION BY village_code, district_code, regency_code, former IS NOT NULL ORDER BY period)
),
reported AS (
  SELECT *, former_before IS NOT NULL AND NOT EXISTS (
           SELECT FROM core.region_change AS j
           WHERE j.to_code = b.village_code AND j.from_code <> j.to_code AND j.changed_on > b.period_before AND j.changed_on <= b.period) AS compares
  FROM beside_before AS b
),
-- persons former in the reports of the 24 months before
cohort AS (
  SELECT now.village_code, now.period, array_agg(DISTINCT person.key) AS former
  FROM core.report_counts AS now
  JOIN core.report_counts AS earlier
    ON earlier.village_code = now.village_code AND earlier.period < now.period AND earlier.period >= now.period - interval '24 months'
  CROSS JOIN LATERAL unnest(earlier.former) AS person(key)
  WHERE now.former IS NOT NULL AND now.period >= core.counted_since()
  GROUP BY now.village_code, now.period
)
SELECT c.village_code, c.village_name, c.district_code, c.district_name, c.regency_code, c.regency_name, c.period, c.datasets,
       c.migrants_active, c.candidates, c.departures,
       CASE WHEN c.compares THEN (SELECT count(*) FROM (SELECT unnest(c.former) EXCEPT SELECT unnest(c.former_before)) AS n) END AS returns,
       CASE WHEN c.compares THEN (SELECT count(*) FROM (SELECT unnest(c.deceased) EXCEPT SELECT unnest(c.deceased_before)) AS n) END AS deaths,
       CASE WHEN c.compares THEN (extract(year FROM age(c.period, c.period_before)) * 12 + extract(month FROM age(c.period, c.period_before)))::integer END AS months_compared,
       cardinality(h.former) AS former_cohort, CASE WHEN h.former IS NOT NULL THEN (SELECT count(*) FROM unnest(h.former) AS f(key) JOIN unnest(c.abroad) AS a(key) USING (key)) END AS departed_again,
       c.populations[cardinality(c.populations)] AS population,
       c.nonprocedural, c.procedural_known, c.contracts_ending, c.households_abroad, c.households_asked,
       c.households_productive, c.services, c.candidates_verified, c.complaints, c.complaints_open, c.complaints_nonprocedural,
       c.complaints_procedural_known, c.groups, c.groups_active, c.groups_aided, c.groups_aided_active, c.groups_of_former,
       c.members_former_family, c.members_by_origin, c.members_female, c.members_by_sex, c.turnover_of_aided, c.aid_value,
       c.equipment_in_use, c.equipment_aided, c.children, c.children_school_age, c.children_out_of_school, c.sessions,
       c.sessions_counted, c.attendances, c.children_reached, c.cooperative_active, c.last_meeting, c.cooperative_lawful,
       c.members_migrant_family, c.savings, c.savers, c.officers_active, c.has_regulation, c.rows_accepted, c.rows_of_data,
       c.rows_whole, c.required_filled, c.required_cells
FROM reported AS c
LEFT JOIN cohort AS h USING (village_code, period);
