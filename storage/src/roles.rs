//! Roles of an organization's own.

use domain::{
    OrganizationId, RoleId, Time,
    organizations::KeptOut,
    people::key_of,
    rights::{Held, Rights},
    roles::{OwnRole, RoleForm, RoleName},
};
use uuid::Uuid;

use crate::{StorageError, Tx, organizations::role, run::run};

type Row = (Uuid, String, String, String, i64, i64);

/// Rights as they are kept.
pub(crate) fn rights(kept: &str) -> Rights {
    Rights::named(kept.split(' '))
}

/// A role, and what one of the organization's own adds to it, as they are kept.
pub(crate) fn held(kept: &str, more: Option<&str>) -> Result<Held, StorageError> {
    Ok(Held { role: role(kept)?, more: more.map(rights).unwrap_or_default() })
}

/// One of the organization's own by its name, where there is one.
pub(crate) fn own_role(id: Option<Uuid>, name: Option<String>) -> Option<RoleName> {
    id.zip(name).map(|(id, name)| RoleName { id: RoleId(id), name })
}

/// Why somebody is kept out of their organization, as queries call it.
pub(crate) fn kept_out(why: Option<&str>) -> Option<KeptOut> {
    match why? {
        "mfa" => Some(KeptOut::NoTwoFactor),
        _ => Some(KeptOut::Suspended),
    }
}

fn joined(rights: Rights) -> String {
    rights.names().collect::<Vec<_>>().join(" ")
}

fn own((id, name, about, kept, version, people): Row) -> OwnRole {
    OwnRole { id: RoleId(id), name, about, rights: rights(&kept), people, version }
}

impl Tx {
    /// Adds a role. Look for its name first ([`Tx::role_called`]), and take
    /// [`Tx::lock_organization`] before.
    pub async fn insert_role(
        &mut self,
        id: RoleId,
        organization: OrganizationId,
        form: &RoleForm,
        now: Time,
    ) -> Result<(), StorageError> {
        run!(
            self,
            execute,
            "INSERT INTO roles (
                 id, organization_id, name, name_key, about, rights, version, created_at
             )
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
            id.0,
            organization.0,
            &form.name,
            key_of(&form.name),
            &form.about,
            joined(form.rights),
            now,
        )?;
        Ok(())
    }

    /// The role of an organization that has this name, as names are compared.
    pub async fn role_called(
        &mut self,
        organization: OrganizationId,
        name: &str,
    ) -> Result<Option<RoleId>, StorageError> {
        let row = run!(
            self,
            fetch_optional as (Uuid,),
            "SELECT id FROM roles WHERE organization_id = $1 AND name_key = $2",
            organization.0,
            key_of(name),
        )?;
        Ok(row.map(|(id,)| RoleId(id)))
    }

    /// All roles of an organization's own, by name.
    pub async fn roles_in(
        &mut self,
        organization: OrganizationId,
    ) -> Result<Vec<OwnRole>, StorageError> {
        let rows = run!(
            self,
            fetch_all as Row,
            "SELECT r.id, r.name, r.about, r.rights, r.version,
                    (SELECT COUNT(*) FROM memberships m WHERE m.role_id = r.id)
             FROM roles r
             WHERE r.organization_id = $1
             ORDER BY r.name_key",
            organization.0,
        )?;
        Ok(rows.into_iter().map(own).collect())
    }

    /// A role of an organization's own.
    pub async fn own_role(
        &mut self,
        id: RoleId,
        organization: OrganizationId,
    ) -> Result<Option<OwnRole>, StorageError> {
        let row = run!(
            self,
            fetch_optional as Row,
            "SELECT r.id, r.name, r.about, r.rights, r.version,
                    (SELECT COUNT(*) FROM memberships m WHERE m.role_id = r.id)
             FROM roles r
             WHERE r.id = $1 AND r.organization_id = $2",
            id.0,
            organization.0,
        )?;
        Ok(row.map(own))
    }

    /// Changes a role, for everybody who has it. False: `version` is not the newest.
    pub async fn save_role(
        &mut self,
        id: RoleId,
        organization: OrganizationId,
        form: &RoleForm,
        version: i64,
    ) -> Result<bool, StorageError> {
        let saved = run!(
            self,
            execute,
            "UPDATE roles
             SET name = $4, name_key = $5, about = $6, rights = $7, version = version + 1
             WHERE id = $1 AND organization_id = $2 AND version = $3",
            id.0,
            organization.0,
            version,
            &form.name,
            key_of(&form.name),
            &form.about,
            joined(form.rights),
        )?;
        Ok(saved == 1)
    }

    /// Deletes a role that nobody has. False when somebody has it, or there is none; take
    /// [`Tx::lock_organization`] first.
    pub async fn delete_role(
        &mut self,
        id: RoleId,
        organization: OrganizationId,
    ) -> Result<bool, StorageError> {
        let deleted = run!(
            self,
            execute,
            "DELETE FROM roles
             WHERE id = $1 AND organization_id = $2
             AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.role_id = $1)",
            id.0,
            organization.0,
        )?;
        Ok(deleted == 1)
    }
}
