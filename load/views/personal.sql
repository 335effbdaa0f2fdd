CREATE VIEW vault.{dataset} AS
SELECT f.fact_id, r.village_code, s.period, {columns},
       s.load_id, s.source_file, s.source_sheet, f.source_row
FROM vault.personal_{dataset} AS f
JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id
JOIN core.dim_region AS r ON r.region_key = s.region_key
WHERE s.recorded_at <= core.as_of() AND (s.superseded_at IS NULL OR s.superseded_at > core.as_of());
