//! What the pages of workspaces ask of the server.

use domain::{
    PersonId, Problem, Wire, WorkspaceId,
    workspaces::{WorkspaceChoices, WorkspaceList, WorkspacePage},
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

/// What the page of a workspace shows, with its members after one of them, and the one
/// `about` whom something is asked.
#[server(prefix = "/_fn", endpoint = "workspaces/load", output = Wire)]
pub async fn load_workspace(
    id: String,
    #[server(default)] after: String,
    #[server(default)] about: String,
) -> Result<WorkspacePage, Problem> {
    let browser = browser()?;
    let caller = browser.caller()?;
    let id: WorkspaceId = id.parse().map_err(|_| Problem::NotFound)?;
    let (after, about) = (after.parse().ok(), about.parse().ok());
    browser.told(browser.service.workspace_page(caller, id, after, about).await)
}

/// What can be chosen of in the dialogs over that page.
#[server(prefix = "/_fn", endpoint = "workspaces/choices", output = Wire)]
pub async fn load_workspace_choices(id: WorkspaceId) -> Result<WorkspaceChoices, Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    browser.told(browser.service.workspace_choices(by, id).await)
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

/// Makes somebody of the organization a member of a workspace.
#[server(prefix = "/_fn", endpoint = "workspaces/add-member", output = Wire)]
pub async fn add_member(
    id: WorkspaceId,
    email: String,
    #[server(default)] role: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, whom) = (browser.caller()?.into(), service::Whom::Address(&email));
    let role = chosen(&role)?;
    browser.told(browser.service.add_member(by, id, whom, role, &browser.origin).await)
}

/// The plain form of [`add_member`].
#[cfg(feature = "ssr")]
pub(crate) const ADD: PlainForm = PlainForm {
    endpoint: "workspaces/add-member",
    keep: &["email", "role"],
    page: |fields| asks(fields, paths::ADD),
    done: its_page,
};

/// Gives a member of a workspace another role.
#[server(prefix = "/_fn", endpoint = "workspaces/member-role", output = Wire)]
pub async fn set_member_role(
    id: WorkspaceId,
    person: PersonId,
    #[server(default)] role: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, role) = (browser.caller()?.into(), chosen(&role)?);
    browser.told(browser.service.set_member_role(by, id, person, role, &browser.origin).await)
}

/// The plain form of [`set_member_role`].
#[cfg(feature = "ssr")]
pub(crate) const ROLE: PlainForm = PlainForm {
    endpoint: "workspaces/member-role",
    keep: &["role"],
    page: |fields| about_member(fields, paths::ROLE),
    done: its_page,
};

/// Somebody is no member of a workspace any more. Where they lose it themselves, they are
/// led home.
#[server(prefix = "/_fn", endpoint = "workspaces/remove-member", output = Wire)]
pub async fn remove_member(id: WorkspaceId, person: PersonId) -> Result<(), Problem> {
    let browser = browser()?;
    let by: service::Actor<'_> = browser.caller()?.into();
    browser.told(browser.service.remove_member(by, id, person, &browser.origin).await)?;
    let lost = by.person() == person && browser.service.workspace(by, id).await.is_err();
    if lost { respond()?.go_to(paths::HOME) } else { Ok(()) }
}

/// The plain form of [`remove_member`].
#[cfg(feature = "ssr")]
pub(crate) const REMOVE: PlainForm = PlainForm {
    endpoint: "workspaces/remove-member",
    keep: &[],
    page: |fields| about_member(fields, paths::REMOVE),
    done: its_page,
};

/// The role that was chosen.
#[cfg(feature = "ssr")]
pub(crate) fn chosen(role: &str) -> Result<domain::rights::Role, Problem> {
    role.parse().map_err(|_| Problem::field("role", domain::Code::Choice))
}

/// Where a form about a member is.
#[cfg(feature = "ssr")]
fn about_member(fields: &Fields, act: &str) -> String {
    match (fields.get("id").parse(), fields.get("person").parse()) {
        (Ok(id), Ok(person)) => paths::of_member(id, person, act),
        _ => its_page(fields),
    }
}

/// Where a form about a workspace is.
#[cfg(feature = "ssr")]
fn asks(fields: &Fields, act: &str) -> String {
    fields.get("id").parse().map_or_else(|_| home(fields), |id| paths::of_workspace(id, act))
}

#[cfg(feature = "ssr")]
fn its_page(fields: &Fields) -> String {
    fields.get("id").parse().map_or_else(|_| home(fields), paths::workspace)
}
