//! Leaving: everything ends at once, and is deleted a week later. Whoever signs in until
//! then stays.

use chrono::TimeDelta;
use domain::{
    Code, PersonId, Problem, Time,
    email::Email,
    flash::Flash,
    my_data::{Block, DAYS_TO_LEAVE},
    secret::Digest,
};
use storage::{MailedLink, Tx};

use crate::{
    Caller, Error, Origin, Result, Service, SessionCookie, admin::terminal, audit::Action,
    error::refuse, mail::Letter, sign_in::hex,
};

/// The form that asks for it, and its page, which says when it was dropped.
const FORM: &str = "data/delete";
pub(crate) const PAGE: &str = "/account/data";

impl Service {
    /// Has the caller's account deleted in a week. Every session ends, and no token works.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `email`, which is to be the caller's own;
    /// [`Problem::StepUp`]; [`Code::Blocked`], with what stands against it.
    #[tracing::instrument(skip_all)]
    pub async fn delete_account(
        &self,
        caller: &Caller,
        typed: &str,
        origin: &Origin,
    ) -> Result<()> {
        let key = |email: &str| Email::parse(email).and_then(|email| email.canonical());
        let typed = key(typed).map_err(|code| Problem::field("email", code))?;
        if key(&caller.me.email).ok() != Some(typed) {
            return Err(Problem::field("email", Code::EmailOther).into());
        }
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let at = now + TimeDelta::days(DAYS_TO_LEAVE);
        let mut tx = self.db().begin().await?;
        tx.lock_staff().await?;
        tx.lock_person(person).await?;
        self.still_in(&mut tx, caller).await?;
        tx.lock_owned(person).await?;
        if !tx.owned_alone(person).await?.is_empty() {
            return Err(Problem::blocked(Block::SoleOwner).into());
        }
        if !tx.leave(person, at).await? {
            return Err(Problem::blocked(Block::LastStaff).into());
        }
        tx.delete_sessions_of(person).await?;
        tx.delete_proved_sign_ins(person).await?;
        // Fetching it would mean to stay.
        tx.delete_export(person).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::Leaves, &person).await?;
        let before = tx.mailed_payloads(person, MailedLink::EmailUndo, now).await?;
        for old in before.into_iter().map(Some).chain([None]) {
            let letter = Letter::Leaves { person, at, network: origin.network.clone(), old };
            self.tell(&mut tx, &letter, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Whoever wanted to leave and signs in, stays. The first page of the new session says
    /// so, and so does a mail. Answers whether that is so.
    ///
    /// # Errors
    /// [`Code::SignInWrong`] when it is too late.
    pub(crate) async fn come_back(
        &self,
        tx: &mut Tx,
        person: PersonId,
        cookie: &SessionCookie,
        now: Time,
        origin: &Origin,
    ) -> Result<bool> {
        let Some(at) = tx.leaves_at(person).await? else { return Ok(false) };
        if at <= now || !tx.stay(person, at).await? {
            return Err(refuse(Code::SignInWrong));
        }
        let flash = Flash { form: FORM.into(), fields: Vec::new(), problem: None };
        let expires = now + crate::flash::KEPT;
        tx.save_flash(&cookie.digest(), &Digest::of(PAGE), &flash, expires).await?;
        self.stays(tx, person, None, origin, now).await?;
        Ok(true)
    }

    async fn stays(
        &self,
        tx: &mut Tx,
        person: PersonId,
        why: Option<Block>,
        origin: &Origin,
        now: Time,
    ) -> Result<()> {
        self.audit(tx, now, origin, Some(person), Action::Stays, &person).await?;
        let network = origin.network.clone();
        self.tell(tx, &Letter::Stays { person, why, network }, now).await
    }

    /// Deletes the people whose week is over, with everything that is theirs; answers how
    /// many. May run on several nodes at once.
    pub async fn delete_leavers(&self) -> Result<u64> {
        let mut gone = 0;
        loop {
            let now = self.now();
            if self.db().read().await?.due_leaver(now).await?.is_none() {
                return Ok(gone);
            }
            let mut tx = self.db().begin().await?;
            tx.lock_staff().await?;
            // Somebody else may have been faster.
            let Some((person, at)) = tx.due_leaver(now).await? else { continue };
            let Some(profile) = tx.profile(person).await? else { continue };
            tx.lock_owned(person).await?;
            let owns = !tx.owned_alone(person).await?.is_empty();
            if !owns && tx.delete_person(person, at).await? {
                self.forget(&mut tx, person, &profile.email).await?;
                self.audit(&mut tx, now, &terminal(), None, Action::Deleted, &person).await?;
                gone += 1;
            } else if tx.stay(person, at).await? {
                let why = if owns { Block::SoleOwner } else { Block::LastStaff };
                self.stays(&mut tx, person, Some(why), &terminal(), now).await?;
            }
            tx.commit().await?;
        }
    }

    /// What does not go with the row of the person.
    async fn forget(&self, tx: &mut Tx, person: PersonId, email: &str) -> Result<()> {
        let no_json = |_| Error::Fault("an address that has no form as JSON");
        let key = Email::parse(email).and_then(|email| email.canonical()).ok();
        if let Some(key) = &key {
            tx.delete_sign_up(key).await?;
            tx.delete_invitations_for(key).await?;
            tx.blank_address(key.as_str()).await?;
        }
        let key = key.map(|key| key.as_str().to_owned()).unwrap_or_default();
        tx.blank_history_of(person).await?;
        // Letters name people by their id, or by an address.
        let names = [&*person.to_string(), email, &key];
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            tx.delete_mails_with(&serde_json::to_string(name).map_err(no_json)?).await?;
        }
        tx.forget_counts_of(&person.to_string()).await?;
        tx.forget_counts_of(&hex(&Digest::of(&key))).await?;
        tx.delete_sign_ins_with(email).await?;
        Ok(())
    }
}
