-- Villages with what maps and joins need: the dimension behind every village_code of the marts.
CREATE VIEW mart.regions AS
SELECT village_code, village_name, district_code, district_name, regency_code, regency_name, bps_code, district_bps_code, latitude, longitude
FROM core.village_now;
