//! `/api/v1/organizations/{org}/teams`, and who and what each of them brings together.

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{
    PersonId, Problem, TeamId, Time, WorkspaceId,
    rights::Role,
    teams::{TeamName, TeamSummary, TeamWorkspace, Teammate},
};
use serde::{Deserialize, Serialize};
use service::{Origin, Service, TeamFacts, Whom};

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::{id, told},
};

/// A team in the list of its organization.
#[derive(Serialize)]
struct Listed {
    id: TeamId,
    name: String,
    about: String,
    people: i64,
    workspaces: i64,
}

impl From<TeamSummary> for Listed {
    fn from(summary: TeamSummary) -> Self {
        let TeamSummary { id, name, about, people, workspaces, .. } = summary;
        Self { id, name, about, people, workspaces }
    }
}

/// A team that somebody is in, or will be.
#[derive(Serialize)]
pub(crate) struct Named {
    id: TeamId,
    name: String,
}

impl From<TeamName> for Named {
    fn from(TeamName { id, name }: TeamName) -> Self {
        Self { id, name }
    }
}

/// All of them, by name.
#[derive(Serialize)]
pub(crate) struct Teams {
    teams: Vec<Listed>,
}

/// A team.
#[derive(Serialize)]
pub(crate) struct Team {
    id: TeamId,
    name: String,
    about: String,
    version: i64,
    people: i64,
    created_at: Time,
}

impl From<TeamFacts> for Team {
    fn from(facts: TeamFacts) -> Self {
        let TeamFacts { id, name, about, version, people, created_at } = facts;
        Self { id, name, about, version, people, created_at }
    }
}

/// A team with who is in it, a page of them, and what they are in workspaces.
#[derive(Serialize)]
pub(crate) struct Shown {
    id: TeamId,
    name: String,
    about: String,
    version: i64,
    people: Vec<Person>,
    /// Everybody in it.
    total: i64,
    /// The next page of people is `?after=` this; none is the last page.
    next: Option<PersonId>,
    workspaces: Vec<Workspace>,
}

#[derive(Serialize)]
struct Person {
    id: PersonId,
    display_name: String,
    email: String,
}

impl From<Teammate> for Person {
    fn from(one: Teammate) -> Self {
        let Teammate { person: id, display_name, email, .. } = one;
        Self { id, display_name, email }
    }
}

#[derive(Serialize)]
struct Workspace {
    id: WorkspaceId,
    name: String,
    role: Role,
    archived_at: Option<Time>,
}

impl From<TeamWorkspace> for Workspace {
    fn from(one: TeamWorkspace) -> Self {
        let TeamWorkspace { id, name, role, archived_at } = one;
        Self { id, name, role, archived_at }
    }
}

/// Which page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    after: Option<PersonId>,
}

/// A team to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    name: String,
    #[serde(default)]
    about: String,
}

/// What is to be changed; what is not given stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changed {
    name: Option<String>,
    about: Option<String>,
    /// The version that the change starts from.
    version: Option<i64>,
}

/// What everybody in the team is to be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    role: Role,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
) -> Result<Json<Teams>, Rejection> {
    let found = told(service.teams((&identity).into(), &(&*which).into()).await, &origin)?;
    Ok(Json(Teams { teams: found.teams.into_iter().map(Into::into).collect() }))
}

pub(crate) async fn create(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    Body(New { name, about }): Body<New>,
) -> Result<(StatusCode, Json<Team>), Rejection> {
    let (by, which) = ((&identity).into(), (&*which).into());
    let made = service.create_team(by, &which, (&name, &about), &origin).await;
    Ok((StatusCode::CREATED, Json(told(made, &origin)?.into())))
}

pub(crate) async fn show(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team)): Path<(String, String)>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Shown>, Rejection> {
    let Ok(Query(Wanted { after })) = wanted else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let team = told(id(&team), &origin)?;
    let found = service.team_page((&identity).into(), &(&*which).into(), team, after).await;
    let page = told(found, &origin)?;
    Ok(Json(Shown {
        id: page.id,
        name: page.name,
        about: page.about,
        version: page.version,
        people: page.people.into_iter().map(Into::into).collect(),
        total: page.people_count,
        next: page.next,
        workspaces: page.workspaces.into_iter().map(Into::into).collect(),
    }))
}

pub(crate) async fn change(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team)): Path<(String, String)>,
    Body(Changed { name, about, version }): Body<Changed>,
) -> Result<Json<Team>, Rejection> {
    let team = told(id(&team), &origin)?;
    let (by, which) = ((&identity).into(), (&*which).into());
    let form = (name.as_deref(), about.as_deref());
    let saved = service.change_team(by, &which, team, form, version, &origin).await;
    Ok(Json(told(saved, &origin)?.into()))
}

pub(crate) async fn delete(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team)): Path<(String, String)>,
) -> Result<StatusCode, Rejection> {
    let team = told(id(&team), &origin)?;
    let deleted = service.delete_team((&identity).into(), &(&*which).into(), team, &origin).await;
    told(deleted, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn add(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team, person)): Path<(String, String, String)>,
) -> Result<StatusCode, Rejection> {
    let (team, whom) = (told(id(&team), &origin)?, Whom::Id(told(id(&person), &origin)?));
    let (by, which) = ((&identity).into(), (&*which).into());
    let added = service.add_to_team(by, &which, team, whom, &origin).await;
    told(added, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn remove(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team, person)): Path<(String, String, String)>,
) -> Result<StatusCode, Rejection> {
    let (team, person) = (told(id(&team), &origin)?, told(id(&person), &origin)?);
    let (by, which) = ((&identity).into(), (&*which).into());
    let removed = service.remove_from_team(by, &which, team, person, &origin).await;
    told(removed, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn give(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team, workspace)): Path<(String, String, String)>,
    Body(Given { role }): Body<Given>,
) -> Result<StatusCode, Rejection> {
    let (team, workspace) = (told(id(&team), &origin)?, told(id(&workspace), &origin)?);
    let (by, which) = ((&identity).into(), (&*which).into());
    let given = service.set_team_role(by, &which, team, (workspace, role), &origin).await;
    told(given, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn take(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, team, workspace)): Path<(String, String, String)>,
) -> Result<StatusCode, Rejection> {
    let (team, workspace) = (told(id(&team), &origin)?, told(id(&workspace), &origin)?);
    let (by, which) = ((&identity).into(), (&*which).into());
    let taken = service.take_team_role(by, &which, team, workspace, &origin).await;
    told(taken, &origin).map(|()| StatusCode::NO_CONTENT)
}
