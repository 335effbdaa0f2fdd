/* Where do they go, as what?
   Ke mana mereka pergi, sebagai apa? */
SELECT period_code, region_name, breakdown, member, numerator AS migrants, value AS share, suppressed
FROM mart.indicators
WHERE measure = 'migrants_by_attribute' AND level IN ('village', 'regency') AND period_type = 'month'
ORDER BY period_code DESC, level, region_name, breakdown, migrants DESC NULLS LAST, member;
