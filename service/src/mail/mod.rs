//! Mails. A use-case queues a [`Letter`], in its own transaction; a worker writes it
//! out and sends it. So no mail tells of what did not happen, and nobody waits for a
//! mail server. A link in a letter is made when it is written out: nothing that waits
//! in the database opens anything.

mod dead;
mod layout;
mod letter;
mod post;

use chrono::TimeDelta;
use domain::{
    InvitationId, MailId, PersonId, Problem, Secret, SessionId, Time, TokenId,
    email::Email,
    my_data::Block,
    notices::{About, Kind},
    profile::Profile,
    rights::Role,
    secret::{Digest, random_base62},
    words::{mail::happened as said, notices::told as said_of, organizations::role as role_name},
};
use serde::{Deserialize, Serialize};
use storage::{
    MailRow,
    MailedLink::{self, EmailChange, EmailUndo, NotMe, PasswordReset},
    NewMailedLink, Tx, Whom,
};
use tokio::task::JoinSet;

pub use dead::DeadMail;
pub use post::{MailSettings, Post, PostError, Security, Smtp};

use crate::{
    Error, Result, Service,
    admin::terminal,
    audit::Action,
    email::parse,
    invited::sender,
    lock::undo_subject,
    mail::layout::{Written, moment},
    password,
    zones::zone,
};

/// Mails that one node sends at a time.
const AT_ONCE: u32 = 8;
/// Whoever has not sent a mail after this has died. Longer than [`post`] waits.
const CLAIM_LASTS: TimeDelta = TimeDelta::minutes(2);
/// Seconds until the second try; each one after that waits twice as long.
const FIRST_PAUSE: i64 = 15;
const LONGEST_PAUSE: i64 = 3_600;
/// Tries until a mail is given up: nearly a day.
const MOST_TRIES: i64 = 30;

/// What to tell whom. As JSON it waits in the database; it never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// Somebody asked for a new password for this address, as it was typed. It may be
    /// nobody's: that is found out when nobody waits for an answer.
    ResetAsked { address: String, network: String },
    /// The person has locked the account, and gets a link to a new password.
    Locked { person: PersonId, network: String },
    /// Somebody wants an account with this address, as it was typed and as it is compared.
    /// It may have one.
    SignUp { address: String, key: String, network: String },
    /// Somebody invites whoever has an address to an organization.
    Invitation { invitation: InvitationId },
    /// Somebody made the person's account, which has no password yet.
    Welcome { person: PersonId },
    /// Somebody has signed in as the person in a browser that was not known.
    NewBrowser { person: PersonId, session: SessionId, device: String, network: String },
    /// The person wants another address, which waits beside their own.
    EmailChange { person: PersonId, address: String, network: String },
    /// To their own address meanwhile, which other one that is.
    EmailChangeAsked { person: PersonId, network: String, wanted: String },
    /// The person has another address than this one from now on.
    EmailChanged { person: PersonId, old: String, network: String },
    /// Something that the person should know of: the name of the audit log's action.
    Happened { person: PersonId, network: String, happened: String },
    /// The same of what staff did.
    ByStaff { person: PersonId, happened: String },
    /// The archive that was asked for then is made.
    ExportReady { person: PersonId, asked: Time, network: String },
    /// The person has another token. It ends with these four characters, at that time.
    TokenCreated {
        person: PersonId,
        network: String,
        name: String,
        last_four: String,
        expires: Time,
    },
    /// A token of the person ends soon, or has ended.
    TokenExpires { person: PersonId, token: TokenId },
    /// What the person was told since yesterday, and who did it.
    Digest { person: PersonId, news: Vec<(About, Option<PersonId>)> },
    /// The person leaves at that time; to their address, or to one from before that could
    /// still be gone back to.
    Leaves { person: PersonId, at: Time, network: String, old: Option<String> },
    /// They do not: somebody signed in, or something stood against it.
    Stays { person: PersonId, why: Option<Block>, network: String },
    /// Somebody made the person something else in an organization of this name, or, without
    /// a role, removed them.
    Membership {
        person: PersonId,
        by: PersonId,
        organization: String,
        role: Option<Role>,
        /// What it is called, if it is one of the organization's own.
        #[serde(default)]
        own: Option<String>,
    },
    /// Somebody suspended the person in an organization of this name, or let them in again.
    Suspended { person: PersonId, by: PersonId, organization: String, suspended: bool },
    /// Somebody changed what the other owners of an organization of this name, of whom the
    /// person is one, should know of.
    Owners { person: PersonId, by: PersonId, organization: String, news: OwnersNews },
    /// Somebody signed in as the person with a recovery code; so many are left.
    RecoveryCodeUsed { person: PersonId, network: String, left: i64 },
}

