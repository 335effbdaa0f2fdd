/* What share departs non-procedurally, and of how many is it unknown?
   Berapa bagian yang berangkat nonprosedural, dan berapa yang tidak diketahui? */
SELECT period_code, level, region_name, max(value) FILTER (WHERE measure = 'nonprocedural_share') AS nonprocedural_share,
       max(value) FILTER (WHERE measure = 'procedural_unknown_share') AS unknown_share, bool_or(suppressed) AS suppressed, max(coverage) AS coverage
FROM mart.indicators
WHERE indicator = 8 AND period_type = 'year'
GROUP BY period_code, level, region_name, region_code
ORDER BY period_code DESC, level, region_name;
