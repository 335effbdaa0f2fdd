/* Do the pillars live on after the funding ended?
   Apakah pilar tetap hidup setelah pendanaan berakhir? */
SELECT period, floor(years_since_end) AS whole_years_since_end, count(DISTINCT village_code) AS villages,
       count(*) FILTER (WHERE active) AS pillars_active, count(active) AS pillars_reported,
       round(1.0 * count(*) FILTER (WHERE active) / nullif(count(active), 0), 3) AS share
FROM mart.pillar_sustainability
WHERE years_since_end IS NOT NULL
GROUP BY period, whole_years_since_end
ORDER BY period DESC, whole_years_since_end;
