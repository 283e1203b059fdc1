//! Locking an account into which somebody else has come: what its person can do from a mail.

use chrono::TimeDelta;
use domain::{PersonId, Problem, Secret, Time, email::CanonicalEmail, secret::Digest};
use storage::{
    MailedLink::{self, EmailUndo, NotMe},
    Tx,
};

use crate::{
    Origin, Result, Service,
    audit::Action,
    email::parse,
    mail::{CONFIRM_HOURS, Letter, NOT_ME_DAYS, UNDO_HOURS},
    password,
    sign_in::hex,
};

/// How far a lock reaches back. No link to one works for longer than this after what it
/// tells of, or after that was begun.
const REACHES_BACK: TimeDelta = TimeDelta::days(NOT_ME_DAYS);
const _: () = assert!(CONFIRM_HOURS + UNDO_HOURS <= NOT_ME_DAYS * 24);

impl Service {
    /// Locks the account inside the transaction that used the link up: every session ends,
    /// no browser is known any more, the password is of no use, and passkeys, tokens and
    /// invitations that were made lately are gone. If the account was to be deleted, it stays. A link to a
    /// new password is mailed. `address` is the account's, to which the used link was mailed.
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
        tx.delete_invitations_since(person, since).await?;
        // Those to another address may be what undoes this.
        tx.delete_mailed_links_with(person, NotMe, &address).await?;
        tx.delete_export(person).await?;
        if let Some(at) = tx.leaves_at(person).await?
            && tx.stay(person, at).await?
        {
            self.audit(tx, now, origin, Some(person), Action::Stays, &person).await?;
        }
        self.audit(tx, now, origin, Some(person), action, &person).await?;
        let letter = Letter::Locked { person, network: origin.network.clone() };
        self.tell(tx, &letter, now).await
    }

    /// Goes back to an address from before, inside the transaction, and locks the account.
    /// False when that is not possible (any more). Whoever has taken the account can change
    /// its address, too, and be mailed a link back to theirs: so a link is the end of those
    /// to later addresses, and never of one to an earlier.
    pub(crate) async fn go_back(
        &self,
        tx: &mut Tx,
        (person, address): (PersonId, String),
        action: Action,
        origin: &Origin,
        now: Time,
    ) -> Result<bool> {
        let Ok((email, key)) = parse(&address) else { return Ok(false) };
        let subject = undo_subject(&key);
        let Some(until) = tx.mailed_link_until(person, EmailUndo, &subject, now).await? else {
            return Ok(false);
        };
        let old = tx.profile(person).await?.ok_or(Problem::NotFound)?.email;
        if !tx.change_email(person, &email, &key, now).await? {
            return Ok(false);
        }
        tx.delete_mailed_links_from(person, EmailUndo, until).await?;
        self.lock_account(tx, (person, address), action, origin, now).await?;
        let letter = Letter::EmailChanged { person, old, network: origin.network.clone() };
        self.tell(tx, &letter, now).await?;
        Ok(true)
    }

    /// Whose mailed link it is, and its payload. From here on nobody else changes the account.
    pub(crate) async fn hold_link(
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
        // It may have been used while we waited.
        Ok(tx.mailed_link(purpose, &digest, now).await?)
    }

    /// The same, and it is used up. Somebody exactly once.
    pub(crate) async fn use_link(
        &self,
        tx: &mut Tx,
        purpose: MailedLink,
        link: &Secret,
        now: Time,
    ) -> Result<Option<(PersonId, String)>> {
        if self.hold_link(tx, purpose, link, now).await?.is_none() {
            return Ok(None);
        }
        Ok(tx.use_mailed_link(purpose, &Digest::of(link.expose()), now).await?)
    }
}

/// What tells apart the links back to several addresses.
pub(crate) fn undo_subject(address: &CanonicalEmail) -> String {
    hex(&Digest::of(address.as_str()))
}
