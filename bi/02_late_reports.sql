/* How late are reports?
   Seberapa terlambat laporan? */
SELECT region_name, period_code, max(value) FILTER (WHERE measure = 'reports_on_time') AS on_time_share,
       max(value) FILTER (WHERE measure = 'median_days_late') AS median_days_late
FROM mart.indicators
WHERE indicator = 2 AND level = 'village' AND period_type = 'month'
GROUP BY region_name, region_code, period_code
ORDER BY period_code DESC, on_time_share, region_name;
