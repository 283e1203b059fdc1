-- Whose invitations count: those who may look after people now, and could invite somebody
-- this very moment. Of one table, so that a query can look for one of them.

DROP VIEW inviters;
CREATE VIEW inviters AS
    SELECT m.organization_id, m.person_id
    FROM memberships m
    WHERE m.role IN ('owner', 'admin') AND EXISTS (
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
