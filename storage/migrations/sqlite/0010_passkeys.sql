-- Passkeys: what of them is public. What signs never leaves the person's device.

CREATE TABLE passkeys (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    credential_id BLOB NOT NULL UNIQUE, -- what its authenticator calls it
    credential TEXT NOT NULL, -- public key and counter, as the library writes them
    name TEXT NOT NULL,
    security_key INTEGER NOT NULL CHECK (security_key IN (0, 1)),
    created_at TEXT NOT NULL,
    last_used_at TEXT
) STRICT;
CREATE INDEX passkeys_by_person ON passkeys (person_id, created_at);

-- What was asked of a passkey, until it answers: once, and only in the browser or session
-- that asked.
CREATE TABLE passkey_challenges (
    challenge BLOB NOT NULL PRIMARY KEY,
    holder BLOB NOT NULL,
    state TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);
