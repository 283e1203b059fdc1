//! What the pages of whoever is invited ask of the server.

use domain::{
    InvitationId, Problem, Secret, Wire,
    invitations::{Invitations, Opened},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::PlainForm,
    server::{browser, respond},
};

/// The invitations of the person.
#[server(prefix = "/_fn", endpoint = "invitations/load", output = Wire)]
pub async fn load_invitations() -> Result<Invitations, Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    browser.told(browser.service.invitations(by).await)
}

/// Makes the person belong to the organization that invites them, and takes them there.
#[server(prefix = "/_fn", endpoint = "invitations/accept", output = Wire)]
pub async fn accept_invitation(id: InvitationId) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    let by = browser.caller()?.into();
    let accepted = browser.service.accept_invitation(by, id, &browser.origin).await;
    respond.go_to(&paths::settings(&browser.told(accepted)?.slug, paths::GENERAL))
}

/// The plain form of [`accept_invitation`].
#[cfg(feature = "ssr")]
pub(crate) const ACCEPT: PlainForm = PlainForm {
    endpoint: "invitations/accept",
    keep: &[],
    page: |_| paths::INVITATIONS.into(),
    done: |_| paths::INVITATIONS.into(),
};

/// The person will not belong there.
#[server(prefix = "/_fn", endpoint = "invitations/decline", output = Wire)]
pub async fn decline_invitation(id: InvitationId) -> Result<(), Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    browser.told(browser.service.decline_invitation(by, id, &browser.origin).await)
}

/// The plain form of [`decline_invitation`].
#[cfg(feature = "ssr")]
pub(crate) const DECLINE: PlainForm = PlainForm {
    endpoint: "invitations/decline",
    keep: &[],
    page: |_| paths::INVITATIONS.into(),
    done: |_| paths::INVITATIONS.into(),
};

/// What the link of a mail leads to, while it works.
#[server(prefix = "/_fn", endpoint = "invitations/link", output = Wire)]
pub async fn load_invitation(link: String) -> Result<Option<Opened>, Problem> {
    let browser = browser()?;
    let caller = browser.caller.as_ref();
    browser.told(browser.service.invitation_of(&Secret::new(link), caller).await)
}

/// Whoever got the link does not want to be invited.
#[server(prefix = "/_fn", endpoint = "invitations/decline-link", output = Wire)]
pub async fn decline_by_link(link: Secret) -> Result<(), Problem> {
    let (browser, respond) = (browser()?, respond()?);
    browser.told(browser.service.decline_by_link(&link, &browser.origin).await)?;
    respond.go_to(paths::DECLINED)
}

/// The plain form of [`decline_by_link`].
#[cfg(feature = "ssr")]
pub(crate) const DECLINE_LINK: PlainForm = PlainForm {
    endpoint: "invitations/decline-link",
    keep: &[],
    page: |fields| paths::invitation(fields.get("link")),
    done: |_| paths::DECLINED.into(),
};

/// Makes the account of whom the link invites, and takes them where they are invited.
/// `time_zone` is the browser's, if it told.
#[server(prefix = "/_fn", endpoint = "invitations/join", output = Wire)]
pub async fn join(
    link: Secret,
    first_name: String,
    #[server(default)] last_name: String,
    password: Secret,
    #[server(default)] time_zone: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (name, before) = ((&*first_name, &*last_name), browser.caller.as_ref());
    let outcome =
        browser.service.join(&link, name, &password, &time_zone, before, &browser.origin).await;
    let (mut signed_in, named) = browser.told(outcome)?;
    signed_in.next = paths::settings(&named.slug, paths::GENERAL);
    browser.sign_in(&signed_in)
}

/// The plain form of [`join`].
#[cfg(feature = "ssr")]
pub(crate) const JOIN: PlainForm = PlainForm {
    endpoint: "invitations/join",
    keep: &["first_name", "last_name"],
    page: |fields| paths::invitation(fields.get("link")),
    done: crate::plain_forms::home,
};
