//! What the page of everybody who has an account asks of the server.

use domain::{PersonId, Problem, Wire, staff::people::Accounts};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    paths,
    plain_forms::{Fields, PlainForm},
    server::{browser, respond},
};

/// A page of all accounts: those that are found, after one of them; and `about` whom something
/// is asked.
#[server(prefix = "/_fn", endpoint = "staff/people", output = Wire)]
pub async fn list_accounts(
    #[server(default)] find: String,
    #[server(default)] show: String,
    #[server(default)] after: String,
    #[server(default)] about: String,
) -> Result<Accounts, Problem> {
    use service::AccountsAsked;
    let browser = browser()?;
    // What an address of ours cannot hold is as if it was not there.
    let asked = AccountsAsked {
        search: &find,
        shown: show.parse().unwrap_or_default(),
        after: after.parse().ok(),
        about: about.parse().ok(),
    };
    browser.told(browser.service.accounts(browser.caller()?.into(), asked).await)
}

/// Makes an account; its person is sent a link to choose a password.
#[server(prefix = "/_fn", endpoint = "staff/create-person", output = Wire)]
pub async fn create_account(
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] email: String,
    #[server(default)] staff: bool,
) -> Result<(), Problem> {
    use domain::sign_in::AccountForm;
    let browser = browser()?;
    let form = AccountForm { first: &first_name, last: &last_name, email: &email, password: None };
    let by = browser.caller()?.into();
    let made = browser.service.create_account(by, form, staff, &browser.origin).await;
    browser.told(made.map(drop))
}

/// The plain form of [`create_account`].
#[cfg(feature = "ssr")]
pub(crate) const CREATE: PlainForm = PlainForm {
    endpoint: "staff/create-person",
    keep: &["first_name", "last_name", "email", "staff"],
    page: |_| paths::NEW_PERSON.into(),
    done: |_| paths::STAFF_PEOPLE.into(),
};

/// Calls somebody by other names.
#[server(prefix = "/_fn", endpoint = "staff/rename-person", output = Wire)]
pub async fn rename_account(
    person: PersonId,
    version: i64,
    #[server(default)] first_name: String,
    #[server(default)] last_name: String,
    #[server(default)] display_name: String,
) -> Result<(), Problem> {
    use service::Rename;
    let browser = browser()?;
    let to = Rename { first: &first_name, last: &last_name, display: &display_name, version };
    let by = browser.caller()?.into();
    browser.told(browser.service.rename_account(by, person, to, &browser.origin).await)
}

/// The plain form of [`rename_account`].
#[cfg(feature = "ssr")]
pub(crate) const RENAME: PlainForm = PlainForm {
    endpoint: "staff/rename-person",
    keep: &["first_name", "last_name", "display_name", "version"],
    page: |fields| about(fields, paths::EDIT),
    done: |_| paths::STAFF_PEOPLE.into(),
};

/// Does one thing to an account, which [`domain::staff::people::Act`] names.
#[server(prefix = "/_fn", endpoint = "staff/act", output = Wire)]
pub async fn act_on_account(
    person: PersonId,
    #[server(default)] act: String,
) -> Result<(), Problem> {
    use domain::{Code, staff::people::Act};
    let browser = browser()?;
    let act: Act = act.parse().map_err(|_| Problem::field("act", Code::Choice))?;
    let caller = browser.caller()?;
    let acted = browser.service.act_on_account(caller.into(), person, act, &browser.origin).await;
    browser.told(acted)?;
    // The area is closed to whoever is no staff any more.
    let left = act == Act::EndStaff && caller.person() == person;
    if left { respond()?.go_to(paths::HOME) } else { Ok(()) }
}

/// The plain form of [`act_on_account`].
#[cfg(feature = "ssr")]
pub(crate) const ACT: PlainForm = PlainForm {
    endpoint: "staff/act",
    keep: &["act"],
    page: |fields| about(fields, fields.get("act")),
    done: |_| paths::STAFF_PEOPLE.into(),
};

/// Where a form about somebody is.
#[cfg(feature = "ssr")]
fn about(fields: &Fields, act: &str) -> String {
    use domain::staff::people::Act;
    let known = act == paths::EDIT || act.parse::<Act>().is_ok();
    match fields.get("person").parse() {
        Ok(person) if known => paths::of_account(person, act),
        _ => paths::STAFF_PEOPLE.into(),
    }
}
