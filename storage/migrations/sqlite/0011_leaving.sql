-- What people take with them: archives that are made for them, one each. And those who
-- leave.

CREATE TABLE exports (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    network TEXT NOT NULL, -- from where it was asked for
    due_at TEXT NOT NULL, -- not before; while it is made, when another may take it on
    digest BLOB UNIQUE, -- of the link; NULL until it is made, as what follows
    link BLOB, -- sealed, for the page that shows it
    archive BLOB, -- sealed
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX exports_by_due_at ON exports (due_at) WHERE digest IS NULL;
CREATE INDEX exports_by_expiry ON exports (expires_at);

-- From when on nobody is left of a person who wants to leave. NULL: they stay.
ALTER TABLE persons ADD COLUMN leaves_at TEXT;
CREATE INDEX persons_by_leaving ON persons (leaves_at);
-- There must always be one.
CREATE INDEX persons_by_staff ON persons (id) WHERE staff;
