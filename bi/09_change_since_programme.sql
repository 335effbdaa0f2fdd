/* Is the non-procedural share falling after the programme start?
   Apakah bagian nonprosedural menurun sejak program dimulai? */
SELECT region_name, member AS baseline_year, period_code AS year, value AS change_of_share, suppressed
FROM mart.indicators
WHERE measure = 'nonprocedural_change'
ORDER BY region_name, year;
