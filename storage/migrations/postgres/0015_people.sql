-- Lists of the people of an organization: in the order of their names, searched, and paged.

-- As names are compared; in the order of bytes, as pages are cut.
ALTER TABLE persons ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN last_active_at TIMESTAMPTZ; -- before the sessions that there are
UPDATE persons SET name_key = lower(display_name);

-- The same beside the membership, so that one index has order and search.
ALTER TABLE memberships ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN email_key TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE memberships SET (name_key, email_key) =
    (SELECT p.name_key, p.email_key FROM persons p WHERE p.id = memberships.person_id);
CREATE INDEX memberships_by_name
    ON memberships (organization_id, name_key, person_id, email_key, role);
CREATE INDEX memberships_by_age ON memberships (organization_id, created_at, person_id);
