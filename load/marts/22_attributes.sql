-- Active migrants by one attribute and place. A district or regency adds up its places; it may show a country when what its places
-- hide of it is none or enough.
CREATE VIEW core.level_country AS
WITH village AS (
  SELECT *, CASE WHEN shown THEN 0 ELSE uncovered END AS rest, CASE WHEN shown THEN 0 ELSE hidden_cells END AS rest_cells
  FROM core.village_attributes WHERE breakdown = 'destination'
),
district AS (
  SELECT district_code, regency_code, period, member, sum(persons) AS persons, sum(rest) AS uncovered, sum(rest_cells) AS hidden_cells,
         count(*) FILTER (WHERE rest > 0) - 1 AS more_places
  FROM village GROUP BY district_code, regency_code, period, member
),
district_fit AS (
  SELECT *, core.enough(persons, uncovered, hidden_cells, more_places) AS fits FROM district
),
district_pool AS (
  SELECT *, coalesce(sum(uncovered) FILTER (WHERE NOT fits) OVER place, 0) AS rest, coalesce(sum(hidden_cells) FILTER (WHERE NOT fits) OVER place, 0) AS rest_cells,
         row_number() OVER (PARTITION BY district_code, period ORDER BY fits AND uncovered > 0 DESC, uncovered, member) AS cover_order
  FROM district_fit WINDOW place AS (PARTITION BY district_code, period)
),
district_cut AS (
  SELECT *, fits AND NOT (cover_order = 1 AND uncovered > 0 AND core.too_few(rest, rest_cells)) AS shown FROM district_pool
),
regency AS (
  SELECT regency_code, period, member, sum(persons) AS persons, coalesce(sum(uncovered) FILTER (WHERE NOT shown), 0) AS uncovered,
         coalesce(sum(hidden_cells) FILTER (WHERE NOT shown), 0) AS hidden_cells, count(*) FILTER (WHERE NOT shown AND uncovered > 0) - 1 AS more_places
  FROM district_cut GROUP BY regency_code, period, member
),
regency_fit AS (
  SELECT *, core.enough(persons, uncovered, hidden_cells, more_places) AS fits FROM regency
),
regency_pool AS (
  SELECT *, coalesce(sum(uncovered) FILTER (WHERE NOT fits) OVER place, 0) AS rest, coalesce(sum(hidden_cells) FILTER (WHERE NOT fits) OVER place, 0) AS rest_cells,
         row_number() OVER (PARTITION BY regency_code, period ORDER BY fits AND uncovered > 0 DESC, uncovered, member) AS cover_order
  FROM regency_fit WINDOW place AS (PARTITION BY regency_code, period)
)
SELECT 'village' AS level, village_code AS region_code, period, member, persons, shown FROM village WHERE NOT unlisted
UNION ALL SELECT 'district', district_code, period, member, persons, shown FROM district_cut
UNION ALL
SELECT 'regency', regency_code, period, member, persons, fits AND NOT (cover_order = 1 AND uncovered > 0 AND core.too_few(rest, rest_cells))
FROM regency_pool;

-- Occupation and sex are shown for the whole regency only, where what stays hidden is 10 or more persons of three villages or more;
-- the members not shown must be as many together, or the smallest shown one is hidden too.
CREATE VIEW core.regency_attribute AS
WITH fit AS (
  SELECT breakdown, regency_code AS region_code, period, member, sum(persons) AS persons,
         sum(persons) >= 10 AND (sum(uncovered) = 0 OR (sum(uncovered) >= 10 AND count(*) FILTER (WHERE uncovered > 0) >= 3)) AS fits
  FROM core.village_attributes WHERE breakdown <> 'destination'
  GROUP BY breakdown, regency_code, period, member
),
pool AS (
  SELECT *, count(*) FILTER (WHERE NOT fits) OVER place AS others, sum(persons) FILTER (WHERE NOT fits) OVER place AS other_persons,
         row_number() OVER (PARTITION BY breakdown, region_code, period ORDER BY fits DESC, persons, member) AS cover_order
  FROM fit WINDOW place AS (PARTITION BY breakdown, region_code, period)
)
SELECT breakdown, region_code, period, member, persons,
       fits AND NOT (cover_order = 1 AND others > 0 AND (others = 1 OR other_persons < 10)) AS shown
FROM pool;
