SELECT pg_temp.store('village_measures');
SELECT pg_temp.store('protected_cells');
CREATE UNIQUE INDEX village_measures_stored_place ON core.village_measures_stored (village_code, period);
CREATE INDEX village_measures_stored_period ON core.village_measures_stored (period);
CREATE INDEX village_measures_stored_district ON core.village_measures_stored (district_name);
CREATE INDEX protected_cells_stored_place ON core.protected_cells_stored (village_code, period);
CREATE INDEX protected_cells_stored_period ON core.protected_cells_stored (period, kind);

-- Datasets due less often than monthly: which report of the quarter or half-year is the latest, and so the one that counts.
CREATE VIEW core.village_quarter AS
SELECT *,
       groups IS NOT NULL AND row_number() OVER (quarter ORDER BY groups IS NULL, period DESC) = 1 AS groups_latest,
       cooperative_active IS NOT NULL AND row_number() OVER (quarter ORDER BY cooperative_active IS NULL, period DESC) = 1 AS cooperatives_latest,
       'village_profile' = ANY (datasets)
         AND row_number() OVER (half_year ORDER BY 'village_profile' = ANY (datasets) DESC, period DESC) = 1 AS profile_latest,
       core.half_year(period) AS half_year
FROM core.village_measures
WINDOW quarter AS (PARTITION BY village_code, district_code, regency_code, date_trunc('quarter', period)),
       half_year AS (PARTITION BY village_code, district_code, regency_code, core.half_year(period));
