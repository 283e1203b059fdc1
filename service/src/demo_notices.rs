//! What the person of the demo was told.

use chrono::TimeDelta;
use domain::{PersonId, Time, email::Email, notices::About, rights::Role, tokens::TokenSummary};
use storage::{Tx, Whom};

use crate::{
    Error, Result, Service,
    notices::{Telling, subject},
};

/// Who made the person something else, where, and how many days ago.
const ROLE: (&str, &str, &str, i64) = ("tomas", "Harbour Lab", "harbour-lab", 12);
/// The token that ends soon, hours since that was told, and the one that was made last.
const ENDS: (&str, i64) = ("grafana-readonly", 2);
const MADE: &str = "deploy-from-ci";
/// The browser that was new.
const DEVICE: &str = "Firefox on Fedora";

impl Service {
    /// Of a token that ends soon, a new browser and two invitations they have not read yet.
    pub(crate) async fn add_notices(&self, tx: &mut Tx, person: PersonId, now: Time) -> Result<()> {
        let tokens = tx.tokens_of(person, now).await?;
        let token = |wanted: &str| {
            tokens.iter().find(|token| token.name == wanted).ok_or(Error::Fault("demo"))
        };
        let (by, organization, slug, days) = ROLE;
        let (organization, slug) = (organization.into(), slug.into());
        let about = &About::Role { organization, slug, role: Some(Role::Admin), own: None };
        let by = Some(self.demo_person(tx, by).await?);
        let then = now - TimeDelta::days(days);
        self.add_notice(tx, person, (&subject::role(person), about, by), then).await?;
        tx.settle_notices(&subject::role(person), then).await?;

        let TokenSummary { id, name, created_at: then, .. } = token(MADE)?;
        let about = &About::TokenCreated { token: *id, name: name.clone() };
        self.add_notice(tx, person, (&subject::new_token(id), about, None), *then).await?;
        tx.settle_notices(&subject::new_token(id), *then).await?;

        for row in tx.invitations_to(person, (true, now), 9).await? {
            let (invitation, organization, role) = (row.id, row.named.name, row.role);
            let about = &About::Invitation { invitation, organization, role };
            let by = row.by.unwrap_or_default();
            let by = self.demo_person(tx, by.split(' ').next().unwrap_or_default()).await?;
            let told = (&*subject::invitation(invitation), about, Some(by));
            self.add_notice(tx, person, told, row.sent).await?;
        }

        let sessions = tx.sessions_of(person, now).await?;
        for session in sessions.into_iter().filter(|one| one.user_agent.contains("Fedora")) {
            let (id, device, network) = (session.id, DEVICE.into(), session.network);
            let about = &About::SignIn { session: id, device, network };
            let told = (&*subject::sign_in(id), about, None);
            self.add_notice(tx, person, told, session.created).await?;
        }

        let (ends, hours) = ENDS;
        let TokenSummary { id, name, expires_at, .. } = token(ends)?;
        let (token, name, expires) = (*id, name.clone(), *expires_at);
        let about = &About::TokenExpires { token, name, expires };
        let then = now - TimeDelta::hours(hours);
        self.add_notice(tx, person, (&subject::token(token), about, None), then).await
    }

    async fn add_notice(
        &self,
        tx: &mut Tx,
        person: PersonId,
        (subject, about, by): (&str, &About, Option<PersonId>),
        then: Time,
    ) -> Result<()> {
        let whom = Whom::Person(person);
        self.notify(tx, Telling { whom, subject, about, by }, then).await
    }

    /// Somebody of the first organization, by their first name.
    async fn demo_person(&self, tx: &mut Tx, first: &str) -> Result<PersonId> {
        let address = format!("{}@fjordline.example", first.to_lowercase());
        let email = Email::parse(&address).map_err(|_| Error::Fault("demo"))?;
        let key = email.canonical().map_err(|_| Error::Fault("demo"))?;
        Ok(tx.credentials(&key, None).await?.ok_or(Error::Fault("demo"))?.person)
    }
}
