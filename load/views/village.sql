CREATE VIEW core.{dataset}_history AS
SELECT f.fact_id, r.village_code, r.village_name, r.district_name, f.period,
       {columns},
       s.load_id, s.source_file, s.source_sheet, f.source_row, s.recorded_at, s.superseded_at
FROM core.fact_{dataset} AS f
JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id AND s.period = f.period AND s.dataset = '{dataset}'
JOIN core.dim_region AS r ON r.region_key = s.region_key
{joins};

CREATE VIEW core.{dataset} AS
SELECT {current}
FROM core.{dataset}_history
WHERE recorded_at <= core.as_of() AND (superseded_at IS NULL OR superseded_at > core.as_of());
