CREATE VIEW mart.reporting_status AS
SELECT village_code, village_name, district_name, regency_code, period, dataset, cadence, due_date, received_at,
       CASE WHEN received AND withheld THEN 'partial' WHEN received AND received_on <= due_date THEN 'on_time' WHEN received THEN 'late'
         WHEN refused THEN 'rejected' ELSE 'missing' END AS status,
       greatest(CASE WHEN received THEN received_on ELSE today END - due_date, 0) AS days_late
FROM (
  SELECT e.*, r.received_at IS NOT NULL AS received, r.withheld, r.refused_at IS NOT NULL AS refused,
         coalesce(r.received_at, r.refused_at) AS received_at,
         (coalesce(r.received_at, r.refused_at) AT TIME ZONE 'Asia/Jakarta')::date AS received_on,
         (core.as_of() AT TIME ZONE 'Asia/Jakarta')::date AS today
  FROM core.expected_report AS e
  LEFT JOIN core.report_receipts AS r USING (village_code, dataset, cadence, starts_on)
) AS report
WHERE received OR refused OR due_date < today;
