CREATE VIEW mart.pillar_activity AS
SELECT village_code, village_name, district_name, regency_code, period, pillar, d.name_id AS pillar_name_id, d.name_en AS pillar_name_en,
       activities, activities IS NOT NULL AS reported
FROM core.pillar_month JOIN core.dim_pillar AS d USING (pillar);
