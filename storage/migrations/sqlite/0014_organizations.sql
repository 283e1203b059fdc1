-- Organizations, who belongs to them, and their workspaces.

CREATE TABLE organizations (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL, -- the one that stands in addresses now, of those below
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    -- Who set it, and when. An id alone, as in the log: it outlives the person.
    name_set_by BLOB NOT NULL,
    name_set_at TEXT NOT NULL,
    slug_set_by BLOB NOT NULL,
    slug_set_at TEXT NOT NULL,
    -- Whoever has no second factor is kept out.
    mfa_required INTEGER NOT NULL DEFAULT 0,
    mfa_set_by BLOB, -- NULL: nobody did
    mfa_set_at TEXT,
    deletes_at TEXT -- from when on nothing is left of it; NULL: it stays
) STRICT;
CREATE INDEX organizations_by_deletion ON organizations (deletes_at);

-- Every slug that an organization has or had: the old ones lead to it, and nobody else
-- gets them.
CREATE TABLE organization_slugs (
    slug TEXT NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX organization_slugs_by_organization ON organization_slugs (organization_id);

CREATE TABLE memberships (
    organization_id BLOB NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (organization_id, person_id)
) STRICT;
CREATE INDEX memberships_by_person ON memberships (person_id);
-- There must always be one.
CREATE INDEX memberships_by_owner ON memberships (organization_id) WHERE role = 'owner';

CREATE TABLE workspaces (
    id BLOB NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    archived_at TEXT
) STRICT;
CREATE INDEX workspaces_by_organization ON workspaces (organization_id, id);

CREATE TABLE workspace_members (
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
) STRICT;
CREATE INDEX workspace_members_by_person ON workspace_members (person_id);

-- The organization that a line is about. No foreign key: it outlives the organization.
ALTER TABLE audit_log ADD COLUMN organization_id BLOB;
CREATE INDEX audit_log_by_organization ON audit_log (organization_id, at, id)
    WHERE organization_id IS NOT NULL;
