/* How many migrants' children are reached?
   Berapa anak PMI yang terjangkau? */
SELECT period_code, region_name, numerator AS children_at_largest_session, denominator AS children_0_17, value AS share, note_id, note_en
FROM mart.indicators
WHERE measure = 'children_reached_share' AND level = 'village' AND period_type = 'month'
ORDER BY period_code DESC, region_name;
