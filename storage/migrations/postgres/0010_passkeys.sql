-- Passkeys: what of them is public. What signs never leaves the person's device.

CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    credential_id BYTEA NOT NULL UNIQUE, -- what its authenticator calls it
    credential TEXT NOT NULL, -- public key and counter, as the library writes them
    name TEXT NOT NULL,
    security_key BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ
);
CREATE INDEX passkeys_by_person ON passkeys (person_id, created_at);

-- What was asked of a passkey, until it answers: once, and only in the browser or session
-- that asked.
CREATE TABLE passkey_challenges (
    challenge BYTEA NOT NULL PRIMARY KEY,
    holder BYTEA NOT NULL,
    state TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);
