-- What each village's report of a month says by itself, counted once for all marts. Null: the dataset was not reported that month.
-- Persons without NIK and birth date have a key of their own row, so they are counted but never compared between months.
CREATE VIEW core.report_counts_live AS
WITH people AS (
  SELECT village_code, period,
         count(DISTINCT person_key) FILTER (WHERE status = 'AKTIF') AS migrants_active,
         count(DISTINCT person_key) FILTER (WHERE status = 'CALON') AS candidates,
         count(DISTINCT person_key) FILTER (WHERE left_in_month) AS departures,
         count(DISTINCT person_key) FILTER (WHERE left_in_month AND procedural = 'NON_PROSEDURAL') AS nonprocedural,
         count(DISTINCT person_key) FILTER (WHERE left_in_month AND procedural IN ('PROSEDURAL', 'NON_PROSEDURAL')) AS procedural_known,
         count(DISTINCT person_key) FILTER (WHERE status = 'AKTIF' AND contract_end >= month_after
                                              AND contract_end < month_after + interval '3 months') AS contracts_ending,
         count(DISTINCT coalesce(household_key, person_key)) FILTER (WHERE status = 'AKTIF') AS households_abroad,
         count(DISTINCT coalesce(household_key, person_key)) FILTER (WHERE remittance_use IS NOT NULL) AS households_asked,
         count(DISTINCT coalesce(household_key, person_key)) FILTER (WHERE remittance_use IN ('USAHA', 'TABUNGAN')) AS households_productive,
         array_agg(DISTINCT hashtextextended(person_key, 0)) FILTER (WHERE status = 'PURNA' AND comparable) AS former,
         array_agg(DISTINCT hashtextextended(person_key, 0)) FILTER (WHERE status = 'MENINGGAL' AND comparable) AS deceased,
         array_agg(DISTINCT hashtextextended(person_key, 0)) FILTER (WHERE status = 'AKTIF' AND comparable) AS abroad
  FROM (
    SELECT *, date_trunc('month', departure_date) = period AS left_in_month, period + interval '1 month' AS month_after,
           birth_year IS NOT NULL OR NOT coalesce(person_key_weak, false) AS comparable
    FROM core.migrant_register
  ) AS r
  GROUP BY village_code, period
),
services AS (
  SELECT village_code, period, count(*) AS services, count(*) FILTER (WHERE service_type = 'VERIFIKASI_CPMI') AS candidates_verified
  FROM core.migration_services GROUP BY village_code, period
),
cases AS (
  SELECT village_code, period, count(*) AS complaints,
         count(*) FILTER (WHERE status IS DISTINCT FROM 'SELESAI' AND resolved_date IS NULL) AS complaints_open,
         count(*) FILTER (WHERE procedural = 'NON_PROSEDURAL') AS complaints_nonprocedural,
         count(*) FILTER (WHERE procedural IN ('PROSEDURAL', 'NON_PROSEDURAL')) AS complaints_procedural_known
  FROM core.complaints GROUP BY village_code, period
),
groups AS (
  SELECT village_code, period, count(*) AS groups, count(*) FILTER (WHERE active) AS groups_active,
         count(*) FILTER (WHERE aided) AS groups_aided, count(*) FILTER (WHERE aided AND active) AS groups_aided_active,
         count(*) FILTER (WHERE active AND members_former > 0) AS groups_of_former,
         sum(members_former + members_family) FILTER (WHERE members_total IS NOT NULL) AS members_former_family,
         sum(members_total) FILTER (WHERE members_former + members_family IS NOT NULL) AS members_by_origin,
         sum(members_female) FILTER (WHERE members_male IS NOT NULL) AS members_female,
         sum(members_female + members_male) AS members_by_sex,
         sum(monthly_turnover) FILTER (WHERE aid_value > 0) AS turnover_of_aided,
         sum(aid_value) FILTER (WHERE aid_value > 0 AND monthly_turnover IS NOT NULL) AS aid_value,
         sum(equipment_in_use) FILTER (WHERE equipment_aided IS NOT NULL) AS equipment_in_use,
         sum(equipment_aided) FILTER (WHERE equipment_in_use IS NOT NULL) AS equipment_aided
  FROM (SELECT *, aid_year IS NOT NULL OR aid_value > 0 AS aided FROM core.business_groups) AS g
  GROUP BY village_code, period
),
children AS (
  SELECT village_code, period, count(*) FILTER (WHERE age BETWEEN 0 AND 17) AS children,
         count(*) FILTER (WHERE age BETWEEN 7 AND 18 AND in_school IS NOT NULL) AS children_school_age,
         count(*) FILTER (WHERE age BETWEEN 7 AND 18 AND NOT in_school) AS children_out_of_school
  FROM core.migrant_children GROUP BY village_code, period
),
sessions AS (
  SELECT village_code, period, count(*) AS sessions, count(attended) AS sessions_counted, sum(attended) AS attendances,
         max(attended) AS children_reached
  FROM (SELECT *, CASE WHEN children_male IS NOT NULL OR children_female IS NOT NULL
                    THEN coalesce(children_male, 0) + coalesce(children_female, 0) END AS attended
        FROM core.parenting_sessions) AS s
  GROUP BY village_code, period
),
cooperatives AS (
  SELECT village_code, period, bool_or(active) AS cooperative_active,
         max(last_annual_meeting) FILTER (WHERE active) AS last_meeting,
         bool_or(legal_number IS NOT NULL AND coalesce(last_annual_meeting >= period + interval '1 month' - interval '15 months', false))
           AS cooperative_lawful,
         sum(members_migrant_family) AS members_migrant_family,
         sum(principal_savings + mandatory_savings + coalesce(voluntary_savings, 0)) FILTER (WHERE members_total > 0) AS savings,
         sum(members_total) FILTER (WHERE principal_savings + mandatory_savings IS NOT NULL) AS savers
  FROM core.cooperatives GROUP BY village_code, period
),
profile AS (
  SELECT village_code, period, max(officers_active) AS officers_active, max(population) FILTER (WHERE population > 0) AS population,
         bool_or(village_regulation IS NOT NULL) AS has_regulation
  FROM core.village_profile GROUP BY village_code, period
),
quality AS (
  SELECT village_code, period, sum(loaded) AS rows_accepted, sum(rows_of_data) AS rows_of_data,
         sum(loaded - rows_with_withheld_cells) AS rows_whole, sum(required_filled) AS required_filled, sum(required_cells) AS required_cells
  FROM mart.data_quality GROUP BY village_code, period
)
SELECT p.village_code, p.village_name, p.district_code, p.district_name, p.regency_code, p.regency_name, p.period, p.datasets,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.migrants_active, 0) END AS migrants_active,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.candidates, 0) END AS candidates,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.departures, 0) END AS departures,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.former, '{}') END AS former,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.deceased, '{}') END AS deceased,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.abroad, '{}') END AS abroad,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.nonprocedural, 0) END AS nonprocedural,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.procedural_known, 0) END AS procedural_known,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.contracts_ending, 0) END AS contracts_ending,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.households_abroad, 0) END AS households_abroad,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.households_asked, 0) END AS households_asked,
       CASE WHEN 'migrant_register' = ANY (p.datasets) THEN coalesce(r.households_productive, 0) END AS households_productive,
       CASE WHEN 'migration_services' = ANY (p.datasets) THEN coalesce(s.services, 0) END AS services,
       CASE WHEN 'migration_services' = ANY (p.datasets) THEN coalesce(s.candidates_verified, 0) END AS candidates_verified,
       CASE WHEN 'complaints' = ANY (p.datasets) THEN coalesce(k.complaints, 0) END AS complaints,
       CASE WHEN 'complaints' = ANY (p.datasets) THEN coalesce(k.complaints_open, 0) END AS complaints_open,
       CASE WHEN 'complaints' = ANY (p.datasets) THEN coalesce(k.complaints_nonprocedural, 0) END AS complaints_nonprocedural,
       CASE WHEN 'complaints' = ANY (p.datasets) THEN coalesce(k.complaints_procedural_known, 0) END AS complaints_procedural_known,
       CASE WHEN 'business_groups' = ANY (p.datasets) THEN coalesce(g.groups, 0) END AS groups,
       CASE WHEN 'business_groups' = ANY (p.datasets) THEN coalesce(g.groups_active, 0) END AS groups_active,
       CASE WHEN 'business_groups' = ANY (p.datasets) THEN coalesce(g.groups_aided, 0) END AS groups_aided,
       CASE WHEN 'business_groups' = ANY (p.datasets) THEN coalesce(g.groups_aided_active, 0) END AS groups_aided_active,
       CASE WHEN 'business_groups' = ANY (p.datasets) THEN coalesce(g.groups_of_former, 0) END AS groups_of_former,
       g.members_former_family, g.members_by_origin, g.members_female, g.members_by_sex,
       g.turnover_of_aided, g.aid_value, g.equipment_in_use, g.equipment_aided,
       CASE WHEN 'migrant_children' = ANY (p.datasets) THEN coalesce(h.children, 0) END AS children,
       CASE WHEN 'migrant_children' = ANY (p.datasets) THEN coalesce(h.children_school_age, 0) END AS children_school_age,
       CASE WHEN 'migrant_children' = ANY (p.datasets) THEN coalesce(h.children_out_of_school, 0) END AS children_out_of_school,
       CASE WHEN 'parenting_sessions' = ANY (p.datasets) THEN coalesce(e.sessions, 0) END AS sessions,
       e.sessions_counted, e.attendances,
       CASE WHEN e.sessions IS NULL AND 'parenting_sessions' = ANY (p.datasets) THEN 0 ELSE e.children_reached END AS children_reached,
       CASE WHEN 'cooperatives' = ANY (p.datasets) THEN coalesce(o.cooperative_active, false) END AS cooperative_active,
       o.last_meeting,
       CASE WHEN 'cooperatives' = ANY (p.datasets) THEN coalesce(o.cooperative_lawful, false) END AS cooperative_lawful,
       o.members_migrant_family, o.savings, o.savers,
       f.officers_active, f.has_regulation, f.population,
       q.rows_accepted, q.rows_of_data, q.rows_whole, q.required_filled, q.required_cells
FROM core.village_report AS p
LEFT JOIN people AS r USING (village_code, period)
LEFT JOIN services AS s USING (village_code, period)
LEFT JOIN cases AS k USING (village_code, period)
LEFT JOIN groups AS g USING (village_code, period)
LEFT JOIN children AS h USING (village_code, period)
LEFT JOIN sessions AS e USING (village_code, period)
LEFT JOIN cooperatives AS o USING (village_code, period)
LEFT JOIN profile AS f USING (village_code, period)
LEFT JOIN quality AS q USING (village_code, period);

SELECT pg_temp.store('report_counts');
CREATE UNIQUE INDEX report_counts_stored_place ON core.report_counts_stored (village_code, period);
CREATE INDEX report_counts_stored_period ON core.report_counts_stored (period);
