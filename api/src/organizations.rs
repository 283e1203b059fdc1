//! `/api/v1/organizations`: those of the token's person.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{OrganizationId, Time, organizations::Named, rights::Role};
use serde::{Deserialize, Serialize};
use service::{OrganizationChange, OrganizationFacts, Origin, Service};

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::told,
};

/// An organization, as a member may know it.
#[derive(Serialize)]
pub(crate) struct Organization {
    id: OrganizationId,
    name: String,
    slug: String,
    /// What the token's person is in it.
    role: Role,
    /// What it is called, if it is one of the organization's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_role: Option<String>,
    /// Whether everybody there needs a second factor.
    mfa: MfaRule,
    version: i64,
    created_at: Time,
    /// When it will be gone.
    deletes_at: Option<Time>,
}

impl From<OrganizationFacts> for Organization {
    fn from(facts: OrganizationFacts) -> Self {
        let OrganizationFacts { id, named, role, own_role: custom_role, version, .. } = facts;
        let OrganizationFacts { mfa_required, created_at, deletes_at, .. } = facts;
        let mfa = if mfa_required { MfaRule::Required } else { MfaRule::Optional };
        let Named { name, slug } = named;
        Self { id, name, slug, role, custom_role, mfa, version, created_at, deletes_at }
    }
}

/// Whether a second factor is asked of everybody.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MfaRule {
    Optional,
    Required,
}

/// An organization to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrganization {
    name: String,
    /// Without one it is made of the name.
    #[serde(default)]
    slug: String,
}

/// What is to be changed; the rest stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedOrganization {
    name: Option<String>,
    slug: Option<String>,
    mfa: Option<MfaRule>,
    /// The version that the change starts from, so that nobody else's is undone.
    version: Option<i64>,
}

/// Those that are listed.
#[derive(Serialize)]
pub(crate) struct Organizations {
    organizations: Vec<Organization>,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
) -> Result<Json<Organizations>, Rejection> {
    let all = told(service.organizations((&identity).into()).await, &origin)?;
    Ok(Json(Organizations { organizations: all.into_iter().map(Into::into).collect() }))
}

pub(crate) async fn create(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Body(new): Body<NewOrganization>,
) -> Result<(StatusCode, Json<Organization>), Rejection> {
    let made = service.create_organization((&identity).into(), &new.name, &new.slug, &origin).await;
    Ok((StatusCode::CREATED, Json(told(made, &origin)?.into())))
}

pub(crate) async fn show(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
) -> Result<Json<Organization>, Rejection> {
    let found = service.organization((&identity).into(), &(&*which).into()).await;
    Ok(Json(told(found, &origin)?.into()))
}

pub(crate) async fn change(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    Body(changed): Body<ChangedOrganization>,
) -> Result<Json<Organization>, Rejection> {
    let ChangedOrganization { name, slug, mfa, version } = &changed;
    let change = OrganizationChange {
        name: name.as_deref(),
        slug: slug.as_deref(),
        version: *version,
        mfa_required: mfa.map(|mfa| mfa == MfaRule::Required),
    };
    let (by, which) = ((&identity).into(), (&*which).into());
    let saved = service.save_organization(by, &which, change, &origin).await;
    Ok(Json(told(saved, &origin)?.into()))
}
