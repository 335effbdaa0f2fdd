-- Cases of each month's report, by type, country and procedural status.
CREATE VIEW mart.complaints AS
SELECT village_code, village_name, district_name, regency_code, period, complaint_type AS type, destination, procedural,
       persons AS received, closed, median_days_open, suppressed
FROM core.shown_cells WHERE kind = 'case';
