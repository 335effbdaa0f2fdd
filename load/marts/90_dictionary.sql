CREATE VIEW mart.dictionary AS
SELECT d.table_schema, d.table_name, d.column_name, format_type(a.atttypid, a.atttypmod) AS data_type,
       obj_description(c.oid, 'pg_class') AS table_definition,
       d.concept_id, d.concept_en, d.definition_id, d.definition_en, d.classification, d.measure_id, d.measure_en, d.unit_id, d.unit_en
FROM core.column_definition AS d
JOIN pg_namespace AS n ON n.nspname = d.table_schema
JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = d.table_name
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = d.column_name
UNION ALL
-- the measures of mart.indicators, each a number of its own
SELECT 'mart', 'indicators', i.measure, 'numeric', obj_description(to_regclass('mart.indicators'), 'pg_class'),
       i.concept_id, i.concept_en, concat_ws(' ', i.definition_id, i.not_available_id), concat_ws(' ', i.definition_en, i.not_available_en),
       i.classification, i.formula_id, i.formula_en, i.unit_id, i.unit_en
FROM core.dim_indicator AS i
ORDER BY 1, 2, 3;
