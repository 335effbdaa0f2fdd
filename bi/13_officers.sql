/* Are pillar-1 officers in place?
   Apakah petugas pilar 1 tersedia? */
SELECT period_code, level, region_name, numerator AS villages_with_enough, denominator AS villages_reporting, value AS share, coverage
FROM mart.indicators
WHERE measure = 'officers_in_place' AND period_type = 'semester'
ORDER BY period_code DESC, level, region_name;
