-- What a person needs to watch over an account: sessions with names, browsers that are
-- known, links in mails that carry more than a person, and a history of one's own.

ALTER TABLE persons ADD COLUMN password_changed_at TEXT; -- NULL: never since it was made
ALTER TABLE sessions ADD COLUMN name TEXT; -- NULL: that of its browser
ALTER TABLE audit_log ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at, id);

-- Browsers in which somebody has signed in, by the digest of a cookie.
CREATE TABLE known_browsers (
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    digest BLOB NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (person_id, digest)
) STRICT;
CREATE INDEX known_browsers_by_time ON known_browsers (last_seen_at);

-- One of each purpose and subject. Links of before go on working.
ALTER TABLE mailed_links RENAME TO mailed_links_before;
DROP INDEX mailed_links_by_expiry;
CREATE TABLE mailed_links (
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    expires_at TEXT NOT NULL,
    subject TEXT NOT NULL, -- of several of one purpose; '' where there is one
    payload TEXT NOT NULL, -- what the link is to bring about, such as an address
    PRIMARY KEY (person_id, purpose, subject)
) STRICT;
INSERT INTO mailed_links (person_id, purpose, digest, expires_at, subject, payload)
SELECT person_id, purpose, digest, expires_at, '', '' FROM mailed_links_before;
DROP TABLE mailed_links_before;
CREATE INDEX mailed_links_by_expiry ON mailed_links (expires_at);
