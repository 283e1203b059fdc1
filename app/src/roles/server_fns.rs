//! What the page of an organization's roles asks of the server.

use domain::{Problem, RoleId, Wire, roles::RoleList};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    organizations::of,
    paths,
    plain_forms::{Fields, PlainForm},
    server::browser,
};

/// The roles of an organization's own, and what the caller may.
#[server(prefix = "/_fn", endpoint = "roles/list", output = Wire)]
pub async fn list_roles(organization: String) -> Result<RoleList, Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.roles(by, &which).await)
}

/// Makes a role of an organization's own.
#[server(prefix = "/_fn", endpoint = "roles/create", output = Wire)]
pub async fn create_role(
    organization: String,
    name: String,
    #[server(default)] about: String,
    #[server(default)] rights: Vec<String>,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let form = (&*name, &*about, &*rights);
    browser.told(browser.service.create_role(by, &which, form, &browser.origin).await).map(drop)
}

/// The plain form of [`create_role`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "roles/create",
    keep: &["name", "about", "rights[]"],
    page: |fields| of(fields, paths::NEW_ROLE),
    done: |fields| of(fields, paths::ROLES),
};

/// Changes a role, for everybody who has it.
#[server(prefix = "/_fn", endpoint = "roles/edit", output = Wire)]
pub async fn edit_role(
    organization: String,
    role: RoleId,
    name: String,
    #[server(default)] about: String,
    #[server(default)] rights: Vec<String>,
    version: i64,
) -> Result<(), Problem> {
    use service::RoleChange;
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let change = RoleChange {
        name: Some(&name),
        about: Some(&about),
        rights: Some(&rights),
        version: Some(version),
    };
    let saved = browser.service.change_role(by, &which, role, change, &browser.origin).await;
    browser.told(saved).map(drop)
}

/// The plain form of [`edit_role`].
#[cfg(feature = "ssr")]
pub(crate) const EDIT: PlainForm = PlainForm {
    endpoint: "roles/edit",
    keep: &["name", "about", "rights[]", "version"],
    page: |fields| asks(fields, paths::EDIT),
    done: |fields| of(fields, paths::ROLES),
};

/// Deletes a role that nobody has.
#[server(prefix = "/_fn", endpoint = "roles/delete", output = Wire)]
pub async fn delete_role(organization: String, role: RoleId) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.delete_role(by, &which, role, &browser.origin).await)
}

/// The plain form of [`delete_role`].
#[cfg(feature = "ssr")]
pub(crate) const DELETE: PlainForm = PlainForm {
    endpoint: "roles/delete",
    keep: &[],
    page: |fields| asks(fields, paths::DELETE),
    done: |fields| of(fields, paths::ROLES),
};

/// Where a form about a role is.
#[cfg(feature = "ssr")]
fn asks(fields: &Fields, act: &str) -> String {
    match fields.get("role").parse() {
        Ok(role) => of(fields, &paths::of_role(role, act)),
        Err(_) => of(fields, paths::ROLES),
    }
}
