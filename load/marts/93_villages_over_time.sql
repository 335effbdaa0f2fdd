CREATE VIEW core.village_change AS
SELECT * FROM core.region_change WHERE length(from_code) = 13;

-- Which villages of today a village of the past became: itself until its next change, one heir when it was renamed, merged or given
-- another code, several when it was split. Only villages the list of changes speaks of.
CREATE VIEW core.village_heir AS
WITH RECURSIVE way AS (
  SELECT from_code AS village_code, changed_on AS valid_to, to_code AS village_now, changed_on AS since FROM core.village_change
  UNION
  SELECT to_code, 'infinity', to_code, changed_on FROM core.village_change AS c
  WHERE NOT EXISTS (SELECT FROM core.village_change AS n WHERE n.from_code = c.to_code AND n.changed_on > c.changed_on)
  UNION
  SELECT w.village_code, w.valid_to, c.to_code, c.changed_on
  FROM way AS w JOIN core.village_change AS c ON c.from_code = w.village_now
   AND c.changed_on = (SELECT min(n.changed_on) FROM core.village_change AS n WHERE n.from_code = w.village_now AND n.changed_on > w.since)
),
heir AS (
  SELECT DISTINCT village_code, valid_to, village_now FROM way AS w
  WHERE NOT EXISTS (SELECT FROM core.village_change AS n WHERE n.from_code = w.village_now AND n.changed_on > w.since)
)
SELECT h.village_code, coalesce((SELECT max(b.valid_to) FROM heir AS b WHERE b.village_code = h.village_code AND b.valid_to < h.valid_to), '-infinity') AS valid_from,
       h.valid_to, h.village_now, count(*) OVER (PARTITION BY h.village_code, h.valid_to) AS heirs
FROM heir AS h;

-- Villages of today that share a past cannot be told apart in it: together they are one area, comparable over all years.
CREATE VIEW core.village_area AS
WITH RECURSIVE shared AS (
  SELECT DISTINCT a.village_now, b.village_now AS beside FROM core.village_heir AS a JOIN core.village_heir AS b USING (village_code, valid_to)
),
reached AS (
  SELECT village_now, beside FROM shared
  UNION
  SELECT r.village_now, s.beside FROM reached AS r JOIN shared AS s ON s.village_now = r.beside
)
SELECT village_now, min(beside) AS area_code, array_agg(beside ORDER BY beside) AS villages_now FROM reached GROUP BY village_now;

-- For each month some of an area reported: the villages of that time behind each village of today, and behind the area where it is
-- several. `heirs` > 1: what this one reported cannot be given to one village of today.
CREATE VIEW core.village_origin AS
SELECT place.level, place.region_code, a.area_code, m.period, h.village_code, max(CASE WHEN place.level = 'village' THEN h.heirs ELSE 1 END) AS heirs
FROM core.village_area AS a
JOIN core.village_heir AS h USING (village_now)
JOIN (SELECT DISTINCT x.area_code, r.period FROM core.village_area AS x JOIN core.village_heir AS y USING (village_now)
      JOIN core.village_measures AS r ON r.village_code = y.village_code) AS m
  ON m.area_code = a.area_code AND m.period >= h.valid_from AND m.period < h.valid_to
JOIN core.dim_region AS v ON v.village_code = h.village_code AND v.level = 'village' AND v.valid_from <= m.period AND (v.valid_to IS NULL OR v.valid_to > m.period)
CROSS JOIN LATERAL (VALUES ('village', a.village_now, true), ('area', a.area_code, cardinality(a.villages_now) > 1)) AS place(level, region_code, asked)
WHERE place.asked
GROUP BY place.level, place.region_code, a.area_code, m.period, h.village_code;

CREATE VIEW mart.region_changes AS
SELECT CASE length(from_code) WHEN 8 THEN 'district' ELSE 'village' END AS level, changed_on,
       CASE WHEN count(*) OVER (PARTITION BY changed_on, from_code) > 1 THEN 'split' WHEN count(*) OVER (PARTITION BY changed_on, to_code) > 1 THEN 'merge'
         WHEN from_code = to_code THEN 'rename' ELSE 'recode' END AS kind,
       from_code, from_name, to_code, to_name, basis
FROM core.region_change;

-- The months of the past by the villages of today. Where a village was split, what it reported before is not shared out: its heirs have
-- no figure of their own there (`comparable` is false) and the area of all of them has. A sum of which a part is missing is empty.
CREATE VIEW mart.village_month_now AS
WITH gathered AS (
  SELECT o.level, o.region_code, o.area_code, o.period, array_agg(o.village_code ORDER BY o.village_code) AS villages_then,
         count(*)::integer AS villages_expected, count(m.village_code)::integer AS villages_reporting, max(o.heirs) = 1 AS comparable,
         CASE WHEN max(o.heirs) = 1 AND count(m.migrants_active) = count(*) THEN sum(m.migrants_active) END AS migrants_active,
         CASE WHEN max(o.heirs) = 1 AND count(m.departures) = count(*) THEN sum(m.departures) END AS departures,
         CASE WHEN max(o.heirs) = 1 AND count(m.returns) = count(*) THEN sum(m.returns) END AS returns,
         CASE WHEN max(o.heirs) = 1 AND count(m.services) = count(*) THEN sum(m.services) END AS services,
         CASE WHEN max(o.heirs) = 1 AND count(m.complaints_open) = count(*) THEN sum(m.complaints_open) END AS complaints_open,
         CASE WHEN max(o.heirs) = 1 AND count(m.groups_active) = count(*) THEN sum(m.groups_active) END AS groups_active
  FROM core.village_origin AS o
  LEFT JOIN core.village_measures AS m ON m.village_code = o.village_code AND m.period = o.period
  GROUP BY o.level, o.region_code, o.area_code, o.period
  UNION ALL
  SELECT 'village', village_code, village_code, period, ARRAY[village_code], 1, 1, true,
         migrants_active, departures, returns, services, complaints_open, groups_active
  FROM core.village_measures WHERE village_code NOT IN (SELECT village_code FROM core.village_heir)
),
named AS (
  SELECT 'village' AS level, code AS region_code, name AS region_name, district_name FROM core.dim_region WHERE level = 'village' AND valid_to IS NULL
  UNION ALL
  SELECT 'area', a.area_code, string_agg(r.name, ' + ' ORDER BY r.code), max(r.district_name)
  FROM core.village_area AS a JOIN core.dim_region AS r ON r.code = a.village_now AND r.valid_to IS NULL GROUP BY a.area_code
)
SELECT level, region_code, n.region_name, n.district_name, left(region_code, 5) AS regency_code, g.period, g.area_code,
       g.villages_then, g.villages_expected, g.villages_reporting, g.comparable,
       g.migrants_active, g.departures, g.returns, g.services, g.complaints_open, g.groups_active
FROM gathered AS g JOIN named AS n USING (level, region_code);
