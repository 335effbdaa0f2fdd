-- Brings the versions of changed villages and districts to what the list of changes says (`wanted_version`). Existing rows are changed in place;
-- `version` pairs them with the wanted ones by age, with an empty name where there are more than wanted.
SET CONSTRAINTS core.dim_region_one_at_a_time DEFERRED;

CREATE TEMP TABLE version ON COMMIT DROP AS
SELECT code, number, w.name, w.district_name, w.valid_from, w.valid_to, o.region_key
FROM (SELECT *, row_number() OVER (PARTITION BY code ORDER BY valid_from) AS number FROM wanted_version) AS w
FULL JOIN (SELECT code, region_key, row_number() OVER (PARTITION BY code ORDER BY valid_from) AS number
           FROM core.dim_region WHERE code IN (SELECT code FROM wanted_version)) AS o USING (code, number);

UPDATE core.dim_region AS r SET name = v.name, village_name = CASE r.level WHEN 'village' THEN v.name END, district_name = v.district_name,
  valid_from = v.valid_from, valid_to = v.valid_to
FROM version AS v WHERE v.region_key = r.region_key AND v.name IS NOT NULL
  AND (r.name, r.district_name, r.valid_from, r.valid_to) IS DISTINCT FROM (v.name, v.district_name, v.valid_from, v.valid_to);

INSERT INTO core.dim_region (code, name, level, region_type, parent_code, province_code, province_name, regency_code, regency_name,
  district_code, district_name, village_code, village_name, bps_code, district_bps_code, latitude, longitude, valid_from, valid_to)
SELECT v.code, v.name, l.level, CASE WHEN l.level = 'district' THEN 'kecamatan' WHEN substr(v.code, 10, 1) = '1' THEN 'kelurahan'
         WHEN substr(v.code, 10, 1) = '2' THEN 'desa' END, l.parent_code,
       g.province_code, g.province_name, g.regency_code, g.regency_name, left(v.code, 8), v.district_name,
       CASE l.level WHEN 'village' THEN v.code END, CASE l.level WHEN 'village' THEN v.name END,
       o.bps_code, (SELECT max(d.bps_code) FROM core.dim_region AS d WHERE d.code = left(v.code, 8)), o.latitude, o.longitude,
       v.valid_from, v.valid_to
FROM version AS v
CROSS JOIN LATERAL (SELECT CASE length(v.code) WHEN 8 THEN 'district' ELSE 'village' END AS level,
                           left(v.code, CASE length(v.code) WHEN 8 THEN 5 ELSE 8 END) AS parent_code) AS l
JOIN core.dim_region AS g ON g.code = left(v.code, 5) AND g.valid_to IS NULL
LEFT JOIN version AS first ON first.code = v.code AND first.number = 1
LEFT JOIN core.dim_region AS o ON o.region_key = first.region_key
WHERE v.region_key IS NULL
ORDER BY v.code, v.number;

CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT r.region_key FROM core.dim_region AS r
WHERE r.code IN (SELECT code FROM wanted_version) AND r.region_key NOT IN (SELECT region_key FROM version WHERE name IS NULL);

-- A report goes to the version its month lies in; where there was no such village then, to the one nearest in time.
UPDATE audit.sheet_balance AS s SET region_key = (
  SELECT r.region_key FROM core.dim_region AS r JOIN wanted AS w USING (region_key)
  WHERE r.code = old.code
  ORDER BY greatest(r.valid_from - s.period, s.period - r.valid_to + 1, 0), r.valid_from LIMIT 1)
FROM core.dim_region AS old
WHERE old.region_key = s.region_key AND old.code IN (SELECT code FROM wanted_version);

-- What the office configures about a village holds for the village as it is now.
CREATE TEMP TABLE newest ON COMMIT DROP AS
SELECT r.region_key, (SELECT n.region_key FROM wanted AS w JOIN core.dim_region AS n USING (region_key)
                      WHERE n.code = r.code ORDER BY n.valid_from DESC LIMIT 1) AS newest_key
FROM core.dim_region AS r WHERE r.code IN (SELECT code FROM wanted_version);

UPDATE audit.roster AS c SET region_key = n.newest_key FROM newest AS n WHERE n.region_key = c.region_key;
UPDATE core.programme_spell AS c SET region_key = n.newest_key FROM newest AS n WHERE n.region_key = c.region_key;
UPDATE core.village_criterion AS c SET region_key = n.newest_key FROM newest AS n WHERE n.region_key = c.region_key;

-- So does what is published of a district. The first upgrade has no figures yet.
DO $$ BEGIN
  IF to_regclass('core.fact_bp2mi_figures') IS NOT NULL THEN
    UPDATE core.fact_bp2mi_figures AS f SET region_key = n.newest_key FROM newest AS n
    WHERE n.region_key = f.region_key AND n.newest_key <> f.region_key;
  END IF;
END $$;

DELETE FROM core.dim_region WHERE region_key IN (SELECT region_key FROM version WHERE name IS NULL);
SET CONSTRAINTS core.dim_region_one_at_a_time IMMEDIATE;
DROP TABLE version, wanted, newest, wanted_version;
