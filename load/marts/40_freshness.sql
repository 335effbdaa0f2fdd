CREATE VIEW mart.freshness AS
SELECT s.dataset, max(s.recorded_at) AS last_recorded_at, max(s.load_id) AS last_load_id, max(f.modified_at) AS last_file_at,
       max(s.period) FILTER (WHERE s.region_key <> 0) AS last_period,
       (core.as_of() AT TIME ZONE 'Asia/Jakarta')::date - (max(s.recorded_at) AT TIME ZONE 'Asia/Jakarta')::date AS days_since,
       count(DISTINCT s.source_file) AS files, count(DISTINCT s.region_key) FILTER (WHERE s.region_key <> 0) AS villages
FROM audit.sheet_balance AS s
JOIN audit.file AS f USING (file_id)
WHERE s.dataset IS NOT NULL AND s.holds
  AND s.recorded_at <= core.as_of() AND (s.superseded_at IS NULL OR s.superseded_at > core.as_of())
GROUP BY s.dataset;
