-- Photos whose files in the bucket are to be deleted. An upload is written here
-- before its first byte is sent, and taken away by the transaction that makes it
-- somebody's photo; so nothing is in the bucket that no table knows of.

CREATE TABLE photo_leftovers (
    id BYTEA NOT NULL PRIMARY KEY,
    due_at TIMESTAMPTZ NOT NULL,
    deleting BOOLEAN NOT NULL -- from here on it cannot become a photo any more
);
CREATE INDEX photo_leftovers_by_due_at ON photo_leftovers (due_at);

-- However a row of photos goes, with its person, too: its files are due at once.
CREATE FUNCTION photos_leave_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO photo_leftovers (id, due_at, deleting)
    VALUES (old.id, old.created_at, FALSE)
    ON CONFLICT (id) DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER photos_leave_files AFTER DELETE ON photos
FOR EACH ROW WHEN (old.large IS NULL) EXECUTE FUNCTION photos_leave_files();
