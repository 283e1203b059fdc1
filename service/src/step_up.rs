//! Proving once more who one is, before what matters (ASVS 7.5.1, 7.5.3).

use domain::{
    Code, Problem, Secret, Time,
    flash::Flash,
    secret::{Digest, random_base62},
    security::Proofs,
};
use storage::Tx;

use crate::{
    Caller, Origin, Result, Service, SessionCookie,
    audit::Action,
    sign_in::{ACCOUNT, attempt_key},
};

/// Changes of a person within an hour.
pub(crate) const CHANGES: (i64, i64) = (300, 3_600);

/// Proofs of a person within an hour: each leaves a line in the log for good.
const PROOFS: (i64, i64) = (120, 3_600);
/// Changes of what somebody proves themselves by, within an hour: each is mailed.
const CREDENTIALS: (i64, i64) = (30, 3_600);

/// A session that goes on under another cookie.
#[derive(Debug)]
pub struct Renewed {
    pub cookie: SessionCookie,
    /// Stay when the browser is closed: seconds, else until it is closed.
    pub keep_seconds: Option<i64>,
}

/// What somebody shows to prove who they are. Only what was asked for is looked at.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub password: Secret,
    pub code: Secret,
    /// What a passkey answered.
    pub passkey: Secret,
}

impl Service {
    /// Lets on whoever has proved lately who they are.
    ///
    /// # Errors
    /// [`Problem::StepUp`] when that is longer ago than the policy allows.
    pub(crate) fn proven(&self, caller: &Caller) -> Result<()> {
        let fresh = self.now() - caller.proved_at < self.settings().sessions.step_up;
        if fresh { Ok(()) } else { Err(Problem::StepUp.into()) }
    }

    /// Begins to change the caller's account: nobody else does until this ends.
    ///
    /// # Errors
    /// [`Problem::SignInAgain`], as in [`Self::still_in`].
    pub(crate) async fn begin_for(&self, caller: &Caller) -> Result<Tx> {
        let mut tx = self.db().begin().await?;
        tx.lock_person(caller.person()).await?;
        self.still_in(&mut tx, caller).await?;
        Ok(tx)
    }

    /// The same for what can be done again and again, such as a name or a token. Each leaves
    /// a line in the log for good, and some send a mail, so there are only so many.
    ///
    /// # Errors
    /// [`Problem::TooMany`]; [`Problem::SignInAgain`].
    pub(crate) async fn begin_change(&self, caller: &Caller) -> Result<Tx> {
        let mut tx = self.begin_for(caller).await?;
        let (key, (most, window)) = (format!("changes:{}", caller.person()), CHANGES);
        match tx.count_in_window(&key, most, window, self.now()).await? {
            None => Ok(tx),
            Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
        }
    }

    /// Lets on whose session has not ended since the request began: a body may come long
    /// after its head, by which the caller was known (ASVS 7.4.1).
    ///
    /// # Errors
    /// [`Problem::SignInAgain`]
    pub(crate) async fn still_in(&self, tx: &mut Tx, caller: &Caller) -> Result<()> {
        let session = tx.session(&caller.cookie.digest(), self.now()).await?;
        if session.is_some() { Ok(()) } else { Err(Problem::SignInAgain.into()) }
    }

    /// What the caller has to show: the strongest that there is.
    pub async fn proofs(&self, caller: &Caller) -> Result<Proofs> {
        let passkey = self.has_passkeys(caller.person()).await?;
        Ok(Proofs { email: caller.me.email.clone(), code: caller.two_factor, passkey })
    }

