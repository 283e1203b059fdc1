//! What inviting people asks of the server.

use domain::{InvitationId, Problem, TeamId, Wire};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    organizations::of,
    paths,
    plain_forms::{Fields, PlainForm},
    server::browser,
};

/// Invites everybody in a list of addresses. Answers to whom mails are on their way; what
/// could not be sent is told as what is wrong with `addresses`.
#[server(prefix = "/_fn", endpoint = "people/invite", output = Wire)]
pub async fn invite_people(
    organization: String,
    #[server(default)] addresses: String,
    #[server(default)] role: String,
    #[server(default)] teams: Vec<TeamId>,
) -> Result<Vec<String>, Problem> {
    use service::AsWhat;
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let role = crate::workspaces::chosen(&role)?;
    let as_what = AsWhat { role, teams: &teams };
    let report = browser.service.invite(by, &which, &addresses, as_what, &browser.origin).await;
    let report = browser.told(report)?;
    let sent = || report.sent().into_iter().map(Into::into).collect();
    Problem::not_invited(&report).map_or_else(|| Ok(sent()), Err)
}

/// The plain form of [`invite_people`].
#[cfg(feature = "ssr")]
pub(crate) const INVITE: PlainForm = PlainForm {
    endpoint: "people/invite",
    keep: &["addresses", "role", "teams[]"],
    page: |fields| of(fields, paths::INVITE),
    done: |fields| of(fields, paths::PEOPLE),
};

/// Sends an invitation again; answers to whom.
#[server(prefix = "/_fn", endpoint = "people/resend", output = Wire)]
pub async fn resend_invitation(
    organization: String,
    invitation: InvitationId,
) -> Result<String, Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.resend_invitation(by, &which, invitation, &browser.origin).await)
}

/// The plain form of [`resend_invitation`].
#[cfg(feature = "ssr")]
pub(crate) const RESEND: PlainForm = PlainForm {
    endpoint: "people/resend",
    keep: &[],
    page: |fields| of(fields, paths::PEOPLE),
    done: |fields| of(fields, paths::PEOPLE),
};

/// Changes what somebody will be who is invited.
#[server(prefix = "/_fn", endpoint = "people/invited-role", output = Wire)]
pub async fn set_invited_role(
    organization: String,
    invitation: InvitationId,
    #[server(default)] role: String,
    #[server(default)] teams: Vec<TeamId>,
) -> Result<(), Problem> {
    use domain::roles::Given;
    use service::PersonChange;
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let role = crate::workspaces::chosen(&role)?;
    let origin = &browser.origin;
    let change =
        PersonChange { role: Some(Given::Role(role)), teams: Some(&teams), suspended: None };
    browser.told(browser.service.change_invitation(by, &which, invitation, change, origin).await)
}

/// The plain form of [`set_invited_role`].
#[cfg(feature = "ssr")]
pub(crate) const INVITED_ROLE: PlainForm = PlainForm {
    endpoint: "people/invited-role",
    keep: &["role", "teams[]"],
    page: |fields| about(fields, paths::ROLE),
    done: |fields| of(fields, paths::PEOPLE),
};

/// Withdraws an invitation.
#[server(prefix = "/_fn", endpoint = "people/revoke", output = Wire)]
pub async fn revoke_invitation(
    organization: String,
    invitation: InvitationId,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.revoke_invitation(by, &which, invitation, &browser.origin).await)
}

/// The plain form of [`revoke_invitation`].
#[cfg(feature = "ssr")]
pub(crate) const REVOKE: PlainForm = PlainForm {
    endpoint: "people/revoke",
    keep: &[],
    page: |fields| about(fields, paths::CANCEL),
    done: |fields| of(fields, paths::PEOPLE),
};

/// Where a form about an invitation is.
#[cfg(feature = "ssr")]
fn about(fields: &Fields, act: &str) -> String {
    match fields.get("invitation").parse() {
        Ok(id) => of(fields, &paths::of_invitation(id, act)),
        Err(_) => of(fields, paths::PEOPLE),
    }
}
