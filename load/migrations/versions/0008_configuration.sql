-- What the office configures, each time it changed: nothing is overwritten, so that the past is answered as it was configured then.
CREATE TABLE audit.configuration (
  configuration_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  subject          text NOT NULL CHECK (subject IN ('programmes', 'roster', 'criteria', 'targets')),
  path             text NOT NULL,
  sha256           text NOT NULL,
  lines            integer NOT NULL CHECK (lines >= 0),
  recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  superseded_at    timestamptz CHECK (superseded_at >= recorded_at)
);
CREATE UNIQUE INDEX configuration_one_stands ON audit.configuration (subject) WHERE superseded_at IS NULL;

-- What was configured before there was a history, and the targets that hold where none are given.
INSERT INTO audit.configuration (subject, path, sha256, lines, recorded_at)
SELECT subject, '', '', lines, '2000-01-01' FROM (
  SELECT 'programmes' AS subject, count(*) AS lines FROM core.programme_spell
  UNION ALL SELECT 'roster', count(*) FROM audit.roster
  UNION ALL SELECT 'criteria', count(*) FROM core.village_criterion
  UNION ALL SELECT 'targets', count(*) FROM core.target) AS before
WHERE lines > 0;

ALTER TABLE core.programme_spell ADD COLUMN configuration_id bigint REFERENCES audit.configuration;
ALTER TABLE audit.roster ADD COLUMN configuration_id bigint REFERENCES audit.configuration;
ALTER TABLE core.village_criterion ADD COLUMN configuration_id bigint REFERENCES audit.configuration;
ALTER TABLE core.target ADD COLUMN configuration_id bigint REFERENCES audit.configuration;
UPDATE core.programme_spell SET configuration_id = (SELECT configuration_id FROM audit.configuration WHERE subject = 'programmes');
UPDATE audit.roster SET configuration_id = (SELECT configuration_id FROM audit.configuration WHERE subject = 'roster');
UPDATE core.village_criterion SET configuration_id = (SELECT configuration_id FROM audit.configuration WHERE subject = 'criteria');
UPDATE core.target SET configuration_id = (SELECT configuration_id FROM audit.configuration WHERE subject = 'targets');

ALTER TABLE core.programme_spell
  ALTER COLUMN configuration_id SET NOT NULL,
  DROP CONSTRAINT programme_spell_pkey, ADD PRIMARY KEY (configuration_id, region_key, programme_code, starts_on),
  DROP CONSTRAINT programme_spells_apart,
  ADD CONSTRAINT programme_spells_apart EXCLUDE USING gist (
    int8range(configuration_id, configuration_id, '[]') WITH &&,
    int8range(region_key, region_key, '[]') WITH &&,
    int8range(hashtext(programme_code), hashtext(programme_code), '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&);
ALTER TABLE audit.roster
  ALTER COLUMN configuration_id SET NOT NULL,
  DROP CONSTRAINT roster_pkey, ADD PRIMARY KEY (configuration_id, region_key, dataset, valid_from);
ALTER TABLE core.village_criterion
  ALTER COLUMN configuration_id SET NOT NULL,
  DROP CONSTRAINT village_criterion_pkey, ADD PRIMARY KEY (configuration_id, region_key, criterion, since);
ALTER TABLE core.target
  ALTER COLUMN configuration_id SET NOT NULL,
  DROP CONSTRAINT target_pkey, ADD PRIMARY KEY (configuration_id, target);
