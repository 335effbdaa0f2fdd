-- What was recorded for each pillar in a month. Null: nothing was reported on it.
CREATE VIEW core.pillar_month AS
SELECT m.village_code, m.village_name, m.district_code, m.district_name, m.regency_code, m.period, p.*
FROM core.village_measures AS m
CROSS JOIN LATERAL (VALUES
  (1, CASE WHEN m.services IS NOT NULL OR m.complaints IS NOT NULL THEN coalesce(m.services, 0) + coalesce(m.complaints, 0) END, NULL::date),
  (2, m.groups_active, NULL),
  (3, m.sessions, NULL),
  (4, m.cooperative_active::integer, m.last_meeting)
) AS p(pillar, activities, last_meeting);

-- Alive by what was reported in the six months up to the period; null where nothing was.
CREATE VIEW core.pillar_states_live AS
SELECT village_code, village_name, district_code, district_name, regency_code, period, pillar, activities, months_reported,
       CASE WHEN months_reported > 0 THEN
         recorded > 0 AND (pillar <> 4 OR coalesce(last_meeting >= period + interval '1 month' - interval '15 months', true)) END AS active
FROM (
  SELECT village_code, village_name, district_code, district_name, regency_code, period, pillar, activities,
         count(activities) OVER half_year AS months_reported, sum(activities) OVER half_year AS recorded,
         max(last_meeting) OVER half_year AS last_meeting
  FROM core.pillar_month
  WINDOW half_year AS (PARTITION BY village_code, district_code, regency_code, pillar
                       ORDER BY period RANGE BETWEEN interval '5 months' PRECEDING AND CURRENT ROW)
) AS p;

SELECT pg_temp.store('pillar_states');
CREATE INDEX pillar_states_stored_place ON core.pillar_states_stored (village_code, period);
CREATE INDEX pillar_states_stored_period ON core.pillar_states_stored (period);

CREATE VIEW core.pillars_alive_live AS
SELECT village_code, district_code, regency_code, period, count(*) FILTER (WHERE active) AS pillars_alive, count(active) AS pillars_known,
       bool_or(active) FILTER (WHERE pillar = 1) AS protects, bool_or(active) FILTER (WHERE pillar > 1) AS empowers
FROM core.pillar_states GROUP BY village_code, district_code, regency_code, period;

SELECT pg_temp.store('pillars_alive');
CREATE INDEX pillars_alive_stored_place ON core.pillars_alive_stored (village_code, period);
