-- The wide view of a village: a number is null where its dataset was not reported, and 0 only where it was and holds none.
CREATE VIEW mart.village_month AS
SELECT m.village_code, m.village_name, m.district_name, m.regency_code, m.period,
       m.migrants_active, m.departures, m.returns,
       CASE WHEN s.shown THEN round(s.counted / (s.counted + s.complement), 3) END AS nonprocedural_share,
       m.procedural_known > 0 AND NOT s.shown AS nonprocedural_share_suppressed,
       m.services, m.complaints_open, m.groups_active, m.children_reached, m.cooperative_active,
       CASE WHEN p.pillars_known > 0 THEN p.pillars_alive END::integer AS pillars_active, p.pillars_known::integer AS pillars_reported,
       round(100.0 * m.rows_whole / nullif(m.rows_of_data, 0), 1) AS quality_score
FROM core.village_measures AS m
LEFT JOIN core.pillars_alive AS p USING (village_code, period)
LEFT JOIN core.protected_month AS s ON s.measure = 'nonprocedural_share' AND s.village_code = m.village_code AND s.period = m.period;
