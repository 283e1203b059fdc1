//! What the pages of organizations ask of the server.

use domain::{
    Problem, Wire,
    organizations::{General, Home},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::{Fields, PlainForm, home},
    server::{browser, respond},
};

/// The caller's organizations, and their workspaces in them.
#[server(prefix = "/_fn", endpoint = "home/load", output = Wire)]
pub async fn load_home() -> Result<Home, Problem> {
    let browser = browser()?;
    browser.told(browser.service.home(browser.caller()?).await)
}

/// Makes an organization, and goes there.
#[server(prefix = "/_fn", endpoint = "organizations/create", output = Wire)]
pub async fn create_organization(
    name: String,
    #[server(default)] slug: String,
) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let by = browser.caller()?.into();
    let made = browser.service.create_organization(by, &name, &slug, &browser.origin).await;
    respond.go_to(&paths::settings(&browser.told(made)?.named.slug, paths::WORKSPACES))
}

/// The plain form of [`create_organization`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "organizations/create",
    keep: &["name", "slug"],
    page: |_| paths::NEW_ORGANIZATION.into(),
    done: home,
};

/// What the page *General* shows.
#[server(prefix = "/_fn", endpoint = "organizations/general", output = Wire)]
pub async fn load_general(organization: String) -> Result<General, Problem> {
    let browser = browser()?;
    browser.told(browser.service.general(browser.caller()?, &(&*organization).into()).await)
}

/// Changes name and slug, and answers what the page shows now. With another slug the page
/// is elsewhere.
#[server(prefix = "/_fn", endpoint = "organizations/save", output = Wire)]
pub async fn save_organization(
    organization: String,
    name: String,
    slug: String,
    version: i64,
) -> Result<General, Problem> {
    use service::OrganizationChange;
    let (browser, respond) = (browser()?, respond()?);
    let (caller, which) = (browser.caller()?, (&*organization).into());
    let change = OrganizationChange {
        name: Some(&name),
        slug: Some(&slug),
        version: Some(version),
        ..OrganizationChange::default()
    };
    let saved = browser.service.save_organization(caller.into(), &which, change, &browser.origin);
    let slug = browser.told(saved.await)?.named.slug;
    if slug != organization {
        respond.go_to(&paths::settings(&slug, paths::GENERAL))?;
    }
    browser.told(browser.service.general(caller, &(&*slug).into()).await)
}

/// The plain form of [`save_organization`].
#[cfg(feature = "ssr")]
pub(crate) const SAVE: PlainForm = PlainForm {
    endpoint: "organizations/save",
    keep: &["name", "slug", "version"],
    page: |fields| of(fields, paths::GENERAL),
    done: |fields| of(fields, paths::GENERAL),
};

/// Requires a second factor of everybody in an organization, or makes it optional; answers
/// what the page shows now.
#[server(prefix = "/_fn", endpoint = "organizations/mfa", output = Wire)]
pub async fn require_mfa(organization: String, required: bool) -> Result<General, Problem> {
    let browser = browser()?;
    let (caller, which) = (browser.caller()?, (&*organization).into());
    browser.told(browser.service.require_mfa(caller, &which, required, &browser.origin).await)?;
    browser.told(browser.service.general(caller, &which).await)
}

/// The plain form of [`require_mfa`].
#[cfg(feature = "ssr")]
pub(crate) const MFA: PlainForm = PlainForm {
    endpoint: "organizations/mfa",
    keep: &[],
    page: |fields| of(fields, paths::GENERAL),
    done: |fields| of(fields, paths::GENERAL),
};

/// A page of the organization that a form names.
#[cfg(feature = "ssr")]
pub(crate) fn of(fields: &Fields, page: &str) -> String {
    let slug = domain::organizations::check_slug(fields.get("organization"));
    slug.map_or_else(|_| home(fields), |slug| paths::settings(&slug, page))
}

/// Ends the caller's membership.
#[server(prefix = "/_fn", endpoint = "organizations/leave", output = Wire)]
pub async fn leave_organization(organization: String) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.leave_organization(by, &which, &browser.origin).await)?;
    respond.go_to(paths::HOME)
}

/// The plain form of [`leave_organization`].
#[cfg(feature = "ssr")]
pub(crate) const LEAVE: PlainForm = PlainForm {
    endpoint: "organizations/leave",
    keep: &[],
    page: |fields| of(fields, paths::LEAVE),
    done: home,
};

/// Has an organization deleted in a week.
#[server(prefix = "/_fn", endpoint = "organizations/delete", output = Wire)]
pub async fn end_organization(organization: String, name: String) -> Result<(), Problem> {
    let browser = browser()?;
    let (caller, which) = (browser.caller()?, (&*organization).into());
    browser.told(browser.service.end_organization(caller, &which, &name, &browser.origin).await)
}

/// The plain form of [`end_organization`].
#[cfg(feature = "ssr")]
pub(crate) const END: PlainForm = PlainForm {
    endpoint: "organizations/delete",
    keep: &["name"],
    page: |fields| of(fields, paths::END),
    done: |fields| of(fields, paths::GENERAL),
};

/// Takes that back.
#[server(prefix = "/_fn", endpoint = "organizations/keep", output = Wire)]
pub async fn keep_organization(organization: String) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.keep_organization(by, &which, &browser.origin).await)
}

/// The plain form of [`keep_organization`].
#[cfg(feature = "ssr")]
pub(crate) const KEEP: PlainForm = PlainForm {
    endpoint: "organizations/keep",
    keep: &[],
    page: |fields| of(fields, paths::GENERAL),
    done: |fields| of(fields, paths::GENERAL),
};
