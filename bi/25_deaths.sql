/* How many die abroad?
   Berapa yang meninggal di luar negeri? */
SELECT period_code, level, region_name, numerator AS deaths, value AS per_1000_migrants, suppressed, note_id, note_en
FROM mart.indicators
WHERE measure = 'deaths_per_1000' AND period_type = 'year'
ORDER BY period_code DESC, level, region_name;
