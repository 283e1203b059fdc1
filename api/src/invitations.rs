//! `/api/v1/organizations/{org}/invitations`: who is invited to an organization; and
//! `/api/v1/invitations`: where the token's person is invited.

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use domain::{
    InvitationId, Problem, TeamId, Time,
    invitations::{Answered, Invitation, Invited, Outcome, Told},
    people::Shown,
    rights::Role,
    roles::Given,
};
use serde::{Deserialize, Serialize};
use service::{AsWhat, Origin, PeopleAsked, PersonChange, Service};
use uuid::Uuid;

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::{id, told},
    teams::Named,
};

/// Somebody whom an organization has invited.
#[derive(Serialize)]
struct Waiting {
    id: InvitationId,
    email: String,
    role: Role,
    teams: Vec<Named>,
    sent_at: Time,
    /// It can be accepted no more.
    expired: bool,
}

impl From<Invited> for Waiting {
    fn from(one: Invited) -> Self {
        let Invited { id, email, role, teams, sent: sent_at, over: expired } = one;
        let teams = teams.into_iter().map(Into::into).collect();
        Self { id, email, role, teams, sent_at, expired }
    }
}

/// A page of them, newest first.
#[derive(Serialize)]
pub(crate) struct Page {
    invitations: Vec<Waiting>,
    /// All of them, found or not.
    total: i64,
    /// The next page is `?after=` this; none is the last page.
    next: Option<Uuid>,
}

/// Which of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(default)]
    find: String,
    after: Option<Uuid>,
}

/// Who is to be invited.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    emails: Vec<String>,
    role: Role,
    /// The teams that they will be in.
    #[serde(default)]
    teams: Vec<TeamId>,
}

/// What came of it, address by address.
#[derive(Serialize)]
pub(crate) struct Report {
    report: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    email: String,
    outcome: Outcome,
}

/// What is to be changed; what is not given stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changed {
    role: Option<Role>,
    teams: Option<Vec<TeamId>>,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Page>, Rejection> {
    let Ok(Query(Asked { find, after })) = asked else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let shown = Shown::Invited;
    let asked = PeopleAsked { search: &find, shown, after, ..PeopleAsked::default() };
    let found = told(service.people((&identity).into(), &(&*which).into(), asked).await, &origin)?;
    Ok(Json(Page {
        invitations: found.invited.into_iter().map(Into::into).collect(),
        total: found.total_invited,
        next: found.next,
    }))
}

pub(crate) async fn create(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    Body(New { emails, role, teams }): Body<New>,
) -> Result<Json<Report>, Rejection> {
    let (by, emails) = ((&identity).into(), emails.join("\n"));
    let as_what = AsWhat { role, teams: &teams };
    let report = service.invite(by, &(&*which).into(), &emails, as_what, &origin).await;
    let line = |Told { email, outcome }| Line { email, outcome };
    Ok(Json(Report { report: told(report, &origin)?.0.into_iter().map(line).collect() }))
}

pub(crate) async fn resend(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, invitation)): Path<(String, String)>,
) -> Result<StatusCode, Rejection> {
    let id = told(id(&invitation), &origin)?;
    let (by, which) = ((&identity).into(), (&*which).into());
    let sent = service.resend_invitation(by, &which, id, &origin).await;
    told(sent, &origin).map(|_| StatusCode::NO_CONTENT)
}

pub(crate) async fn change(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, invitation)): Path<(String, String)>,
    Body(Changed { role, teams }): Body<Changed>,
) -> Result<StatusCode, Rejection> {
    let id = told(id(&invitation), &origin)?;
    let (by, which) = ((&identity).into(), (&*which).into());
    let change =
        PersonChange { role: role.map(Given::Role), teams: teams.as_deref(), suspended: None };
    let saved = service.change_invitation(by, &which, id, change, &origin).await;
    told(saved, &origin).map(|()| StatusCode::NO_CONTENT)
}

pub(crate) async fn revoke(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, invitation)): Path<(String, String)>,
) -> Result<StatusCode, Rejection> {
    let id = told(id(&invitation), &origin)?;
    let (by, which) = ((&identity).into(), (&*which).into());
    let revoked = service.revoke_invitation(by, &which, id, &origin).await;
    told(revoked, &origin).map(|()| StatusCode::NO_CONTENT)
}

/// The organization that invites.
#[derive(Serialize)]
struct Organization {
    name: String,
    slug: String,
}

/// Where the token's person is invited.
#[derive(Serialize)]
struct Mine {
    id: InvitationId,
    organization: Organization,
    role: Role,
    invited_by: String,
    sent_at: Time,
    expires_at: Time,
}

impl From<Invitation> for Mine {
    fn from(one: Invitation) -> Self {
        Self {
            id: one.id,
            organization: Organization { name: one.place.name, slug: one.place.slug },
            role: one.role,
            invited_by: one.by,
            sent_at: one.sent,
            expires_at: one.expires,
        }
    }
}

/// What they have answered.
#[derive(Serialize)]
struct Past {
    organization: Organization,
    role: Role,
    answer: domain::invitations::Answer,
    answered_at: Time,
}

impl From<Answered> for Past {
    fn from(one: Answered) -> Self {
        let organization = Organization { name: one.place.name, slug: one.place.slug };
        Self { organization, role: one.role, answer: one.answer, answered_at: one.at }
    }
}

/// Both.
#[derive(Serialize)]
pub(crate) struct AllOfMine {
    waiting: Vec<Mine>,
    earlier: Vec<Past>,
}

/// The organization to which the token's person belongs now.
#[derive(Serialize)]
pub(crate) struct Joined {
    organization: Organization,
}

pub(crate) async fn mine(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
) -> Result<Json<AllOfMine>, Rejection> {
    let found = told(service.invitations((&identity).into()).await, &origin)?;
    Ok(Json(AllOfMine {
        waiting: found.waiting.into_iter().map(Into::into).collect(),
        earlier: found.earlier.into_iter().map(Into::into).collect(),
    }))
}

pub(crate) async fn accept(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(invitation): Path<String>,
) -> Result<Json<Joined>, Rejection> {
    let id = told(id(&invitation), &origin)?;
    let named = told(service.accept_invitation((&identity).into(), id, &origin).await, &origin)?;
    let organization = Organization { name: named.name, slug: named.slug };
    Ok(Json(Joined { organization }))
}

pub(crate) async fn decline(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(invitation): Path<String>,
) -> Result<StatusCode, Rejection> {
    let id = told(id(&invitation), &origin)?;
    let declined = service.decline_invitation((&identity).into(), id, &origin).await;
    told(declined, &origin).map(|()| StatusCode::NO_CONTENT)
}
