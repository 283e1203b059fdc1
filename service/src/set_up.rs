//! The first account: made through a one-time link that the terminal prints.

use std::sync::atomic::Ordering;

use domain::{
    Code, LinkId, PersonId, Problem, Secret, Time,
    email::Email,
    person::Name,
    secret::{Digest, random_base62},
    sign_in::AccountForm,
};
use storage::{LinkPurpose, NewPerson, Tx};

use crate::{Origin, Result, Service, SignedIn, audit::Action, error::refuse, zones};

impl Service {
    /// A new set-up link while there is nobody yet, and the end of every earlier
    /// one; `None` once somebody exists.
    pub async fn set_up_link(&self) -> Result<Option<String>> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        if tx.person_count().await? > 0 {
            return Ok(None);
        }
        let (id, secret) =
            self.0.random.with(|rng| (LinkId::new(now, rng), random_base62(22, rng)));
        tx.replace_link(id, LinkPurpose::SetUp, &Digest::of(&secret), now, None).await?;
        tx.commit().await?;
        Ok(Some(format!("{}/setup/{secret}", self.settings().public_url)))
    }

    /// Nobody has an account yet. That somebody has one is remembered.
    pub async fn is_empty(&self) -> Result<bool> {
        if self.0.inhabited.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let empty = self.db().read().await?.person_count().await? == 0;
        self.0.inhabited.store(!empty, Ordering::Relaxed);
        Ok(empty)
    }

    /// Does this link still work? Asking does not use it up.
    #[tracing::instrument(skip_all)]
    pub async fn set_up_is_open(&self, link: &Secret) -> Result<bool> {
        let digest = Digest::of(link.expose());
        Ok(self.db().read().await?.link_is_live(LinkPurpose::SetUp, &digest, self.now()).await?)
    }

    /// Makes the first account, which runs the instance, and signs it in.
    ///
    /// # Errors
    /// [`Code::SetUpLinkGone`]; [`Problem::Invalid`] for the fields, with which the link is
    /// not used up.
    #[tracing::instrument(skip_all)]
    pub async fn set_up(
        &self,
        link: &Secret,
        form: AccountForm<'_>,
        password: &Secret,
        time_zone: &str,
        origin: &Origin,
    ) -> Result<SignedIn> {
        // Before the password is looked at: a stranger shall not make us compute.
        if !self.set_up_is_open(link).await? {
            return Err(refuse(Code::SetUpLinkGone));
        }
        let account = form.check()?;
        let hash = self.hash_new(password).await?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        if !tx.use_link(LinkPurpose::SetUp, &Digest::of(link.expose()), now).await? {
            return Err(refuse(Code::SetUpLinkGone));
        }
        let person =
            self.add_person(&mut tx, &account.email, &account.name, &hash, true, now).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::SetUp, &person).await?;
        let signed_in = self.open_first_session(&mut tx, person, time_zone, now, origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Signs in whose account has just been made, and takes the browser's time zone.
    pub(crate) async fn open_first_session(
        &self,
        tx: &mut Tx,
        person: PersonId,
        time_zone: &str,
        now: Time,
        origin: &Origin,
    ) -> Result<SignedIn> {
        if let Some(zone) = zones::known(time_zone) {
            tx.adopt_time_zone(person, &zone).await?;
        }
        let signed_in = self.open_session(tx, person, false, (now, now), origin).await?;
        Ok(SignedIn { next: "/account/profile".into(), ..signed_in })
    }

    /// Adds an account inside a transaction.
    pub(crate) async fn add_person(
        &self,
        tx: &mut Tx,
        email: &Email,
        name: &Name,
        password_hash: &str,
        staff: bool,
        now: Time,
    ) -> Result<PersonId> {
        let key = email.canonical().map_err(|code| Problem::field("email", code))?;
        let id = self.0.random.with(|rng| PersonId::new(now, rng));
        let new = NewPerson { id, email, name, password_hash, staff, now };
        if tx.insert_person(new, &key).await? { Ok(id) } else { Err(Problem::Conflict.into()) }
    }
}
