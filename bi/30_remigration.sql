/* How many former migrants depart again?
   Berapa purna PMI yang berangkat kembali? */
SELECT period_code, level, region_name, numerator AS abroad_again, denominator AS former_of_24_months, value AS share, suppressed
FROM mart.indicators
WHERE measure = 'remigration_share' AND period_type = 'month'
ORDER BY period_code DESC, level, region_name;
