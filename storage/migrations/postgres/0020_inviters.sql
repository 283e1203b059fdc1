-- Whose invitations count: those who may look after people now, and could invite somebody
-- this very moment.

DROP VIEW inviters;
CREATE VIEW inviters AS
    SELECT m.organization_id, m.person_id
    FROM memberships m
    JOIN persons p ON p.id = m.person_id
    JOIN organizations o ON o.id = m.organization_id
    WHERE m.role IN ('owner', 'admin') AND p.suspended_at IS NULL AND p.leaves_at IS NULL
    AND (NOT o.mfa_required OR EXISTS (
        SELECT 1 FROM authenticators a WHERE a.person_id = m.person_id
    ));
