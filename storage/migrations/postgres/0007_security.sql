-- What a person needs to watch over an account: sessions with names, browsers that are
-- known, links in mails that carry more than a person, and a history of one's own.

ALTER TABLE persons ADD COLUMN password_changed_at TIMESTAMPTZ; -- NULL: never since it was made
ALTER TABLE sessions ADD COLUMN name TEXT; -- NULL: that of its browser
ALTER TABLE audit_log ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at, id);

-- Browsers in which somebody has signed in, by the digest of a cookie.
CREATE TABLE known_browsers (
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    digest BYTEA NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person_id, digest)
);
CREATE INDEX known_browsers_by_time ON known_browsers (last_seen_at);

-- One of each purpose and subject. Links of before go on working.
ALTER TABLE mailed_links
    ADD COLUMN subject TEXT NOT NULL DEFAULT '', -- of several of one purpose; '' where there is one
    ADD COLUMN payload TEXT NOT NULL DEFAULT '', -- what the link is to bring about, such as an address
    DROP CONSTRAINT mailed_links_pkey,
    ADD PRIMARY KEY (person_id, purpose, subject);
ALTER TABLE mailed_links
    ALTER COLUMN subject DROP DEFAULT,
    ALTER COLUMN payload DROP DEFAULT;
