-- Roles of an organization's own: what a member may, and the rights that a role names. And
-- people who are suspended in one organization.

CREATE TABLE roles (
    id BLOB NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL, -- as names are compared
    about TEXT NOT NULL,
    rights TEXT NOT NULL, -- their names, with spaces between
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX roles_by_name ON roles (organization_id, name_key);

-- Whoever has one is a member.
ALTER TABLE memberships ADD COLUMN role_id BLOB REFERENCES roles (id);
ALTER TABLE memberships ADD COLUMN suspended_at TEXT;
CREATE INDEX memberships_by_role ON memberships (role_id) WHERE role_id IS NOT NULL;

-- Those who can look after an organization: who leaves the instance, or is suspended there or
-- here, does not count.
DROP VIEW owners;
CREATE VIEW owners AS
    SELECT m.organization_id, m.person_id
    FROM memberships m
    JOIN persons p ON p.id = m.person_id
    WHERE m.role = 'owner' AND m.suspended_at IS NULL
    AND p.suspended_at IS NULL AND p.leaves_at IS NULL;

-- Whose invitations count: those who may look after people now, and could invite somebody
-- this very moment; who have not a whole role, as members and viewers alone. Of one table, so
-- that a query can look for one of them.
DROP VIEW inviters;
CREATE VIEW inviters AS
    SELECT m.organization_id, m.person_id, m.role IN ('owner', 'admin') AS whole
    FROM memberships m
    WHERE m.suspended_at IS NULL AND (m.role IN ('owner', 'admin') OR EXISTS (
        SELECT 1 FROM roles r
        WHERE r.id = m.role_id AND ' ' || r.rights || ' ' LIKE '% manage_people %'
    )) AND EXISTS (
        SELECT 1
        FROM persons p
        WHERE p.id = m.person_id AND p.suspended_at IS NULL AND p.leaves_at IS NULL
    ) AND NOT EXISTS (
        SELECT 1
        FROM organizations o
        WHERE o.id = m.organization_id AND o.mfa_required AND NOT EXISTS (
            SELECT 1 FROM authenticators a WHERE a.person_id = m.person_id
        )
    );
