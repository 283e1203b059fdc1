-- What staff look at: everybody by name.

CREATE INDEX persons_by_name ON persons (name_key, id, email_key);
