//! Workspaces: listing, making, renaming, archiving and moving them.

use domain::{
    Code, OrganizationId, PersonId, Problem, Time, WorkspaceId,
    audit::Details,
    organizations::{Named, Which, check_name},
    rights::{Right, Role},
    teams::PROPOSED,
    workspaces::{PAGE, Target, WorkspaceChoices, WorkspaceList, WorkspacePage, WorkspaceSummary},
};
use storage::{NewWorkspace, Tx, WorkspaceRow};

use crate::{
    Actor, Caller, Origin, Result, Service,
    audit::{Action, Line},
    mail::OwnersNews,
    members::{Members, member_of, members_of},
    organizations::{LISTED, place},
    rights::judge,
};

/// A workspace, as somebody may know it who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceFacts {
    pub id: WorkspaceId,
    pub name: String,
    pub version: i64,
    pub organization: OrganizationId,
    pub organization_named: Named,
    pub members: i64,
    pub created_at: Time,
    pub archived_at: Option<Time>,
}

impl From<WorkspaceRow> for WorkspaceFacts {
    fn from(row: WorkspaceRow) -> Self {
        let (name, slug) = (row.organization_name, row.organization_slug);
        Self {
            id: row.id,
            name: row.name,
            version: row.version,
            organization: row.organization,
            organization_named: Named { name, slug },
            members: row.members,
            created_at: row.created_at,
            archived_at: row.archived_at,
        }
    }
}

/// One change of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkspaceChange {
    /// From a version, if one is given.
    Name {
        name: String,
        version: Option<i64>,
    },
    Archived(bool),
    /// To another organization.
    To(Which),
}

/// A page of what there are more of.
pub(crate) fn cut<T>(mut rows: Vec<T>, page: i64) -> (Vec<T>, bool) {
    let page = usize::try_from(page).unwrap_or_default();
    let more = rows.len() > page;
    rows.truncate(page);
    (rows, more)
}

/// One more than a page: whether there are more.
const ASKED: i64 = PAGE + 1;

