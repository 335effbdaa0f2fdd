/* How deep does the cooperative reach?
   Seberapa jauh jangkauan koperasi? */
SELECT period_code, region_name, max(value) FILTER (WHERE measure = 'cooperative_reach') AS members_per_migrant_household,
       max(value) FILTER (WHERE measure = 'savings_per_member') AS savings_per_member
FROM mart.indicators
WHERE indicator = 22 AND level = 'village' AND period_type = 'quarter'
GROUP BY period_code, region_name, region_code
ORDER BY period_code DESC, region_name;
