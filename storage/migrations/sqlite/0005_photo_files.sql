-- Photos whose files in the bucket are to be deleted. An upload is written here
-- before its first byte is sent, and taken away by the transaction that makes it
-- somebody's photo; so nothing is in the bucket that no table knows of.

CREATE TABLE photo_leftovers (
    id BLOB NOT NULL PRIMARY KEY,
    due_at TEXT NOT NULL,
    deleting INTEGER NOT NULL -- from here on it cannot become a photo any more
) STRICT;
CREATE INDEX photo_leftovers_by_due_at ON photo_leftovers (due_at);

-- However a row of photos goes, with its person, too: its files are due at once.
CREATE TRIGGER photos_leave_files AFTER DELETE ON photos
WHEN old.large IS NULL
BEGIN
    INSERT INTO photo_leftovers (id, due_at, deleting)
    VALUES (old.id, old.created_at, 0)
    ON CONFLICT (id) DO NOTHING;
END;
