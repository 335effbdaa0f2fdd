/* Is pillar 4 alive?
   Apakah pilar 4 hidup? */
SELECT period_code, level, region_name, numerator AS villages_with_one, denominator AS villages_reporting, value AS share, coverage
FROM mart.indicators
WHERE measure = 'cooperatives_alive' AND period_type = 'quarter'
ORDER BY period_code DESC, level, region_name;
