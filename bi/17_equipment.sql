/* Is the aided equipment usable?
   Apakah alat bantuan masih terpakai? */
SELECT period_code, level, region_name, numerator AS in_use, denominator AS aided, value AS share
FROM mart.indicators
WHERE measure = 'equipment_in_use' AND period_type = 'quarter'
ORDER BY period_code DESC, level, region_name;
