-- Members that stand for "unknown", so that no foreign key has to be null, and the four pillars of the programme.
INSERT INTO core.dim_region (region_key, code, name, level, valid_from)
VALUES (0, '00', 'Tidak diketahui', 'unknown', '2000-01-01') ON CONFLICT (region_key) DO NOTHING;
INSERT INTO core.dim_country VALUES ('-', 'Tidak diketahui', 'Unknown', false) ON CONFLICT DO NOTHING;
INSERT INTO core.dim_occupation (occupation_key, label) VALUES (0, NULL) ON CONFLICT DO NOTHING;
INSERT INTO core.dim_programme VALUES ('-', 'Tidak diketahui') ON CONFLICT DO NOTHING;
INSERT INTO core.dim_pillar VALUES
  (0, 'Lintas pilar', 'Across pillars'),
  (1, 'Pusat Layanan Migrasi', 'Migration service centre'),
  (2, 'Usaha Produktif', 'Productive business'),
  (3, 'Community Parenting', 'Community parenting'),
  (4, 'Koperasi', 'Cooperative')
ON CONFLICT DO NOTHING;
