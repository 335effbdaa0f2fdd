-- What is late is said to the day that is asked about.
CREATE VIEW mart.reporting_status AS
SELECT village_code, village_name, district_name, regency_code, period, dataset, cadence, due_date, received_at,
       CASE WHEN received AND withheld THEN 'partial' WHEN received AND days_late = 0 THEN 'on_time' WHEN received THEN 'late'
         WHEN refused THEN 'rejected' ELSE 'missing' END AS status,
       CASE WHEN received THEN days_late ELSE greatest((SELECT core.today()) - due_date, 0) END AS days_late
FROM core.report_state
WHERE starts_on <= (SELECT starts_on FROM core.expected_until) AND (received OR refused OR due_date < (SELECT core.today()));
