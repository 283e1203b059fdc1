-- Who is invited to an organization, each by an address.

CREATE TABLE invitations (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email TEXT NOT NULL, -- as it was typed
    email_key TEXT COLLATE "C" NOT NULL, -- as it is compared
    role TEXT NOT NULL,
    by_id UUID REFERENCES persons (id) ON DELETE SET NULL, -- who sent it last
    digest BYTEA UNIQUE, -- of the link in the newest mail; NULL until that is written
    sent_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    person_id UUID REFERENCES persons (id) ON DELETE CASCADE, -- who replied
    reply TEXT, -- 'accepted', 'declined'; NULL: it waits
    replied_at TIMESTAMPTZ
);
-- An address waits once.
CREATE UNIQUE INDEX invitations_waiting ON invitations (organization_id, email_key)
    WHERE reply IS NULL;
CREATE INDEX invitations_by_organization ON invitations (organization_id, id);
CREATE INDEX invitations_by_email ON invitations (email_key) WHERE reply IS NULL;
CREATE INDEX invitations_by_sender ON invitations (by_id);
CREATE INDEX invitations_by_person ON invitations (person_id, replied_at);
CREATE INDEX invitations_by_expiry ON invitations (expires_at);

-- Whose invitations count: those who may look after people now.
CREATE VIEW inviters AS
    SELECT organization_id, person_id FROM memberships WHERE role IN ('owner', 'admin');
