-- The score is the share of data rows that came through whole; its two parts say what was lost: rows held back, and rows
-- loaded with a cell held back.
CREATE VIEW mart.data_quality AS
WITH counted AS (
  SELECT village_code, village_name, district_name, regency_code, period, dataset, sum(rows_read) AS rows_read, sum(loaded) AS loaded,
         sum(quarantined) AS quarantined, sum(duplicate) AS duplicate, sum(ignored) AS ignored
  FROM core.standing_sheet
  GROUP BY village_code, village_name, district_name, regency_code, period, dataset
),
finding AS (
  SELECT s.village_code, s.period, s.dataset, q.rule, q.level, q.source_sheet, q.source_row, q.field
  FROM core.standing_sheet AS s
  JOIN audit.quarantine AS q
    ON q.load_id = s.load_id AND q.file_id = s.file_id AND q.source_sheet = s.source_sheet AND q.dataset = s.dataset
),
held_back AS (
  SELECT village_code, period, dataset,
         count(*) FILTER (WHERE level = 'cell') AS cells_withheld,
         count(DISTINCT (source_sheet, source_row)) FILTER (WHERE level = 'cell') AS rows_with_withheld_cells,
         count(DISTINCT (source_sheet, source_row, field)) FILTER (WHERE level = 'row') AS required_missing
  FROM finding GROUP BY village_code, period, dataset
),
by_rule AS (
  SELECT village_code, period, dataset, jsonb_object_agg(rule, findings) AS findings_by_rule
  FROM (SELECT village_code, period, dataset, rule, count(*) AS findings FROM finding GROUP BY village_code, period, dataset, rule) AS f
  GROUP BY village_code, period, dataset
),
warned AS (
  SELECT s.village_code, s.period, s.dataset, count(*) AS warnings
  FROM core.standing_sheet AS s
  JOIN audit.check_results AS w
    ON w.load_id = s.load_id AND w.file_id = s.file_id AND w.source_sheet = s.source_sheet AND w.dataset = s.dataset AND w.severity = 'warning'
  GROUP BY s.village_code, s.period, s.dataset
),
report AS (
  SELECT c.*, c.loaded + c.quarantined AS rows_of_data,
         coalesce(h.cells_withheld, 0) AS cells_withheld,
         least(coalesce(h.rows_with_withheld_cells, 0), c.loaded) AS rows_with_withheld_cells,
         (c.loaded + c.quarantined) * d.required_fields AS required_cells,
         coalesce(h.required_missing, 0) AS required_missing,
         coalesce(b.findings_by_rule, '{}') AS findings_by_rule, coalesce(w.warnings, 0) AS warnings
  FROM counted AS c
  JOIN core.dim_dataset AS d USING (dataset)
  LEFT JOIN held_back AS h USING (village_code, period, dataset)
  LEFT JOIN by_rule AS b USING (village_code, period, dataset)
  LEFT JOIN warned AS w USING (village_code, period, dataset)
)
SELECT village_code, village_name, district_name, regency_code, period, dataset,
       rows_read, loaded, quarantined, duplicate, ignored, rows_of_data, cells_withheld, rows_with_withheld_cells, findings_by_rule, warnings,
       required_cells, greatest(required_cells - required_missing, 0) AS required_filled,
       round(100.0 * loaded / nullif(rows_of_data, 0), 1) AS rows_accepted_percent,
       round(100.0 * quarantined / nullif(rows_of_data, 0), 1) AS lost_to_rows_held_back,
       round(100.0 * rows_with_withheld_cells / nullif(rows_of_data, 0), 1) AS lost_to_cells_held_back,
       round(100.0 * (loaded - rows_with_withheld_cells) / nullif(rows_of_data, 0), 1) AS quality_score
FROM report;
