-- Mails that wait to be sent. A row says what to tell whom; it is written in the
-- transaction of the change it tells of, and goes when it is sent.

CREATE TABLE mails (
    id BLOB NOT NULL PRIMARY KEY,
    letter TEXT NOT NULL, -- JSON; never a secret
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL, -- not before; while it is sent, when it is tried again
    tries INTEGER NOT NULL,
    failed_at TEXT, -- given up
    error TEXT NOT NULL -- of the last try
) STRICT;
CREATE INDEX mails_by_due_at ON mails (due_at) WHERE failed_at IS NULL;

-- One-use links in mails to a person, one of each purpose: a new one is the end of
-- the one before.
CREATE TABLE mailed_links (
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (person_id, purpose)
) STRICT;
CREATE INDEX mailed_links_by_expiry ON mailed_links (expires_at);
