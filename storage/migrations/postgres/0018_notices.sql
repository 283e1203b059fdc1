-- What people are told of, in the application and by mail.

CREATE TABLE notices (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    subject TEXT NOT NULL, -- of each a person has one notice: the newest
    kind TEXT NOT NULL,
    about TEXT NOT NULL, -- JSON
    by_id UUID REFERENCES persons (id) ON DELETE SET NULL, -- who did it
    listed BOOLEAN NOT NULL, -- in the application
    digest BOOLEAN NOT NULL, -- waits for the mail of the day
    created_at TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ,
    UNIQUE (subject, person_id)
);
CREATE INDEX notices_by_person ON notices (person_id, id);
CREATE INDEX notices_unread ON notices (person_id, id) WHERE listed AND read_at IS NULL;
CREATE INDEX notices_by_doer ON notices (by_id);
CREATE INDEX notices_for_digest ON notices (person_id) WHERE digest;
CREATE INDEX notices_by_reading ON notices (read_at);
CREATE INDEX notices_by_age ON notices (created_at);

-- Where somebody wants to be told of a kind of thing; without a row, everywhere.
CREATE TABLE notice_choices (
    person_id UUID NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    in_app BOOLEAN NOT NULL,
    by_mail BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, kind)
);

-- What can wait comes in one mail a day; when the last one was made.
ALTER TABLE persons ADD COLUMN daily_mail BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE persons ADD COLUMN daily_mail_at TIMESTAMPTZ;

-- When its person is next told of the end of a token; NULL: no more.
ALTER TABLE tokens ADD COLUMN warn_at TIMESTAMPTZ;
UPDATE tokens SET warn_at = created_at;
CREATE INDEX tokens_by_warning ON tokens (warn_at) WHERE warn_at IS NOT NULL;
