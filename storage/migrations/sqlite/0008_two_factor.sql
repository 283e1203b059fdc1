-- The second factor: authenticator apps, and codes for when one is lost. Secrets are sealed
-- with a key that is not in the database.

CREATE TABLE authenticators (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    last_step INTEGER NOT NULL, -- no code of this step or one before it works any more
    created_at TEXT NOT NULL
) STRICT;

-- One that is being set up. Not active before it gave a right code.
CREATE TABLE pending_authenticators (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    session_id BLOB NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX pending_authenticators_by_session ON pending_authenticators (session_id);
CREATE INDEX pending_authenticators_by_expiry ON pending_authenticators (expires_at);

-- 120 random bits each, so a plain digest is enough.
CREATE TABLE recovery_codes (
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    digest BLOB NOT NULL,
    PRIMARY KEY (person_id, digest)
) STRICT;

-- New recovery codes between the form that made them and the page that shows them, sealed
-- under the cookie of the session.
CREATE TABLE shown_codes (
    session_id BLOB NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX shown_codes_by_expiry ON shown_codes (expires_at);

-- Whose password was right, when a code is asked for as well.
ALTER TABLE sign_ins ADD COLUMN person_id BLOB REFERENCES persons (id) ON DELETE CASCADE;
ALTER TABLE sign_ins ADD COLUMN keep INTEGER NOT NULL DEFAULT 0 CHECK (keep IN (0, 1));
ALTER TABLE sign_ins ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
CREATE INDEX sign_ins_by_person ON sign_ins (person_id);

-- Until when no code is asked for in this browser, where the policy allows that.
ALTER TABLE known_browsers ADD COLUMN trusted_until TEXT;

-- When the second factor is taken off somebody who has lost it.
ALTER TABLE persons ADD COLUMN factor_reset_at TEXT;
CREATE INDEX persons_by_factor_reset ON persons (factor_reset_at);
