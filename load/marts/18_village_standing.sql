-- Where a village stands: how many pillars are alive, and the six criteria of Desa Migran Emas. Two of them stand in no sheet and come
-- from the configuration, else they are unknown; the other four are read from what was reported. Of fewer than 10 departures of known
-- status in a year the procedural criterion would tell who left how, so there it is unknown.
CREATE VIEW core.village_standing AS
WITH reported AS (
  SELECT village_code, district_code, regency_code, period,
         sum(procedural_known) OVER year_before AS known, sum(procedural_known - nonprocedural) OVER year_before AS procedural,
         bool_or(groups_of_former > 0) OVER half_year AS former_groups
  FROM core.village_measures
  WINDOW year_before AS (PARTITION BY village_code, district_code, regency_code ORDER BY period RANGE BETWEEN interval '11 months' PRECEDING AND CURRENT ROW),
         half_year AS (PARTITION BY village_code, district_code, regency_code ORDER BY period RANGE BETWEEN interval '5 months' PRECEDING AND CURRENT ROW)
),
judged AS (
  SELECT r.village_code, c.criterion, c.met, c.since, lead(c.since) OVER (PARTITION BY r.village_code, c.criterion ORDER BY c.since) AS until
  FROM core.village_criterion AS c JOIN core.standing_configuration USING (configuration_id) JOIN core.dim_region AS r USING (region_key)
),
criteria AS (
  SELECT m.village_code, m.district_code, m.regency_code, m.period, p.pillars_alive, p.pillars_known, t.met AS task_force, s.met AS infrastructure,
         p.empowers, p.protects, m.former_groups, CASE WHEN m.known >= 10 THEN m.procedural >= g.value * m.known END AS procedural
  FROM reported AS m
  LEFT JOIN core.pillars_alive AS p ON p.village_code = m.village_code AND p.period = m.period
  LEFT JOIN judged AS t ON t.village_code = m.village_code AND t.criterion = 'task_force' AND m.period >= t.since AND (t.until IS NULL OR m.period < t.until)
  LEFT JOIN judged AS s ON s.village_code = m.village_code AND s.criterion = 'service_infrastructure' AND m.period >= s.since AND (s.until IS NULL OR m.period < s.until)
  CROSS JOIN (SELECT value FROM core.target JOIN core.standing_configuration USING (configuration_id) WHERE target = 'procedural_share') AS g
)
SELECT village_code, district_code, regency_code, period, pillars_alive, pillars_known,
       num_nonnulls(nullif(task_force, false), nullif(infrastructure, false), nullif(empowers, false), nullif(protects, false),
                    nullif(former_groups, false), nullif(procedural, false)) AS criteria_met,
       num_nonnulls(task_force, infrastructure, empowers, protects, former_groups, procedural) AS criteria_known
FROM criteria;
