/* What are remittances used for?
   Untuk apa remitansi dipakai? */
SELECT period_code, level, region_name, numerator AS productive_households, denominator AS households_asked, value AS productive_share, suppressed, note_id, note_en
FROM mart.indicators
WHERE measure = 'remittance_productive_share' AND period_type = 'month'
ORDER BY period_code DESC, level, region_name;
