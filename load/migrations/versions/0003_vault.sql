CREATE SCHEMA vault;

CREATE TABLE vault.person (
  person_key    text PRIMARY KEY,
  nik           text,
  is_weak       boolean NOT NULL,
  first_load_id bigint NOT NULL
);

CREATE TABLE vault.quarantine_value (
  quarantine_id bigint PRIMARY KEY REFERENCES audit.quarantine ON DELETE CASCADE,
  raw_value     text NOT NULL
);
