//! `/api/v1/organizations/{org}/roles`: roles of an organization's own.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{RoleId, roles::OwnRole};
use serde::{Deserialize, Serialize};
use service::{Origin, RoleChange, Service};

use crate::{
    Rejection,
    bearer::{Bearer, Writer},
    body::Body,
    problem::{id, told},
};

/// A role of an organization's own.
#[derive(Serialize)]
pub(crate) struct Role {
    id: RoleId,
    name: String,
    about: String,
    /// What it may beside what members may.
    rights: Vec<&'static str>,
    /// Who have it.
    people: i64,
    version: i64,
}

impl From<OwnRole> for Role {
    fn from(role: OwnRole) -> Self {
        let OwnRole { id, name, about, rights, people, version } = role;
        Self { id, name, about, rights: rights.names().collect(), people, version }
    }
}

/// All of them, by name.
#[derive(Serialize)]
pub(crate) struct Roles {
    roles: Vec<Role>,
}

/// A role to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    name: String,
    #[serde(default)]
    about: String,
    rights: Vec<String>,
}

/// What is to be changed; what is not given stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changed {
    name: Option<String>,
    about: Option<String>,
    rights: Option<Vec<String>>,
    /// The version that the change starts from.
    version: Option<i64>,
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
) -> Result<Json<Roles>, Rejection> {
    let found = told(service.roles((&identity).into(), &(&*which).into()).await, &origin)?;
    Ok(Json(Roles { roles: found.own.into_iter().map(Into::into).collect() }))
}

pub(crate) async fn create(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    Body(New { name, about, rights }): Body<New>,
) -> Result<(StatusCode, Json<Role>), Rejection> {
    let (by, which) = ((&identity).into(), (&*which).into());
    let made = service.create_role(by, &which, (&name, &about, &rights), &origin).await;
    Ok((StatusCode::CREATED, Json(told(made, &origin)?.into())))
}

pub(crate) async fn change(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, role)): Path<(String, String)>,
    Body(Changed { name, about, rights, version }): Body<Changed>,
) -> Result<Json<Role>, Rejection> {
    let role = told(id(&role), &origin)?;
    let (by, which) = ((&identity).into(), (&*which).into());
    let change = RoleChange {
        name: name.as_deref(),
        about: about.as_deref(),
        rights: rights.as_deref(),
        version,
    };
    let saved = service.change_role(by, &which, role, change, &origin).await;
    Ok(Json(told(saved, &origin)?.into()))
}

pub(crate) async fn delete(
    Writer(identity): Writer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path((which, role)): Path<(String, String)>,
) -> Result<StatusCode, Rejection> {
    let role = told(id(&role), &origin)?;
    let deleted = service.delete_role((&identity).into(), &(&*which).into(), role, &origin).await;
    told(deleted, &origin).map(|()| StatusCode::NO_CONTENT)
}
