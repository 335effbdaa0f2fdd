-- A figure is known by its first and last day: the first semester is the year to June.
-- Rule 23: publisher before typed before press, unflagged before flagged, then the later vintage; a table before a claim of its day.
CREATE VIEW core.{dataset}_ranked AS
SELECT f.*, p.publisher, p.publication, p.source_kind, p.published_on, p.published_precision,
       s.load_id, s.source_file, s.source_sheet, s.recorded_at, s.superseded_at AS replaced_at,
       ARRAY[array_position(ARRAY['publisher', 'typed', 'press'], p.source_kind), (f.status = 'flagged')::integer,
             date '2100-01-01' - p.published_on, (f.status = 'claim')::integer, -f.fact_id] AS preference
FROM core.fact_{dataset} AS f
JOIN core.dim_publication AS p ON p.publication_key = f.publication_key
JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id;

-- Every vintage stays; the first better one that was recorded closes it.
CREATE VIEW core.{dataset}_history AS
SELECT f.fact_id, {columns},
       nullif(f.country_code, '-') AS country_iso3, nullif(r.code, '00') AS region_code,
       f.load_id, f.source_file, f.source_sheet, f.source_row, f.recorded_at,
       least(f.replaced_at, better.recorded_at) AS superseded_at
FROM core.{dataset}_ranked AS f
JOIN core.dim_region AS r ON r.region_key = f.region_key
LEFT JOIN LATERAL (
  SELECT min(greatest(b.recorded_at, f.recorded_at)) AS recorded_at
  FROM core.{dataset}_ranked AS b
  WHERE (b.measure, b.basis, b.period_start, b.period_end, b.unit, b.member_key)
      = (f.measure, f.basis, f.period_start, f.period_end, f.unit, f.member_key)
    AND b.replaced_at IS NULL AND b.preference < f.preference
) AS better ON true;

CREATE VIEW core.{dataset} AS
SELECT {current}
FROM (
  SELECT DISTINCT ON (measure, basis, period_start, period_end, unit, member_key) *
  FROM core.{dataset}_ranked
  WHERE recorded_at <= core.as_of() AND (replaced_at IS NULL OR replaced_at > core.as_of())
  ORDER BY measure, basis, period_start, period_end, unit, member_key, preference
) AS f
JOIN core.dim_region AS r ON r.region_key = f.region_key;
