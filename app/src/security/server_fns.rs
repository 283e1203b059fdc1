//! What the security page asks of the server, and the question who somebody is.

use domain::{
    Problem, Secret, SessionId, Wire,
    security::{History, Proofs, Security, Strength},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use service::Shown;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::{Fields, PlainForm},
    server::browser,
};

/// Everything that the page shows.
#[server(prefix = "/_fn", endpoint = "security/load", output = Wire)]
pub async fn load_security() -> Result<Security, Problem> {
    let browser = browser()?;
    browser.told(browser.service.security(browser.signed_in()?).await)
}

/// What happened to the account.
#[server(prefix = "/_fn", endpoint = "security/history", output = Wire)]
pub async fn load_history() -> Result<History, Problem> {
    let browser = browser()?;
    browser.told(browser.service.history(browser.signed_in()?).await)
}

/// How strong a password is that is being typed.
#[server(prefix = "/_fn", endpoint = "security/strength", output = Wire)]
pub async fn load_strength(password: Secret) -> Result<Strength, Problem> {
    let browser = browser()?;
    browser.told(browser.service.strength(browser.signed_in()?, &password).await)
}

/// Changes the password; the sessions of all other browsers end.
#[server(prefix = "/_fn", endpoint = "security/change-password", output = Wire)]
pub async fn change_password(
    current: Secret,
    password: Secret,
    repeat: Secret,
) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    let origin = &browser.origin;
    let changed = browser.service.change_password(caller, &current, &password, &repeat, origin);
    let renewed = browser.told(changed.await)?;
    browser.renew(&renewed)
}

/// The plain form of [`change_password`].
#[cfg(feature = "ssr")]
pub(crate) const CHANGE_PASSWORD: PlainForm =
    PlainForm { endpoint: "security/change-password", keep: &[], page: security, done: security };

/// Ends one session.
#[server(prefix = "/_fn", endpoint = "security/end-session", output = Wire)]
pub async fn end_session(id: SessionId) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    browser.told(browser.service.end_session(caller, id, &browser.origin).await)
}

/// The plain form of [`end_session`].
#[cfg(feature = "ssr")]
pub(crate) const END_SESSION: PlainForm =
    PlainForm { endpoint: "security/end-session", keep: &[], page: security, done: security };

/// Ends every session but this one, and those of `listed` that are not to `end`. So one that
/// is not listed, because it is newer than the page, ends as well.
#[server(prefix = "/_fn", endpoint = "security/end-others", output = Wire)]
pub async fn end_others(
    #[server(default)] listed: Vec<SessionId>,
    #[server(default)] end: Vec<SessionId>,
) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    let keep: Vec<_> = listed.into_iter().filter(|id| !end.contains(id)).collect();
    browser.told(browser.service.end_other_sessions(caller, &keep, &browser.origin).await)?;
    Ok(())
}

/// The plain form of [`end_others`].
#[cfg(feature = "ssr")]
pub(crate) const END_OTHERS: PlainForm = PlainForm {
    endpoint: "security/end-others",
    keep: &[],
    page: |_| paths::END_OTHERS.into(),
    done: security,
};

/// Gives a session another name, and answers it as it is kept.
#[server(prefix = "/_fn", endpoint = "security/rename-session", output = Wire)]
pub async fn rename_session(id: SessionId, name: String) -> Result<String, Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    browser.told(browser.service.rename_session(caller, id, &name, &browser.origin).await)
}

/// The plain form of [`rename_session`].
#[cfg(feature = "ssr")]
pub(crate) const RENAME_SESSION: PlainForm = PlainForm {
    endpoint: "security/rename-session",
    keep: &["name"],
    page: |fields| match fields.get("id").parse() {
        Ok(id) => paths::rename_session(id),
        Err(_) => paths::SECURITY.into(),
    },
    done: security,
};

/// What the caller has to show to go on with what matters.
#[server(prefix = "/_fn", endpoint = "confirm/load", output = Wire)]
pub async fn load_proofs() -> Result<Proofs, Problem> {
    let browser = browser()?;
    browser.told(browser.service.proofs(browser.signed_in()?).await)
}

/// Proves who the caller is. `next` is the page that waits for it without the script.
#[server(prefix = "/_fn", endpoint = "confirm/finish", output = Wire)]
pub async fn confirm(
    #[server(default)] password: Secret,
    #[server(default)] code: Secret,
    #[server(default)] passkey: Secret,
    #[server(default)] next: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let caller = browser.signed_in()?;
    let next = domain::sign_in::safe_next(&next);
    let shown = Shown { password, code, passkey };
    let proved = browser.service.step_up(caller, &shown, next, &browser.origin).await;
    browser.renew(&browser.told(proved)?)
}

/// The plain form of [`confirm`].
#[cfg(feature = "ssr")]
pub const CONFIRM: PlainForm = PlainForm {
    endpoint: "confirm/finish",
    keep: &[],
    page: |fields| paths::confirm(domain::sign_in::safe_next(fields.get("next"))),
    done: |fields| domain::sign_in::safe_next(fields.get("next")).into(),
};

#[cfg(feature = "ssr")]
fn security(_: &Fields) -> String {
    paths::SECURITY.into()
}
