-- What people are told of, in the application and by mail.

CREATE TABLE notices (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    subject TEXT NOT NULL, -- of each a person has one notice: the newest
    kind TEXT NOT NULL,
    about TEXT NOT NULL, -- JSON
    by_id BLOB REFERENCES persons (id) ON DELETE SET NULL, -- who did it
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)), -- in the application
    digest INTEGER NOT NULL CHECK (digest IN (0, 1)), -- waits for the mail of the day
    created_at TEXT NOT NULL,
    read_at TEXT,
    UNIQUE (subject, person_id)
) STRICT;
CREATE INDEX notices_by_person ON notices (person_id, id);
CREATE INDEX notices_unread ON notices (person_id, id) WHERE listed AND read_at IS NULL;
CREATE INDEX notices_by_doer ON notices (by_id);
CREATE INDEX notices_for_digest ON notices (person_id) WHERE digest;
CREATE INDEX notices_by_reading ON notices (read_at);
CREATE INDEX notices_by_age ON notices (created_at);

-- Where somebody wants to be told of a kind of thing; without a row, everywhere.
CREATE TABLE notice_choices (
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    in_app INTEGER NOT NULL CHECK (in_app IN (0, 1)),
    by_mail INTEGER NOT NULL CHECK (by_mail IN (0, 1)),
    PRIMARY KEY (person_id, kind)
) STRICT;

-- What can wait comes in one mail a day; when the last one was made.
ALTER TABLE persons ADD COLUMN daily_mail INTEGER NOT NULL DEFAULT 0 CHECK (daily_mail IN (0, 1));
ALTER TABLE persons ADD COLUMN daily_mail_at TEXT;

-- When its person is next told of the end of a token; NULL: no more.
ALTER TABLE tokens ADD COLUMN warn_at TEXT;
UPDATE tokens SET warn_at = created_at;
CREATE INDEX tokens_by_warning ON tokens (warn_at) WHERE warn_at IS NOT NULL;
