//! Teams: making and changing them, who is in them, and what they are in workspaces.

use std::collections::BTreeSet;

use domain::{
    Code, PersonId, Problem, TeamId, Time, WorkspaceId,
    audit::Details,
    organizations::Which,
    person::Face,
    rights::{Right, Role},
    teams::{
        CHOICES, PAGE, PROPOSED, TEAMS_MOST, TeamChoices, TeamForm, TeamList, TeamPage, Teammate,
        check, check_workspace_role,
    },
};
use storage::{TeamRow, TeammateRow};
use uuid::Uuid;

use crate::{
    Actor, Origin, Result, Service, audit::Action, email::parse, error::refuse,
    organizations::place, rights::Change, workspaces::cut,
};

/// A team, as somebody may know it who belongs to the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamFacts {
    pub id: TeamId,
    pub name: String,
    pub about: String,
    pub version: i64,
    pub people: i64,
    pub created_at: Time,
}

impl From<TeamRow> for TeamFacts {
    fn from(row: TeamRow) -> Self {
        let TeamRow { id, name, about, version, people, created_at } = row;
        Self { id, name, about, version, people, created_at }
    }
}

/// Somebody who is meant: by their id, or by their address.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    Id(PersonId),
    Address(&'a str),
}

/// A change of a team that is being made.
struct TeamChange<'a> {
    acts: Change<'a>,
    team: TeamId,
}

impl Service {
    /// The teams of an organization.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::TwoFactorFirst`].
    #[tracing::instrument(skip_all)]
    pub async fn teams(&self, by: Actor<'_>, which: &Which) -> Result<TeamList> {
        let person = by.person();
        let mut reader = self.db().read().await?;
        let row = self.member(&mut reader, person, which, Right::ReadTeams).await?;
        Ok(TeamList {
            teams: reader.teams_in(row.id, person).await?,
            place: place(row.id, row.named.slug, row.named.name),
            held: row.held,
            frozen: row.deletes_at.is_some(),
        })
    }

    /// Everything that the page of a team shows. Whoever does not look after teams learns of
    /// their own workspaces alone.
    ///
    /// # Errors
    /// As [`Self::teams`].
    #[tracing::instrument(skip_all)]
    pub async fn team_page(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        after: Option<PersonId>,
    ) -> Result<TeamPage> {
        let person = by.person();
        let mut reader = self.db().read().await?;
        let row = self.member(&mut reader, person, which, Right::ReadTeams).await?;
        let looks_after = row.held.has(Right::ManageTeams);
        let found = reader.team_with_workspaces(id, row.id, (person, looks_after)).await?;
        let (team, workspaces) = found.ok_or(Problem::NotFound)?;
        let (people, more) = cut(reader.teammates(id, after, PAGE + 1).await?, PAGE);
        let next = people.last().map(|last| last.person).filter(|_| more);
        let teammate = |row: TeammateRow| Teammate {
            person: row.person,
            face: Face::of(row.person, &row.display_name, row.photo),
            display_name: row.display_name,
            email: row.email,
            you: row.person == person,
        };
        Ok(TeamPage {
            id,
            place: place(row.id, row.named.slug, row.named.name),
            held: row.held,
            name: team.name,
            about: team.about,
            version: team.version,
            people: people.into_iter().map(teammate).collect(),
            people_count: team.people,
            next,
            workspaces,
            frozen: row.deletes_at.is_some(),
        })
    }

