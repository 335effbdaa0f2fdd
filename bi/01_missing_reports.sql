/* Which villages have not reported this period?
   Desa mana yang belum melaporkan periode ini? */
SELECT period, district_name, village_name, dataset, due_date, days_late
FROM mart.reporting_status
WHERE status = 'missing'
ORDER BY period DESC, district_name, village_name, dataset;
