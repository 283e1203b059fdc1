//! Who belongs to which organization, and as what.

use domain::{
    OrganizationId, PersonId, Time, WorkspaceId,
    notices::COUNTED_MOST,
    organizations::{KeptOut, Named, Which},
    rights::{Held, Role},
};
use uuid::Uuid;

use crate::{
    StorageError, Tx,
    organizations::{key, role},
    roles::{held, kept_out},
    run::run,
};

/// An organization of a person, as lists of them show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BelongsRow {
    pub id: OrganizationId,
    pub named: Named,
    pub held: Held,
    /// What the role is called, if it is one of the organization's own.
    pub own_role: Option<String>,
    /// Since when the person belongs to it.
    pub since: Time,
    pub version: i64,
    pub created_at: Time,
    pub deletes_at: Option<Time>,
    pub mfa_required: bool,
    /// Why nothing of it is open to the person.
    pub kept_out: Option<KeptOut>,
}

/// A workspace of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharesRow {
    pub id: WorkspaceId,
    pub organization: OrganizationId,
    pub name: String,
    pub role: Role,
    pub since: Time,
    pub archived_at: Option<Time>,
}

/// The numbers of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    pub people: i64,
    pub workspaces: i64,
    /// Owners beside the person who asks, who stay.
    pub other_owners: i64,
    /// People without a second factor.
    pub without_mfa: i64,
}

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    pub id: OrganizationId,
    pub slug: String,
    pub name: String,
}

/// Where somebody is, if they belong anywhere, and where they may come to belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    pub place: Option<PlaceRow>,
    /// Invitations that wait for their answer.
    pub invitations: i64,
    /// Notices that they have not read, as [`Tx::unread_notices`] counts them.
    pub unread: i64,
}

#[derive(sqlx::FromRow)]
struct Belongs {
    id: Uuid,
    slug: String,
    name: String,
    role: String,
    role_name: Option<String>,
    rights: Option<String>,
    since: Time,
    version: i64,
    created_at: Time,
    deletes_at: Option<Time>,
    mfa_required: bool,
    kept_out: Option<String>,
}

impl TryFrom<Belongs> for BelongsRow {
    type Error = StorageError;

    fn try_from(row: Belongs) -> Result<Self, StorageError> {
        Ok(Self {
            id: OrganizationId(row.id),
            named: Named { name: row.name, slug: row.slug },
            held: held(&row.role, row.rights.as_deref())?,
            own_role: row.role_name,
            since: row.since,
            version: row.version,
            created_at: row.created_at,
            deletes_at: row.deletes_at,
            mfa_required: row.mfa_required,
            kept_out: kept_out(row.kept_out.as_deref()),
        })
    }
}

type Shares = (Uuid, Uuid, String, String, Time, Option<Time>);

