CREATE VIEW mart.relationships AS
SELECT n.nspname::text AS table_schema, c.relname::text AS table_name,
       (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.number) AS columns,
       pn.nspname::text AS parent_schema, p.relname::text AS parent_table,
       (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.number) AS parent_columns
FROM pg_constraint AS f
JOIN pg_class AS c ON c.oid = f.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_class AS p ON p.oid = f.confrelid JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
WHERE f.contype = 'f' AND n.nspname IN ('core', 'audit') AND NOT c.relispartition
ORDER BY 1, 2, 3;