/// What owners are told of an organization of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub(crate) enum OwnersNews {
    /// Somebody of this name is this from now on; they were an owner, or are one now.
    Role { whose: String, role: Role },
    /// An owner of this name was removed.
    Removed { whose: String },
    /// An owner of this name was suspended there, or let in again.
    Suspended { whose: String, suspended: bool },
    /// A workspace of this name is in the organization `to` from now on.
    Moved { workspace: String, to: String },
    /// Everybody needs a second factor from now on, or nobody does any more.
    Mfa { required: bool },
    /// The one who did it was an owner, and is none any more.
    Left,
    /// It will be gone at that time.
    Ends { at: Time },
    /// It will not.
    Stays,
}

/// Days for which *This was not me* works.
pub(crate) const NOT_ME_DAYS: i64 = 7;

/// Hours for which another address can be confirmed, and its change be undone.
pub(crate) const CONFIRM_HOURS: i64 = 24;
pub(crate) const UNDO_HOURS: i64 = 72;

/// Hours for which a link to an account of one's own works.
const SIGN_UP_HOURS: i64 = 24;

/// Days for which the first link to a password works.
const WELCOME_DAYS: i64 = 3;

/// Lines in the mail of a day.
const DIGEST_LINES: usize = 50;

/// Minutes for which a link to a new password works.
pub(crate) const RESET_MINUTES: i64 = 30;

impl Service {
    /// Queues a letter inside the transaction of what it tells of.
    pub(crate) async fn tell(&self, tx: &mut Tx, letter: &Letter, now: Time) -> Result<()> {
        let id = self.0.random.with(|rng| MailId::new(now, rng));
        let text = serde_json::to_string(letter)
            .map_err(|_| Error::Fault("a letter that has no form as JSON"))?;
        Ok(tx.insert_mail(id, &text, now).await?)
    }

    /// Sends the mails that are due; answers how many went. May run on several nodes
    /// at once: each mail is sent by one of them, and once more only when that one died
    /// before it could note that it was sent.
    ///
    /// # Errors
    /// When the database fails. A mail that cannot be sent is no error: it is tried
    /// again later, and told to the log.
    pub async fn send_mails(&self) -> Result<u64> {
        let mut sent = 0;
        loop {
            let now = self.now();
            let mut tx = self.db().begin().await?;
            let due = tx.claim_mails(now, now + CLAIM_LASTS, AT_ONCE).await?;
            tx.commit().await?;
            if due.is_empty() {
                return Ok(sent);
            }
            let mut sending = JoinSet::new();
            for mail in due {
                // In the order of their asking: the newest mail has the link that works.
                let written = self.write_out(&mail).await;
                let service = self.clone();
                sending.spawn(async move { service.send_mail(mail, written).await });
            }
            // All of them, whatever comes of one.
            let mut failure = None;
            while let Some(outcome) = sending.join_next().await {
                match outcome.unwrap_or(Err(Error::Fault("sending a mail panicked"))) {
                    Ok(gone) => sent += u64::from(gone),
                    Err(error) => failure = Some(error),
                }
            }
            if let Some(error) = failure {
                return Err(error);
            }
        }
    }

