//! What was done in the organization of the demo.

use core::fmt::Display;

use chrono::TimeDelta;
use domain::{
    OrganizationId, PersonId, TeamId, Time, WorkspaceId, audit::Details, email::Email, rights::Role,
};
use storage::Tx;

use crate::{
    Error, Origin, Result, Service,
    audit::{Action, Line},
};

/// What is there to tell of.
pub(crate) struct Made<'a> {
    pub person: PersonId,
    pub organization: OrganizationId,
    pub people: &'a [PersonId],
    pub workspaces: &'a [WorkspaceId],
    pub teams: &'a [TeamId],
}

/// To what something was done, by its place in what was made.
enum To {
    Organization,
    Person(usize),
    Workspace(usize),
    Team(usize),
}

/// Whence people come: network, and browser.
const WHENCE: [(&str, &str); 2] = [
    ("192.0.2.14", "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"),
    (
        "198.51.100.7",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
         Version/26.0 Safari/605.1.15",
    ),
];

impl Service {
    /// The log of an organization of some age; a place in `people` tells who did it, none that
    /// it was the person.
    pub(crate) async fn add_log(&self, tx: &mut Tx, made: &Made<'_>, now: Time) -> Result<()> {
        let none = Details::default;
        let role = |before, after| none().role(before, Some(after));
        let address =
            Email::parse("h.duarte@contractor.example").and_then(|email| email.canonical());
        let address = address.map_err(|_| Error::Fault("demo"))?;
        let acts = [
            (
                None,
                Action::OrganizationCreated,
                To::Organization,
                214 * 24,
                none().name(None, Some("Fjordline")),
            ),
            (
                None,
                Action::OrganizationRenamed,
                To::Organization,
                190 * 24,
                none().name(Some("Fjordline"), Some("Fjordline Robotics")),
            ),
            (None, Action::WorkspaceCreated, To::Workspace(0), 150 * 24, none()),
            (None, Action::WorkspaceCreated, To::Workspace(1), 97 * 24, none()),
            (
                None,
                Action::RoleChanged,
                To::Person(0),
                61 * 24,
                role(Some(Role::Member), Role::Admin),
            ),
            (Some(0), Action::TeamCreated, To::Team(0), 33 * 24, none()),
            (Some(0), Action::TeamJoined, To::Person(2), 33 * 24 - 1, none()),
            (Some(0), Action::MemberAdded, To::Workspace(0), 20 * 24, none()),
            (
                Some(1),
                Action::RoleChanged,
                To::Person(4),
                12 * 24,
                role(Some(Role::Member), Role::Viewer),
            ),
            (
                None,
                Action::PersonInvited,
                To::Organization,
                11 * 24,
                role(None, Role::Viewer).address(&address),
            ),
            (None, Action::LogExported, To::Organization, 26, none()),
            (Some(1), Action::WorkspaceRenamed, To::Workspace(1), 5, none()),
        ];
        for (who, action, to, hours, details) in acts {
            let to: &(dyn Display + Sync) = match to {
                To::Organization => &made.organization,
                To::Person(place) => &made.people[place],
                To::Workspace(place) => &made.workspaces[place],
                To::Team(place) => &made.teams[place],
            };
            let actor = who.map_or(made.person, |place: usize| made.people[place]);
            let (network, user_agent) = WHENCE[usize::from(who.is_some())];
            let origin = Origin {
                network: network.into(),
                user_agent: user_agent.into(),
                ..Origin::default()
            };
            let line = Line { organization: made.organization, action, target: to, details };
            let at = now - TimeDelta::hours(hours);
            self.audit_in(tx, at, &origin, Some(actor), line).await?;
        }
        Ok(())
    }
}
