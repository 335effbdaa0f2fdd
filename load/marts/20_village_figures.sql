-- How much of a village's procedural, non-procedural and unknown persons of a month no shown cell gives away.
CREATE VIEW core.procedural_cover AS
SELECT kind, village_code, period,
       core.cover(sum(persons) FILTER (WHERE part = 'NON_PROSEDURAL'), count(*) FILTER (WHERE part = 'NON_PROSEDURAL' AND NOT unlisted)) AS counted,
       core.cover(sum(persons) FILTER (WHERE part = 'PROSEDURAL'), count(*) FILTER (WHERE part = 'PROSEDURAL' AND NOT unlisted)) AS complement,
       core.cover(sum(persons) FILTER (WHERE part = 'UNKNOWN'), count(*) FILTER (WHERE part = 'UNKNOWN' AND NOT unlisted)) AS unknown
FROM (SELECT *, coalesce(procedural, 'UNKNOWN') AS part FROM core.protected_cells WHERE hidden) AS c
GROUP BY kind, village_code, period;

-- The parts of every indicator by village and shortest period: numerator, denominator and the reports behind them. For shares by a
-- personal attribute also how much of the count, of its complement and of those not known stays hidden.

CREATE VIEW core.village_figures_live AS
SELECT m.village_code, m.district_code, m.regency_code, f.measure, 'month' AS base_type, m.period AS base_start,
       f.numerator::numeric, f.denominator::numeric, f.reports,
       CASE WHEN f.kind IS NOT NULL THEN coalesce(s.counted, 0) WHEN f.personal THEN f.numerator END AS hidden_counted,
       CASE WHEN f.kind IS NOT NULL THEN coalesce(s.complement, 0) WHEN f.personal THEN greatest(f.denominator - f.numerator, 0) END AS hidden_complement,
       CASE WHEN f.personal THEN coalesce(f.total - f.denominator, 0) END AS unknown,
       CASE WHEN f.personal THEN coalesce(s.unknown, 0) END AS hidden_unknown
FROM core.village_measures AS m
CROSS JOIN LATERAL (VALUES
  ('rows_accepted', m.rows_accepted, m.rows_of_data, cardinality(m.datasets), false, NULL, NULL),
  ('required_complete', m.required_filled, m.required_cells, cardinality(m.datasets), false, NULL, NULL),
  ('migrants_active', m.migrants_active, NULL, 1, false, NULL, NULL),
  ('migrants_per_1000', m.migrants_active, m.population, 1, false, NULL, NULL),
  ('departures', m.departures, NULL, 1, false, NULL, NULL),
  ('returns', m.returns, NULL, 1, false, NULL, NULL),
  ('net_departures', CASE WHEN m.months_compared = 1 THEN m.departures - m.returns END, NULL, 1, false, NULL, NULL),
  ('nonprocedural_share', m.nonprocedural, m.procedural_known, 1, true, 'flow', m.departures),
  ('services', m.services, 1, 1, false, NULL, NULL),
  ('candidates_verified_share', m.candidates_verified, m.candidates, 1, false, NULL, NULL),
  ('children_reached_share', m.children_reached, m.children, 1, false, NULL, NULL),
  ('attendance_rate', m.attendances, m.sessions_counted * m.children, 1, false, NULL, NULL),
  ('out_of_school_share', m.children_out_of_school, m.children_school_age, 1, true, NULL, NULL),
  ('complaints_per_1000', m.complaints, m.migrants_active, 1, false, NULL, NULL),
  ('complaints_closed_share', m.complaints - m.complaints_open, m.complaints, 1, false, NULL, NULL),
  ('complaints_nonprocedural_share', m.complaints_nonprocedural, m.complaints_procedural_known, 1, true, 'case', m.complaints),
  ('deaths_per_1000', m.deaths, m.migrants_active * m.months_compared, 1, true, NULL, NULL),
  ('remittance_productive_share', m.households_productive, m.households_asked, 1, true, NULL, NULL),
  ('contracts_ending', m.contracts_ending, NULL, 1, false, NULL, NULL),
  ('remigration_share', m.departed_again, m.former_cohort, 1, true, NULL, NULL)
) AS f(measure, numerator, denominator, reports, personal, kind, total)
LEFT JOIN core.procedural_cover AS s ON s.kind = f.kind AND s.village_code = m.village_code AND s.period = m.period
WHERE f.numerator IS NOT NULL
UNION ALL
SELECT m.village_code, m.district_code, m.regency_code, f.measure, f.base_type,
       CASE f.base_type WHEN 'quarter' THEN date_trunc('quarter', m.period)::date ELSE m.half_year END, f.numerator, f.denominator, 1,
       CASE WHEN f.personal THEN f.numerator END, CASE WHEN f.personal THEN greatest(f.denominator - f.numerator, 0) END,
       CASE WHEN f.personal THEN 0 END, CASE WHEN f.personal THEN 0 END
