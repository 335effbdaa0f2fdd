/* How many complaints, and how are they settled?
   Berapa pengaduan, dan bagaimana penyelesaiannya? */
SELECT period_code, level, region_name, max(numerator) FILTER (WHERE measure = 'complaints_per_1000') AS complaints,
       max(value) FILTER (WHERE measure = 'complaints_per_1000') AS per_1000_migrants,
       max(value) FILTER (WHERE measure = 'complaints_closed_share') AS closed_share,
       max(value) FILTER (WHERE measure = 'median_days_open') AS median_days_open,
       max(value) FILTER (WHERE measure = 'complaints_nonprocedural_share') AS nonprocedural_share
FROM mart.indicators
WHERE indicator = 24 AND period_type = 'year'
GROUP BY period_code, level, region_name, region_code
ORDER BY period_code DESC, level, region_name;
