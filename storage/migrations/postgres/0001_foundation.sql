-- Persons, their sessions and tokens, and what keeps all of it safe.
-- Says the same as its SQLite twin; a test compares the two.

CREATE TABLE persons (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE, -- the canonical address
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    staff BOOLEAN NOT NULL,
    suspended_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- One-use links. At most one of a purpose waits to be used.
CREATE TABLE links (
    id UUID NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    digest BYTEA NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ, -- NULL: never
    used_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX links_waiting ON links (purpose) WHERE used_at IS NULL;

-- A sign-in between its steps, by the digest of the visitor's cookie.
CREATE TABLE sign_ins (
    visitor BYTEA NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    next_path TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    digest BYTEA NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    proved_at TIMESTAMPTZ NOT NULL, -- when the person last proved who they are
    last_active_at TIMESTAMPTZ NOT NULL,
    idle_expires_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    keep BOOLEAN NOT NULL,
    user_agent TEXT NOT NULL,
    network TEXT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_idle_expiry ON sessions (idle_expires_at);

-- Failures in a row, one counter per account and authenticator. Times of both
-- throttles are milliseconds since 1970: numbers add up alike everywhere.
CREATE TABLE attempts (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    hard BIGINT NOT NULL -- blocked for good from so many failures on
);
CREATE INDEX attempts_by_time ON attempts (last_at);

-- How often something happened within a stretch of time.
CREATE TABLE rate_windows (
    key TEXT NOT NULL PRIMARY KEY,
    used BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX rate_windows_by_end ON rate_windows (ends_at);

CREATE TABLE tokens (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL, -- lower case: names differ by more than that
    digest BYTEA NOT NULL UNIQUE,
    last_four TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    last_used_network TEXT
);
CREATE INDEX tokens_by_person ON tokens (person_id, created_at, id);
CREATE INDEX tokens_by_name ON tokens (person_id, name_key);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- A new token, sealed for one session until it was shown.
CREATE TABLE reveals (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    token_id UUID NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX reveals_by_token ON reveals (token_id);
CREATE INDEX reveals_by_expiry ON reveals (expires_at);

-- What a plain form leaves for the page after it. JSON as text: PostgreSQL's
-- own JSON refuses the NUL that somebody may type.
CREATE TABLE flashes (
    visitor BYTEA NOT NULL,
    page TEXT NOT NULL,
    content TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (visitor, page)
);
CREATE INDEX flashes_by_expiry ON flashes (expires_at);

-- Who did what. No foreign key: it outlives the persons.
CREATE TABLE audit_log (
    id UUID NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    network TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX audit_log_by_time ON audit_log (at, id);
