//! Making an account by oneself, by a link in a mail. What is answered never tells
//! whether an address has an account: that is found out by whoever sends the mail.

use domain::{
    Code, Problem, Secret,
    email::{CanonicalEmail, Email},
    secret::Digest,
    sign_in::AccountForm,
    words,
};

use crate::{
    Caller, Error, Origin, Result, Service, SignedIn, audit::Action, email::parse, error::refuse,
    mail::Letter, sign_in::hex,
};

/// Askings per network and hour. More is told.
const NETWORK: (i64, i64) = (20, 3_600);
/// Mails per address and hour. More is not told: it would tell that somebody asked.
const ADDRESS: (i64, i64) = (3, 3_600);

impl Service {
    /// What is said to whoever wants an account; nothing, where nobody can make one. The
    /// first account is made by another link.
    #[tracing::instrument(skip_all)]
    pub async fn sign_up_lead(&self) -> Result<Option<String>> {
        let policy = &self.settings().sign_up;
        let may = policy.is_open() && !self.is_empty().await?;
        Ok(may.then(|| words::sign_up::lead(policy.hosts())))
    }

    /// Queues a mail to this address: with a link to an account, or, to whoever has one,
    /// with the way to it.
    ///
    /// # Errors
    /// [`Problem::Forbidden`] where nobody can sign up; [`Problem::Invalid`] for the field
    /// `email`; [`Problem::TooMany`] after many askings from one network.
    #[tracing::instrument(skip_all)]
    pub async fn ask_sign_up(&self, email: &str, origin: &Origin) -> Result<()> {
        if self.sign_up_lead().await?.is_none() {
            return Err(Problem::Forbidden.into());
        }
        let (email, key) = parse(email).map_err(|code| Problem::field("email", code))?;
        self.settings().sign_up.admits(&key)?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let network = format!("sign-up-network:{}", origin.network);
        if let Some(retry_after) = tx.count_in_window(&network, NETWORK.0, NETWORK.1, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let address = format!("sign-up:{}", hex(&Digest::of(key.as_str())));
        if tx.count_in_window(&address, ADDRESS.0, ADDRESS.1, now).await?.is_none() {
            let (address, key) = (email.as_str().into(), key.as_str().into());
            let letter = Letter::SignUp { address, key, network: origin.network.clone() };
            self.tell(&mut tx, &letter, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The address that this link makes an account for, while it works. Looking does not
    /// use it up: mail programs look, too.
    #[tracing::instrument(skip_all)]
    pub async fn sign_up_of(&self, link: &Secret) -> Result<Option<String>> {
        if self.is_empty().await? {
            return Ok(None);
        }
        let mut reader = self.db().read().await?;
        let found = reader.sign_up(&Digest::of(link.expose()), self.now()).await?;
        let Some(address) = found else { return Ok(None) };
        let Some((_, key)) = self.admitted(&address) else { return Ok(None) };
        Ok(reader.credentials(&key, None).await?.is_none().then_some(address))
    }

    /// Makes the account of this link, and signs it in. A session that the browser had
    /// already ends (ASVS 7.2.4). The browser's time zone is taken.
    ///
    /// # Errors
    /// [`Code::SignUpLinkGone`], also when the address has an account by now, or may have
    /// none any more; [`Problem::Invalid`] for the fields, with which the link is not used
    /// up.
    #[tracing::instrument(skip_all)]
    pub async fn sign_up(
        &self,
        link: &Secret,
        (first, last): (&str, &str),
        password: &Secret,
        time_zone: &str,
        before: Option<&Caller>,
        origin: &Origin,
    ) -> Result<SignedIn> {
        let gone = || refuse(Code::SignUpLinkGone);
        // Before the password is looked at: a stranger shall not make us compute.
        let address = self.sign_up_of(link).await?.ok_or_else(gone)?;
        let form = AccountForm { first, last, email: &address, password: Some(password) };
        let account = form.check()?;
        let hash = self.hash_new(password).await?;

        let now = self.now();
        let mut tx = self.db().begin().await?;
        let used = tx.use_sign_up(&Digest::of(link.expose()), now).await?;
        if used.as_ref() != Some(&address) {
            return Err(gone());
        }
        let made = self.add_person(&mut tx, &account.email, &account.name, &hash, false, now);
        let person = match made.await {
            Err(Error::Problem(Problem::Conflict)) => return Err(gone()),
            made => made?,
        };
        self.audit(&mut tx, now, origin, Some(person), Action::AccountCreated, &person).await?;
        if let Some(before) = before {
            tx.delete_session(before.session).await?;
        }
        let signed_in = self.open_first_session(&mut tx, person, time_zone, now, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// The address, if the policy lets its owner sign up.
    pub(crate) fn admitted(&self, address: &str) -> Option<(Email, CanonicalEmail)> {
        let (email, key) = parse(address).ok()?;
        self.settings().sign_up.admits(&key).ok()?;
        Some((email, key))
    }
}