impl Service {
    /// A page of the workspaces of an organization.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn workspaces(
        &self,
        by: Actor<'_>,
        which: &Which,
        archived: bool,
        after: Option<WorkspaceId>,
    ) -> Result<WorkspaceList> {
        let mut reader = self.db().read().await?;
        let right = Right::ManageWorkspaces;
        let row = self.member(&mut reader, by.person(), which, right).await?;
        let rows = reader.workspaces_in(row.id, archived, after, ASKED).await?;
        let (workspaces, more) = cut(rows, PAGE);
        let next = workspaces.last().map(|last: &WorkspaceSummary| last.id).filter(|_| more);
        Ok(WorkspaceList {
            place: place(row.id, row.named.slug, row.named.name),
            workspaces,
            archived,
            next,
            frozen: row.deletes_at.is_some(),
            now: self.now(),
        })
    }

    /// Makes a workspace. Its maker looks after it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn create_workspace(
        &self,
        by: Actor<'_>,
        which: &Which,
        name: &str,
        origin: &Origin,
    ) -> Result<WorkspaceFacts> {
        let right = Right::ManageWorkspaces;
        let (mut acts, row) = self.begin_in(by, which, right, origin).await?;
        let name = check_name(name).map_err(|code| Problem::field("name", code))?;
        let (now, person) = (acts.now, acts.person);
        let id = self.0.random.with(|rng| WorkspaceId::new(now, rng));
        let new = NewWorkspace { id, organization: row.id, name: &name, now };
        acts.tx.insert_workspace(new).await?;
        acts.tx.insert_workspace_member(id, person, Role::Admin, now).await?;
        let details = Details::default().name(None, Some(&name));
        self.log_with(&mut acts, Action::WorkspaceCreated, &id, details).await?;
        self.saved(acts.tx, person, id).await
    }

    /// One workspace.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn workspace(&self, by: Actor<'_>, id: WorkspaceId) -> Result<WorkspaceFacts> {
        let mut reader = self.db().read().await?;
        Ok(self.standing(&mut reader, by.person(), id, Right::ReadWorkspace).await?.into())
    }

    /// Everything that the page of a workspace shows, and a member `about` whom something is
    /// asked.
    ///
    /// # Errors
    /// As [`Self::workspace`].
    #[tracing::instrument(skip_all)]
    pub async fn workspace_page(
        &self,
        caller: &Caller,
        id: WorkspaceId,
        after: Option<PersonId>,
        about: Option<PersonId>,
    ) -> Result<WorkspacePage> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let row = self.standing(&mut reader, person, id, Right::ReadWorkspace).await?;
        let Members { members, next } = members_of(&mut reader, id, after, person).await?;
        let listed = |about: &PersonId| members.iter().any(|member| member.person == *about);
        let about = match about.filter(|about| !listed(about)) {
            Some(about) => member_of(&mut reader, id, about, person).await?,
            None => None,
        };
        let frozen = row.deletes_at.is_some();
        Ok(WorkspacePage {
            id,
            name: row.name,
            version: row.version,
            place: place(row.organization, row.organization_slug, row.organization_name),
            standing: row.standing,
            created_at: row.created_at,
            archived_at: row.archived_at,
            frozen,
            members,
            about,
            member_count: row.members,
            next,
            now,
        })
    }

    /// Whom can be added to a workspace, and where it can be moved.
    ///
    /// # Errors
    /// As [`Self::workspace`].
    #[tracing::instrument(skip_all)]
    pub async fn workspace_choices(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
    ) -> Result<WorkspaceChoices> {
        let person = by.person();
        let mut reader = self.db().read().await?;
        let row = self.standing(&mut reader, person, id, Right::ReadWorkspace).await?;
        let mut choices = WorkspaceChoices::default();
        if row.standing.has(Right::ManageMembers) {
            choices.proposed =
                reader.proposed_for_workspace(id, row.organization, PROPOSED).await?;
        }
        if row.standing.has(Right::MoveWorkspaces) {
            let all = reader.targets_of(id, row.organization, person, LISTED).await?;
            let open = all.into_iter().filter(|target| target.held.has(Right::MoveWorkspaces));
            choices.targets.extend(open.map(|target| Target {
                slug: target.slug,
                name: target.name,
                lose: target.strangers,
            }));
        }
        Ok(choices)
    }

    /// One change of a workspace, whichever it is.
    ///
    /// # Errors
    /// Those of [`Self::rename_workspace`], [`Self::archive_workspace`] and
    /// [`Self::move_workspace`].
    pub async fn change_workspace(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        change: WorkspaceChange,
        origin: &Origin,
    ) -> Result<WorkspaceFacts> {
        match change {
            WorkspaceChange::Name { name, version } => {
                self.rename_workspace(by, id, &name, version, origin).await
            }
            WorkspaceChange::Archived(archived) => {
                self.archive_workspace(by, id, archived, origin).await
            }
            WorkspaceChange::To(to) => self.move_workspace(by, id, &to, origin).await,
        }
    }

    /// Gives a workspace another name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`; [`Problem::Conflict`] when another window was
    /// faster; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn rename_workspace(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        name: &str,
        version: Option<i64>,
        origin: &Origin,
    ) -> Result<WorkspaceFacts> {
        let right = Right::ChangeWorkspace;
        let (mut acts, row) = self.begin_at(by, id, right, None, origin).await?;
        let name = check_name(name).map_err(|code| Problem::field("name", code))?;
        let version = version.unwrap_or(row.version);
        if !acts.tx.rename_workspace(id, row.organization, &name, version).await? {
            return Err(Problem::Conflict.into());
        }
        let details = Details::default().name(Some(&row.name), Some(&name));
        self.log_with(&mut acts, Action::WorkspaceRenamed, &id, details).await?;
        self.saved(acts.tx, acts.person, id).await
    }

    /// Archives a workspace, or restores it. One that is so already stays so.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn archive_workspace(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        archived: bool,
        origin: &Origin,
    ) -> Result<WorkspaceFacts> {
        let right = Right::ManageWorkspaces;
        let (mut acts, row) = self.begin_at(by, id, right, None, origin).await?;
        let at = archived.then_some(acts.now);
        if acts.tx.archive_workspace(id, row.organization, at).await? {
            let action =
                if archived { Action::WorkspaceArchived } else { Action::WorkspaceRestored };
            self.log(&mut acts, action, &id).await?;
        }
        self.saved(acts.tx, acts.person, id).await
    }

    /// Hands a workspace over to another organization. Members who do not belong there lose
    /// it; the owners are told.
    ///
    /// # Errors
    /// [`Code::Elsewhere`] for `organization`, which may be unknown, or where the person may not;
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn move_workspace(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        to: &Which,
        origin: &Origin,
    ) -> Result<WorkspaceFacts> {
        let (right, person) = (Right::MoveWorkspaces, by.person());
        let elsewhere = || Problem::field("organization", Code::Elsewhere);
        let mut reader = self.db().read().await?;
        // Whoever may not take it away is not told of other organizations.
        self.standing(&mut reader, person, id, right).await?;
        let found = reader.membership(to, person, self.now()).await?.ok_or_else(elsewhere)?;
        drop(reader);
        let (mut acts, row) = self.begin_at(by, id, right, Some(found.id), origin).await?;
        let to = acts.tx.membership(&found.id.into(), person, acts.now).await?;
        let open = to.filter(|to| judge(to, right).is_ok() && to.deletes_at.is_none());
        let to = open.filter(|to| to.id != row.organization).ok_or_else(elsewhere)?;
        if !acts.tx.move_workspace(id, row.organization, to.id).await? {
            return Err(Problem::Conflict.into());
        }
        let slugs = (Some(&*row.organization_slug), Some(&*to.named.slug));
        let details = Details::default().organization(slugs.0, slugs.1);
        self.log_with(&mut acts, Action::WorkspaceMoved, &id, details.clone()).await?;
        let news = OwnersNews::Moved { workspace: row.name.clone(), to: to.named.name.clone() };
        self.tell_owners(&mut acts, &row.organization_name, None, news).await?;
        let action = Action::WorkspaceReceived;
        let line = Line { organization: to.id, action, target: &id, details };
        let now = acts.now;
        self.audit_in(&mut acts.tx, now, origin, Some(person), line).await?;
        self.saved(acts.tx, person, id).await
    }

    /// Makes the change last; answers the workspace as it is now.
    async fn saved(&self, mut tx: Tx, person: PersonId, id: WorkspaceId) -> Result<WorkspaceFacts> {
        let row = tx.workspace(id, person, self.now()).await?.ok_or(Problem::NotFound)?;
        tx.commit().await?;
        Ok(row.into())
    }
}
