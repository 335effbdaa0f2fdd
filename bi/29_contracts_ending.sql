/* Whose contracts end in the next three months?
   Berapa kontrak yang berakhir dalam tiga bulan? */
SELECT period_code, level, region_name, value AS contracts_ending, coverage
FROM mart.indicators
WHERE measure = 'contracts_ending' AND period_type = 'month'
ORDER BY period_code DESC, level, value DESC, region_name;
