//! Organizations and the slugs that lead to them.

use domain::{
    OrganizationId, PersonId, Time,
    organizations::{KeptOut, Named, SetBy, Which},
    rights::{Held, Role},
};
use uuid::Uuid;

use crate::{
    StorageError, Tx,
    roles::{held, kept_out},
    run::run,
};

/// An organization to be.
#[derive(Debug, Clone, Copy)]
pub struct NewOrganization<'a> {
    pub id: OrganizationId,
    pub named: &'a Named,
    /// Who makes it.
    pub by: PersonId,
    pub now: Time,
}

/// An organization, and what somebody is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipRow {
    pub id: OrganizationId,
    pub named: Named,
    pub version: i64,
    pub created_at: Time,
    pub name_set: SetBy,
    pub slug_set: SetBy,
    pub mfa_required: bool,
    /// None: nobody did.
    pub mfa_set: Option<SetBy>,
    /// Why nothing of it is open to the person.
    pub kept_out: Option<KeptOut>,
    pub deletes_at: Option<Time>,
    pub held: Held,
    /// What the role is called, if it is one of the organization's own.
    pub own_role: Option<String>,
}

/// Whether an organization may use a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimed {
    Yes,
    /// Another has it, or had it.
    Taken,
    /// It has had too many already.
    LimitReached,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    slug: String,
    version: i64,
    created_at: Time,
    name_setter: Option<String>,
    name_set_at: Time,
    slug_setter: Option<String>,
    slug_set_at: Time,
    mfa_required: bool,
    mfa_setter: Option<String>,
    mfa_set_at: Option<Time>,
    kept_out: Option<String>,
    deletes_at: Option<Time>,
    role: String,
    role_name: Option<String>,
    rights: Option<String>,
}

impl TryFrom<Row> for MembershipRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: OrganizationId(row.id),
            named: Named { name: row.name, slug: row.slug },
            version: row.version,
            created_at: row.created_at,
            name_set: SetBy { name: row.name_setter, at: row.name_set_at },
            slug_set: SetBy { name: row.slug_setter, at: row.slug_set_at },
            mfa_required: row.mfa_required,
            mfa_set: row.mfa_set_at.map(|at| SetBy { name: row.mfa_setter, at }),
            kept_out: kept_out(row.kept_out.as_deref()),
            deletes_at: row.deletes_at,
            held: held(&row.role, row.rights.as_deref())?,
            own_role: row.role_name,
        })
    }
}

/// A role as it is kept.
pub(crate) fn role(text: &str) -> Result<Role, StorageError> {
    text.parse().map_err(|_| StorageError::Corrupt("role"))
}

/// An organization by its id or by any of its slugs, as both parts of a query.
pub(crate) fn key(which: &Which) -> (Option<Uuid>, Option<&str>) {
    match which {
        Which::Id(id) => (Some(id.0), None),
        Which::Slug(slug) => (None, Some(slug)),
    }
}

