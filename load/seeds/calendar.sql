-- Months, quarters, semesters and years 2000-2040, and their days, with Indonesian and English names.
INSERT INTO core.dim_period
WITH names(month, name_id, name_en) AS (
  SELECT * FROM unnest(
    ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ARRAY['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
    ARRAY['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'])
),
years AS (SELECT generate_series(2000, 2040) AS year),
months AS (
  SELECT to_char(make_date(year, month, 1), 'YYYY-MM') AS code, 'month' AS kind, make_date(year, month, 1) AS first, 1 AS length, year,
         (month + 5) / 6 AS semester, (month + 2) / 3 AS quarter, month, make_date(year, month, 1) AS month_start,
         name_id || ' ' || year AS name_id, name_en || ' ' || year AS name_en
  FROM years CROSS JOIN names
),
quarters AS (
  SELECT year || '-Q' || quarter, 'quarter', make_date(year, quarter * 3 - 2, 1), 3, year, (quarter + 1) / 2, quarter, NULL::integer, NULL::date,
         'Triwulan ' || quarter || ' ' || year, 'Quarter ' || quarter || ' ' || year
  FROM years CROSS JOIN generate_series(1, 4) AS quarter
),
semesters AS (
  SELECT year || '-S' || semester, 'semester', make_date(year, semester * 6 - 5, 1), 6, year, semester, NULL::integer, NULL::integer, NULL::date,
         'Semester ' || semester || ' ' || year, 'Semester ' || semester || ' ' || year
  FROM years CROSS JOIN generate_series(1, 2) AS semester
),
whole_years AS (
  SELECT year::text, 'year', make_date(year, 1, 1), 12, year, NULL::integer, NULL::integer, NULL::integer, NULL::date, 'Tahun ' || year, 'Year ' || year
  FROM years
),
every AS (
  SELECT * FROM months UNION ALL SELECT * FROM quarters UNION ALL SELECT * FROM semesters UNION ALL SELECT * FROM whole_years
)
SELECT code, kind, first, (first + make_interval(months => length) - interval '1 day')::date, year, semester, quarter, month, month_start, name_id, name_en
FROM every
UNION ALL
SELECT '-', 'unknown', '0001-01-01', '0001-01-01', NULL, NULL, NULL, NULL, '0001-01-01', 'Tidak diketahui', 'Unknown'
ON CONFLICT DO NOTHING;

INSERT INTO core.dim_date
SELECT d::date, p.year, p.semester, p.quarter, p.month, extract(day FROM d), extract(week FROM d), extract(isodow FROM d),
       split_part(p.name_id, ' ', 1), split_part(p.name_en, ' ', 1),
       (ARRAY['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Minggu'])[extract(isodow FROM d)::integer],
       (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[extract(isodow FROM d)::integer],
       extract(isodow FROM d) >= 6
FROM generate_series('2000-01-01'::timestamp, '2040-12-31', '1 day') AS d
JOIN core.dim_period AS p ON p.month_start = date_trunc('month', d)::date
ON CONFLICT DO NOTHING;
