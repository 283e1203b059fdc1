//! The profile of the person who is signed in.

use domain::{
    Problem,
    profile::{Profile, ProfilePage, check_name},
    words,
};

use crate::{Caller, Origin, Result, Service, audit::Action};

impl Service {
    /// The caller's own profile.
    #[tracing::instrument(skip_all)]
    pub async fn profile(&self, caller: &Caller) -> Result<Profile> {
        let found = self.db().read().await?.profile(caller.person()).await?;
        found.ok_or_else(|| Problem::SignInAgain.into())
    }

    /// Everything that the caller's profile page shows.
    #[tracing::instrument(skip_all)]
    pub async fn profile_page(&self, caller: &Caller) -> Result<ProfilePage> {
        let mut reader = self.db().read().await?;
        let profile = reader.profile(caller.person()).await?.ok_or(Problem::SignInAgain)?;
        let pending = reader.email_change(caller.person(), self.now()).await?;
        let email_hint = match pending {
            _ if self.settings().email_fixed => words::email::FIXED.into(),
            Some((email, _)) => words::email::waits(&email),
            None => words::profile::EMAIL_HINT.into(),
        };
        Ok(ProfilePage { profile, email_hint })
    }

    /// Saves the three names, unless the profile has changed since `version`.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with the fields; [`Problem::Conflict`] when another
    /// window was faster.
    #[tracing::instrument(skip_all)]
    pub async fn save_name(
        &self,
        caller: &Caller,
        first: &str,
        last: &str,
        display: &str,
        version: i64,
        origin: &Origin,
    ) -> Result<Profile> {
        let name = check_name(first, last, display)?;
        let now = self.now();
        let person = caller.person();
        let mut tx = self.begin_change(caller).await?;
        if !tx.save_name(person, &name, version, now).await? {
            return Err(Problem::Conflict.into());
        }
        self.audit(&mut tx, now, origin, Some(person), Action::NameSaved, &person).await?;
        let saved = tx.profile(person).await?.ok_or(Problem::SignInAgain)?;
        tx.commit().await?;
        Ok(saved)
    }
}
