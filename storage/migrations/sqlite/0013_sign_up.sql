-- Addresses for which somebody wants an account, until the link there is opened.

CREATE TABLE sign_ups (
    email_key TEXT NOT NULL PRIMARY KEY, -- so that the newest link is the one that works
    email TEXT NOT NULL, -- as it was typed
    digest BLOB NOT NULL UNIQUE, -- of the link
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sign_ups_by_expiry ON sign_ups (expires_at);