    /// Proves who the caller is: by a passkey; by a code of the app or a recovery code where
    /// there is a second factor; else by the password. The session gets another cookie, and a form that was
    /// turned back for want of this, if it was one of `page`, waits there to be sent
    /// once more.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for the field `code` or `password`; [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn step_up(
        &self,
        caller: &Caller,
        shown: &Shown,
        page: &str,
        origin: &Origin,
    ) -> Result<Renewed> {
        let (now, person) = (self.now(), caller.person());
        self.count_proof(caller).await?;
        let passkey = shown.passkey.expose();
        let mut answered = None;
        if !passkey.is_empty() {
            answered = Some(self.prove_with_passkey(caller, passkey, origin).await?);
        } else if caller.two_factor {
            self.judge_code(person, shown.code.expose(), origin).await?;
        } else {
            self.prove(caller, "password", &shown.password, origin).await?;
        }
        let mut tx = self.db().begin().await?;
        if let Some(right) = answered {
            self.use_passkey(&mut tx, right, origin, now).await?;
        }
        let renewed = self.renew(&mut tx, caller, now).await?;
        let page = &Digest::of(page);
        if let Some(turned_back) = tx.take_flash(&held_for(&caller.cookie), page, now).await? {
            let flash = Flash { problem: Some(Problem::form(Code::SendAgain)), ..turned_back };
            tx.save_flash(&renewed.cookie.digest(), page, &flash, now + crate::flash::KEPT).await?;
        }
        self.audit(&mut tx, now, origin, Some(person), Action::Proved, &caller.session).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// One more proof, before anything is computed for it.
    async fn count_proof(&self, caller: &Caller) -> Result<()> {
        self.count_act(&format!("proofs:{}", caller.person()), PROOFS).await
    }

    /// One more change of what somebody proves themselves by.
    pub(crate) async fn count_credential(&self, caller: &Caller) -> Result<()> {
        self.count_act(&format!("credentials:{}", caller.person()), CREDENTIALS).await
    }

    /// It stays counted whatever comes of it.
    async fn count_act(&self, key: &str, (most, window): (i64, i64)) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let wait = tx.count_in_window(key, most, window, self.now()).await?;
        tx.commit().await?;
        match wait {
            None => Ok(()),
            Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
        }
    }

    /// Keeps what a plain form sent while its person proves who they are.
    #[tracing::instrument(skip_all)]
    pub async fn hold_flash(&self, caller: &Caller, page: &str, flash: Flash) -> Result<()> {
        let expires = self.now() + crate::flash::KEPT;
        let flash = crate::flash::cut(flash);
        let mut tx = self.db().begin().await?;
        tx.save_flash(&held_for(&caller.cookie), &Digest::of(page), &flash, expires).await?;
        Ok(tx.commit().await?)
    }

    /// Judges the caller's password; answers its hash. Counted before it is judged,
    /// with the tries of signing in.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `field`.
    pub(crate) async fn prove(
        &self,
        caller: &Caller,
        field: &str,
        password: &Secret,
        origin: &Origin,
    ) -> Result<String> {
        if password.expose().is_empty() {
            return Err(Problem::field(field, Code::Required).into());
        }
        let (now, person) = (self.now(), caller.person());
        // Whoever finds no place has not tried, and nothing is counted.
        let place = self.0.passwords.enter()?;
        let mut tx = self.db().begin().await?;
        let known = match &origin.browser {
            Some(browser) => tx.known_browsers(person, browser).await?.1,
            None => false,
        };
        let key = attempt_key(person, origin.browser.as_ref().filter(|_| known));
        let allowed = tx.count_attempt(&key, &ACCOUNT, now).await?.is_some();
        let (hash, _) = tx.password_of(person).await?.ok_or(Problem::SignInAgain)?;
        tx.commit().await?;
        let phc = Some(&*hash).filter(|_| allowed);
        let right = self.0.passwords.verify(place, password, phc).await?.right;
        let mut tx = self.db().begin().await?;
        if right {
            tx.clear_attempts(&key).await?;
        } else if allowed {
            // There are only so many that are allowed, and each line is for good.
            let target = &caller.session;
            self.audit(&mut tx, now, origin, Some(person), Action::ProofFailed, target).await?;
        }
        tx.commit().await?;
        if right { Ok(hash) } else { Err(Problem::field(field, Code::PasswordWrong).into()) }
    }

    /// Gives the session another cookie: the old one is dead (ASVS 7.2.4).
    pub(crate) async fn renew(&self, tx: &mut Tx, caller: &Caller, now: Time) -> Result<Renewed> {
        let raw = self.0.random.with(|rng| random_base62(43, rng));
        let cookie = SessionCookie(Secret::new(raw));
        let (old, new) = (caller.cookie.digest(), cookie.digest());
        if !tx.renew_session(caller.session, &old, &new, now).await? {
            return Err(Problem::SignInAgain.into());
        }
        let keep_seconds = caller.keep_until.map(|end| (end - now).num_seconds());
        Ok(Renewed { cookie, keep_seconds })
    }
}

/// Where forms wait: beside what is shown to the same session meanwhile.
fn held_for(cookie: &SessionCookie) -> Digest {
    Digest::of(["step-up:", cookie.0.expose()].concat())
}
