-- What villages report, how often and by when: filled from the contracts at each upgrade.
CREATE TABLE core.dim_dataset (
  dataset         text PRIMARY KEY,
  pillar          integer NOT NULL REFERENCES core.dim_pillar,
  cadence         text CHECK (cadence IN ('month', 'quarter', 'semester', 'year')),
  due_day         integer CHECK (due_day BETWEEN 1 AND 31),
  required_fields integer NOT NULL,
  title_id        text NOT NULL,
  title_en        text NOT NULL
);

-- The office's questions and the measures that answer them: filled from definitions/indicators.yaml at each upgrade.
CREATE TABLE core.dim_indicator (
  measure          text PRIMARY KEY,
  indicator        integer NOT NULL CHECK (indicator BETWEEN 1 AND 30),
  dataset          text,
  summed           boolean NOT NULL,
  personal         boolean NOT NULL,
  factor           integer,
  name_id          text NOT NULL,
  name_en          text NOT NULL,
  concept_id       text NOT NULL,
  concept_en       text NOT NULL,
  definition_id    text NOT NULL,
  definition_en    text NOT NULL,
  formula_id       text NOT NULL,
  formula_en       text NOT NULL,
  classification   text,
  unit_id          text NOT NULL,
  unit_en          text NOT NULL,
  not_available_id text,
  not_available_en text
);

-- Programmes of villages as configured. They come before what workbooks say.
CREATE TABLE core.programme_spell (
  region_key     integer NOT NULL REFERENCES core.dim_region,
  programme_code text NOT NULL REFERENCES core.dim_programme CHECK (programme_code <> '-'),
  starts_on      date NOT NULL CHECK (extract(day FROM starts_on) = 1),
  ends_on        date CHECK (ends_on >= starts_on),
  PRIMARY KEY (region_key, programme_code, starts_on),
  -- btree_gist is not everywhere, so the keys are drawn as ranges of one number
  CONSTRAINT programme_spells_apart EXCLUDE USING gist (
    int8range(region_key, region_key, '[]') WITH &&,
    int8range(hashtext(programme_code), hashtext(programme_code), '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&)
);

-- Criteria of Desa Migran Emas that no sheet holds, as the office judged them.
CREATE TABLE core.village_criterion (
  region_key integer NOT NULL REFERENCES core.dim_region,
  criterion  text NOT NULL CHECK (criterion IN ('task_force', 'service_infrastructure')),
  met        boolean NOT NULL,
  since      date NOT NULL,
  PRIMARY KEY (region_key, criterion, since)
);

CREATE TABLE core.target (
  target text PRIMARY KEY CHECK (target IN ('officers', 'procedural_share')),
  value  numeric NOT NULL CHECK (value >= 0)
);
INSERT INTO core.target VALUES ('officers', 1), ('procedural_share', 0.8);

-- Whether the stored summaries hold what the views would say: no load came or went since they were made.
CREATE TABLE audit.stored_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  loads    bigint NOT NULL,
  undone   bigint NOT NULL
);
