/* Are the aided business groups alive?
   Apakah kelompok usaha penerima bantuan masih hidup? */
SELECT period_code, level, region_name, member AS aid_year, numerator AS active, denominator AS aided_ever, value AS survival
FROM mart.indicators
WHERE measure = 'groups_surviving' AND period_type = 'quarter'
ORDER BY period_code DESC, level, region_name, aid_year NULLS FIRST;
