//! What the operator does from a terminal, beside the running server.

use domain::{PersonId, Problem, Secret, email::Email, secret::random_base62};
use storage::Tx;

use crate::{Origin, Result, Service, audit::Action, password::check_new, sign_in::account_key};

impl Service {
    /// Lets the account be signed in to again after too many wrong passwords.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when nobody has the address.
    #[tracing::instrument(skip_all)]
    pub async fn unlock(&self, email: &str) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let person = person_of(&mut tx, email).await?;
        tx.clear_attempts(&account_key(person)).await?;
        let (now, terminal) = (self.now(), terminal());
        self.audit(&mut tx, now, &terminal, None, Action::AccountUnlocked, &person).await?;
        Ok(tx.commit().await?)
    }

    /// Gives the account the password, or a random one, and unlocks it. All its
    /// sessions end. Answers the password.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when nobody has the address; [`Problem::Invalid`] for
    /// the field `password`.
    #[tracing::instrument(skip_all)]
    pub async fn reset_password(&self, email: &str, password: Option<Secret>) -> Result<Secret> {
        let random = || Secret::new(self.0.random.with(|rng| random_base62(20, rng)));
        let password = password.unwrap_or_else(random);
        let now = self.now();
        // Hashing is slow: not while everybody else waits to write.
        let mut reader = self.db().read().await?;
        let person = person_of(&mut reader, email).await?;
        let profile = reader.profile(person).await?.ok_or(Problem::NotFound)?;
        drop(reader);
        check_new(&profile, "password", &password)?;
        let hash = self.0.passwords.hash(&password, &self.0.random).await?;

        let mut tx = self.db().begin().await?;
        self.put_password(&mut tx, person, &hash, now).await?;
        tx.forget_browsers_of(person).await?;
        self.audit(&mut tx, now, &terminal(), None, Action::PasswordReset, &person).await?;
        tx.commit().await?;
        Ok(password)
    }
}

async fn person_of(tx: &mut Tx, email: &str) -> Result<PersonId> {
    let nobody = |_| Problem::NotFound;
    let key = Email::parse(email).and_then(|email| email.canonical()).map_err(nobody)?;
    Ok(tx.credentials(&key, None).await?.ok_or(Problem::NotFound)?.person)
}

/// Where these acts come from, as the audit log tells it.
fn terminal() -> Origin {
    Origin { network: "terminal".into(), ..Origin::default() }
}
