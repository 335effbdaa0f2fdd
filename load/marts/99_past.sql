-- Each mart that rests on stored counts answers for the past through a function of its own, so that the past is counted once a question.
-- The SQL of a mart says what holds now; this puts the past beside it. All functions are made before the first view changes.
DO $past$
DECLARE
  marts regclass[];
  mart regclass;
BEGIN
  WITH RECURSIVE resting AS (
    SELECT view FROM pg_temp.reading WHERE name LIKE '%\_stored'
    UNION SELECT e.view FROM resting AS r JOIN pg_temp.reading AS e ON e.under = r.view
  )
  SELECT array_agg(oid ORDER BY oid) INTO marts FROM pg_class WHERE oid IN (TABLE resting) AND relnamespace = 'mart'::regnamespace;

  FOREACH mart IN ARRAY marts LOOP
    PERFORM pg_temp.tell(replace(mart::text, '.', '_') || '_past', mart);
  END LOOP;
  FOREACH mart IN ARRAY marts LOOP
    EXECUTE format($sql$
      CREATE OR REPLACE VIEW %1$s AS
      SELECT * FROM (%2$s) AS now WHERE (SELECT serves FROM core.stored_serves)
      UNION ALL
      SELECT * FROM core.%3$I() WHERE NOT (SELECT serves FROM core.stored_serves)
    $sql$, mart, rtrim(pg_get_viewdef(mart), ';'), replace(mart::text, '.', '_') || '_past');
  END LOOP;
END
$past$;
