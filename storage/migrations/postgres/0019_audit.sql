-- The log says what changed, and its lines are linked one to the other.

ALTER TABLE audit_log ADD COLUMN details TEXT NOT NULL DEFAULT ''; -- JSON: {field: [before, after]}
ALTER TABLE audit_log ADD COLUMN address TEXT NOT NULL DEFAULT ''; -- whom it was about who may have no account
-- What tells of a person is in the mark as digests with salts, so that it can be forgotten.
ALTER TABLE audit_log ADD COLUMN origin_salt BYTEA; -- NULL: forgotten
ALTER TABLE audit_log ADD COLUMN origin_digest BYTEA;
ALTER TABLE audit_log ADD COLUMN address_salt BYTEA; -- NULL: forgotten
ALTER TABLE audit_log ADD COLUMN address_digest BYTEA; -- NULL: there was none
ALTER TABLE audit_log ADD COLUMN mark BYTEA; -- of the line, with the key of the instance
ALTER TABLE audit_log ADD COLUMN seq BIGINT; -- its place in the chain; NULL: it waits for it
ALTER TABLE audit_log ADD COLUMN link BYTEA; -- to the line before it
CREATE UNIQUE INDEX audit_log_by_seq ON audit_log (seq);
CREATE INDEX audit_log_unsealed ON audit_log (at, id) WHERE seq IS NULL;
CREATE INDEX audit_log_by_address ON audit_log (address) WHERE address <> '';

-- The end of the chain: one row.
CREATE TABLE audit_chain (
    name TEXT NOT NULL PRIMARY KEY CHECK (name = 'log'),
    seq BIGINT NOT NULL,
    link BYTEA NOT NULL,
    adopts BOOLEAN NOT NULL -- lines of earlier versions, which have no mark
);
INSERT INTO audit_chain (name, seq, link, adopts) VALUES ('log', 0, '', TRUE);
