//! What the pages of teams ask of the server.

use domain::{
    PersonId, Problem, TeamId, Wire, WorkspaceId,
    teams::{TeamChoices, TeamList, TeamPage},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    organizations::of,
    paths,
    plain_forms::{Fields, PlainForm},
    server::{browser, respond},
    workspaces::chosen,
};

/// The teams of an organization.
#[server(prefix = "/_fn", endpoint = "teams/list", output = Wire)]
pub async fn list_teams(organization: String) -> Result<TeamList, Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.teams(by, &which).await)
}

/// What the page of a team shows, with its people after one of them.
#[server(prefix = "/_fn", endpoint = "teams/load", output = Wire)]
pub async fn load_team(
    organization: String,
    team: String,
    #[server(default)] after: String,
) -> Result<TeamPage, Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let team = team.parse().map_err(|_| Problem::NotFound)?;
    browser.told(browser.service.team_page(by, &which, team, after.parse().ok()).await)
}

/// What can be chosen of in the dialogs over that page.
#[server(prefix = "/_fn", endpoint = "teams/choices", output = Wire)]
pub async fn load_team_choices(organization: String, team: TeamId) -> Result<TeamChoices, Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.team_choices(by, &which, team).await)
}

/// Makes a team, and goes there.
#[server(prefix = "/_fn", endpoint = "teams/create", output = Wire)]
pub async fn create_team(
    organization: String,
    name: String,
    #[server(default)] about: String,
) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let made = browser.service.create_team(by, &which, (&name, &about), &browser.origin).await;
    respond.go_to(&paths::settings(&organization, &paths::team(browser.told(made)?.id)))
}

/// The plain form of [`create_team`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "teams/create",
    keep: &["name", "about"],
    page: |fields| of(fields, paths::NEW_TEAM),
    done: |fields| of(fields, paths::TEAMS),
};

/// Changes what a team is called, and what it is for.
#[server(prefix = "/_fn", endpoint = "teams/edit", output = Wire)]
pub async fn edit_team(
    organization: String,
    team: TeamId,
    name: String,
    #[server(default)] about: String,
    version: i64,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let (form, origin) = ((Some(&*name), Some(&*about)), &browser.origin);
    let saved = browser.service.change_team(by, &which, team, form, Some(version), origin).await;
    browser.told(saved).map(drop)
}

/// The plain form of [`edit_team`].
#[cfg(feature = "ssr")]
pub(crate) const EDIT: PlainForm = PlainForm {
    endpoint: "teams/edit",
    keep: &["name", "about", "version"],
    page: |fields| asks(fields, paths::EDIT),
    done: its_page,
};

/// Deletes a team, and goes to the others.
#[server(prefix = "/_fn", endpoint = "teams/delete", output = Wire)]
pub async fn delete_team(organization: String, team: TeamId) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.delete_team(by, &which, team, &browser.origin).await)?;
    respond.go_to(&paths::settings(&organization, paths::TEAMS))
}

/// The plain form of [`delete_team`].
#[cfg(feature = "ssr")]
pub(crate) const DELETE: PlainForm = PlainForm {
    endpoint: "teams/delete",
    keep: &[],
    page: |fields| asks(fields, paths::DELETE),
    done: |fields| of(fields, paths::TEAMS),
};

/// Adds somebody of the organization to a team.
#[server(prefix = "/_fn", endpoint = "teams/add", output = Wire)]
pub async fn add_to_team(organization: String, team: TeamId, email: String) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let whom = service::Whom::Address(&email);
    browser.told(browser.service.add_to_team(by, &which, team, whom, &browser.origin).await)
}

/// The plain form of [`add_to_team`].
#[cfg(feature = "ssr")]
pub(crate) const ADD: PlainForm = PlainForm {
    endpoint: "teams/add",
    keep: &["email"],
    page: |fields| asks(fields, paths::ADD),
    done: its_page,
};

/// Somebody is in a team no more.
#[server(prefix = "/_fn", endpoint = "teams/remove", output = Wire)]
pub async fn remove_from_team(
    organization: String,
    team: TeamId,
    person: PersonId,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let origin = &browser.origin;
    browser.told(browser.service.remove_from_team(by, &which, team, person, origin).await)
}

/// The plain form of [`remove_from_team`].
#[cfg(feature = "ssr")]
pub(crate) const REMOVE: PlainForm =
    PlainForm { endpoint: "teams/remove", keep: &[], page: its_page, done: its_page };

/// Gives a team a role in a workspace.
#[server(prefix = "/_fn", endpoint = "teams/give", output = Wire)]
pub async fn set_team_role(
    organization: String,
    team: TeamId,
    #[server(default)] workspace: String,
    #[server(default)] role: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let gone = |_| Problem::field("workspace", domain::Code::ChoiceGone);
    let (workspace, role) = (workspace.parse().map_err(gone)?, chosen(&role)?);
    let origin = &browser.origin;
    let given = browser.service.set_team_role(by, &which, team, (workspace, role), origin).await;
    browser.told(given)
}

/// The plain form of [`set_team_role`].
#[cfg(feature = "ssr")]
pub(crate) const GIVE: PlainForm = PlainForm {
    endpoint: "teams/give",
    keep: &["workspace", "role"],
    page: |fields| asks(fields, paths::GIVE),
    done: its_page,
};

/// A team has no role in a workspace any more.
#[server(prefix = "/_fn", endpoint = "teams/take", output = Wire)]
pub async fn take_team_role(
    organization: String,
    team: TeamId,
    workspace: WorkspaceId,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let origin = &browser.origin;
    browser.told(browser.service.take_team_role(by, &which, team, workspace, origin).await)
}

/// The plain form of [`take_team_role`].
#[cfg(feature = "ssr")]
pub(crate) const TAKE: PlainForm =
    PlainForm { endpoint: "teams/take", keep: &[], page: its_page, done: its_page };

/// Where a form about a team is.
#[cfg(feature = "ssr")]
fn asks(fields: &Fields, act: &str) -> String {
    match fields.get("team").parse() {
        Ok(team) => of(fields, &paths::of_team(team, act)),
        Err(_) => of(fields, paths::TEAMS),
    }
}

#[cfg(feature = "ssr")]
fn its_page(fields: &Fields) -> String {
    match fields.get("team").parse() {
        Ok(team) => of(fields, &paths::team(team)),
        Err(_) => of(fields, paths::TEAMS),
    }
}
