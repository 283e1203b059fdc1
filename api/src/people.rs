//! `/api/v1/organizations/{org}/people`: who belongs to an organization, and as what.

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{
    Code, PersonId, Problem, RoleId, TeamId, Time,
    people::{Membership, People, Shown},
    rights::Role,
    roles::{Given, RoleName},
};
use serde::{Deserialize, Serialize};
use service::{Origin, PeopleAsked, PersonChange, Service};
use uuid::Uuid;

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::{id, told},
    teams::Named,
};

/// Somebody of an organization.
#[derive(Serialize)]
struct Person {
    id: PersonId,
    display_name: String,
    email: String,
    role: Role,
    /// In place of it, if it is one of the organization's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_role: Option<Own>,
    suspended: bool,
    teams: Vec<Named>,
    /// What only owners and admins are told.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    known: Option<Known>,
}

/// A role of the organization's own.
#[derive(Serialize)]
struct Own {
    id: RoleId,
    name: String,
}

#[derive(Serialize)]
struct Known {
    two_factor: bool,
    last_active_at: Option<Time>,
    joined_at: Time,
}

impl From<Membership> for Person {
    fn from(one: Membership) -> Self {
        let Membership { person: id, display_name, email, role, suspended, teams, .. } = one;
        let Membership { own_role, known, .. } = one;
        let custom_role = own_role.map(|RoleName { id, name }| Own { id, name });
        let teams = teams.into_iter().map(Into::into).collect();
        let known = known.map(|known| Known {
            two_factor: known.two_factor,
            last_active_at: known.last_active,
            joined_at: known.since,
        });
        Self { id, display_name, email, role, custom_role, suspended, teams, known }
    }
}

/// A page of them.
#[derive(Serialize)]
pub(crate) struct Page {
    people: Vec<Person>,
    /// Everybody, found or not.
    total: i64,
    /// The next page is `?after=` this; none is the last page.
    next: Option<Uuid>,
}

/// Which of them, as the page in the browser calls it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(default)]
    find: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    order: String,
    after: Option<Uuid>,
}

/// What is to be changed; what is not given stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changed {
    /// One that every organization has, or the id of one of its own.
    role: Option<Given>,
    /// Nothing there is open to them, or everything again that was.
    suspended: Option<bool>,
    /// The teams that they are in, and no others.
    teams: Option<Vec<TeamId>>,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Page>, Rejection> {
    let Ok(Query(asked)) = asked else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let odd = |name| Rejection::Problem(Problem::field(name, Code::Choice));
    let asked = PeopleAsked {
        search: &asked.find,
        shown: asked
            .show
            .parse()
            .ok()
            .filter(|shown| *shown != Shown::Invited)
            .ok_or_else(|| odd("show"))?,
        order: asked.order.parse().map_err(|_| odd("order"))?,
        after: asked.after,
        about: None,
    };
    let found = service.people((&identity).into(), &(&*which).into(), asked).await;
    let People { people, total, next, .. } = told(found, &origin)?;
    Ok(Json(Page { people: people.into_iter().map(Into::into).collect(), total, next }))
}

pub(crate) async fn change(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, person)): Path<(String, String)>,
    Body(Changed { role, suspended, teams }): Body<Changed>,
) -> Result<StatusCode, Rejection> {
    let person = told(id(&person), &origin)?;
    let by = (&identity).into();
    let change = PersonChange { role, teams: teams.as_deref(), suspended };
    let saved = service.change_person(by, &(&*which).into(), person, change, &origin).await;
    told(saved, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn remove(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, person)): Path<(String, String)>,
) -> Result<StatusCode, Rejection> {
    let person = told(id(&person), &origin)?;
    let by = (&identity).into();
    let removed = service.remove_person(by, &(&*which).into(), person, &origin).await;
    told(removed, &origin).map(|()| StatusCode::NO_CONTENT)
}
