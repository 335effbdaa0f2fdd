-- Digests of erased persons under a secret of their own: they keep the person out and lead to nobody.
CREATE TABLE vault.erased (
  erased_key text PRIMARY KEY,
  erased_at  timestamptz NOT NULL DEFAULT now()
);

-- Fingerprints of the secrets outside the warehouse, so that a run under another one stops before it doubles every person.
CREATE TABLE audit.key_fingerprint (
  purpose     text PRIMARY KEY CHECK (purpose IN ('pseudonyms', 'erasure')),
  fingerprint text NOT NULL,
  valid_since timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit.privacy_event (
  event_id    bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  happened_at timestamptz NOT NULL DEFAULT now(),
  kind        text NOT NULL CHECK (kind IN ('forget', 'retention', 'rekey', 'account')),
  facts       jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE audit.account (
  account       text PRIMARY KEY,
  group_role    text NOT NULL CHECK (group_role IN ('pmv_bi', 'pmv_office', 'pmv_dpo')),
  region_code   text CHECK (region_code ~ '^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$'),
  created_at    timestamptz NOT NULL DEFAULT now(),
  password_from timestamptz NOT NULL DEFAULT now()
);

-- The region the login behind this session is held to; null for everybody else. A session cannot change its login.
CREATE FUNCTION core.scope() RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$ SELECT region_code FROM audit.account WHERE account = session_user $$;