impl Tx {
    /// Makes a person belong to an organization. False when they do already.
    pub async fn insert_membership(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
        role: Role,
        now: Time,
    ) -> Result<bool, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO memberships (
                 organization_id, person_id, role, created_at, name_key, email_key
             )
             SELECT $1, id, $3, $4, name_key, email_key FROM persons WHERE id = $2
             ON CONFLICT (organization_id, person_id) DO NOTHING",
            organization.0,
            person.0,
            role.as_str(),
            now,
        )?;
        Ok(inserted == 1)
    }

    /// The person belongs to the organization no more, nor to its teams and workspaces. False when
    /// they do not, or when nobody would own it then; take [`Tx::lock_organization`] first.
    pub async fn leave_organization(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<bool, StorageError> {
        let left = run!(
            self,
            execute,
            "DELETE FROM memberships
             WHERE organization_id = $1 AND person_id = $2 AND (role <> 'owner' OR EXISTS (
                 SELECT 1
                 FROM owners o
                 WHERE o.organization_id = $1 AND o.person_id <> $2
             ))",
            organization.0,
            person.0,
        )?;
        if left == 0 {
            return Ok(false);
        }
        run!(
            self,
            execute,
            "DELETE FROM workspace_members
             WHERE person_id = $2 AND workspace_id IN (
                 SELECT id FROM workspaces WHERE organization_id = $1
             )",
            organization.0,
            person.0,
        )?;
        run!(
            self,
            execute,
            "DELETE FROM team_members
             WHERE person_id = $2 AND team_id IN (
                 SELECT id FROM teams WHERE organization_id = $1
             )",
            organization.0,
            person.0,
        )?;
        Ok(true)
    }

    /// How many people and workspaces an organization has, and other owners.
    pub async fn counts_of(
        &mut self,
        organization: OrganizationId,
        person: PersonId,
    ) -> Result<Counts, StorageError> {
        Ok(run!(
            self,
            fetch_one as Counts,
            "SELECT
                 (SELECT COUNT(*) FROM memberships WHERE organization_id = $1) AS people,
                 (SELECT COUNT(*) FROM workspaces WHERE organization_id = $1) AS workspaces,
                 (
                     SELECT COUNT(*)
                     FROM owners o
                     WHERE o.organization_id = $1 AND o.person_id <> $2
                 ) AS other_owners,
                 (
                     SELECT COUNT(*)
                     FROM memberships n
                     WHERE n.organization_id = $1 AND NOT EXISTS (
                         SELECT 1 FROM authenticators a WHERE a.person_id = n.person_id
                     )
                 ) AS without_mfa",
            organization.0,
            person.0,
        )?)
    }

    /// The organizations of a person that are not over, by name; `limit` of them at most.
    pub async fn organizations_of(
        &mut self,
        person: PersonId,
        limit: i64,
        now: Time,
    ) -> Result<Vec<BelongsRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Belongs,
            "SELECT o.id, o.slug, o.name, m.role, c.name AS role_name, c.rights,
                    m.created_at AS since, o.version, o.created_at, o.deletes_at, o.mfa_required,
                    CASE
                        WHEN m.suspended_at IS NOT NULL THEN 'suspended'
                        WHEN o.mfa_required AND NOT EXISTS (
                            SELECT 1 FROM authenticators a WHERE a.person_id = $1
                        ) THEN 'mfa'
                    END AS kept_out
             FROM memberships m
             JOIN organizations o ON o.id = m.organization_id
             LEFT JOIN roles c ON c.id = m.role_id
             WHERE m.person_id = $1 AND (o.deletes_at IS NULL OR o.deletes_at > $2)
             ORDER BY lower(o.name), o.id
             LIMIT $3",
            person.0,
            now,
            limit,
        )?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The workspaces of a person, by a team or not, archived ones too, by name; `limit` of them at most.
    pub async fn workspaces_of(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<SharesRow>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Shares,
            "SELECT w.id, w.organization_id, w.name, MIN(r.role), MIN(r.created_at),
                    w.archived_at
             FROM workspace_roles r
             JOIN workspaces w ON w.id = r.workspace_id
             WHERE r.person_id = $1
             GROUP BY w.id
             ORDER BY lower(w.name), w.id
             LIMIT $2",
            person.0,
            limit,
        )?;
        let row = |(id, organization, name, kept, since, archived_at): Shares| {
            let (id, organization) = (WorkspaceId(id), OrganizationId(organization));
            let role = role(&kept)?;
            Ok(SharesRow { id, organization, name, role, since, archived_at })
        };
        rows.into_iter().map(row).collect()
    }

    /// Where a person is: in the organization of this slug, of this workspace or, when there
    /// is neither, in this one; but only where they belong. Else in the first of theirs. And
    /// how many invitations and unread notices wait for them.
    pub async fn whereabouts(
        &mut self,
        person: PersonId,
        at: Option<&Which>,
        workspace: Option<WorkspaceId>,
        now: Time,
    ) -> Result<Whereabouts, StorageError> {
        let (id, slug) = at.map(key).unwrap_or_default();
        let (invitations, unread, id, slug, name) = run!(
            self,
            fetch_one as (i64, i64, Option<Uuid>, Option<String>, Option<String>),
            "SELECT
                 (
                     SELECT COUNT(*)
                     FROM persons p
                     JOIN invitations i ON i.email_key = p.email_key AND i.reply IS NULL
                     JOIN inviters b
                         ON b.organization_id = i.organization_id AND b.person_id = i.by_id
                         AND (b.whole OR i.role <> 'admin')
                     JOIN organizations g ON g.id = i.organization_id
                     WHERE p.id = $1 AND i.expires_at > $2 AND g.deletes_at IS NULL
                 ),
                 (
                     SELECT COUNT(*) FROM (
                         SELECT 1 FROM notices
                         WHERE person_id = $1 AND listed AND read_at IS NULL
                         LIMIT $6
                     ) unread
                 ),
                 place.id, place.slug, place.name
             FROM (SELECT 1) one
             LEFT JOIN (
                 SELECT o.id, o.slug, o.name
                 FROM memberships m
                 JOIN organizations o ON o.id = m.organization_id
                 WHERE m.person_id = $1 AND (o.deletes_at IS NULL OR o.deletes_at > $2)
                 ORDER BY CASE WHEN o.id = COALESCE(
                     (SELECT organization_id FROM organization_slugs WHERE slug = $3),
                     (SELECT organization_id FROM workspaces WHERE id = $4),
                     $5
                 ) THEN 0 ELSE 1 END, lower(o.name), o.id
                 LIMIT 1
             ) place ON TRUE",
            person.0,
            now,
            slug,
            workspace.map(|workspace| workspace.0),
            id,
            COUNTED_MOST,
        )?;
        let place = id.zip(slug).zip(name).map(|((id, slug), name)| PlaceRow {
            id: OrganizationId(id),
            slug,
            name,
        });
        Ok(Whereabouts { place, invitations, unread })
    }

    /// How many organizations a person owns, alone or not.
    pub async fn owned_count(&mut self, person: PersonId) -> Result<i64, StorageError> {
        let (count,) = run!(
            self,
            fetch_one as (i64,),
            "SELECT COUNT(*) FROM memberships WHERE person_id = $1 AND role = 'owner'",
            person.0,
        )?;
        Ok(count)
    }

    /// Takes [`Tx::lock_organization`] for all that the person owns, in one order.
    pub async fn lock_owned(&mut self, person: PersonId) -> Result<(), StorageError> {
        if let Some(lock) = self.engine().lock_owned() {
            run!(self, execute, lock, person.0)?;
        }
        Ok(())
    }

    /// The names of the organizations that nobody else owns, and that stay; the first twenty.
    pub async fn owned_alone(&mut self, person: PersonId) -> Result<Vec<String>, StorageError> {
        let rows = run!(
            self,
            fetch_all as (String,),
            "SELECT g.name
             FROM memberships m
             JOIN organizations g ON g.id = m.organization_id
             WHERE m.person_id = $1 AND m.role = 'owner' AND g.deletes_at IS NULL
             AND NOT EXISTS (
                 SELECT 1
                 FROM owners o
                 WHERE o.organization_id = g.id AND o.person_id <> $1
             )
             ORDER BY lower(g.name), g.id
             LIMIT 20",
            person.0,
        )?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }
}
