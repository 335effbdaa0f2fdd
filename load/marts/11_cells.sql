-- Anything may stand in a column of occupations, a person's name too. So a mart shows the labels the list of occupations knows and
-- counts all others together.
CREATE OR REPLACE FUNCTION core.known_occupation(label text, isco text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN isco IS NOT NULL THEN label WHEN label IS NOT NULL THEN 'Lainnya' END;

-- Persons and cases of a village and month by all their attributes at once: what the suppressed marts are cut from.
CREATE VIEW core.split_cells AS
SELECT 'stock' AS kind, village_code, village_name, district_name, period, destination,
       core.known_occupation(occupation, occupation_isco) AS occupation, sex, procedural, NULL::text AS complaint_type,
       count(DISTINCT person_key) AS persons, NULL::bigint AS closed, NULL::double precision AS median_days_open
FROM core.migrant_register WHERE status = 'AKTIF'
GROUP BY village_code, village_name, district_name, period, destination, core.known_occupation(occupation, occupation_isco), sex, procedural
UNION ALL
SELECT 'flow', village_code, village_name, district_name, period, destination, core.known_occupation(occupation, occupation_isco), sex, procedural, NULL, count(DISTINCT person_key), NULL, NULL
FROM core.migrant_register WHERE date_trunc('month', departure_date) = period
GROUP BY village_code, village_name, district_name, period, destination, core.known_occupation(occupation, occupation_isco), sex, procedural
UNION ALL
SELECT 'case', village_code, village_name, district_name, period, destination, NULL, NULL, procedural, complaint_type, count(*),
       count(*) FILTER (WHERE status = 'SELESAI' OR resolved_date IS NOT NULL),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY resolved_date - reported_date)
FROM core.complaints
GROUP BY village_code, village_name, district_name, period, destination, procedural, complaint_type;

-- Small cells. A cell under 5 is hidden. What is hidden in a village and month can be worked out from the total, so together it
-- must be 5 or more, of several cells, and not one in each nor four in each; if not, the smallest shown cell is hidden too. Where
-- even that does not help, the cells are not listed at all: one row without attributes stands for them.
CREATE VIEW core.protected_cells_live AS
WITH pool AS (
  SELECT *, persons < 5 AS small,
         count(*) FILTER (WHERE persons < 5) OVER place AS small_cells, sum(persons) FILTER (WHERE persons < 5) OVER place AS small_persons,
         count(*) FILTER (WHERE persons >= 5) OVER place AS large_cells,
         row_number() OVER (PARTITION BY village_code, period, kind
           ORDER BY persons < 5, persons, destination, occupation, sex, procedural, complaint_type) AS size_order
  FROM core.split_cells
  WINDOW place AS (PARTITION BY village_code, period, kind)
)
SELECT kind, village_code, village_name, district_name, left(village_code, 8) AS district_code, left(village_code, 5) AS regency_code, period,
       destination, occupation, sex, procedural, complaint_type, persons, closed, median_days_open,
       small OR (lacks_cover AND size_order = 1) AS hidden,
       lacks_cover AND large_cells = 0 AS unlisted
FROM (SELECT *, small_cells = 1 OR (small_cells > 1 AND (small_persons < 5 OR small_persons IN (small_cells, 4 * small_cells))) AS lacks_cover FROM pool) AS p;
