-- Each pillar by the time since the village's programme began and ended; one row more where a village is in two programmes. Of several
-- spells of one programme the last that had begun counts.
CREATE VIEW mart.pillar_sustainability AS
SELECT s.village_code, s.village_name, s.district_name, s.regency_code, s.period, s.pillar,
       s.activities, s.months_reported, s.active,
       g.programme, g.starts_on AS programme_start, g.ends_on AS programme_end, g.dates_from,
       round((s.period - g.starts_on) / 365.25, 1) AS years_since_start,
       CASE WHEN s.period >= date_trunc('month', g.ends_on) THEN round((s.period - g.ends_on) / 365.25, 1) END AS years_since_end,
       EXISTS (SELECT FROM core.programme_conflict AS c WHERE c.village_code = s.village_code) AS dates_disputed
FROM core.pillar_states AS s
LEFT JOIN (
  SELECT *, lead(starts_on) OVER (PARTITION BY village_code, programme ORDER BY starts_on) AS again_on FROM core.village_programme
) AS g ON g.village_code = s.village_code AND (g.starts_on IS NULL OR g.starts_on <= s.period) AND (g.again_on IS NULL OR s.period < g.again_on);
