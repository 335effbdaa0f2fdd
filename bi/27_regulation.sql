/* Which villages have a regulation on migrant workers?
   Desa mana yang punya Perdes PMI? */
SELECT period_code, level, region_name, numerator AS with_regulation, denominator AS villages_reporting, coverage
FROM mart.indicators
WHERE measure = 'villages_with_regulation' AND period_type = 'semester'
ORDER BY period_code DESC, level, region_name;
