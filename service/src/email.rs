//! Changing the address that one signs in with. The new one must be confirmed by a link,
//! and the old one is told and can undo it (ASVS 6.3.7). An address that somebody else has
//! is answered like any other.

use chrono::TimeDelta;
use domain::{
    Code, Problem, Secret,
    email::{CanonicalEmail, Email},
    profile::{EmailState, PendingEmail},
    secret::Digest,
};
use storage::{
    MailedLink::{EmailChange, EmailUndo, PasswordReset},
    Tx,
};

use crate::{
    Caller, Origin, Result, Service,
    audit::Action,
    error::refuse,
    lock::undo_subject,
    mail::{CONFIRM_HOURS, Letter, UNDO_HOURS},
    sign_in::hex,
};

/// Until a new address must be confirmed.
const CONFIRM_WITHIN: TimeDelta = TimeDelta::hours(CONFIRM_HOURS);
/// Links that a person may have sent within an hour. More is told.
const OF_PERSON: (i64, i64) = (5, 3_600);
/// The same to one address. More is not told.
const TO_ADDRESS: (i64, i64) = (3, 3_600);

impl Service {
    /// How it stands with the caller's address.
    #[tracing::instrument(skip_all)]
    pub async fn email(&self, caller: &Caller) -> Result<EmailState> {
        let now = self.now();
        let fixed = self.settings().email_fixed;
        let pending = self.db().read().await?.email_change(caller.person(), now).await?;
        Ok(EmailState {
            email: caller.me.email.clone(),
            fixed,
            pending: pending
                .filter(|_| !fixed)
                .map(|(email, expires)| PendingEmail { email, expires }),
            now,
        })
    }

