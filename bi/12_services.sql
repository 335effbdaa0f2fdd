/* What does the service centre do?
   Apa yang dikerjakan pusat layanan? */
SELECT period_code, region_name, max(numerator) FILTER (WHERE measure = 'services') AS services,
       max(value) FILTER (WHERE measure = 'candidates_verified_share') AS candidates_verified_share
FROM mart.indicators
WHERE indicator = 12 AND level = 'village' AND period_type = 'month'
GROUP BY period_code, region_name, region_code
ORDER BY period_code DESC, region_name;
