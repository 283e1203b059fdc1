//! What the operator does from a terminal, beside the running server.

use chrono::TimeDelta;
use domain::{
    PersonId, Problem, Secret, Time, email::Email, secret::random_base62, sign_in::AccountForm,
};
use storage::Tx;

use crate::{
    Origin, Result, Service,
    audit::Action,
    mail::Letter,
    password::{self, check_new},
    sign_in::account_key,
    two_factor::codes_key,
};

impl Service {
    /// Makes an account. Without a password its person is sent a link to choose one.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `first_name`, `last_name`, `email`, `password`;
    /// [`Problem::Conflict`] when somebody has the address.
    #[tracing::instrument(skip_all)]
    pub async fn create_person(&self, form: AccountForm<'_>, staff: bool) -> Result<PersonId> {
        let account = form.check()?;
        let hash = match form.password {
            Some(password) => self.hash_new(password).await?,
            None => password::NONE.into(),
        };
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let person =
            self.add_person(&mut tx, &account.email, &account.name, &hash, staff, now).await?;
        self.audit(&mut tx, now, &terminal(), None, Action::AccountCreated, &person).await?;
        if form.password.is_none() {
            self.tell(&mut tx, &Letter::Welcome { person }, now).await?;
        }
        tx.commit().await?;
        Ok(person)
    }

    /// Lets the account be signed in to again after too many wrong passwords or codes.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when nobody has the address.
    #[tracing::instrument(skip_all)]
    pub async fn unlock(&self, email: &str) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let person = person_of(&mut tx, email).await?;
        tx.clear_attempts_below(&account_key(person)).await?;
        tx.clear_attempts_below(&codes_key(person)).await?;
        let (now, terminal) = (self.now(), terminal());
        self.audit(&mut tx, now, &terminal, None, Action::AccountUnlocked, &person).await?;
        Ok(tx.commit().await?)
    }

    /// Gives the account the password, or a random one, and unlocks it. All its sessions
    /// end, and its passkeys go, if that is wanted. The person is told. Answers the password.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when nobody has the address; [`Problem::Invalid`] for
    /// the field `password`.
    #[tracing::instrument(skip_all)]
    pub async fn reset_password(
        &self,
        email: &str,
        password: Option<Secret>,
        passkeys_too: bool,
    ) -> Result<Secret> {
        let random = || Secret::new(self.0.random.with(|rng| random_base62(20, rng)));
        let password = password.unwrap_or_else(random);
        let now = self.now();
        // Hashing is slow: not while everybody else waits to write.
        let mut reader = self.db().read().await?;
        let person = person_of(&mut reader, email).await?;
        let profile = reader.profile(person).await?.ok_or(Problem::NotFound)?;
        let two_factor = reader.authenticator(person).await?.is_some();
        drop(reader);
        check_new(&profile, two_factor, "password", &password)?;
        let hash = self.hash_new(&password).await?;

        let mut tx = self.db().begin().await?;
        self.put_password(&mut tx, person, &hash, now).await?;
        tx.forget_browsers_of(person).await?;
        if passkeys_too && tx.delete_passkeys_since(person, Time::UNIX_EPOCH).await? > 0 {
            self.note(&mut tx, person, Action::PasskeysRemoved, &terminal(), now).await?;
        }
        self.note(&mut tx, person, Action::PasswordReset, &terminal(), now).await?;
        tx.commit().await?;
        Ok(password)
    }

    /// Has the second factor taken off somebody who has lost it and every recovery code, in
    /// [`FACTOR_RESET_HOURS`]. The person is told; whoever signs in with a code until then
    /// still has it, and nothing happens. Answers when.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when nobody has the address, or no second factor.
    #[tracing::instrument(skip_all)]
    pub async fn ask_factor_reset(&self, email: &str) -> Result<Time> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let person = person_of(&mut tx, email).await?;
        if tx.authenticator(person).await?.is_none() {
            return Err(Problem::NotFound.into());
        }
        let at = self.begin_factor_reset(&mut tx, person, now).await?;
        self.note(&mut tx, person, Action::FactorResetAsked, &terminal(), now).await?;
        tx.commit().await?;
        Ok(at)
    }

    /// The second factor goes in [`FACTOR_RESET_HOURS`] from now, whatever was begun before.
    /// Answers when.
    pub(crate) async fn begin_factor_reset(
        &self,
        tx: &mut Tx,
        person: PersonId,
        now: Time,
    ) -> Result<Time> {
        let at = now + TimeDelta::hours(FACTOR_RESET_HOURS);
        tx.set_factor_reset(person, None).await?;
        tx.set_factor_reset(person, Some(at)).await?;
        Ok(at)
    }

    /// Drops what [`ask_factor_reset`](Self::ask_factor_reset) began.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when nothing was begun for this address.
    #[tracing::instrument(skip_all)]
    pub async fn drop_factor_reset(&self, email: &str) -> Result<()> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let person = person_of(&mut tx, email).await?;
        if !tx.set_factor_reset(person, None).await? {
            return Err(Problem::NotFound.into());
        }
        self.note(&mut tx, person, Action::FactorResetDropped, &terminal(), now).await?;
        Ok(tx.commit().await?)
    }
}

/// Hours until the second factor of somebody who has lost it is taken off: time for them
/// to say that they have not.
pub const FACTOR_RESET_HOURS: i64 = 24;

async fn person_of(tx: &mut Tx, email: &str) -> Result<PersonId> {
    let nobody = |_| Problem::NotFound;
    let key = Email::parse(email).and_then(|email| email.canonical()).map_err(nobody)?;
    Ok(tx.credentials(&key, None).await?.ok_or(Problem::NotFound)?.person)
}

/// Where these acts come from, as the audit log tells it.
pub(crate) fn terminal() -> Origin {
    Origin { network: "terminal".into(), ..Origin::default() }
}
