//! What the page of an organization's people asks of the server.

#[cfg(feature = "ssr")]
use domain::people::Shown;
use domain::{PersonId, Problem, TeamId, Wire, people::People};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{
    organizations::of,
    paths,
    plain_forms::{Fields, PlainForm},
    server::{browser, respond},
};

/// A page of an organization's people: those that are found, in an order, after one of them;
/// and `about` whom something is asked.
#[server(prefix = "/_fn", endpoint = "people/list", output = Wire)]
pub async fn list_people(
    organization: String,
    #[server(default)] find: String,
    #[server(default)] show: String,
    #[server(default)] order: String,
    #[server(default)] after: String,
    #[server(default)] about: String,
) -> Result<People, Problem> {
    use service::{Error, PeopleAsked};
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    // What an address of ours cannot hold is as if it was not there.
    let asked = PeopleAsked {
        search: &find,
        shown: show.parse().unwrap_or_default(),
        order: order.parse().unwrap_or_default(),
        after: after.parse().ok(),
        about: about.parse().ok(),
    };
    let people = match browser.service.people(by, &which, asked).await {
        // A link by somebody who sees more.
        Err(Error::Problem(Problem::Forbidden)) if asked.shown.is_for_managers() => {
            let asked = PeopleAsked { shown: Shown::Everyone, ..asked };
            browser.service.people(by, &which, asked).await
        }
        people => people,
    };
    browser.told(people)
}

/// Changes what somebody is, and in which teams.
#[server(prefix = "/_fn", endpoint = "people/role", output = Wire)]
pub async fn set_role(
    organization: String,
    person: PersonId,
    #[server(default)] role: String,
    #[server(default)] teams: Vec<TeamId>,
) -> Result<(), Problem> {
    use service::PersonChange;
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let role = role.parse().map_err(|_| Problem::field("role", domain::Code::Choice))?;
    let change = PersonChange { role: Some(role), teams: Some(&teams), suspended: None };
    let origin = &browser.origin;
    browser.told(browser.service.change_person(by, &which, person, change, origin).await)
}

/// The plain form of [`set_role`].
#[cfg(feature = "ssr")]
pub(crate) const ROLE: PlainForm = PlainForm {
    endpoint: "people/role",
    keep: &["role", "teams[]"],
    page: |fields| about(fields, paths::ROLE),
    done: |fields| of(fields, paths::PEOPLE),
};

/// Removes somebody from an organization.
#[server(prefix = "/_fn", endpoint = "people/remove", output = Wire)]
pub async fn remove_person(organization: String, person: PersonId) -> Result<(), Problem> {
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    browser.told(browser.service.remove_person(by, &which, person, &browser.origin).await)?;
    // Nothing there is open to whoever has removed themselves.
    if browser.caller()?.person() == person { respond()?.go_to(paths::HOME) } else { Ok(()) }
}

/// The plain form of [`remove_person`].
#[cfg(feature = "ssr")]
pub(crate) const REMOVE: PlainForm = PlainForm {
    endpoint: "people/remove",
    keep: &[],
    page: |fields| about(fields, paths::REMOVE),
    done: |fields| of(fields, paths::PEOPLE),
};

/// Suspends somebody in an organization, or lets them in again.
#[server(prefix = "/_fn", endpoint = "people/suspend", output = Wire)]
pub async fn suspend_person(
    organization: String,
    person: PersonId,
    #[server(default)] suspended: bool,
) -> Result<(), Problem> {
    use service::PersonChange;
    let browser = browser()?;
    let (by, which) = (browser.caller()?.into(), (&*organization).into());
    let change = PersonChange { suspended: Some(suspended), ..PersonChange::default() };
    let origin = &browser.origin;
    browser.told(browser.service.change_person(by, &which, person, change, origin).await)
}

/// The plain form of [`suspend_person`].
#[cfg(feature = "ssr")]
pub(crate) const SUSPEND: PlainForm = PlainForm {
    endpoint: "people/suspend",
    keep: &[],
    page: |fields| {
        let lifts = fields.get("suspended") == "false";
        about(fields, if lifts { paths::RESUME } else { paths::SUSPEND })
    },
    done: |fields| of(fields, paths::PEOPLE),
};

/// Where a form about somebody is.
#[cfg(feature = "ssr")]
fn about(fields: &Fields, act: &str) -> String {
    match fields.get("person").parse() {
        Ok(person) => of(fields, &paths::of_person(person, act)),
        Err(_) => of(fields, paths::PEOPLE),
    }
}
