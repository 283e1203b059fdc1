//! `/api/v1/workspaces`, and those of an organization.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use domain::{OrganizationId, Problem, Time, WorkspaceId, workspaces::WorkspaceSummary};
use serde::{Deserialize, Serialize};
use service::{Origin, Service, WorkspaceChange, WorkspaceFacts};

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::told,
};

/// A workspace, and where it is.
#[derive(Serialize)]
pub(crate) struct Workspace {
    id: WorkspaceId,
    name: String,
    organization: Place,
    members: i64,
    version: i64,
    created_at: Time,
    archived_at: Option<Time>,
}

/// The organization of a workspace.
#[derive(Serialize)]
struct Place {
    id: OrganizationId,
    name: String,
    slug: String,
}

impl From<WorkspaceFacts> for Workspace {
    fn from(facts: WorkspaceFacts) -> Self {
        let named = facts.organization_named;
        Self {
            id: facts.id,
            name: facts.name,
            organization: Place { id: facts.organization, name: named.name, slug: named.slug },
            members: facts.members,
            version: facts.version,
            created_at: facts.created_at,
            archived_at: facts.archived_at,
        }
    }
}

/// A workspace in the list of its organization.
#[derive(Serialize)]
struct Listed {
    id: WorkspaceId,
    name: String,
    members: i64,
    created_at: Time,
    archived_at: Option<Time>,
}

impl From<WorkspaceSummary> for Listed {
    fn from(summary: WorkspaceSummary) -> Self {
        let WorkspaceSummary { id, name, members, created_at, archived_at } = summary;
        Self { id, name, members, created_at, archived_at }
    }
}

/// A page of them, newest first.
#[derive(Serialize)]
pub(crate) struct Workspaces {
    workspaces: Vec<Listed>,
    /// The next page is `?after=` this; none is the last page.
    next: Option<WorkspaceId>,
}

/// Which page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    #[serde(default)]
    archived: bool,
    after: Option<WorkspaceId>,
}

/// A workspace to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWorkspace {
    name: String,
}

/// What is to be changed, one thing at a time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedWorkspace {
    name: Option<String>,
    /// With a name: the version that the change starts from.
    version: Option<i64>,
    archived: Option<bool>,
    /// The id or the slug of the organization to move it to.
    organization: Option<String>,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Workspaces>, Rejection> {
    let Ok(Query(Wanted { archived, after })) = wanted else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let (by, which) = ((&identity).into(), (&*which).into());
    let list = told(service.workspaces(by, &which, archived, after).await, &origin)?;
    let workspaces = list.workspaces.into_iter().map(Into::into).collect();
    Ok(Json(Workspaces { workspaces, next: list.next }))
}

pub(crate) async fn create(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    Body(new): Body<NewWorkspace>,
) -> Result<(StatusCode, Json<Workspace>), Rejection> {
    let (by, which) = ((&identity).into(), (&*which).into());
    let made = service.create_workspace(by, &which, &new.name, &origin).await;
    Ok((StatusCode::CREATED, Json(told(made, &origin)?.into())))
}

pub(crate) async fn show(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(id): Path<String>,
) -> Result<Json<Workspace>, Rejection> {
    let found = service.workspace((&identity).into(), known(&id)?).await;
    Ok(Json(told(found, &origin)?.into()))
}

pub(crate) async fn change(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(id): Path<String>,
    Body(changed): Body<ChangedWorkspace>,
) -> Result<Json<Workspace>, Rejection> {
    let ChangedWorkspace { name, version, archived, organization } = changed;
    // Each is a change of its own, with a right of its own.
    let one = match (name, archived, organization) {
        (Some(name), None, None) => WorkspaceChange::Name { name, version },
        (None, Some(archived), None) => WorkspaceChange::Archived(archived),
        (None, None, Some(to)) => WorkspaceChange::To((&*to).into()),
        _ => return Err(Rejection::Problem(Problem::Invalid(Vec::new()))),
    };
    let saved = service.change_workspace((&identity).into(), known(&id)?, one, &origin).await;
    Ok(Json(told(saved, &origin)?.into()))
}

/// What is no id names nothing.
fn known(id: &str) -> Result<WorkspaceId, Rejection> {
    id.parse().map_err(|_| Rejection::Problem(Problem::NotFound))
}
