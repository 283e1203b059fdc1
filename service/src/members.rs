//! The members of workspaces: adding them, changing what they are, and removing them.

use domain::{
    Code, PersonId, Problem, WorkspaceId,
    audit::Details,
    person::Face,
    rights::{Right, Role},
    teams::check_workspace_role,
    workspaces::{Member, PAGE},
};
use storage::{MemberRow, Tx};

use crate::{
    Actor, Origin, Result, Service,
    audit::Action,
    teams::{Both, Whom},
    workspaces::cut,
};

/// A page of the members of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    pub members: Vec<Member>,
    /// The next page begins after this one.
    pub next: Option<PersonId>,
}

impl Service {
    /// Who belongs to a workspace, by themselves or by a team; a page of them.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn members(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        after: Option<PersonId>,
    ) -> Result<Members> {
        let mut reader = self.db().read().await?;
        self.standing(&mut reader, by.person(), id, Right::ReadWorkspace).await?;
        members_of(&mut reader, id, after, by.person()).await
    }

    /// Adds somebody of the organization to a workspace. By their id, they may be a member
    /// already, and get the role.
    ///
    /// # Errors
    /// For `email` [`Code::Required`], [`Code::EmailShape`], [`Code::NotHere`],
    /// [`Code::InAlready`]; [`Code::Choice`] for `role`; [`Problem::NotFound`];
    /// [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn add_member(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        whom: Whom<'_>,
        role: Role,
        origin: &Origin,
    ) -> Result<()> {
        let right = Right::ManageMembers;
        let (mut acts, _) = self.begin_at(by, id, right, None, origin).await?;
        check_workspace_role(role)?;
        let person = self.find(&mut acts, whom).await?;
        let now = acts.now;
        if acts.tx.insert_workspace_member(id, person, role, now).await? {
            let details = Details::default().role(None, Some(role));
            self.log_with(&mut acts, Action::MemberAdded, &Both(id, person), details).await?;
        } else if matches!(whom, Whom::Address(_)) {
            return Err(Problem::field("email", Code::InAlready).into());
        } else {
            acts.tx.set_member_role(id, person, role).await?;
            self.log(&mut acts, Action::MemberChanged, &Both(id, person)).await?;
        }
        Ok(acts.tx.commit().await?)
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// [`Code::Choice`] for `role`; [`Problem::NotFound`], also for whom only a team brings
    /// there; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn set_member_role(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        person: PersonId,
        role: Role,
        origin: &Origin,
    ) -> Result<()> {
        let right = Right::ManageMembers;
        let (mut acts, _) = self.begin_at(by, id, right, None, origin).await?;
        check_workspace_role(role)?;
        if !acts.tx.set_member_role(id, person, role).await? {
            return Err(Problem::NotFound.into());
        }
        self.log(&mut acts, Action::MemberChanged, &Both(id, person)).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Somebody is by themselves no member any more. Members can do so to themselves.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also for whom only a team brings there; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn remove_member(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        person: PersonId,
        origin: &Origin,
    ) -> Result<()> {
        let right = if by.person() == person { Right::ReadWorkspace } else { Right::ManageMembers };
        let (mut acts, _) = self.begin_at(by, id, right, None, origin).await?;
        if !acts.tx.delete_member(id, person).await? {
            return Err(Problem::NotFound.into());
        }
        self.log(&mut acts, Action::MemberRemoved, &Both(id, person)).await?;
        Ok(acts.tx.commit().await?)
    }
}

/// A page of members, as somebody sees it.
pub(crate) async fn members_of(
    reader: &mut Tx,
    id: WorkspaceId,
    after: Option<PersonId>,
    asks: PersonId,
) -> Result<Members> {
    let (rows, more) = cut(reader.members_of(id, after, PAGE + 1).await?, PAGE);
    let ends = rows.first().zip(rows.last()).map(|(first, last)| (first.person, last.person));
    let brought = match ends {
        Some(ends) => reader.brought_by_teams(id, ends).await?,
        None => Vec::new(),
    };
    let next = ends.map(|(_, last)| last).filter(|_| more);
    Ok(Members { members: rows.into_iter().map(|row| member(row, &brought, asks)).collect(), next })
}

/// One member, as somebody sees them.
pub(crate) async fn member_of(
    reader: &mut Tx,
    id: WorkspaceId,
    person: PersonId,
    asks: PersonId,
) -> Result<Option<Member>> {
    let Some(row) = reader.member_of(id, person).await? else { return Ok(None) };
    let brought = reader.brought_by_teams(id, (person, person)).await?;
    Ok(Some(member(row, &brought, asks)))
}

fn member(row: MemberRow, brought: &[(PersonId, String)], asks: PersonId) -> Member {
    let theirs = brought.iter().filter(|(whose, _)| *whose == row.person);
    Member {
        person: row.person,
        face: Face::of(row.person, &row.display_name, row.photo),
        display_name: row.display_name,
        role: row.role,
        direct: row.direct,
        teams: theirs.map(|(_, team)| team.clone()).collect(),
        you: row.person == asks,
    }
}
