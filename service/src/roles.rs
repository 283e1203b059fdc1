//! Roles of an organization's own: making, changing and deleting them.

use domain::{
    Code, Problem, RoleId,
    audit::Details,
    organizations::Which,
    rights::{Right, Rights},
    roles::{OwnRole, ROLES_MOST, RoleForm, RoleList, check},
};

use crate::{
    Actor, Origin, Result, Service, audit::Action, error::refuse, organizations::place,
    rights::Change,
};

/// What a role is to be; what is not given stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoleChange<'a> {
    pub name: Option<&'a str>,
    pub about: Option<&'a str>,
    /// The names of its rights, and no others.
    pub rights: Option<&'a [String]>,
    /// What was changed, if that is known.
    pub version: Option<i64>,
}

impl Service {
    /// The roles of an organization's own.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::TwoFactorFirst`].
    #[tracing::instrument(skip_all)]
    pub async fn roles(&self, by: Actor<'_>, which: &Which) -> Result<RoleList> {
        let mut reader = self.db().read().await?;
        let row = self.member(&mut reader, by.person(), which, Right::ReadRoles).await?;
        Ok(RoleList {
            own: reader.roles_in(row.id).await?,
            place: place(row.id, row.named.slug, row.named.name),
            held: row.held,
            frozen: row.deletes_at.is_some(),
        })
    }

    /// Makes a role that nobody has yet.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`, `about`, `rights`; [`Code::RoleLimit`];
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn create_role(
        &self,
        by: Actor<'_>,
        which: &Which,
        (name, about, rights): (&str, &str, &[String]),
        origin: &Origin,
    ) -> Result<OwnRole> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManageRoles, origin).await?;
        let form = check(name, about, rights.iter().map(|name| &**name))?;
        check_free(&mut acts, &form, None).await?;
        if acts.tx.roles_in(row.id).await?.len() >= ROLES_MOST as usize {
            return Err(refuse(Code::RoleLimit { most: ROLES_MOST }));
        }
        let now = acts.now;
        let id = self.0.random.with(|rng| RoleId::new(now, rng));
        acts.tx.insert_role(id, row.id, &form, now).await?;
        let details =
            Details::default().name(None, Some(&form.name)).rights(Rights::NONE, form.rights);
        self.log_with(&mut acts, Action::RoleCreated, &id, details).await?;
        saved(acts, id).await
    }

    /// Changes a role: what it may holds at once for everybody who has it.
    ///
    /// # Errors
    /// As [`Self::create_role`]; [`Problem::Conflict`] when another window was faster.
    #[tracing::instrument(skip_all)]
    pub async fn change_role(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: RoleId,
        change: RoleChange<'_>,
        origin: &Origin,
    ) -> Result<OwnRole> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManageRoles, origin).await?;
        let before = acts.tx.own_role(id, row.id).await?.ok_or(Problem::NotFound)?;
        let (name, about) =
            (change.name.unwrap_or(&before.name), change.about.unwrap_or(&before.about));
        let form = match change.rights {
            Some(rights) => check(name, about, rights.iter().map(|name| &**name))?,
            None => check(name, about, before.rights.names())?,
        };
        check_free(&mut acts, &form, Some(id)).await?;
        let version = change.version.unwrap_or(before.version);
        if !acts.tx.save_role(id, row.id, &form, version).await? {
            return Err(Problem::Conflict.into());
        }
        let details = Details::default()
            .name(Some(&before.name), Some(&form.name))
            .rights(before.rights, form.rights);
        self.log_with(&mut acts, Action::RoleEdited, &id, details).await?;
        saved(acts, id).await
    }

    /// Deletes a role that nobody has.
    ///
    /// # Errors
    /// [`Code::RoleInUse`]; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn delete_role(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: RoleId,
        origin: &Origin,
    ) -> Result<()> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManageRoles, origin).await?;
        let before = acts.tx.own_role(id, row.id).await?.ok_or(Problem::NotFound)?;
        if !acts.tx.delete_role(id, row.id).await? {
            return Err(refuse(Code::RoleInUse { people: before.people }));
        }
        let details =
            Details::default().name(Some(&before.name), None).rights(before.rights, Rights::NONE);
        self.log_with(&mut acts, Action::RoleDeleted, &id, details).await?;
        Ok(acts.tx.commit().await?)
    }
}

async fn check_free(acts: &mut Change<'_>, form: &RoleForm, own: Option<RoleId>) -> Result<()> {
    let taken = acts.tx.role_called(acts.organization, &form.name).await?;
    if taken.is_some_and(|other| Some(other) != own) {
        return Err(Problem::field("name", Code::RoleNameTaken).into());
    }
    Ok(())
}

/// Makes the change last; answers the role as it is now.
async fn saved(mut acts: Change<'_>, id: RoleId) -> Result<OwnRole> {
    let role = acts.tx.own_role(id, acts.organization).await?.ok_or(Problem::NotFound)?;
    acts.tx.commit().await?;
    Ok(role)
}