    /// A letter that could not be written waits like a mail that could not be sent: by
    /// another release, or of somebody who went in this moment.
    async fn send_mail(&self, mail: MailRow, written: Result<Option<Written>>) -> Result<bool> {
        let posted = match &written {
            Ok(Some(written)) => {
                let posted = self.0.post.send(mail.id, self.now(), written).await;
                posted.map(|()| true).map_err(|error| (error.is_final(), error.to_string()))
            }
            Ok(None) => Ok(false),
            Err(error) => Err((false, error.to_string())),
        };
        let (id, now) = (mail.id, self.now());
        let mut tx = self.db().begin().await?;
        match &posted {
            Ok(_) => tx.delete_mail(id).await?,
            Err((is_final, error)) if *is_final || mail.tries >= MOST_TRIES => {
                tracing::error!(mail = %id, %error, "a mail was given up");
                tx.give_up_mail(id, now, error).await?;
            }
            Err((_, error)) => {
                tracing::warn!(mail = %id, %error, tries = mail.tries, "a mail waits for its next try");
                tx.postpone_mail(id, now + pause(mail.tries), error).await?;
            }
        }
        tx.commit().await?;
        Ok(posted.unwrap_or(false))
    }

    /// The letter in words, with a fresh link. `None`: there is nobody to tell, or it
    /// is too late to.
    async fn write_out(&self, mail: &MailRow) -> Result<Option<Written>> {
        let letter = serde_json::from_str(&mail.letter)
            .map_err(|_| Error::Fault("a letter that cannot be read"))?;
        match letter {
            Letter::ResetAsked { address, network } => {
                self.write_reset(&address, &network, mail.created_at).await
            }
            Letter::Locked { person, network } => {
                self.write_locked(person, &network, mail.created_at).await
            }
            Letter::SignUp { address, network, .. } => {
                self.write_sign_up(&address, &network, mail.created_at).await
            }
            Letter::Invitation { invitation } => self.write_invitation(invitation).await,
            Letter::Welcome { person } => self.write_welcome(person, mail.created_at).await,
            Letter::NewBrowser { person, session, device, network } => {
                let (who, whence) = ((person, session), (&*device, &*network));
                self.write_new_browser(who, whence, mail.created_at).await
            }
            Letter::EmailChange { person, address, network } => {
                self.write_email_change(person, address, &network).await
            }
            Letter::EmailChanged { person, old, network } => {
                self.write_email_changed(person, old, &network, mail.created_at).await
            }
            Letter::Happened { person, network, happened } => {
                self.write_happened(mail, person, told_of(&happened), &network).await
            }
            Letter::ByStaff { person, happened } => {
                let (to, at) = (self.db().read().await?.profile(person).await?, mail.created_at);
                let (told, settings) = (told_of(&happened), self.settings());
                Ok(to.map(|to| Written::by_staff(&to, told, at, settings)))
            }
            Letter::RecoveryCodeUsed { person, network, left } => {
                let told = (Action::RecoveryCodeUsed.words(), &*said::left(left));
                self.write_happened(mail, person, told, &network).await
            }
            Letter::EmailChangeAsked { person, network, wanted } => {
                let told = (Action::EmailChangeAsked.words(), &*said::wanted(&wanted));
                self.write_happened(mail, person, told, &network).await
            }
            Letter::TokenCreated { person, network, name, last_four, expires } => {
                let more = said::token(&name, &last_four, &moment(expires));
                let told = (Action::TokenCreated.words(), &*more);
                self.write_happened(mail, person, told, &network).await
            }
            Letter::TokenExpires { person, token } => {
                let mut reader = self.db().read().await?;
                let Some(to) = reader.profile(person).await? else { return Ok(None) };
                let token = reader.token_of(person, token).await?;
                let (now, settings) = (self.now(), self.settings());
                Ok(token.map(|token| Written::token_expires(&to, &token, now, settings)))
            }
            Letter::Digest { person, news } => self.write_digest(person, &news).await,
            Letter::Membership { person, by, organization, role, own } => {
                let mut reader = self.db().read().await?;
                let Some(to) = reader.profile(person).await? else { return Ok(None) };
                let by = reader.profile(by).await?.map(|by| by.name.display);
                let who = (by.as_deref(), &*organization);
                let role = role.map(|role| own.as_deref().unwrap_or(role_name(role)));
                Ok(Some(Written::membership(&to, who, role, self.settings())))
            }
            Letter::Suspended { person, by, organization, suspended } => {
                let mut reader = self.db().read().await?;
                let Some(to) = reader.profile(person).await? else { return Ok(None) };
                let by = reader.profile(by).await?.map(|by| by.name.display);
                let who = (by.as_deref(), &*organization);
                Ok(Some(Written::suspended(&to, who, suspended, self.settings())))
            }
            Letter::Owners { person, by, organization, news } => {
                let mut reader = self.db().read().await?;
                let Some(to) = reader.profile(person).await? else { return Ok(None) };
                let by = reader.profile(by).await?.map(|by| by.name.display);
                let who = (by.as_deref(), &*organization);
                Ok(Some(Written::owners(&to, who, &news, self.settings())))
            }
            Letter::ExportReady { person, asked, network } => {
                let profile = self.db().read().await?.profile(person).await?;
                let settings = self.settings();
                Ok(profile.map(|to| Written::export_ready(&to, &network, asked, settings)))
            }
            Letter::Leaves { person, at, network, old } => {
                let profile = self.db().read().await?.profile(person).await?;
                let settings = self.settings();
                Ok(profile.map(|to| Written::leaves(&to, old, &network, at, settings)))
            }
            Letter::Stays { person, why, network } => {
                let profile = self.db().read().await?.profile(person).await?;
                Ok(profile.map(|to| Written::stays(&to, &network, why, self.settings())))
            }
        }
    }

