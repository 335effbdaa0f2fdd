-- Persons abroad (status AKTIF) at the end of a month, by all attributes at once.
CREATE VIEW mart.migrant_stock AS
SELECT village_code, village_name, district_name, regency_code, period, destination, occupation, sex, procedural, persons AS migrants, suppressed
FROM core.shown_cells WHERE kind = 'stock';
