//! Mails that could not be sent, for the operator.

use domain::{PersonId, Time};
use serde::Deserialize;
use storage::Tx;

use crate::{Error, Result, Service, admin::terminal, audit::Action};

/// Mails that are told of at a time.
const MOST: u32 = 500;

/// A mail that nobody tries to send any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadMail {
    pub given_up: Time,
    /// What it was to tell, as the queue names it: `reset_asked`.
    pub kind: String,
    /// The address, or nothing when its person is gone.
    pub to: String,
    /// What the mail server said last.
    pub error: String,
}

/// What all letters have: a kind, and somebody to tell.
#[derive(Deserialize)]
struct Envelope {
    kind: String,
    #[serde(alias = "old")]
    address: Option<String>,
    person: Option<PersonId>,
}

impl Service {
    /// The mails that were given up, the newest first, 500 at most.
    #[tracing::instrument(skip_all)]
    pub async fn dead_mails(&self) -> Result<Vec<DeadMail>> {
        let mut reader = self.db().read().await?;
        let mut mails = Vec::new();
        for row in reader.dead_mails(MOST).await? {
            let envelope: Envelope = serde_json::from_str(&row.letter)
                .map_err(|_| Error::Fault("a letter that cannot be read"))?;
            let to = addressee(&mut reader, &envelope).await?;
            let (given_up, kind, error) = (row.failed_at, envelope.kind, row.error);
            mails.push(DeadMail { given_up, kind, to, error });
        }
        Ok(mails)
    }

    /// Has all of them tried once more; says how many those are. What is too late by now is
    /// not sent.
    #[tracing::instrument(skip_all)]
    pub async fn retry_mails(&self) -> Result<u64> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let count = tx.revive_mails(now).await?;
        if count > 0 {
            self.audit(&mut tx, now, &terminal(), None, Action::MailsRetried, &count).await?;
        }
        tx.commit().await?;
        Ok(count)
    }
}

async fn addressee(reader: &mut Tx, envelope: &Envelope) -> Result<String> {
    if let Some(address) = &envelope.address {
        return Ok(address.clone());
    }
    let profile = match envelope.person {
        Some(person) => reader.profile(person).await?,
        None => None,
    };
    Ok(profile.map(|profile| profile.email).unwrap_or_default())
}
