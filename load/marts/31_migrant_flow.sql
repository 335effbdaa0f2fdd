-- Persons who departed in a month, by all attributes at once.
CREATE VIEW mart.migrant_flow AS
SELECT village_code, village_name, district_name, regency_code, period, destination, occupation, sex, procedural, persons AS migrants, suppressed
FROM core.shown_cells WHERE kind = 'flow';
