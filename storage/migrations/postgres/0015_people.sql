-- Lists of the people of an organization: in the order of their names, searched, and paged.

-- As names are compared; in the order of bytes, as pages are cut.
ALTER TABLE persons ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN last_active_at TIMESTAMPTZ; -- before the sessions that there are
UPDATE persons SET name_key = lower(display_name);

-- The same beside the membership, so that each index has order and search.
ALTER TABLE memberships ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE memberships ADD COLUMN email_key TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE memberships SET (name_key, email_key) =
    (SELECT p.name_key, p.email_key FROM persons p WHERE p.id = memberships.person_id);
CREATE INDEX memberships_by_name
    ON memberships (organization_id, name_key, person_id, email_key, role);
CREATE INDEX memberships_by_age
    ON memberships (organization_id, created_at, person_id, name_key, email_key, role);

-- Those who can look after an organization: who leaves the instance, or is suspended, does
-- not count.
CREATE VIEW owners AS
    SELECT m.organization_id, m.person_id
    FROM memberships m
    JOIN persons p ON p.id = m.person_id
    WHERE m.role = 'owner' AND p.suspended_at IS NULL AND p.leaves_at IS NULL;
