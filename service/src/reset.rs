//! A new password by a link in a mail. What is answered never tells whether an
//! address exists: that is found out by whoever sends the mail.

use domain::{
    Code, PersonId, Problem, Secret, Time,
    email::{CanonicalEmail, Email},
    profile::Profile,
    secret::Digest,
    sign_in::ResetLink,
};
use storage::{MailedLink::PasswordReset, Tx};

use crate::{
    Origin, Result, Service,
    audit::Action,
    error::refuse,
    mail::{Letter, RESET_MINUTES},
    password::{check_new, least},
    sign_in::hex,
};

/// Askings per network and hour. More is told.
const NETWORK: (i64, i64) = (20, 3_600);
/// Mails per address, and as long as the newest link works: whoever wants one has it by
/// then, or may ask. More is not told: it would tell that somebody asked.
const ADDRESS: (i64, i64) = (3, RESET_MINUTES * 60);

/// Whoever got a link to a new password.
pub(crate) struct Forgetful {
    person: PersonId,
    pub(crate) profile: Profile,
    pub(crate) two_factor: bool,
}

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
        if count_reset(&mut tx, &key, now).await?.is_none() {
            let address = key.as_str().to_owned();
            let letter = Letter::ResetAsked { address, network: origin.network.clone() };
            self.tell(&mut tx, &letter, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Whoever got this link, while it works. Asking does not use it up:
    /// mail programs ask, too.
    #[tracing::instrument(skip_all)]
    pub async fn reset_of(&self, link: &Secret) -> Result<Option<ResetLink>> {
        let whose = self.whose_reset(link).await?;
        Ok(whose.map(|Forgetful { profile, two_factor, .. }| ResetLink {
            email: profile.email,
            password_min: least(two_factor),
        }))
    }

    /// The same with what their password is judged by.
    pub(crate) async fn whose_reset(&self, link: &Secret) -> Result<Option<Forgetful>> {
        let digest = Digest::of(link.expose());
        let mut reader = self.db().read().await?;
        let found = reader.mailed_link(PasswordReset, &digest, self.now()).await?;
        let Some((person, _)) = found else { return Ok(None) };
        let Some(profile) = reader.profile(person).await? else { return Ok(None) };
        let two_factor = reader.authenticator(person).await?.is_some();
        Ok(Some(Forgetful { person, profile, two_factor }))
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
        // Before the hash: a stranger shall not make us compute one.
        let whose = self.whose_reset(link).await?.ok_or_else(|| refuse(Code::ResetLinkGone))?;
        let Forgetful { person, profile, two_factor } = whose;
        check_new(&profile, two_factor, "password", password)?;
        let hash = self.hash_new(password).await?;

        let now = self.now();
        let mut tx = self.db().begin().await?;
        let used = self.use_link(&mut tx, PasswordReset, link, now).await?;
        if used.map(|(of, _)| of) != Some(person) {
            return Err(refuse(Code::ResetLinkGone));
        }
        self.put_password(&mut tx, person, &hash, now).await?;
        tx.forget_browsers_of(person).await?;
        // Strangers that guess shall not lock out whoever has just come by the mailbox. But
        // a mailbox brings no new tries of a code.
        if let Some(browser) = origin.browser.as_ref().filter(|_| !two_factor) {
            tx.know_browser(person, browser, now).await?;
        }
        self.note(&mut tx, person, Action::PasswordReset, origin, now).await?;
        Ok(tx.commit().await?)
    }
}

/// One more link to a new password for an address; seconds to wait when there were enough.
pub(crate) async fn count_reset(
    tx: &mut Tx,
    key: &CanonicalEmail,
    now: Time,
) -> Result<Option<u32>> {
    let address = format!("reset:{}", hex(&Digest::of(key.as_str())));
    Ok(tx.count_in_window(&address, ADDRESS.0, ADDRESS.1, now).await?)
}
