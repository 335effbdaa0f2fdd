/* Who benefits from business groups?
   Siapa penerima manfaat kelompok usaha? */
SELECT period_code, level, region_name, name_id, value AS share, suppressed
FROM mart.indicators
WHERE indicator = 15 AND period_type = 'quarter'
ORDER BY period_code DESC, level, region_name, name_id;