    /// Sends a link to an address that the caller wants to sign in with. Nothing changes
    /// before it is opened.
    ///
    /// # Errors
    /// [`Problem::Forbidden`] where addresses are fixed; [`Problem::StepUp`];
    /// [`Problem::Invalid`] for `email`; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn change_email(
        &self,
        caller: &Caller,
        typed: &str,
        origin: &Origin,
    ) -> Result<EmailState> {
        if self.settings().email_fixed {
            return Err(Problem::Forbidden.into());
        }
        let (email, key) = parse(typed).map_err(|code| Problem::field("email", code))?;
        if parse(&caller.me.email).is_ok_and(|(_, mine)| mine == key) {
            return Err(Problem::field("email", Code::EmailSame).into());
        }
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        tx.put_email_change(person, &email, now + CONFIRM_WITHIN).await?;
        tx.delete_mailed_links(person, EmailChange).await?;
        self.send_email_link(&mut tx, caller, (&email, &key), origin).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::EmailChangeAsked, &person).await?;
        let (network, wanted) = (origin.network.clone(), email.as_str().to_owned());
        self.tell(&mut tx, &Letter::EmailChangeAsked { person, network, wanted }, now).await?;
        tx.commit().await?;
        self.email(caller).await
    }

    /// Sends the link once more. It works for as long as the first would have.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when no other address is wanted; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn resend_email_link(&self, caller: &Caller, origin: &Origin) -> Result<EmailState> {
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        let pending = tx.email_change(person, now).await?.ok_or(Problem::NotFound)?;
        let (email, key) = parse(&pending.0).map_err(|_| Problem::NotFound)?;
        self.send_email_link(&mut tx, caller, (&email, &key), origin).await?;
        tx.commit().await?;
        self.email(caller).await
    }

    /// The caller wants no other address any more.
    #[tracing::instrument(skip_all)]
    pub async fn cancel_email_change(&self, caller: &Caller, origin: &Origin) -> Result<()> {
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        if tx.delete_email_change(person).await? {
            tx.delete_mailed_links(person, EmailChange).await?;
            let action = Action::EmailChangeDropped;
            self.audit(&mut tx, now, origin, Some(person), action, &person).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The address that this link confirms, while it works. Looking does not use it up.
    #[tracing::instrument(skip_all)]
    pub async fn email_change_of(&self, link: &Secret) -> Result<Option<String>> {
        let now = self.now();
        let mut reader = self.db().read().await?;
        let digest = Digest::of(link.expose());
        let found = reader.mailed_link(EmailChange, &digest, now).await?;
        let Some((person, address)) = found else { return Ok(None) };
        let wanted = reader.email_change(person, now).await?;
        Ok(wanted.map(|(email, _)| email).filter(|email| *email == address))
    }

    /// Confirms the address: it is the one that the person signs in with. Every session
    /// ends, and the old address is told.
    ///
    /// # Errors
    /// [`Code::LinkGone`], also when somebody else has the address by now.
    #[tracing::instrument(skip_all)]
    pub async fn finish_email_change(&self, link: &Secret, origin: &Origin) -> Result<()> {
        let gone = || refuse(Code::LinkGone);
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let used = self.use_link(&mut tx, EmailChange, link, now).await?;
        let (person, address) = used.ok_or_else(gone)?;
        let wanted = tx.email_change(person, now).await?;
        if self.settings().email_fixed || wanted.is_none_or(|(email, _)| email != address) {
            return Err(gone());
        }
        let (email, key) = parse(&address).map_err(|_| gone())?;
        let old = tx.profile(person).await?.ok_or_else(gone)?.email;
        if !tx.change_email(person, &email, &key, now).await? {
            return Err(gone());
        }
        tx.delete_email_change(person).await?;
        tx.delete_mailed_links(person, PasswordReset).await?;
        tx.delete_sessions_of(person).await?;
        tx.delete_proved_sign_ins(person).await?;
        tx.trust_no_browser(person).await?;
        // Going back ends what came after. Else the old address can be gone back to, from
        // this moment on: a mail can be late.
        let back = tx.mailed_link_until(person, EmailUndo, &undo_subject(&key), now).await?;
        if let Some(until) = back {
            tx.delete_mailed_links_from(person, EmailUndo, until).await?;
        } else {
            let (_, old_key) = parse(&old).map_err(|_| gone())?;
            let expires = now + TimeDelta::hours(UNDO_HOURS);
            let link = (EmailUndo, &*undo_subject(&old_key), &*old);
            self.new_link(&mut tx, person, link, expires).await?;
        }
        self.audit(&mut tx, now, origin, Some(person), Action::EmailChanged, &person).await?;
        let letter = Letter::EmailChanged { person, old, network: origin.network.clone() };
        self.tell(&mut tx, &letter, now).await?;
        Ok(tx.commit().await?)
    }

    /// The address that this link goes back to, while it works.
    #[tracing::instrument(skip_all)]
    pub async fn email_undo_of(&self, link: &Secret) -> Result<Option<String>> {
        let digest = Digest::of(link.expose());
        let found = self.db().read().await?.mailed_link(EmailUndo, &digest, self.now()).await?;
        Ok(found.map(|(_, address)| address))
    }

    /// Goes back to the address that the link was sent to, locks the account, and mails a
    /// link to a new password there.
    ///
    /// # Errors
    /// [`Code::LinkGone`], also when somebody else has the address by now.
    #[tracing::instrument(skip_all)]
    pub async fn undo_email_change(&self, link: &Secret, origin: &Origin) -> Result<()> {
        let gone = || refuse(Code::LinkGone);
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let used = self.hold_link(&mut tx, EmailUndo, link, now).await?;
        let back = used.ok_or_else(gone)?;
        if !self.go_back(&mut tx, back, Action::EmailUndone, origin, now).await? {
            return Err(gone());
        }
        Ok(tx.commit().await?)
    }

    async fn send_email_link(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        (email, key): (&Email, &CanonicalEmail),
        origin: &Origin,
    ) -> Result<()> {
        let (now, person) = (self.now(), caller.person());
        let own = format!("email:{person}");
        if let Some(retry_after) = tx.count_in_window(&own, OF_PERSON.0, OF_PERSON.1, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let to = format!("email-to:{}", hex(&Digest::of(key.as_str())));
        if tx.count_in_window(&to, TO_ADDRESS.0, TO_ADDRESS.1, now).await?.is_none() {
            let (address, network) = (email.as_str().into(), origin.network.clone());
            let letter = Letter::EmailChange { person, address, network };
            self.tell(tx, &letter, now).await?;
        }
        Ok(())
    }
}

/// An address as it was typed, and in the form in which it is compared.
pub(crate) fn parse(typed: &str) -> Result<(Email, CanonicalEmail), Code> {
    let email = Email::parse(typed)?;
    let key = email.canonical()?;
    Ok((email, key))
}
