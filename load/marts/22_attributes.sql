-- Active migrants by one attribute and place. A village shows countries. A district adds up what its villages show, so it tells
-- nothing new. The regency also shows what villages hide of a country, occupation or sex, where that is spread over three villages or
-- more and could be 10 persons fewer or more: `slack` are the persons a village hides beyond one a cell, and they could as well be of
-- another member. The members not shown must have as much together, or the smallest shown one that hides some is hidden too.
CREATE VIEW core.level_attributes_live AS
WITH village AS (
  SELECT *, sum(slack) OVER (PARTITION BY village_code, period, breakdown) - slack AS slack_of_others
  FROM (
    SELECT *, CASE WHEN shown THEN 0 ELSE uncovered END AS rest,
           CASE WHEN shown OR uncovered = 0 THEN 0 WHEN unlisted THEN uncovered ELSE uncovered - hidden_cells END AS slack
    FROM core.village_attributes
  ) AS v
),
regency AS (
  SELECT breakdown, regency_code, period, member, sum(persons) AS persons, sum(slack) AS slack,
         sum(persons) >= 10 AND (sum(rest) = 0 OR (sum(slack) >= 10 AND sum(slack_of_others) FILTER (WHERE rest > 0) >= 10 AND count(*) FILTER (WHERE rest > 0) >= 3)) AS fits
  FROM village GROUP BY breakdown, regency_code, period, member
),
pool AS (
  SELECT *, count(*) FILTER (WHERE NOT fits) OVER place AS others, least(sum(persons) FILTER (WHERE NOT fits) OVER place, sum(slack) FILTER (WHERE NOT fits) OVER place) AS open,
         row_number() OVER (PARTITION BY breakdown, regency_code, period ORDER BY fits AND slack > 0 DESC, fits DESC, persons, member) AS cover_order
  FROM regency WINDOW place AS (PARTITION BY breakdown, regency_code, period)
)
SELECT 'village' AS level, village_code AS region_code, breakdown, period, member, persons, shown FROM village WHERE breakdown = 'destination' AND NOT unlisted
UNION ALL
SELECT 'district', district_code, breakdown, period, member, sum(persons), bool_and(shown) FROM village
WHERE breakdown = 'destination' GROUP BY district_code, breakdown, period, member
UNION ALL
SELECT 'regency', regency_code, breakdown, period, member, persons,
       fits AND NOT (cover_order = 1 AND others > 0 AND (others = 1 OR open < 10))
FROM pool;

SELECT pg_temp.store('level_attributes');
CREATE INDEX level_attributes_stored_place ON core.level_attributes_stored (region_code, period);
CREATE INDEX level_attributes_stored_level ON core.level_attributes_stored (level, breakdown, period);

-- As the asker may see it.
CREATE VIEW core.level_attribute AS
SELECT level, region_code, breakdown, period, member, persons, shown AND (level <> 'regency' OR core.shows_sums()) AS shown
FROM core.level_attributes;
