-- The photo of a person: at most one, in three sizes. Without the bytes here,
-- they are in an object store under the same id.

CREATE TABLE photos (
    person_id BLOB NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    id BLOB NOT NULL UNIQUE, -- random, new with every upload
    kind TEXT NOT NULL, -- image/jpeg or image/png
    large BLOB,
    medium BLOB,
    small BLOB,
    created_at TEXT NOT NULL
) STRICT;
