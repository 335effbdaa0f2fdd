CREATE VIEW mart.bp2mi_placements AS
SELECT f.measure AS figure, f.basis, f.period_type, f.period_start, f.period_end,
       CASE f.period_type WHEN 'month' THEN to_char(f.period_start, 'YYYY-MM') WHEN 'year' THEN to_char(f.period_start, 'YYYY')
         WHEN 'quarter' THEN to_char(f.period_start, 'YYYY"-Q"Q') WHEN 'semester' THEN to_char(f.period_start, 'YYYY"-S"') || CASE WHEN extract(month FROM f.period_start) < 7 THEN 1 ELSE 2 END
         ELSE to_char(f.period_start, 'YYYY-MM') || '..' || to_char(f.period_end, 'YYYY-MM') END AS period,
       f.breakdown, f.members, f.confined_to, core.member_words(f.members, f.confined_to) AS member,
       f.country_iso3, f.region_code, f.occupation_isco, f.value, f.unit, f.status, f.publisher, f.publication, f.source_kind, f.published_on, f.load_id
FROM core.bp2mi_figures AS f
WHERE f.measure LIKE 'placements%';
