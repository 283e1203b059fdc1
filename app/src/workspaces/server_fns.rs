//! What the pages of workspaces ask of the server.

use domain::{
    Problem, Wire, WorkspaceId,
    workspaces::{WorkspaceList, WorkspacePage},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    organizations::of,
    paths,
    plain_forms::{Fields, PlainForm, home},
    server::{browser, respond},
};

/// A page of an organization's workspaces, after one of them.
#[server(prefix = "/_fn", endpoint = "workspaces/list", output = Wire)]
pub async fn list_workspaces(
    organization: String,
    #[server(default)] archived: bool,
    #[server(default)] after: String,
) -> Result<WorkspaceList, Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.workspaces(by, &which, archived, after.parse().ok()).await)
}

/// Makes a workspace, and goes there.
#[server(prefix = "/_fn", endpoint = "workspaces/create", output = Wire)]
pub async fn create_workspace(organization: String, name: String) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let made = browser.service.create_workspace(by, &which, &name, &browser.origin).await;
    respond.go_to(&paths::workspace(browser.told(made)?.id))
}

/// The plain form of [`create_workspace`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "workspaces/create",
    keep: &["name"],
    page: |fields| of(fields, paths::NEW_WORKSPACE),
    done: |fields| of(fields, paths::WORKSPACES),
};

/// What the page of a workspace shows, with its members after one of them.
#[server(prefix = "/_fn", endpoint = "workspaces/load", output = Wire)]
pub async fn load_workspace(
    id: String,
    #[server(default)] after: String,
) -> Result<WorkspacePage, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    let id: WorkspaceId = id.parse().map_err(|_| Problem::NotFound)?;
    browser.told(browser.service.workspace_page(caller, id, after.parse().ok()).await)
}

/// Gives a workspace another name.
#[server(prefix = "/_fn", endpoint = "workspaces/rename", output = Wire)]
pub async fn rename_workspace(id: WorkspaceId, name: String, version: i64) -> Result<(), Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    let version = Some(version);
    let saved = browser.service.rename_workspace(by, id, &name, version, &browser.origin).await;
    browser.told(saved).map(drop)
}

/// The plain form of [`rename_workspace`].
#[cfg(feature = "ssr")]
pub(crate) const RENAME: PlainForm = PlainForm {
    endpoint: "workspaces/rename",
    keep: &["name", "version"],
    page: |fields| asks(fields, paths::RENAME),
    done: its_page,
};

/// Archives a workspace.
#[server(prefix = "/_fn", endpoint = "workspaces/archive", output = Wire)]
pub async fn archive_workspace(id: WorkspaceId) -> Result<(), Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    let saved = browser.service.archive_workspace(by, id, true, &browser.origin).await;
    browser.told(saved).map(drop)
}

/// The plain form of [`archive_workspace`].
#[cfg(feature = "ssr")]
pub(crate) const ARCHIVE: PlainForm = PlainForm {
    endpoint: "workspaces/archive",
    keep: &[],
    page: |fields| asks(fields, paths::ARCHIVE),
    done: its_page,
};

/// Restores a workspace.
#[server(prefix = "/_fn", endpoint = "workspaces/restore", output = Wire)]
pub async fn restore_workspace(id: WorkspaceId) -> Result<(), Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    let saved = browser.service.archive_workspace(by, id, false, &browser.origin).await;
    browser.told(saved).map(drop)
}

/// The plain form of [`restore_workspace`].
#[cfg(feature = "ssr")]
pub(crate) const RESTORE: PlainForm = PlainForm {
    endpoint: "workspaces/restore",
    keep: &[],
    page: |fields| asks(fields, paths::RESTORE),
    done: its_page,
};

/// Hands a workspace over to another organization. Its page is in that one then.
#[server(prefix = "/_fn", endpoint = "workspaces/move", output = Wire)]
pub async fn move_workspace(id: WorkspaceId, organization: String) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let (by, to) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.move_workspace(by, id, &to, &browser.origin).await)?;
    respond.go_to(&paths::workspace(id))
}

/// The plain form of [`move_workspace`].
#[cfg(feature = "ssr")]
pub(crate) const MOVE: PlainForm = PlainForm {
    endpoint: "workspaces/move",
    keep: &["organization"],
    page: |fields| asks(fields, paths::MOVE),
    done: its_page,
};

/// Where a form about a workspace is.
#[cfg(feature = "ssr")]
fn asks(fields: &Fields, act: &str) -> String {
    fields.get("id").parse().map_or_else(|_| home(fields), |id| paths::of_workspace(id, act))
}

#[cfg(feature = "ssr")]
fn its_page(fields: &Fields) -> String {
    fields.get("id").parse().map_or_else(|_| home(fields), paths::workspace)
}
