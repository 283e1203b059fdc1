-- Addresses that people want to sign in with, until they have opened the link there.

CREATE TABLE email_changes (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX email_changes_by_expiry ON email_changes (expires_at);
