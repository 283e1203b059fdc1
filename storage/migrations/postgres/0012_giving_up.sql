-- An archive that cannot be made is not tried for ever, and a mail that was given up not
-- kept for ever.

ALTER TABLE exports ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
CREATE INDEX mails_by_failure ON mails (failed_at) WHERE failed_at IS NOT NULL;
