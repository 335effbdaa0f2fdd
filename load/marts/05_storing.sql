-- How stored counts are made; functions that are gone with the connection that makes the marts.

-- Which view reads which relation of what name.
CREATE VIEW pg_temp.reading AS
SELECT DISTINCT r.ev_class AS view, c.oid AS under, c.relname AS name, c.relnamespace AS schema, c.relkind AS kind
FROM pg_depend AS d JOIN pg_rewrite AS r ON r.oid = d.objid JOIN pg_class AS c ON c.oid = d.refobjid AND c.oid <> r.ev_class
WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass;

-- SQL that says what a view says, with every piece below it counted from the facts, and counted once however often it is asked. Pieces
-- are the views that rest on stored counts; each becomes a part of one WITH list under its own name.
CREATE FUNCTION pg_temp.told_from_facts(target oid) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $told$
DECLARE
  told text := '';
  piece record;
  pieces text[] := '{}';
BEGIN
  FOR piece IN
    WITH RECURSIVE edge AS (
      SELECT DISTINCT r.view, coalesce(live.oid, r.under) AS under
      FROM pg_temp.reading AS r
      LEFT JOIN pg_class AS live ON live.relnamespace = r.schema AND live.relname = r.name || '_live'
      WHERE r.kind = 'v'
    ),
    reach AS (SELECT view, under FROM edge UNION SELECT r.view, e.under FROM reach AS r JOIN edge AS e ON e.view = r.under),
    stored AS (SELECT oid FROM pg_class WHERE relkind = 'v' AND relname LIKE '%\_live')
    SELECT c.oid, c.oid IN (TABLE stored) AS stored, regexp_replace(c.relname, '_live$', '') AS name, c.relnamespace::regnamespace::text AS schema
    FROM (SELECT under FROM reach WHERE view = target UNION SELECT target) AS p(oid) JOIN pg_class AS c USING (oid)
    WHERE c.oid = target OR c.oid IN (TABLE stored) OR EXISTS (SELECT FROM reach AS r WHERE r.view = c.oid AND r.under IN (TABLE stored))
    ORDER BY c.oid
  LOOP
    told := told || CASE
      WHEN piece.oid = target THEN format(' SELECT * FROM (%s) AS told', rtrim(pg_get_viewdef(target), ';'))
      ELSE format('%s %I AS %s (%s)', CASE told WHEN '' THEN 'WITH' ELSE ',' END, piece.name, CASE WHEN piece.stored THEN 'MATERIALIZED' ELSE '' END,
                  rtrim(pg_get_viewdef(piece.oid), ';')) END;
    IF piece.oid <> target THEN
      pieces := pieces || format('%s.%s', piece.schema, piece.name);
    END IF;
  END LOOP;
  FOR piece IN SELECT name, split_part(name, '.', 2) AS bare FROM unnest(pieces) AS name LOOP
    IF regexp_count(told, '\m' || piece.bare || ' AS (MATERIALIZED )? ?\(') <> 1 THEN
      RAISE EXCEPTION 'a part of a view below % has the name of %', target::regclass, piece.name;
    END IF;
    told := regexp_replace(told, '\m' || replace(piece.name, '.', '\.') || '\M', piece.bare, 'g');
  END LOOP;
  RETURN told;
END
$told$;

-- A function that answers like the view for a day past, or for now while stored counts are behind. The view does not have to plan it.
-- Parts of a WITH list have no statistics, so the planner takes them for tiny; joins that are quick only then are switched off.
CREATE FUNCTION pg_temp.tell(function text, target regclass) RETURNS void LANGUAGE plpgsql AS $tell$
BEGIN
  EXECUTE format($sql$
    CREATE FUNCTION core.%I() RETURNS TABLE (%s) LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET enable_mergejoin = off SET work_mem = '64MB' AS %L
    $sql$,
    function,
    (SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
     FROM pg_attribute WHERE attrelid = target AND attnum > 0),
    pg_temp.told_from_facts(target));
END
$tell$;

-- Makes `core.NAME_stored` for what `core.NAME_live` says, and `core.NAME`, which reads it while it serves.
CREATE FUNCTION pg_temp.store(name text) RETURNS void LANGUAGE plpgsql AS $store$
BEGIN
  PERFORM pg_temp.tell(name || '_past', format('core.%s_live', name)::regclass);
  EXECUTE format($sql$
    CREATE TABLE core.%1$s_stored AS SELECT * FROM core.%1$s_live WITH NO DATA;
    CREATE VIEW core.%1$s AS
    SELECT * FROM core.%1$s_stored WHERE (SELECT serves FROM core.stored_serves)
    UNION ALL
    SELECT * FROM core.%1$s_past() WHERE NOT (SELECT serves FROM core.stored_serves)
  $sql$, name);
END
$store$;
