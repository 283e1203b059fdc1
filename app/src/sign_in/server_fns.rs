//! What the sign-in pages ask of the server.

use domain::{
    Problem, Secret, Wire,
    passkey::Request,
    sign_in::{ResetLink, SignInStep},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use service::Proved;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::PlainForm,
    server::{browser, respond},
};

/// First step: the address. Goes on to the password whether it is known or not.
#[server(prefix = "/_fn", endpoint = "sign-in/begin", output = Wire)]
pub async fn begin_sign_in(email: String, next: String) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    let begun = browser.service.begin_sign_in(&browser.visitor, &email, &next, &browser.origin);
    browser.told(begun.await)?;
    respond.go_to(paths::PASSWORD)
}

/// The plain form of [`begin_sign_in`].
#[cfg(feature = "ssr")]
pub(crate) const BEGIN: PlainForm = PlainForm {
    endpoint: "sign-in/begin",
    keep: &["email", "next"],
    page: |_| paths::SIGN_IN.into(),
    done: |_| paths::PASSWORD.into(),
};

/// Where this browser stands. Without a first step it goes back there.
#[server(prefix = "/_fn", endpoint = "sign-in/step", output = Wire)]
pub async fn load_step() -> Result<SignInStep, Problem> {
    let browser = browser()?;
    let respond = respond()?;
    if let Some(step) = browser.told(browser.service.sign_in_step(&browser.visitor).await)? {
        return Ok(step);
    }
    respond.go_to(paths::SIGN_IN)?;
    Err(Problem::SignInAgain)
}

/// Second step: the password. `time_zone` is the browser's, if it told.
#[server(prefix = "/_fn", endpoint = "sign-in/finish", output = Wire)]
pub async fn finish_sign_in(
    password: Secret,
    #[server(default)] keep: bool,
    #[server(default)] time_zone: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (visitor, before) = (&browser.visitor, browser.caller.as_ref());
    let outcome = browser
        .service
        .sign_in(visitor, &password, keep, &time_zone, before, &browser.origin)
        .await;
    match browser.told(outcome)? {
        Proved::All(signed_in) => browser.sign_in(&signed_in),
        Proved::Password(visitor) => browser.goes_on(&visitor, paths::CODE),
    }
}

/// Third step, for whoever has a second factor: a code.
#[server(prefix = "/_fn", endpoint = "sign-in/code", output = Wire)]
pub async fn finish_with_code(
    code: Secret,
    #[server(default)] recovery: bool,
    #[server(default)] trust: bool,
) -> Result<(), Problem> {
    // Says to a plain form which of the two pages it came from; either takes any code.
    let _ = recovery;
    let browser = browser()?;
    let (visitor, before) = (&browser.visitor, browser.caller.as_ref());
    let origin = &browser.origin;
    let outcome = browser.service.finish_with_code(visitor, code.expose(), trust, before, origin);
    let outcome = outcome.await;
    browser.sign_in(&browser.told(outcome)?)
}

/// The plain form of [`finish_with_code`].
#[cfg(feature = "ssr")]
pub(crate) const CODE: PlainForm = PlainForm {
    endpoint: "sign-in/code",
    keep: &["trust"],
    page: |fields| match fields.get("recovery") {
        "" => paths::CODE.into(),
        _ => paths::RECOVERY.into(),
    },
    done: crate::plain_forms::home,
};

/// What this browser is to ask of a passkey.
#[server(prefix = "/_fn", endpoint = "sign-in/ask-passkey", output = Wire)]
pub async fn begin_passkey_sign_in() -> Result<Request, Problem> {
    let browser = browser()?;
    let asked = browser.service.begin_passkey_sign_in(&browser.visitor, &browser.origin);
    browser.told(asked.await)
}

/// Signs in with what the passkey answered: as the only step, or in place of a code.
/// `time_zone` is the browser's; without `next` it goes on where the first step said.
#[server(prefix = "/_fn", endpoint = "sign-in/passkey", output = Wire)]
pub async fn sign_in_with_passkey(
    passkey: Secret,
    #[server(default)] time_zone: String,
    #[server(default)] next: String,
) -> Result<(), Problem> {
    let browser = browser()?;
    let (visitor, before) = (&browser.visitor, browser.caller.as_ref());
    let way = (&*time_zone, &*next);
    let outcome = browser
        .service
        .sign_in_with_passkey(visitor, passkey.expose(), way, before, &browser.origin)
        .await;
    browser.sign_in(&browser.told(outcome)?)
}

/// The plain form of [`finish_sign_in`].
#[cfg(feature = "ssr")]
pub(crate) const FINISH: PlainForm = PlainForm {
    endpoint: "sign-in/finish",
    keep: &["keep"],
    page: |_| paths::PASSWORD.into(),
    done: crate::plain_forms::home,
};

