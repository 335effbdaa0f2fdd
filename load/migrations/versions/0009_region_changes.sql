-- Which village gave to which on which day: filled from the list of changes at each upgrade. A village that goes on when another is
-- split off from it, or joins it, has a line to itself.
CREATE TABLE core.region_change (
  changed_on date NOT NULL,
  from_code  text NOT NULL,
  from_name  text NOT NULL,
  to_code    text NOT NULL,
  to_name    text NOT NULL,
  basis      text NOT NULL,
  PRIMARY KEY (from_code, changed_on, to_code)
);
CREATE INDEX region_change_to ON core.region_change (to_code);

-- Versions of a village change together, so their validity is compared when all of them have changed.
ALTER TABLE core.dim_region DROP CONSTRAINT dim_region_one_at_a_time;
ALTER TABLE core.dim_region ADD CONSTRAINT dim_region_one_at_a_time EXCLUDE USING gist (
  box(point(replace(code, '.', '')::float8, valid_from - date '1900-01-01'),
      point(replace(code, '.', '')::float8, coalesce(valid_to, '2999-12-31') - date '1900-01-01' - 0.5)) WITH &&)
  DEFERRABLE;
