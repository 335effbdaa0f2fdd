/* What does the aid bring?
   Apa hasil bantuan? */
SELECT period_code, level, region_name, max(value) FILTER (WHERE measure = 'turnover_to_aid') AS turnover_per_rupiah_of_aid,
       max(value) FILTER (WHERE measure = 'turnover_median') AS median_turnover
FROM mart.indicators
WHERE indicator = 16 AND period_type = 'quarter'
GROUP BY period_code, level, region_name, region_code
ORDER BY period_code DESC, level, region_name;