    /// Whom and what a team can be given.
    ///
    /// # Errors
    /// As [`Self::teams`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn team_choices(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
    ) -> Result<TeamChoices> {
        let mut reader = self.db().read().await?;
        let row = self.member(&mut reader, by.person(), which, Right::ManageTeams).await?;
        reader.team(id, row.id).await?.ok_or(Problem::NotFound)?;
        Ok(TeamChoices {
            proposed: reader.proposed_for_team(id, row.id, PROPOSED).await?,
            workspaces: reader.choices_for_team(id, row.id, CHOICES).await?,
        })
    }

    /// Makes a team with nobody in it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name` and `about`, with [`Code::TeamNameTaken`];
    /// [`Code::TeamLimit`]; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn create_team(
        &self,
        by: Actor<'_>,
        which: &Which,
        (name, about): (&str, &str),
        origin: &Origin,
    ) -> Result<TeamFacts> {
        let (mut acts, row) = self.begin_in(by, which, Right::ManageTeams, origin).await?;
        let form = check(name, about)?;
        self.check_free(&mut acts, &form, None).await?;
        let teams = acts.tx.teams_in(row.id, acts.person).await?.len();
        if teams >= usize::try_from(TEAMS_MOST).unwrap_or(usize::MAX) {
            return Err(refuse(Code::TeamLimit { most: TEAMS_MOST }));
        }
        let now = acts.now;
        let team = self.0.random.with(|rng| TeamId::new(now, rng));
        acts.tx.insert_team(team, row.id, &form, now).await?;
        let details = Details::default().name(None, Some(&form.name));
        self.log_with(&mut acts, Action::TeamCreated, &team, details).await?;
        self.saved_team(TeamChange { acts, team }).await
    }

    /// Changes what a team is called, and what it says it is for. `version` is what was
    /// changed, if that is known.
    ///
    /// # Errors
    /// As [`Self::create_team`]; [`Problem::Conflict`] when another window was faster.
    #[tracing::instrument(skip_all)]
    pub async fn change_team(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        (name, about): (Option<&str>, Option<&str>),
        version: Option<i64>,
        origin: &Origin,
    ) -> Result<TeamFacts> {
        let (mut change, row) = self.begin_team(by, which, id, origin).await?;
        let acts = &mut change.acts;
        let form = check(name.unwrap_or(&row.name), about.unwrap_or(&row.about))?;
        self.check_free(acts, &form, Some(id)).await?;
        let version = version.unwrap_or(row.version);
        if !acts.tx.save_team(id, acts.organization, &form, version).await? {
            return Err(Problem::Conflict.into());
        }
        let details = Details::default().name(Some(&row.name), Some(&form.name));
        self.log_with(acts, Action::TeamChanged, &id, details).await?;
        self.saved_team(change).await
    }

    /// Deletes a team. Its people lose what it gave them, and nothing else.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn delete_team(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        origin: &Origin,
    ) -> Result<()> {
        let (TeamChange { mut acts, .. }, row) = self.begin_team(by, which, id, origin).await?;
        acts.tx.delete_team(id, acts.organization).await?;
        let details = Details::default().name(Some(&row.name), None);
        self.log_with(&mut acts, Action::TeamDeleted, &id, details).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Adds somebody of the organization to a team. By their id, they may be in it already.
    ///
    /// # Errors
    /// For `email` [`Code::Required`], [`Code::EmailShape`], [`Code::NotHere`],
    /// [`Code::InAlready`]; [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn add_to_team(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        whom: Whom<'_>,
        origin: &Origin,
    ) -> Result<()> {
        let (TeamChange { mut acts, .. }, _) = self.begin_team(by, which, id, origin).await?;
        let person = self.find(&mut acts, whom).await?;
        let (organization, now) = (acts.organization, acts.now);
        if acts.tx.insert_team_member(id, organization, person, now).await? {
            self.log(&mut acts, Action::TeamJoined, &Both(id, person)).await?;
        } else if matches!(whom, Whom::Address(_)) {
            return Err(Problem::field("email", Code::InAlready).into());
        }
        Ok(acts.tx.commit().await?)
    }

    /// Somebody is in a team no more.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also when they are not in it; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn remove_from_team(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        person: PersonId,
        origin: &Origin,
    ) -> Result<()> {
        let (TeamChange { mut acts, .. }, _) = self.begin_team(by, which, id, origin).await?;
        if !acts.tx.delete_team_member(id, acts.organization, person).await? {
            return Err(Problem::NotFound.into());
        }
        self.log(&mut acts, Action::TeamLeft, &Both(id, person)).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Gives everybody in a team a role in a workspace of the organization; in place of the
    /// one that the team has there, if it has one.
    ///
    /// # Errors
    /// [`Code::Choice`] for `role`; [`Code::ChoiceGone`] for `workspace`;
    /// [`Problem::NotFound`]; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn set_team_role(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        (workspace, role): (WorkspaceId, Role),
        origin: &Origin,
    ) -> Result<()> {
        let (TeamChange { mut acts, .. }, _) = self.begin_team(by, which, id, origin).await?;
        check_workspace_role(role)?;
        if !acts.tx.set_team_role(id, acts.organization, workspace, role).await? {
            return Err(Problem::field("workspace", Code::ChoiceGone).into());
        }
        self.log(&mut acts, Action::TeamRoleSet, &Both(id, workspace)).await?;
        Ok(acts.tx.commit().await?)
    }

    /// A team has no role in a workspace any more.
    ///
    /// # Errors
    /// [`Problem::NotFound`], also when it has none; [`Problem::Forbidden`].
    #[tracing::instrument(skip_all)]
    pub async fn take_team_role(
        &self,
        by: Actor<'_>,
        which: &Which,
        id: TeamId,
        workspace: WorkspaceId,
        origin: &Origin,
    ) -> Result<()> {
        let (TeamChange { mut acts, .. }, _) = self.begin_team(by, which, id, origin).await?;
        if !acts.tx.delete_team_role(id, acts.organization, workspace).await? {
            return Err(Problem::NotFound.into());
        }
        self.log(&mut acts, Action::TeamRoleTaken, &Both(id, workspace)).await?;
        Ok(acts.tx.commit().await?)
    }

    /// Somebody is in these teams of the organization from now on, and in no others. Answers
    /// whether that is a change.
    ///
    /// # Errors
    /// [`Code::ChoiceGone`] for `teams`, when one of them is not there.
    pub(crate) async fn set_teams_of(
        &self,
        acts: &mut Change<'_>,
        person: PersonId,
        teams: &[TeamId],
    ) -> Result<bool> {
        let (organization, now) = (acts.organization, acts.now);
        let before = teams_now(acts, person.0).await?;
        let after: BTreeSet<_> = teams.iter().copied().collect();
        for &team in before.difference(&after) {
            acts.tx.delete_team_member(team, organization, person).await?;
            self.log(acts, Action::TeamLeft, &Both(team, person)).await?;
        }
        for &team in after.difference(&before) {
            if !acts.tx.insert_team_member(team, organization, person, now).await? {
                return Err(Problem::field("teams", Code::ChoiceGone).into());
            }
            self.log(acts, Action::TeamJoined, &Both(team, person)).await?;
        }
        Ok(before != after)
    }

    /// Whom an address means, or an id: somebody who belongs to the organization.
    ///
    /// # Errors
    /// For `email` [`Code::Required`], [`Code::EmailShape`], [`Code::NotHere`];
    /// [`Problem::NotFound`] for an id.
    pub(crate) async fn find(&self, acts: &mut Change<'_>, whom: Whom<'_>) -> Result<PersonId> {
        match whom {
            Whom::Id(person) => {
                let post = acts.tx.post_in(acts.organization, person).await?;
                Ok(post.map(|_| person).ok_or(Problem::NotFound)?)
            }
            Whom::Address(typed) => {
                let wrong = |code| Problem::field("email", code);
                let (_, key) = parse(typed).map_err(wrong)?;
                let found = acts.tx.person_of_address(acts.organization, &key).await?;
                Ok(found.ok_or_else(|| wrong(Code::NotHere))?)
            }
        }
    }

    /// Begins a change of a team.
    async fn begin_team<'a>(
        &self,
        by: Actor<'_>,
        which: &Which,
        team: TeamId,
        origin: &'a Origin,
    ) -> Result<(TeamChange<'a>, TeamRow)> {
        let (mut acts, _) = self.begin_in(by, which, Right::ManageTeams, origin).await?;
        let row = acts.tx.team(team, acts.organization).await?.ok_or(Problem::NotFound)?;
        Ok((TeamChange { acts, team }, row))
    }

    async fn check_free(
        &self,
        acts: &mut Change<'_>,
        form: &TeamForm,
        own: Option<TeamId>,
    ) -> Result<()> {
        let taken = acts.tx.team_named(acts.organization, &form.name).await?;
        if taken.is_some_and(|other| Some(other) != own) {
            return Err(Problem::field("name", Code::TeamNameTaken).into());
        }
        Ok(())
    }

    /// Makes the change last; answers the team as it is now.
    async fn saved_team(&self, change: TeamChange<'_>) -> Result<TeamFacts> {
        let TeamChange { mut acts, team } = change;
        let row = acts.tx.team(team, acts.organization).await?.ok_or(Problem::NotFound)?;
        acts.tx.commit().await?;
        Ok(row.into())
    }
}

/// The teams of somebody in the organization, or those that an invitation is for.
pub(crate) async fn teams_now(acts: &mut Change<'_>, whose: Uuid) -> Result<BTreeSet<TeamId>> {
    let found = acts.tx.teams_of_some(acts.organization, [whose].into_iter(), false).await?;
    Ok(found.into_iter().map(|(_, team)| team.id).collect())
}

/// Two ids that a line of the log is about.
pub(crate) struct Both<A, B>(pub A, pub B);

impl<A: core::fmt::Display, B: core::fmt::Display> core::fmt::Display for Both<A, B> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}
