//! The audit log: one line for each thing that mattered, written in the
//! transaction that did it (ASVS 16.3).

use core::fmt::Display;

use domain::{AuditId, PersonId, Time};
use storage::{AuditEntry, Tx};

use crate::{Origin, Result, Service};

/// What the log can tell. The names are for good: exports are built on them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    SetUp,
    AccountUnlocked,
    PasswordReset,
    SignedIn,
    SignInFailed,
    SignedOut,
    NameSaved,
    PhotoSaved,
    PhotoRemoved,
    TimeZoneSaved,
    TokenCreated,
    TokenRenamed,
    TokenDeleted,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Self::SetUp => "instance.set_up",
            Self::AccountUnlocked => "account.unlocked",
            Self::PasswordReset => "account.password_reset",
            Self::SignedIn => "session.created",
            Self::SignInFailed => "session.refused",
            Self::SignedOut => "session.ended",
            Self::NameSaved => "profile.name_saved",
            Self::PhotoSaved => "profile.photo_saved",
            Self::PhotoRemoved => "profile.photo_removed",
            Self::TimeZoneSaved => "preferences.time_zone_saved",
            Self::TokenCreated => "token.created",
            Self::TokenRenamed => "token.renamed",
            Self::TokenDeleted => "token.deleted",
        }
    }
}

impl Service {
    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        now: Time,
        origin: &Origin,
        actor: Option<PersonId>,
        action: Action,
        target: &(impl Display + Sync),
    ) -> Result<()> {
        let id = self.0.random.with(|rng| AuditId::new(now, rng));
        let target = target.to_string();
        tx.insert_audit(AuditEntry {
            id,
            at: now,
            actor,
            action: action.name(),
            target: &target,
            network: &origin.network,
            request_id: &origin.request_id,
        })
        .await?;
        Ok(())
    }
}
