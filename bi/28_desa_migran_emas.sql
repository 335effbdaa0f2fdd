/* Which villages meet the criteria of Desa Migran Emas?
   Desa mana yang memenuhi kriteria Desa Migran Emas? */
SELECT period_code, region_name, numerator AS criteria_met, denominator AS criteria_known, note_id, note_en
FROM mart.indicators
WHERE measure = 'emas_criteria' AND level = 'village' AND period_type = 'month'
ORDER BY period_code DESC, criteria_met DESC, region_name;