    async fn write_reset(
        &self,
        address: &str,
        network: &str,
        asked: Time,
    ) -> Result<Option<Written>> {
        let expires = asked + TimeDelta::minutes(RESET_MINUTES);
        let Ok(key) = Email::parse(address).and_then(|email| email.canonical()) else {
            return Ok(None);
        };
        if self.now() >= expires {
            return Ok(None);
        }
        let mut tx = self.db().begin().await?;
        let known = tx.credentials(&key, None).await?.filter(|known| !known.suspended);
        let Some(person) = known.map(|known| known.person) else { return Ok(None) };
        // To the address that is kept, never to the one that was typed (CVE-2019-19844).
        let profile = tx.profile(person).await?.ok_or(Problem::NotFound)?;
        let link = self.new_link(&mut tx, person, (PasswordReset, "", ""), expires).await?;
        tx.commit().await?;
        Ok(Some(Written::reset(&profile, network, &link, self.settings())))
    }

    async fn write_locked(
        &self,
        person: PersonId,
        network: &str,
        at: Time,
    ) -> Result<Option<Written>> {
        let expires = at + TimeDelta::minutes(RESET_MINUTES);
        let mut tx = self.db().begin().await?;
        let Some(to) = tx.profile(person).await? else { return Ok(None) };
        let link = if self.now() < expires {
            Some(self.new_link(&mut tx, person, (PasswordReset, "", ""), expires).await?)
        } else {
            None
        };
        let two_factor = tx.authenticator(person).await?.is_some();
        tx.commit().await?;
        Ok(Some(Written::locked(&to, network, link.as_ref(), two_factor, self.settings())))
    }

    /// To the address that is wanted; to its owner, if it has one.
    async fn write_sign_up(
        &self,
        address: &str,
        network: &str,
        asked: Time,
    ) -> Result<Option<Written>> {
        let expires = asked + TimeDelta::hours(SIGN_UP_HOURS);
        let Some((email, key)) = self.admitted(address) else { return Ok(None) };
        if self.now() >= expires {
            return Ok(None);
        }
        let mut tx = self.db().begin().await?;
        if let Some(owner) = tx.credentials(&key, None).await? {
            let profile = tx.profile(owner.person).await?.filter(|_| !owner.suspended);
            return Ok(profile.map(|to| Written::sign_up_taken(&to, network, self.settings())));
        }
        let link = self.0.random.with(|rng| random_base62(22, rng));
        tx.put_sign_up(&email, &key, &Digest::of(&link), expires).await?;
        tx.commit().await?;
        Ok(Some(Written::sign_up(&email, network, &Secret::new(link), self.settings())))
    }

