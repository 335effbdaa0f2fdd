CREATE VIEW mart.data_quality AS
WITH standing AS NOT MATERIALIZED (
  SELECT r.village_code, r.village_name, r.district_name, s.*
  FROM audit.sheet_balance AS s
  JOIN core.dim_region AS r USING (region_key)
  WHERE s.dataset IS NOT NULL AND s.region_key <> 0
    AND s.recorded_at <= core.as_of() AND (s.superseded_at IS NULL OR s.superseded_at > core.as_of())
),
counted AS (
  SELECT village_code, village_name, district_name, period, dataset, sum(rows_read) AS rows_read, sum(loaded) AS loaded,
         sum(quarantined) AS quarantined, sum(duplicate) AS duplicate, sum(ignored) AS ignored
  FROM standing GROUP BY village_code, village_name, district_name, period, dataset
),
withheld AS (
  SELECT s.village_code, s.period, s.dataset, q.rule, count(*) AS findings, count(*) FILTER (WHERE q.level = 'cell') AS cells
  FROM standing AS s
  JOIN audit.quarantine AS q
    ON q.load_id = s.load_id AND q.source_file = s.source_file AND q.source_sheet = s.source_sheet AND q.dataset = s.dataset
  GROUP BY s.village_code, s.period, s.dataset, q.rule
),
by_rule AS (
  SELECT village_code, period, dataset, jsonb_object_agg(rule, findings) AS findings_by_rule, sum(cells) AS cells_withheld
  FROM withheld GROUP BY village_code, period, dataset
)
SELECT c.village_code, c.village_name, c.district_name, c.period, c.dataset,
       c.rows_read, c.loaded, c.quarantined, c.duplicate, c.ignored,
       coalesce(w.cells_withheld, 0) AS cells_withheld, coalesce(w.findings_by_rule, '{}') AS findings_by_rule,
       c.loaded + c.quarantined AS rows_of_data,
       round(100.0 * c.loaded / nullif(c.loaded + c.quarantined, 0), 1) AS rows_accepted_percent,
       round(100.0 * greatest(c.loaded - coalesce(w.cells_withheld, 0), 0) / nullif(c.loaded + c.quarantined, 0), 1) AS quality_score
FROM counted AS c
LEFT JOIN by_rule AS w USING (village_code, period, dataset);
