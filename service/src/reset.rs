//! A new password by a link in a mail. What is answered never tells whether an
//! address exists: that is found out by whoever sends the mail.

use domain::{
    Code, Problem, Secret,
    email::Email,
    password::{MIN_ALONE, check},
    secret::Digest,
};
use storage::{MailedLink::PasswordReset, Tx};

use crate::{
    Origin, Result, Service,
    audit::Action,
    error::refuse,
    mail::Letter,
    sign_in::{account_key, hex},
};

/// Askings per network and hour. More is told.
const NETWORK: (i64, i64) = (20, 3_600);
/// Mails per address and hour. More is not told: it would tell that somebody asked.
const ADDRESS: (i64, i64) = (3, 3_600);

impl Service {
    /// Queues a mail with a link to a new password, if somebody has the address. It
    /// goes to the address that the person has, never to the one that is given here.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for the field `email`; [`Problem::TooMany`] after many
    /// askings from one network.
    #[tracing::instrument(skip_all)]
    pub async fn ask_reset(&self, email: &str, origin: &Origin) -> Result<()> {
        let email = Email::parse(email).map_err(|code| Problem::field("email", code))?;
        let key = email.canonical().map_err(|code| Problem::field("email", code))?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let network = format!("reset-network:{}", origin.network);
        if let Some(retry_after) = tx.count_in_window(&network, NETWORK.0, NETWORK.1, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let address = format!("reset:{}", hex(&Digest::of(key.as_str())));
        if tx.count_in_window(&address, ADDRESS.0, ADDRESS.1, now).await?.is_none() {
            let address = key.as_str().to_owned();
            let letter = Letter::ResetAsked { address, network: origin.network.clone() };
            self.tell(&mut tx, &letter, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The address of whoever got this link, while it works. Asking does not use it up:
    /// mail programs ask, too.
    #[tracing::instrument(skip_all)]
    pub async fn reset_of(&self, link: &Secret) -> Result<Option<String>> {
        let digest = Digest::of(link.expose());
        let mut reader = self.db().read().await?;
        let Some(person) = reader.mailed_link(PasswordReset, &digest, self.now()).await? else {
            return Ok(None);
        };
        Ok(reader.profile(person).await?.map(|profile| profile.email))
    }

    /// Gives the person of this link the password. All sessions end, wrong tries are
    /// forgotten, and nobody is signed in: whatever else signing in asks for, it asks.
    ///
    /// # Errors
    /// [`Code::ResetLinkGone`]; [`Problem::Invalid`] for the field `password`, with
    /// which the link is not used up.
    #[tracing::instrument(skip_all)]
    pub async fn finish_reset(
        &self,
        link: &Secret,
        password: &Secret,
        origin: &Origin,
    ) -> Result<()> {
        let digest = Digest::of(link.expose());
        let now = self.now();
        // Before the hash: a stranger shall not make us compute one.
        let mut reader = self.db().read().await?;
        let person = reader.mailed_link(PasswordReset, &digest, now).await?;
        let person = person.ok_or_else(|| refuse(Code::ResetLinkGone))?;
        let profile = reader.profile(person).await?.ok_or(Problem::NotFound)?;
        drop(reader);
        let (name, email) = (&profile.name, &*profile.email);
        let local = email.split('@').next().unwrap_or_default();
        let context = [&*name.first, &*name.last, &*name.display, email, local];
        check(password.expose(), MIN_ALONE, &context)
            .map_err(|code| Problem::field("password", code))?;
        let hash = self.0.passwords.hash(password, &self.0.random).await?;

        let mut tx = self.db().begin().await?;
        let used = tx.use_mailed_link(PasswordReset, &digest, now).await?;
        if used != Some(person) {
            return Err(refuse(Code::ResetLinkGone));
        }
        self.put_password(&mut tx, person, &hash, now).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::PasswordReset, &person).await?;
        let letter = Letter::PasswordChanged { person, network: origin.network.clone() };
        self.tell(&mut tx, &letter, now).await?;
        Ok(tx.commit().await?)
    }

    /// Sets the password: every session ends, with every link that waits, and every
    /// wrong try is forgotten.
    pub(crate) async fn put_password(
        &self,
        tx: &mut Tx,
        person: domain::PersonId,
        hash: &str,
        now: domain::Time,
    ) -> Result<()> {
        if !tx.set_password_hash(person, hash, now).await? {
            return Err(Problem::NotFound.into());
        }
        tx.clear_attempts(&account_key(person)).await?;
        tx.delete_sessions_of(person).await?;
        tx.delete_mailed_links_of(person).await?;
        Ok(())
    }
}
