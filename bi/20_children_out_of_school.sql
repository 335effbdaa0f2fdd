/* Which children risk dropping out of school?
   Berapa anak yang berisiko putus sekolah? */
SELECT period_code, level, region_name, numerator AS out_of_school, denominator AS school_age, value AS share, suppressed
FROM mart.indicators
WHERE measure = 'out_of_school_share' AND period_type = 'month'
ORDER BY period_code DESC, level, region_name;
