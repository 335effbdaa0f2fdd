CREATE TABLE audit.schema_state (
  only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  fingerprint   text NOT NULL,
  marts_version text NOT NULL,
  upgraded_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit.run (
  run_id     text PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit.load (
  load_id     bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  run_id      text NOT NULL REFERENCES audit.run,
  recorded_at timestamptz NOT NULL,
  status      text NOT NULL DEFAULT 'published' CHECK (status IN ('published', 'undone')),
  undone_at   timestamptz,
  CHECK ((status = 'undone') = (undone_at IS NOT NULL))
);

CREATE TABLE audit.file (
  file_id      bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  load_id      bigint NOT NULL REFERENCES audit.load,
  path         text NOT NULL,
  sha256       text NOT NULL CHECK (length(sha256) IN (0, 64)), -- empty where the bytes could not be had
  size         bigint NOT NULL CHECK (size >= 0),
  format       text,
  modified_at  timestamptz NOT NULL,
  status       text NOT NULL CHECK (status IN ('loaded', 'partial', 'rejected', 'unchanged', 'superseded')),
  reason_rule  text,
  reason       text,
  village_code text,
  period       date CHECK (extract(day FROM period) = 1),
  UNIQUE (load_id, path),
  UNIQUE (file_id, load_id),
  CHECK (status <> 'rejected' OR reason_rule IS NOT NULL OR reason IS NOT NULL)
);
CREATE INDEX file_sha256 ON audit.file (sha256);
CREATE INDEX file_path ON audit.file (path);

-- One sheet of one file as far as it holds one dataset: its accounting and how long its rows are the valid ones. Every fact points
-- here, so a resubmission closes one row instead of thousands and undoing a load reopens exactly what it closed.
CREATE TABLE audit.sheet_balance (
  sheet_id           bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  load_id            bigint NOT NULL REFERENCES audit.load,
  file_id            bigint NOT NULL,
  source_file        text NOT NULL,
  source_sheet       text NOT NULL,
  dataset            text,
  region_key         integer NOT NULL DEFAULT 0 REFERENCES core.dim_region,
  period             date NOT NULL DEFAULT '0001-01-01' REFERENCES core.dim_period (month_start),
  rows_read          integer NOT NULL CHECK (rows_read >= 0),
  loaded             integer NOT NULL CHECK (loaded >= 0),
  quarantined        integer NOT NULL CHECK (quarantined >= 0),
  duplicate          integer NOT NULL CHECK (duplicate >= 0),
  ignored            integer NOT NULL CHECK (ignored >= 0),
  ignored_kinds      jsonb NOT NULL DEFAULT '{}',
  holds              boolean NOT NULL,
  recorded_at        timestamptz NOT NULL,
  superseded_at      timestamptz CHECK (superseded_at >= recorded_at),
  superseded_by_load bigint REFERENCES audit.load,
  FOREIGN KEY (file_id, load_id) REFERENCES audit.file (file_id, load_id),
  UNIQUE (sheet_id, period),
  CONSTRAINT sheet_balance_adds_up CHECK (rows_read = loaded + quarantined + duplicate + ignored),
  CHECK ((superseded_at IS NULL) = (superseded_by_load IS NULL))
);
CREATE INDEX sheet_balance_place ON audit.sheet_balance (region_key, period, dataset);
CREATE INDEX sheet_balance_load ON audit.sheet_balance (load_id);
CREATE INDEX sheet_balance_file ON audit.sheet_balance (source_file);
CREATE INDEX sheet_balance_superseded_by ON audit.sheet_balance (superseded_by_load) WHERE superseded_by_load IS NOT NULL;

CREATE TABLE audit.quarantine (
  quarantine_id    bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  load_id          bigint NOT NULL REFERENCES audit.load,
  file_id          bigint NOT NULL REFERENCES audit.file,
  source_file      text NOT NULL,
  source_path      text NOT NULL,
  source_sheet     text,
  source_row       integer,
  cell             text,
  level            text NOT NULL CHECK (level IN ('cell', 'row', 'sheet', 'file', 'run')),
  dataset          text,
  field            text,
  rule             text NOT NULL,
  severity         text NOT NULL,
  facts            jsonb NOT NULL DEFAULT '{}',
  advice_id        text NOT NULL,
  advice_en        text NOT NULL,
  village_code     text,
  period           date,
  recorded_at      timestamptz NOT NULL,
  status           text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'superseded', 'undone')),
  resolved_at      timestamptz,
  resolved_by_load bigint REFERENCES audit.load,
  CHECK ((status = 'open') = (resolved_at IS NULL))
);
CREATE INDEX quarantine_open ON audit.quarantine (village_code, period) WHERE status = 'open';
CREATE INDEX quarantine_load ON audit.quarantine (load_id);

CREATE TABLE audit.check_results (
  check_result_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  load_id         bigint NOT NULL REFERENCES audit.load,
  file_id         bigint NOT NULL REFERENCES audit.file,
  source_file     text NOT NULL,
  source_sheet    text,
  source_row      integer,
  cell            text,
  level           text NOT NULL,
  dataset         text,
  field           text,
  rule            text NOT NULL,
  severity        text NOT NULL,
  facts           jsonb NOT NULL DEFAULT '{}',
  advice_id       text NOT NULL,
  advice_en       text NOT NULL,
  village_code    text,
  period          date,
  recorded_at     timestamptz NOT NULL
);
CREATE INDEX check_results_load ON audit.check_results (load_id);

CREATE TABLE audit.roster (
  region_key  integer NOT NULL REFERENCES core.dim_region,
  dataset     text NOT NULL,
  cadence     text NOT NULL CHECK (cadence IN ('month', 'quarter', 'semester', 'year')),
  due_day     integer NOT NULL CHECK (due_day BETWEEN 1 AND 31),
  valid_from  date NOT NULL,
  valid_to    date CHECK (valid_to > valid_from),
  PRIMARY KEY (region_key, dataset, valid_from)
);

CREATE TABLE audit.vault_access (
  access_id   bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  accessed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  role_name   text NOT NULL,
  statement   text NOT NULL
);
