//! `/account/security`: how somebody proves who they are, and where they are signed in.

mod dialog;
mod history;
mod passkey_fns;
mod passkeys;
mod password;
mod server_fns;
mod sessions;
mod two_factor;
mod two_factor_fns;

use domain::{
    security::{History, Security},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

pub use passkey_fns::*;
pub use server_fns::*;
pub use two_factor_fns::*;

use crate::{
    form::{FormState, done},
    load::{Data, coming, loaded},
    screens::Part,
    ui::PageHead,
};

/// The page.
#[lazy]
pub(crate) fn security_page() -> Part {
    let part = Part::of(view);
    #[cfg(not(feature = "ssr"))]
    let part = part.with(|path| Box::pin(preload(path)));
    part
}

fn view() -> AnyView {
    let (security, history) = (Data::of(LoadSecurity {}, &[]), Data::of(LoadHistory {}, &[]));
    view! {
        <Title text=words::security::TITLE/>
        <PageHead title=words::security::TITLE sentence=words::security::LEAD/>
        {loaded(security, move |security| sections(security, history))}
    }
    .into_any()
}

/// Loads its sections, and the dialog that it may come with.
#[cfg(not(feature = "ssr"))]
async fn preload(path: String) {
    two_factor::__preload_two_factor_section().await;
    passkeys::__preload_passkeys_section().await;
    if path != crate::paths::SECURITY && !path.starts_with(crate::paths::PASSKEYS) {
        dialog::__preload_security_dialog().await;
    }
}

fn sections(security: Security, history: Data<History>) -> AnyView {
    let Security { email, password_since, password_min, sessions, now } = security;
    let sessions = sessions::Sessions::new(sessions, now);
    view! {
        // Before the sections: a dialog stands over them, a callout above.
        {dialog::dialogs(sessions)}
        {done(FormState::of::<EndSession>(), words::security::ENDED)}
        {done(FormState::of::<EndOthers>(), words::security::OTHERS_ENDED)}
        {done(FormState::of::<RenameSession>(), words::security::RENAMED)}
        {password::section(email, password_since, password_min, sessions)}
        {two_factor()}
        {passkeys()}
        {sessions::section(sessions)}
        {history::section(history)}
    }
    .into_any()
}

/// The section of the second factor, which has data of its own.
fn two_factor() -> AnyView {
    coming(Box::new(|| Box::pin(async { two_factor::two_factor_section().await })))
}

/// The section of the passkeys, the same.
fn passkeys() -> AnyView {
    coming(Box::new(|| Box::pin(async { passkeys::passkeys_section().await })))
}
