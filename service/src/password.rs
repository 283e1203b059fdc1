//! What the password of a person must be, and changing it.

use core::fmt::Display;

use domain::{
    Code, PersonId, Problem, Secret, Time,
    password::{MIN_ALONE, MIN_BESIDE, check, normalize, strength},
    profile::Profile,
    security::Strength,
    sign_in::AccountForm,
};
use storage::{MailedLink, Tx};

use crate::{
    Caller, Origin, Renewed, Result, Service,
    audit::Action,
    sign_in::{account_key, sessions_key},
};

/// In the place of a hash: no password is right.
pub(crate) const NONE: &str = "!";

/// Estimates that a person, or a network without one, may ask for within an hour: each
/// takes a moment.
const ESTIMATES: (i64, i64) = (600, 3_600);

impl Service {
    /// How strong a password of the caller would be.
    ///
    /// # Errors
    /// [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn strength(&self, caller: &Caller, password: &Secret) -> Result<Strength> {
        self.count_estimate(&caller.person()).await?;
        let profile = self.profile(caller).await?;
        Ok(strength_of(&profile, caller.two_factor, password))
    }

    /// The same of whoever got this link: to the first account, to one of their own, also by
    /// an invitation, or to a new password. Asking does not use it up. `form` is what they have typed.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the link does not work; [`Problem::TooMany`] after many
    /// estimates for one network.
    #[tracing::instrument(skip_all)]
    pub async fn strength_by_link(
        &self,
        link: &Secret,
        form: AccountForm<'_>,
        password: &Secret,
        origin: &Origin,
    ) -> Result<Strength> {
        let whose = self.whose_reset(link).await?;
        let address = match self.sign_up_of(link).await? {
            None => self.invited_address(link).await?,
            address => address,
        };
        if whose.is_none() && address.is_none() && !self.set_up_is_open(link).await? {
            return Err(Problem::NotFound.into());
        }
        self.count_estimate(&origin.network).await?;
        if let Some(whose) = whose {
            return Ok(strength_of(&whose.profile, whose.two_factor, password));
        }
        let email = address.as_deref().unwrap_or(form.email);
        Ok(AccountForm { email, password: Some(password), ..form }.strength())
    }

    /// One more estimate for somebody.
    async fn count_estimate(&self, of: &(impl Display + Sync)) -> Result<()> {
        let key = format!("strength:{of}");
        let mut tx = self.db().begin().await?;
        let wait = tx.count_in_window(&key, ESTIMATES.0, ESTIMATES.1, self.now()).await?;
        tx.commit().await?;
        match wait {
            Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
            None => Ok(()),
        }
    }

    /// Changes the caller's password. Every other session ends, and this one gets
    /// another cookie (ASVS 7.2.4, 7.4.3). Whoever has a second factor has shown it
    /// lately.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Problem::Invalid`] for `current`, `password` or `repeat`;
    /// [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn change_password(
        &self,
        caller: &Caller,
        current: &Secret,
        password: &Secret,
        repeat: &Secret,
        origin: &Origin,
    ) -> Result<Renewed> {
        if caller.two_factor {
            self.proven(caller)?;
        }
        let person = caller.person();
        let profile = self.profile(caller).await?;
        check_new(&profile, caller.two_factor, "password", password)?;
        if repeat != password {
            return Err(Problem::field("repeat", Code::PasswordRepeat).into());
        }
        let old = self.prove(caller, "current", current, origin).await?;
        // Whoever believes that others know it shall not go on with it.
        if normalize(password.expose()) == normalize(current.expose()) {
            return Err(Problem::field("password", Code::PasswordSame).into());
        }
        self.count_credential(caller).await?;
        let hash = self.hash_new(password).await?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        // Another window may have been faster.
        if !tx.replace_password_hash(person, &old, &hash).await? {
            return Err(Problem::field("current", Code::PasswordWrong).into());
        }
        // The cookie first: the sessions of the others end with the password.
        let renewed = self.renew(&mut tx, caller, now).await?;
        tx.delete_other_sessions(person, caller.session).await?;
        tx.forget_other_browsers(person, origin.browser.as_ref()).await?;
        set(&mut tx, person, &hash, now).await?;
        self.note(&mut tx, person, Action::PasswordChanged, origin, now).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// Sets the password: every session ends, with every link to a new password, a
    /// change of address that waits is dropped, and every wrong try is forgotten.
    pub(crate) async fn put_password(
        &self,
        tx: &mut Tx,
        person: PersonId,
        hash: &str,
        now: Time,
    ) -> Result<()> {
        tx.lock_person(person).await?;
        tx.delete_sessions_of(person).await?;
        set(tx, person, hash, now).await
    }
}

async fn set(tx: &mut Tx, person: PersonId, hash: &str, now: Time) -> Result<()> {
    if !tx.set_password_hash(person, hash, now).await? {
        return Err(Problem::NotFound.into());
    }
    tx.clear_attempts_below(&account_key(person)).await?;
    // Whoever knew the old one may have begun as many sessions as they could.
    tx.clear_window(&sessions_key(person)).await?;
    tx.delete_proved_sign_ins(person).await?;
    tx.trust_no_browser(person).await?;
    tx.delete_mailed_links(person, MailedLink::PasswordReset).await?;
    // Whoever knew the old one may have asked for it.
    tx.delete_email_change(person).await?;
    tx.delete_mailed_links(person, MailedLink::EmailChange).await?;
    Ok(())
}

/// Whether the person may have this password. Beside a second factor a shorter one will do.
///
/// # Errors
/// [`Problem::Invalid`] for `field`.
pub(crate) fn check_new(
    profile: &Profile,
    two_factor: bool,
    field: &str,
    password: &Secret,
) -> Result<()> {
    let checked = check(password.expose(), least(two_factor), &context(profile));
    Ok(checked.map_err(|code| Problem::field(field, code))?)
}

fn strength_of(profile: &Profile, two_factor: bool, password: &Secret) -> Strength {
    strength(password.expose(), least(two_factor), &context(profile))
}

/// Fewest characters.
pub(crate) fn least(two_factor: bool) -> u32 {
    if two_factor { MIN_BESIDE } else { MIN_ALONE }
}

/// What others know of the person.
fn context(profile: &Profile) -> [&str; 5] {
    let (name, email) = (&profile.name, &*profile.email);
    let local = email.split('@').next().unwrap_or_default();
    [&name.first, &name.last, &name.display, email, local]
}
