-- Persons, their sessions and tokens, and what keeps all of it safe.
-- Says the same as its PostgreSQL twin; a test compares the two.
-- UUIDs and digests are BLOB, times are TEXT (RFC 3339, UTC: they sort as text),
-- booleans are INTEGER 0 or 1, because STRICT tables know no others.

CREATE TABLE persons (
    id BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE, -- the canonical address
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    staff INTEGER NOT NULL CHECK (staff IN (0, 1)),
    suspended_at TEXT,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

-- One-use links. At most one of a purpose waits to be used.
CREATE TABLE links (
    id BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    expires_at TEXT, -- NULL: never
    used_at TEXT
) STRICT;
CREATE UNIQUE INDEX links_waiting ON links (purpose) WHERE used_at IS NULL;

-- A sign-in between its steps, by the digest of the visitor's cookie.
CREATE TABLE sign_ins (
    visitor BLOB NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    next_path TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    proved_at TEXT NOT NULL, -- when the person last proved who they are
    last_active_at TEXT NOT NULL,
    idle_expires_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    keep INTEGER NOT NULL CHECK (keep IN (0, 1)),
    user_agent TEXT NOT NULL,
    network TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_idle_expiry ON sessions (idle_expires_at);

-- Failures in a row, one counter per account and authenticator. Times of both
-- throttles are milliseconds since 1970: numbers add up alike everywhere.
CREATE TABLE attempts (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    hard INTEGER NOT NULL -- blocked for good from so many failures on
) STRICT;
CREATE INDEX attempts_by_time ON attempts (last_at);

-- How often something happened within a stretch of time.
CREATE TABLE rate_windows (
    key TEXT NOT NULL PRIMARY KEY,
    used INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX rate_windows_by_end ON rate_windows (ends_at);

CREATE TABLE tokens (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL, -- lower case: names differ by more than that
    digest BLOB NOT NULL UNIQUE,
    last_four TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    last_used_at TEXT,
    last_used_network TEXT
) STRICT;
CREATE INDEX tokens_by_person ON tokens (person_id, created_at, id);
CREATE INDEX tokens_by_name ON tokens (person_id, name_key);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- A new token, sealed for one session until it was shown.
CREATE TABLE reveals (
    id BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    token_id BLOB NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX reveals_by_token ON reveals (token_id);
CREATE INDEX reveals_by_expiry ON reveals (expires_at);

-- What a plain form leaves for the page after it. JSON as text: PostgreSQL's
-- own JSON refuses the NUL that somebody may type.
CREATE TABLE flashes (
    visitor BLOB NOT NULL,
    page TEXT NOT NULL,
    content TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (visitor, page)
) STRICT;
CREATE INDEX flashes_by_expiry ON flashes (expires_at);

-- Who did what. No foreign key: it outlives the persons.
CREATE TABLE audit_log (
    id BLOB NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    actor_id BLOB,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    network TEXT NOT NULL,
    request_id TEXT NOT NULL
) STRICT;
CREATE INDEX audit_log_by_time ON audit_log (at, id);
