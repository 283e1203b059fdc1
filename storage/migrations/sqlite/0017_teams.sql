-- Teams: groups of people in an organization, each with a role in some workspaces.

CREATE TABLE teams (
    id BLOB NOT NULL PRIMARY KEY,
    organization_id BLOB NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL, -- as names are compared
    about TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX teams_by_name ON teams (organization_id, name_key);

CREATE TABLE team_members (
    team_id BLOB NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    person_id BLOB NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    PRIMARY KEY (team_id, person_id)
) STRICT;
CREATE INDEX team_members_by_person ON team_members (person_id);

CREATE TABLE team_workspaces (
    team_id BLOB NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    workspace_id BLOB NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (team_id, workspace_id)
) STRICT;
CREATE INDEX team_workspaces_by_workspace ON team_workspaces (workspace_id);

-- The teams that somebody will be in who accepts.
CREATE TABLE invitation_teams (
    invitation_id BLOB NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    team_id BLOB NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    PRIMARY KEY (invitation_id, team_id)
) STRICT;
CREATE INDEX invitation_teams_by_team ON invitation_teams (team_id);

-- What people are in workspaces, by themselves and by teams: several lines for one person.
-- Of their names the first in the alphabet is the role that may most.
CREATE VIEW workspace_roles AS
    SELECT workspace_id, person_id, role, created_at FROM workspace_members
    UNION ALL
    SELECT w.workspace_id, m.person_id, w.role, m.created_at
    FROM team_workspaces w
    JOIN team_members m ON m.team_id = w.team_id;

-- How many people belong to each workspace, by themselves or only by teams.
CREATE VIEW workspace_sizes AS
    SELECT w.id AS workspace_id,
           (SELECT COUNT(*) FROM workspace_members d WHERE d.workspace_id = w.id)
           + (
               SELECT COUNT(DISTINCT m.person_id)
               FROM team_workspaces t
               JOIN team_members m ON m.team_id = t.team_id
               WHERE t.workspace_id = w.id AND NOT EXISTS (
                   SELECT 1
                   FROM workspace_members d
                   WHERE d.workspace_id = w.id AND d.person_id = m.person_id
               )
           ) AS members
    FROM workspaces w;
