-- One flash for each visitor, under the digest of its page: an address may hold a
-- secret. Those that wait are lost; they would have lasted ten minutes.

DROP TABLE flashes;
CREATE TABLE flashes (
    visitor BLOB NOT NULL PRIMARY KEY,
    page BLOB NOT NULL, -- the digest of its path
    content TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX flashes_by_expiry ON flashes (expires_at);
