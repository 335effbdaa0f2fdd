CREATE VIEW mart.dictionary AS
SELECT d.table_schema, d.table_name, d.column_name, format_type(a.atttypid, a.atttypmod) AS data_type,
       obj_description(c.oid, 'pg_class') AS table_definition,
       d.concept_id, d.concept_en, d.definition_id, d.definition_en, d.classification, d.measure_id, d.measure_en, d.unit_id, d.unit_en
FROM core.column_definition AS d
JOIN pg_namespace AS n ON n.nspname = d.table_schema
JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = d.table_name
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = d.column_name
ORDER BY d.table_schema, d.table_name, a.attnum;