    /// As long as it can be accepted. The link of the mail before, if any, works no more.
    async fn write_invitation(&self, id: InvitationId) -> Result<Option<Written>> {
        let mut tx = self.db().begin().await?;
        let row = tx.invitation(id).await?.filter(|row| self.counts(row));
        let Some(row) = row else { return Ok(None) };
        if !tx.wants_mail(Whom::Address(&row.key()?), Kind::Invitation).await? {
            return Ok(None);
        }
        let link = self.0.random.with(|rng| random_base62(22, rng));
        if !tx.link_invitation(id, &Digest::of(&link)).await? {
            return Ok(None);
        }
        tx.commit().await?;
        let (by, settings) = (sender(&row), self.settings());
        let whence = (&*by, &*row.named.name);
        let link = Secret::new(link);
        Ok(Some(Written::invitation(&row.email, whence, row.role, &link, settings)))
    }

    /// All that was told, as it is now, by their own calendar.
    async fn write_digest(
        &self,
        person: PersonId,
        news: &[(About, Option<PersonId>)],
    ) -> Result<Option<Written>> {
        let now = self.now();
        let mut reader = self.db().read().await?;
        let Some(to) = reader.profile(person).await? else { return Ok(None) };
        let facts = reader.person_facts(person).await?;
        let zone = facts.and_then(|facts| facts.time_zone).and_then(|name| zone(&name, now));
        let zone = zone.unwrap_or_default();
        let mut lines = Vec::new();
        for (about, by) in news.iter().take(DIGEST_LINES) {
            let by = match by {
                Some(by) => reader.profile(*by).await?.map(|by| by.name.display),
                None => None,
            };
            lines.push(said_of(about, by.as_deref(), now, &zone).concat());
        }
        Ok(Some(Written::digest(&to, &lines, news.len(), self.settings())))
    }

    async fn write_welcome(&self, person: PersonId, made: Time) -> Result<Option<Written>> {
        let expires = made + TimeDelta::days(WELCOME_DAYS);
        let mut tx = self.db().begin().await?;
        let Some(profile) = tx.profile(person).await? else { return Ok(None) };
        // The operator may have given them one meanwhile, or it is too late.
        let waits = tx.password_of(person).await?.is_some_and(|(hash, _)| hash == password::NONE);
        if !waits || self.now() >= expires {
            return Ok(None);
        }
        let link = self.new_link(&mut tx, person, (PasswordReset, "", ""), expires).await?;
        tx.commit().await?;
        Ok(Some(Written::welcome(&profile, &link, self.settings())))
    }

    /// To the address that is wanted; to its owner, if it has one.
    async fn write_email_change(
        &self,
        person: PersonId,
        email: String,
        network: &str,
    ) -> Result<Option<Written>> {
        let settings = self.settings();
        let mut tx = self.db().begin().await?;
        let wanted = tx.email_change(person, self.now()).await?;
        let Some((_, expires)) = wanted.filter(|(wanted, _)| *wanted == email) else {
            return Ok(None);
        };
        let Some(profile) = tx.profile(person).await? else { return Ok(None) };
        let Ok(key) = Email::parse(&email).and_then(|email| email.canonical()) else {
            return Ok(None);
        };
        if let Some(owner) = tx.credentials(&key, None).await? {
            let owner = tx.profile(owner.person).await?;
            return Ok(owner.map(|owner| Written::email_taken(&owner, network, settings)));
        }
        let link = self.new_link(&mut tx, person, (EmailChange, "", &email), expires).await?;
        tx.commit().await?;
        let to = Profile { email, ..profile.clone() };
        Ok(Some(Written::email_change(&to, &profile.email, network, &link, settings)))
    }

