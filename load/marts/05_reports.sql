-- Shared pieces of the marts. A sheet stands from the moment it was recorded until a newer report replaced it.
CREATE VIEW core.standing_sheet AS
SELECT r.village_code, r.village_name, r.district_code, r.district_name, r.regency_code, r.regency_name,
       s.period, s.dataset, s.sheet_id, s.load_id, s.file_id, s.source_file, s.source_sheet, s.holds,
       s.rows_read, s.loaded, s.quarantined, s.duplicate, s.ignored, s.recorded_at
FROM audit.sheet_balance AS s
JOIN core.dim_region AS r USING (region_key)
WHERE s.dataset IS NOT NULL AND s.region_key <> 0
  AND s.recorded_at <= core.as_of() AND (s.superseded_at IS NULL OR s.superseded_at > core.as_of());

-- Which datasets a village reported for a month.
CREATE VIEW core.village_report AS
SELECT village_code, village_name, district_code, district_name, regency_code, regency_name, period,
       array_agg(DISTINCT dataset) AS datasets
FROM core.standing_sheet
WHERE holds
GROUP BY village_code, village_name, district_code, district_name, regency_code, regency_name, period;

-- Villages as they are named now.
CREATE VIEW core.village_now AS
SELECT village_code, village_name, district_code, district_name, regency_code, regency_name, region_key, latitude, longitude, bps_code, district_bps_code
FROM core.dim_region
WHERE level = 'village' AND valid_to IS NULL;

-- Villages, districts and regencies by level, code and name; those that are no more by their last.
CREATE VIEW core.region_now AS
SELECT level, code, name FROM core.dim_region AS r
WHERE level IN ('village', 'district', 'regency')
  AND (valid_to IS NULL OR NOT EXISTS (SELECT FROM core.dim_region AS n WHERE n.code = r.code AND n.valid_from > r.valid_from));

CREATE OR REPLACE FUNCTION core.half_year(month date) RETURNS date
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN make_date(extract(year FROM month)::integer, CASE WHEN extract(month FROM month) < 7 THEN 1 ELSE 7 END, 1);

-- Counting every report at each question would take seconds, so the counts of now are stored; `load.summaries` keeps them. They
-- serve only while they hold exactly the loads that stand; the live views serve the past, and now when the stored are behind.
CREATE VIEW core.loads_standing AS
SELECT count(*) AS loads, count(*) FILTER (WHERE status = 'undone') AS undone FROM audit.load;

DELETE FROM audit.stored_state;

CREATE VIEW core.stored_serves AS
SELECT (coalesce(current_setting('pmv.as_of', true), '') = '' OR coalesce(current_setting('pmv.refreshing', true), '') = 'on')
       AND EXISTS (SELECT FROM audit.stored_state AS s JOIN core.loads_standing AS l USING (loads, undone)) AS serves;
