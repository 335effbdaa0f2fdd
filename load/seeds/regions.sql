-- Regions of the decree against those that stand: new codes come in, changed ones close the earlier version and open another.
-- Villages of the list of changes come in once; `region_versions.sql` says what they were when.
CREATE TEMP TABLE decree ON COMMIT DROP AS
SELECT r.code, r.name, r.level,
       CASE r.level WHEN 'province' THEN 'provinsi' WHEN 'district' THEN 'kecamatan'
         WHEN 'regency' THEN CASE WHEN r.name LIKE 'Kota %' THEN 'kota' ELSE 'kabupaten' END
         ELSE CASE substr(r.code, 10, 1) WHEN '1' THEN 'kelurahan' WHEN '2' THEN 'desa' END END AS region_type,
       nullif(r.parent_code, '') AS parent_code,
       p.code AS province_code, p.name AS province_name, g.code AS regency_code, g.name AS regency_name,
       d.code AS district_code, d.name AS district_name,
       CASE r.level WHEN 'village' THEN r.code END AS village_code, CASE r.level WHEN 'village' THEN r.name END AS village_name,
       own.bps_code, coalesce(b.bps_code, v.district_code_bps) AS district_bps_code, v.latitude, v.longitude
FROM region_list AS r
JOIN region_list AS p ON p.code = left(r.code, 2)
LEFT JOIN region_list AS g ON g.code = nullif(left(r.code, 5), left(r.code, 2))
LEFT JOIN region_list AS d ON d.code = nullif(left(r.code, 8), left(r.code, 5))
LEFT JOIN bps_list AS own ON own.kemendagri_code = r.code
LEFT JOIN bps_list AS b ON b.kemendagri_code = d.code
LEFT JOIN village_list AS v ON v.village_code = r.code;

UPDATE core.dim_region AS old SET valid_to = current_date
FROM decree AS new
WHERE old.code = new.code AND old.valid_to IS NULL AND old.valid_from < current_date
  AND old.code NOT IN (SELECT code FROM wanted_version)
  AND (old.name, old.region_type, old.parent_code, old.province_name, old.regency_name, old.district_name)
      IS DISTINCT FROM (new.name, new.region_type, new.parent_code, new.province_name, new.regency_name, new.district_name);

INSERT INTO core.dim_region (code, name, level, region_type, parent_code, province_code, province_name, regency_code, regency_name,
  district_code, district_name, village_code, village_name, bps_code, district_bps_code, latitude, longitude, valid_from)
SELECT new.*, coalesce(ended.valid_to, '2000-01-01')
FROM decree AS new
LEFT JOIN (SELECT code, max(valid_to) AS valid_to FROM core.dim_region GROUP BY code) AS ended ON ended.code = new.code
WHERE NOT EXISTS (SELECT FROM core.dim_region AS old WHERE old.code = new.code
                  AND (old.valid_to IS NULL OR old.code IN (SELECT code FROM wanted_version)))
ORDER BY new.code;
