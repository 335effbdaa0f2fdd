/* How well are sessions attended?
   Seberapa baik kehadiran dalam kegiatan? */
SELECT period_code, region_name, numerator AS attendances, value AS attendance_rate, note_id, note_en
FROM mart.indicators
WHERE measure = 'attendance_rate' AND level = 'village' AND period_type = 'month'
ORDER BY period_code DESC, region_name;
