//! Locking an account into which somebody else has come: what its person can do from a mail.

use chrono::TimeDelta;
use domain::{PersonId, Secret, Time, secret::Digest};
use storage::{MailedLink, Tx};

use crate::{
    Origin, Result, Service,
    audit::Action,
    mail::{CONFIRM_HOURS, Letter, NOT_ME_DAYS, UNDO_HOURS},
    password,
};

/// How far a lock reaches back. No link to one works for longer than this after what it
/// tells of, or after that was begun.
const REACHES_BACK: TimeDelta = TimeDelta::days(NOT_ME_DAYS);
const _: () = assert!(CONFIRM_HOURS + UNDO_HOURS <= NOT_ME_DAYS * 24);

impl Service {
    /// Locks the account inside the transaction that used the link up: every session ends,
    /// no browser is known any more, the password is of no use, and passkeys and tokens that
    /// were added lately are gone. If the account was to be deleted, it stays. A link to a
    /// new password is mailed to `address`.
    pub(crate) async fn lock_account(
        &self,
        tx: &mut Tx,
        (person, address): (PersonId, String),
        action: Action,
        origin: &Origin,
        now: Time,
    ) -> Result<()> {
        let since = now - REACHES_BACK;
        self.put_password(tx, person, password::NONE, now).await?;
        tx.forget_browsers_of(person).await?;
        tx.delete_passkeys_since(person, since).await?;
        tx.delete_tokens_since(person, since).await?;
        tx.delete_mailed_links(person, MailedLink::NotMe).await?;
        tx.delete_export(person).await?;
        if let Some(at) = tx.leaves_at(person).await?
            && tx.stay(person, at).await?
        {
            self.audit(tx, now, origin, Some(person), Action::Stays, &person).await?;
        }
        self.audit(tx, now, origin, Some(person), action, &person).await?;
        let letter = Letter::ResetAsked { address, network: origin.network.clone() };
        self.tell(tx, &letter, now).await
    }

    /// Uses a mailed link up. Answers whose it was, with their account locked as in
    /// [`Self::begin_for`], and its payload. Somebody exactly once.
    pub(crate) async fn use_link(
        &self,
        tx: &mut Tx,
        purpose: MailedLink,
        link: &Secret,
        now: Time,
    ) -> Result<Option<(PersonId, String)>> {
        let digest = Digest::of(link.expose());
        // The person first, as everywhere: who takes two locks in another order waits for ever.
        let Some((person, _)) = tx.mailed_link(purpose, &digest, now).await? else {
            return Ok(None);
        };
        tx.lock_person(person).await?;
        Ok(tx.use_mailed_link(purpose, &digest, now).await?)
    }
}
