//! `/api/v1/workspaces/{workspace}/members`.

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{PersonId, Problem, rights::Role};
use serde::{Deserialize, Serialize};
use service::{Members, Origin, Service, Whom};

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::{id, told},
};

/// Somebody who belongs to a workspace.
#[derive(Serialize)]
struct Member {
    id: PersonId,
    display_name: String,
    /// The most that they are.
    role: Role,
    /// What they are by themselves; none: only a team brings them there.
    direct: Option<Role>,
    /// The teams that bring them there.
    teams: Vec<String>,
}

/// A page of them.
#[derive(Serialize)]
pub(crate) struct Page {
    members: Vec<Member>,
    /// The next page is `?after=` this; none is the last page.
    next: Option<PersonId>,
}

/// Which page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    after: Option<PersonId>,
}

/// What somebody is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wished {
    role: Role,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(workspace): Path<String>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Page>, Rejection> {
    let Ok(Query(Wanted { after })) = wanted else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let workspace = told(id(&workspace), &origin)?;
    let found = service.members((&identity).into(), workspace, after).await;
    let Members { members, next } = told(found, &origin)?;
    let member = |one: domain::workspaces::Member| Member {
        id: one.person,
        display_name: one.display_name,
        role: one.role,
        direct: one.direct,
        teams: one.teams,
    };
    Ok(Json(Page { members: members.into_iter().map(member).collect(), next }))
}

pub(crate) async fn put(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((workspace, person)): Path<(String, String)>,
    Body(Wished { role }): Body<Wished>,
) -> Result<StatusCode, Rejection> {
    let (workspace, whom) = (told(id(&workspace), &origin)?, Whom::Id(told(id(&person), &origin)?));
    let saved = service.add_member((&identity).into(), workspace, whom, role, &origin).await;
    told(saved, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn remove(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((workspace, person)): Path<(String, String)>,
) -> Result<StatusCode, Rejection> {
    let (workspace, person) = (told(id(&workspace), &origin)?, told(id(&person), &origin)?);
    let removed = service.remove_member((&identity).into(), workspace, person, &origin).await;
    told(removed, &origin).map(|()| StatusCode::NO_CONTENT)
}
