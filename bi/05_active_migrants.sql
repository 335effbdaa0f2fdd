/* How many active migrants per village, and per 1,000 residents?
   Berapa PMI aktif per desa, dan per 1.000 penduduk? */
SELECT period_code, region_name, max(value) FILTER (WHERE measure = 'migrants_active') AS migrants_active,
       max(value) FILTER (WHERE measure = 'migrants_per_1000') AS per_1000_residents
FROM mart.indicators
WHERE indicator = 5 AND level = 'village' AND period_type = 'month'
GROUP BY period_code, region_name, region_code
ORDER BY period_code DESC, migrants_active DESC, region_name;
