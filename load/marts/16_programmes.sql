-- Programmes as workbooks say, one row a programme: the latest profile that names it, known with its file.
CREATE VIEW core.programme_reported AS
SELECT DISTINCT ON (village_code, programme) village_code, programme, programme_start AS starts_on, programme_end AS ends_on, period, source_file
FROM core.village_profile
WHERE programme IS NOT NULL
ORDER BY village_code, programme, period DESC;

CREATE VIEW core.programme_configured AS
SELECT r.village_code, s.programme_code AS programme, s.starts_on, s.ends_on
FROM core.programme_spell AS s JOIN core.standing_configuration USING (configuration_id) JOIN core.dim_region AS r USING (region_key);

-- Configuration comes before workbooks: what a workbook says counts only where nothing is configured for the village.
CREATE VIEW core.village_programme AS
SELECT village_code, programme, starts_on, ends_on, 'configuration' AS dates_from FROM core.programme_configured
UNION ALL
SELECT village_code, programme, starts_on, ends_on, 'workbook' FROM core.programme_reported AS w
WHERE NOT EXISTS (SELECT FROM core.programme_configured AS c WHERE c.village_code = w.village_code);

-- Where a workbook contradicts the configuration: another programme, or other months.
CREATE VIEW core.programme_conflict AS
SELECT w.village_code, w.programme, w.period, w.source_file, w.starts_on AS reported_start, w.ends_on AS reported_end,
       c.starts_on AS configured_start, c.ends_on AS configured_end
FROM core.programme_reported AS w
LEFT JOIN LATERAL (
  SELECT * FROM core.programme_configured AS c WHERE c.village_code = w.village_code AND c.programme = w.programme
  ORDER BY abs(c.starts_on - coalesce(w.starts_on, c.starts_on)), c.starts_on LIMIT 1
) AS c ON true
WHERE EXISTS (SELECT FROM core.programme_configured AS any_of WHERE any_of.village_code = w.village_code)
  AND (c.programme IS NULL OR date_trunc('month', w.starts_on) <> c.starts_on
       OR date_trunc('month', w.ends_on) <> date_trunc('month', c.ends_on) OR (w.ends_on IS NOT NULL AND c.ends_on IS NULL));
