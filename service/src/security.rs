//! Where a person is signed in, and what happened to the account.

use domain::{
    Code, Problem, Secret, SessionId,
    device::Device,
    secret::Digest,
    security::{Happening, History, Security, Session, nickname},
};
use storage::{
    HappeningRow,
    MailedLink::{EmailUndo, NotMe},
    OpenSession,
};

use crate::{
    Caller, Origin, Result, Service, audit::Action, email::parse, error::refuse,
    lock::undo_subject, password,
};

/// Lines of the history that are shown.
const HISTORY: i64 = 50;

impl Service {
    /// Everything that the caller's security page shows.
    #[tracing::instrument(skip_all)]
    pub async fn security(&self, caller: &Caller) -> Result<Security> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let (_, since) = reader.password_of(person).await?.ok_or(Problem::SignInAgain)?;
        let sessions = reader.sessions_of(person, now).await?;
        let mut sessions: Vec<_> =
            sessions.into_iter().map(|row| session(row, caller.session)).collect();
        sessions.sort_by_key(|session| !session.this);
        Ok(Security {
            email: caller.me.email.clone(),
            password_since: since,
            password_min: password::least(caller.two_factor),
            sessions,
            now,
        })
    }

    /// What happened to the caller's account lately.
    #[tracing::instrument(skip_all)]
    pub async fn history(&self, caller: &Caller) -> Result<History> {
        let rows = self.db().read().await?.history_of(caller.person(), None, HISTORY).await?;
        Ok(History { lines: rows.into_iter().filter_map(happening).collect(), now: self.now() })
    }

    /// Gives one of the caller's sessions another name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `name`; [`Problem::NotFound`] when it has ended.
    #[tracing::instrument(skip_all)]
    pub async fn rename_session(
        &self,
        caller: &Caller,
        id: SessionId,
        name: &str,
        origin: &Origin,
    ) -> Result<String> {
        let name = nickname(name).map_err(|code| Problem::field("name", code))?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_change(caller).await?;
        if !tx.rename_session(person, id, &name).await? {
            return Err(Problem::NotFound.into());
        }
        self.audit(&mut tx, now, origin, Some(person), Action::SessionRenamed, &id).await?;
        tx.commit().await?;
        Ok(name)
    }

    /// Ends one of the caller's sessions. One that has ended already is no error.
    #[tracing::instrument(skip_all)]
    pub async fn end_session(&self, caller: &Caller, id: SessionId, origin: &Origin) -> Result<()> {
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        if tx.delete_session_of(person, id).await? {
            self.audit(&mut tx, now, origin, Some(person), Action::SessionEnded, &id).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends every session of the caller but this one and those to be kept; answers how many.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for `end` when there are no others.
    #[tracing::instrument(skip_all)]
    pub async fn end_other_sessions(
        &self,
        caller: &Caller,
        keep: &[SessionId],
        origin: &Origin,
    ) -> Result<u64> {
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        let mut ended = 0;
        if keep.is_empty() {
            ended = tx.delete_other_sessions(person, caller.session).await?;
        } else {
            for session in tx.sessions_of(person, now).await? {
                if session.id != caller.session && !keep.contains(&session.id) {
                    ended += u64::from(tx.delete_session_of(person, session.id).await?);
                }
            }
            if ended == 0 {
                return Err(Problem::field("end", Code::NoneChosen).into());
            }
        }
        tx.trust_no_browser(person).await?;
        if keep.is_empty() {
            // Whoever comes back in one of them is told of.
            tx.forget_other_browsers(person, origin.browser.as_ref()).await?;
        }
        self.audit(&mut tx, now, origin, Some(person), Action::OthersEnded, &ended).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// The address of whoever got this link of *This was not me*, while it works.
    #[tracing::instrument(skip_all)]
    pub async fn not_me_of(&self, link: &Secret) -> Result<Option<String>> {
        let digest = Digest::of(link.expose());
        let mut reader = self.db().read().await?;
        let found = reader.mailed_link(NotMe, &digest, self.now()).await?;
        let Some((person, to)) = found else { return Ok(None) };
        let Some(profile) = reader.profile(person).await? else { return Ok(None) };
        let Ok((_, key)) = parse(&to) else { return Ok(None) };
        let subject = undo_subject(&key);
        let works = to == profile.email
            || reader.mailed_link_until(person, EmailUndo, &subject, self.now()).await?.is_some();
        Ok(works.then_some(to))
    }

    /// *This was not me*: locks the account, and mails a link to a new password to where this
    /// one was mailed. If the account has another address by now, that is undone.
    ///
    /// # Errors
    /// [`Code::ResetLinkGone`], also when it cannot be undone any more.
    #[tracing::instrument(skip_all)]
    pub async fn finish_not_me(&self, link: &Secret, origin: &Origin) -> Result<()> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let used = self.use_link(&mut tx, NotMe, link, now).await?;
        let (person, to) = used.ok_or_else(|| refuse(Code::ResetLinkGone))?;
        let now_at = tx.profile(person).await?.ok_or(Problem::NotFound)?.email;
        let (who, action) = ((person, to), Action::NotMe);
        if who.1 == now_at {
            self.lock_account(&mut tx, who, action, origin, now).await?;
        } else if !self.go_back(&mut tx, who, action, origin, now).await? {
            return Err(refuse(Code::ResetLinkGone));
        }
        Ok(tx.commit().await?)
    }
}

fn session(row: OpenSession, this: SessionId) -> Session {
    let device = Device::of(&row.user_agent);
    Session {
        id: row.id,
        name: row.name.unwrap_or_else(|| device.name.clone()),
        device,
        network: row.network,
        created: row.created,
        last_active: row.last_active,
        this: row.id == this,
    }
}

/// Nothing, of what another version of the program has written.
fn happening(row: HappeningRow) -> Option<Happening> {
    let action = Action::named(&row.action)?;
    Some(Happening {
        what: action.words().into(),
        refused: action.is_refusal(),
        at: row.at,
        network: row.network,
        device: Device::of(&row.user_agent).name,
    })
}