impl Tx {
    /// Adds an organization with its first owner. False: the slug is taken.
    pub async fn insert_organization(
        &mut self,
        new: NewOrganization<'_>,
    ) -> Result<bool, StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO organizations (
                 id, name, slug, version, created_at,
                 name_set_by, name_set_at, slug_set_by, slug_set_at
             )
             VALUES ($1, $2, $3, 1, $4, $5, $4, $5, $4)",
            new.id.0,
            &new.named.name,
            &new.named.slug,
            new.now,
            new.by.0,
        )?;
        let claimed = self.claim_slug(new.id, &new.named.slug, 1, new.now).await?;
        if claimed != Claimed::Yes {
            run!(self, execute, "DELETE FROM organizations WHERE id = $1", new.id.0)?;
            return Ok(false);
        }
        self.insert_membership(new.id, new.by, Role::Owner, new.now).await
    }

    /// Lets a slug lead to this organization for good, which may have had `most` in all.
    pub async fn claim_slug(
        &mut self,
        id: OrganizationId,
        slug: &str,
        most: i64,
        now: Time,
    ) -> Result<Claimed, StorageError> {
        let inserted = run!(
            self,
            execute,
            "INSERT INTO organization_slugs (slug, organization_id, created_at)
             SELECT $1, $2, $3
             WHERE (SELECT COUNT(*) FROM organization_slugs WHERE organization_id = $2) < $4
             ON CONFLICT (slug) DO NOTHING",
            slug,
            id.0,
            now,
            most,
        )?;
        if inserted == 1 {
            return Ok(Claimed::Yes);
        }
        let of = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT organization_id FROM organization_slugs WHERE slug = $1",
            slug,
        )?;
        Ok(match of {
            Some((of,)) if of == id.0 => Claimed::Yes,
            Some(_) => Claimed::Taken,
            None => Claimed::LimitReached,
        })
    }

    /// Until the transaction ends, nobody else who takes this lock goes on: for acts that
    /// ask what somebody is in an organization.
    pub async fn lock_organization(&mut self, which: &Which) -> Result<(), StorageError> {
        if let Some(lock) = self.engine().lock_organization() {
            let (id, slug) = key(which);
            run!(self, execute, lock, id, slug)?;
        }
        Ok(())
    }

    /// The organization, if it is not over and the person belongs to it, with the slug that
    /// counts now.
    pub async fn membership(
        &mut self,
        which: &Which,
        person: PersonId,
        now: Time,
    ) -> Result<Option<MembershipRow>, StorageError> {
        let (id, slug) = key(which);
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT o.id, o.name, o.slug, o.version, o.created_at, o.deletes_at, m.role,
                    c.name AS role_name, c.rights,
                    n.display_name AS name_setter, o.name_set_at,
                    s.display_name AS slug_setter, o.slug_set_at,
                    f.display_name AS mfa_setter, o.mfa_set_at, o.mfa_required,
                    CASE
                        WHEN m.suspended_at IS NOT NULL THEN 'suspended'
                        WHEN o.mfa_required AND NOT EXISTS (
                            SELECT 1 FROM authenticators a WHERE a.person_id = $3
                        ) THEN 'mfa'
                    END AS kept_out
             FROM organizations o
             JOIN memberships m ON m.organization_id = o.id AND m.person_id = $3
             LEFT JOIN roles c ON c.id = m.role_id
             LEFT JOIN persons n ON n.id = o.name_set_by
             LEFT JOIN persons s ON s.id = o.slug_set_by
             LEFT JOIN persons f ON f.id = o.mfa_set_by
             WHERE o.id = COALESCE($1, (
                 SELECT organization_id FROM organization_slugs WHERE slug = $2
             ))
             AND (o.deletes_at IS NULL OR o.deletes_at > $4)",
            id,
            slug,
            person.0,
            now,
        )?;
        row.map(MembershipRow::try_from).transpose()
    }

    /// The slug that counts now, of an organization that the person belongs to, if `slug`
    /// is an older one.
    pub async fn newer_slug(
        &mut self,
        slug: &str,
        person: PersonId,
    ) -> Result<Option<String>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (String,),
            "SELECT o.slug
             FROM organization_slugs s
             JOIN organizations o ON o.id = s.organization_id
             JOIN memberships m ON m.organization_id = o.id AND m.person_id = $2
             WHERE s.slug = $1 AND o.slug <> $1",
            slug,
            person.0,
        )?;
        Ok(row.map(|(slug,)| slug))
    }

    /// Changes name and slug, and counts the version up; the slug is claimed by then. False:
    /// `version` is not the newest, or the organization will be gone.
    pub async fn save_organization(
        &mut self,
        id: OrganizationId,
        named: &Named,
        version: i64,
        by: PersonId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let saved = run!(
            self,
            execute,
            "UPDATE organizations
             SET name_set_by = CASE WHEN name = $3 THEN name_set_by ELSE $5 END,
                 name_set_at = CASE WHEN name = $3 THEN name_set_at ELSE $6 END,
                 slug_set_by = CASE WHEN slug = $4 THEN slug_set_by ELSE $5 END,
                 slug_set_at = CASE WHEN slug = $4 THEN slug_set_at ELSE $6 END,
                 name = $3, slug = $4, version = version + 1
             WHERE id = $1 AND version = $2 AND deletes_at IS NULL",
            id.0,
            version,
            &named.name,
            &named.slug,
            by.0,
            now,
        )?;
        Ok(saved == 1)
    }

    /// Requires a second factor of everybody who belongs there, or of nobody, and counts the
    /// version up. False: it is so already.
    pub async fn require_mfa(
        &mut self,
        id: OrganizationId,
        required: bool,
        by: PersonId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let changed = run!(
            self,
            execute,
            "UPDATE organizations
             SET mfa_required = $2, mfa_set_by = $3, mfa_set_at = $4, version = version + 1
             WHERE id = $1 AND mfa_required <> $2",
            id.0,
            required,
            by.0,
            now,
        )?;
        Ok(changed == 1)
    }

    /// The organization will be gone at that time. False when that is so already.
    pub async fn end_organization(
        &mut self,
        id: OrganizationId,
        at: Time,
    ) -> Result<bool, StorageError> {
        let ends = run!(
            self,
            execute,
            "UPDATE organizations
             SET deletes_at = $2, version = version + 1
             WHERE id = $1 AND deletes_at IS NULL",
            id.0,
            at,
        )?;
        Ok(ends == 1)
    }

    /// The organization stays. False when it would have, or when it is too late.
    pub async fn keep_organization(
        &mut self,
        id: OrganizationId,
        now: Time,
    ) -> Result<bool, StorageError> {
        let stays = run!(
            self,
            execute,
            "UPDATE organizations
             SET deletes_at = NULL, version = version + 1
             WHERE id = $1 AND deletes_at > $2",
            id.0,
            now,
        )?;
        Ok(stays == 1)
    }

    /// Deletes one that is to be gone by now, with everything that hangs on it; answers
    /// which.
    pub async fn delete_due_organization(
        &mut self,
        now: Time,
    ) -> Result<Option<OrganizationId>, StorageError> {
        // The time is asked twice: another node may have been faster, or an owner.
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "DELETE FROM organizations
             WHERE deletes_at <= $1 AND id = (
                 SELECT id FROM organizations
                 WHERE deletes_at <= $1
                 ORDER BY deletes_at LIMIT 1
             )
             RETURNING id",
            now,
        )?;
        Ok(row.map(|(id,)| OrganizationId(id)))
    }
}
