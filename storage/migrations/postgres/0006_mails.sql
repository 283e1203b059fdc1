-- Mails that wait to be sent. A row says what to tell whom; it is written in the
-- transaction of the change it tells of, and goes when it is sent.

CREATE TABLE mails (
    id UUID NOT NULL PRIMARY KEY,
    letter TEXT NOT NULL, -- JSON; never a secret
    created_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL, -- not before; while it is sent, when it is tried again
    tries BIGINT NOT NULL,
    failed_at TIMESTAMPTZ, -- given up
    error TEXT NOT NULL -- of the last try
);
CREATE INDEX mails_by_due_at ON mails (due_at) WHERE failed_at IS NULL;

-- One-use links in mails to a person, one of each purpose: a new one is the end of
-- the one before.
CREATE TABLE mailed_links (
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    digest BYTEA NOT NULL UNIQUE,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, purpose)
);
CREATE INDEX mailed_links_by_expiry ON mailed_links (expires_at);