    /// To the address from before, with a link back, as long as one can go back.
    async fn write_email_changed(
        &self,
        person: PersonId,
        old: String,
        network: &str,
        at: Time,
    ) -> Result<Option<Written>> {
        let Ok((_, key)) = parse(&old) else { return Ok(None) };
        let mut tx = self.db().begin().await?;
        let Some(profile) = tx.profile(person).await? else { return Ok(None) };
        if profile.email == old {
            return Ok(None);
        }
        let secret = self.0.random.with(|rng| random_base62(22, rng));
        let link = (EmailUndo, &*undo_subject(&key));
        let renewed = tx.renew_mailed_link(person, link, &Digest::of(&secret), self.now()).await?;
        tx.commit().await?;
        let link = renewed.then(|| Secret::new(secret));
        let to = Profile { email: old, ..profile.clone() };
        let (new, settings) = (&profile.email, self.settings());
        Ok(Some(Written::email_changed(&to, new, network, at, link.as_ref(), settings)))
    }

    /// With a link to lock the account, unless the operator did it.
    async fn write_happened(
        &self,
        mail: &MailRow,
        person: PersonId,
        told: (&str, &str),
        network: &str,
    ) -> Result<Option<Written>> {
        let (at, settings) = (mail.created_at, self.settings());
        let mut tx = self.db().begin().await?;
        let Some(to) = tx.profile(person).await? else { return Ok(None) };
        let link = if network == terminal().network {
            None
        } else {
            let (expires, subject) = (at + TimeDelta::days(NOT_ME_DAYS), mail.id.to_string());
            Some(self.new_link(&mut tx, person, (NotMe, &subject, &to.email), expires).await?)
        };
        tx.commit().await?;
        Ok(Some(Written::happened(&to, told, network, at, link.as_ref(), settings)))
    }

    async fn write_new_browser(
        &self,
        (person, session): (PersonId, SessionId),
        (device, network): (&str, &str),
        at: Time,
    ) -> Result<Option<Written>> {
        let expires = at + TimeDelta::days(NOT_ME_DAYS);
        let mut tx = self.db().begin().await?;
        let Some(profile) = tx.profile(person).await? else { return Ok(None) };
        let subject = session.to_string();
        let link = (NotMe, &*subject, &*profile.email);
        let link = self.new_link(&mut tx, person, link, expires).await?;
        tx.commit().await?;
        let settings = self.settings();
        Ok(Some(Written::new_browser(&profile, device, network, at, &link, settings)))
    }

    /// A fresh link, in place of the one before it.
    pub(crate) async fn new_link(
        &self,
        tx: &mut Tx,
        person: PersonId,
        (purpose, subject, payload): (MailedLink, &str, &str),
        expires: Time,
    ) -> Result<Secret> {
        let secret = self.0.random.with(|rng| random_base62(22, rng));
        let digest = &Digest::of(&secret);
        let link = NewMailedLink { person, purpose, subject, payload, digest, expires };
        tx.replace_mailed_link(link).await?;
        Ok(Secret::new(secret))
    }
}

/// What happened by the name of its action, and what else there is to say.
fn told_of(happened: &str) -> (&'static str, &'static str) {
    let action = Action::named(happened);
    let more = match action {
        Some(Action::FactorResetAsked) => said::RESET_ASKED,
        Some(Action::FactorReset) => said::RESET_DONE,
        Some(Action::PasswordChanged | Action::PasswordReset) => said::SIGNED_OUT,
        _ => "",
    };
    (action.map_or("", Action::words), more)
}

/// How long a mail waits after so many tries.
fn pause(tries: i64) -> TimeDelta {
    let doublings = u32::try_from(tries - 1).unwrap_or_default().min(16);
    TimeDelta::seconds((FIRST_PAUSE << doublings).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        let seconds: Vec<_> = (1..=10).map(|tries| pause(tries).num_seconds()).collect();
        assert_eq!(seconds, [15, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        let all: i64 = (1..MOST_TRIES).map(|tries| pause(tries).num_seconds()).sum();
        assert!((20..24).contains(&(all / 3_600)), "{all} seconds");
    }
}