/// The address that this browser has typed on its way in, if any.
#[server(prefix = "/_fn", endpoint = "sign-in/typed", output = Wire)]
pub async fn typed_address() -> Result<String, Problem> {
    let browser = browser()?;
    let step = browser.told(browser.service.sign_in_step(&browser.visitor).await)?;
    Ok(step.map(|step| step.email).unwrap_or_default())
}

/// Has a link to a new password mailed to this address, if somebody has it.
#[server(prefix = "/_fn", endpoint = "reset/ask", output = Wire)]
pub async fn ask_reset(email: String) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    browser.told(browser.service.ask_reset(&email, &browser.origin).await)?;
    respond.go_to(paths::SENT)
}

/// The plain form of [`ask_reset`].
#[cfg(feature = "ssr")]
pub(crate) const ASK_RESET: PlainForm = PlainForm {
    endpoint: "reset/ask",
    keep: &["email"],
    page: |_| paths::FORGOT.into(),
    done: |_| paths::SENT.into(),
};

/// Whoever got the link, while it works. Looking does not use it up.
#[server(prefix = "/_fn", endpoint = "reset/load", output = Wire)]
pub async fn load_reset(link: String) -> Result<Option<ResetLink>, Problem> {
    let browser = browser()?;
    browser.told(browser.service.reset_of(&Secret::new(link)).await)
}

/// Changes the password of whoever got the link. Nobody is signed in by it.
#[server(prefix = "/_fn", endpoint = "reset/finish", output = Wire)]
pub async fn finish_reset(link: Secret, password: Secret) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    browser.told(browser.service.finish_reset(&link, &password, &browser.origin).await)?;
    respond.go_to(paths::PASSWORD_DONE)
}

/// The plain form of [`finish_reset`].
#[cfg(feature = "ssr")]
pub(crate) const FINISH_RESET: PlainForm = PlainForm {
    endpoint: "reset/finish",
    keep: &[],
    page: |fields| paths::reset(fields.get("link")),
    done: |_| paths::PASSWORD_DONE.into(),
};

/// The address of whoever got the link of *This was not me*, while it works.
#[server(prefix = "/_fn", endpoint = "not-me/load", output = Wire)]
pub async fn load_not_me(link: String) -> Result<Option<String>, Problem> {
    let browser = browser()?;
    browser.told(browser.service.not_me_of(&Secret::new(link)).await)
}

/// Signs out everybody who is signed in as whoever got the link.
#[server(prefix = "/_fn", endpoint = "not-me/finish", output = Wire)]
pub async fn finish_not_me(link: Secret) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    browser.told(browser.service.finish_not_me(&link, &browser.origin).await)?;
    respond.go_to(paths::NOT_ME_DONE)
}

/// The plain form of [`finish_not_me`].
#[cfg(feature = "ssr")]
pub(crate) const FINISH_NOT_ME: PlainForm = PlainForm {
    endpoint: "not-me/finish",
    keep: &[],
    page: |fields| paths::not_me(fields.get("link")),
    done: |_| paths::NOT_ME_DONE.into(),
};

/// The address that this link confirms, while it works.
#[server(prefix = "/_fn", endpoint = "email-change/load", output = Wire)]
pub async fn load_email_change(link: String) -> Result<Option<String>, Problem> {
    let browser = browser()?;
    browser.told(browser.service.email_change_of(&Secret::new(link)).await)
}

/// Confirms it: from now on the person signs in with it.
#[server(prefix = "/_fn", endpoint = "email-change/finish", output = Wire)]
pub async fn finish_email_change(link: Secret) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    browser.told(browser.service.finish_email_change(&link, &browser.origin).await)?;
    respond.go_to(paths::EMAIL_DONE)
}

/// The plain form of [`finish_email_change`].
#[cfg(feature = "ssr")]
pub(crate) const FINISH_EMAIL_CHANGE: PlainForm = PlainForm {
    endpoint: "email-change/finish",
    keep: &[],
    page: |fields| paths::email_change(fields.get("link")),
    done: |_| paths::EMAIL_DONE.into(),
};

/// The address that this link goes back to, while it works.
#[server(prefix = "/_fn", endpoint = "email-undo/load", output = Wire)]
pub async fn load_email_undo(link: String) -> Result<Option<String>, Problem> {
    let browser = browser()?;
    browser.told(browser.service.email_undo_of(&Secret::new(link)).await)
}

/// Goes back to it, and locks the account.
#[server(prefix = "/_fn", endpoint = "email-undo/finish", output = Wire)]
pub async fn undo_email_change(link: Secret) -> Result<(), Problem> {
    let browser = browser()?;
    let respond = respond()?;
    browser.told(browser.service.undo_email_change(&link, &browser.origin).await)?;
    respond.go_to(paths::EMAIL_UNDONE)
}

/// The plain form of [`undo_email_change`].
#[cfg(feature = "ssr")]
pub(crate) const UNDO_EMAIL_CHANGE: PlainForm = PlainForm {
    endpoint: "email-undo/finish",
    keep: &[],
    page: |fields| paths::email_undo(fields.get("link")),
    done: |_| paths::EMAIL_UNDONE.into(),
};
