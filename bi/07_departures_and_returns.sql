/* Departures and returns this period?
   Berapa yang berangkat dan pulang pada periode ini? */
SELECT period_code, region_name, max(value) FILTER (WHERE measure = 'departures') AS departures,
       max(value) FILTER (WHERE measure = 'returns') AS returns, max(value) FILTER (WHERE measure = 'net_departures') AS net
FROM mart.indicators
WHERE indicator = 7 AND level = 'village' AND period_type = 'month'
GROUP BY period_code, region_name, region_code
ORDER BY period_code DESC, region_name;