FROM core.village_quarter AS m
CROSS JOIN (SELECT value AS officers FROM core.target JOIN core.standing_configuration USING (configuration_id) WHERE target = 'officers') AS t
CROSS JOIN LATERAL (VALUES
  ('quarter', m.groups_latest, 'groups_surviving', m.groups_aided_active, m.groups_aided, false),
  ('quarter', m.groups_latest, 'members_former_family_share', m.members_former_family, m.members_by_origin, true),
  ('quarter', m.groups_latest, 'members_women_share', m.members_female, m.members_by_sex, true),
  ('quarter', m.groups_latest, 'turnover_to_aid', m.turnover_of_aided, m.aid_value, false),
  ('quarter', m.groups_latest, 'equipment_in_use', m.equipment_in_use, m.equipment_aided, false),
  ('quarter', m.cooperatives_latest, 'cooperatives_alive', m.cooperative_lawful::integer, 1, false),
  ('quarter', m.cooperatives_latest, 'cooperative_reach', m.members_migrant_family, m.households_abroad, false),
  ('quarter', m.cooperatives_latest, 'savings_per_member', m.savings, m.savers, false),
  ('half_year', m.profile_latest, 'officers_in_place', (m.officers_active >= t.officers)::integer, 1, false),
  ('half_year', m.profile_latest, 'villages_with_regulation', m.has_regulation::integer, 1, false)
) AS f(base_type, counts, measure, numerator, denominator, personal)
WHERE f.counts AND f.numerator IS NOT NULL
UNION ALL
SELECT p.village_code, p.district_code, p.regency_code, f.measure, 'month', p.period, f.numerator, f.denominator, 1, NULL, NULL, NULL, NULL
FROM core.village_standing AS p
CROSS JOIN LATERAL (VALUES
  ('pillars_active', CASE WHEN p.pillars_known > 0 THEN p.pillars_alive END, p.pillars_known),
  ('all_pillars_active', CASE WHEN p.pillars_known = 4 THEN (p.pillars_alive = 4)::integer END, 1),
  ('emas_criteria', p.criteria_met, p.criteria_known)
) AS f(measure, numerator, denominator)
WHERE f.numerator IS NOT NULL;

-- Persons abroad by one attribute. A country is built on the cells of mart.migrant_stock, so that the two give nothing away
-- together: `uncovered` are the persons of a country in hidden cells, unless all hidden cells are of that country, since then the
-- village's total tells how many. It is shown when it has 5 or more and the uncovered are none or enough; if what then remains hidden
-- in the village is too little, the country with the fewest uncovered is hidden too. Occupation and sex cut across countries, so no
-- village shows them.
CREATE VIEW core.village_attributes_live AS
WITH attribute AS (
  SELECT c.village_code, c.district_code, c.regency_code, c.period, a.breakdown, a.member, sum(c.persons) AS persons,
         CASE WHEN c.cells_hidden > count(*) FILTER (WHERE c.hidden) OR bool_or(c.unlisted) THEN coalesce(sum(c.persons) FILTER (WHERE c.hidden), 0) ELSE 0 END AS uncovered,
         count(*) FILTER (WHERE c.hidden) AS hidden_cells, bool_or(c.unlisted) AS unlisted
  FROM (SELECT *, count(*) FILTER (WHERE hidden) OVER (PARTITION BY village_code, district_code, regency_code, period, kind) AS cells_hidden FROM core.protected_cells) AS c
  CROSS JOIN LATERAL (VALUES ('destination', coalesce(c.destination, '-')), ('occupation', coalesce(c.occupation, '-')), ('sex', coalesce(c.sex, '-')))
    AS a(breakdown, member)
  WHERE c.kind = 'stock'
  GROUP BY c.village_code, c.district_code, c.regency_code, c.period, c.cells_hidden, a.breakdown, a.member
),
fit AS (
  SELECT *, breakdown = 'destination' AND NOT unlisted AND core.enough(persons, uncovered, hidden_cells) AS fits FROM attribute
),
pool AS (
  SELECT *, coalesce(sum(uncovered) FILTER (WHERE NOT fits) OVER place, 0) AS rest,
         coalesce(sum(hidden_cells) FILTER (WHERE NOT fits) OVER place, 0) AS rest_cells,
         row_number() OVER (PARTITION BY village_code, period, breakdown ORDER BY fits AND uncovered > 0 DESC, uncovered, member) AS cover_order
  FROM fit WINDOW place AS (PARTITION BY village_code, period, breakdown)
)
SELECT village_code, district_code, regency_code, period, breakdown, member, persons, uncovered, hidden_cells, unlisted,
       fits AND NOT (cover_order = 1 AND uncovered > 0 AND core.too_few(rest, rest_cells)) AS shown
FROM pool;

SELECT pg_temp.store('village_figures');
SELECT pg_temp.store('village_attributes');
CREATE INDEX village_figures_stored_village ON core.village_figures_stored (village_code, measure);
CREATE INDEX village_figures_stored_district ON core.village_figures_stored (district_code, measure);
CREATE INDEX village_figures_stored_measure ON core.village_figures_stored (measure, base_start);
CREATE INDEX village_attributes_stored_village ON core.village_attributes_stored (village_code, period);
CREATE INDEX village_attributes_stored_period ON core.village_attributes_stored (period);
