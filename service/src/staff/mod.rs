//! Running the instance, in the browser or by a token. For everybody who is no staff there is
//! nothing here.

mod people;

use core::fmt::Display;

use domain::{Code, PersonId, Problem, Time, audit::Details};
use storage::Tx;

pub use people::{AccountsAsked, Rename};

use crate::{
    Actor, Origin, Result, Service, audit::Action, error::refuse, mail::Letter, step_up::CHANGES,
};

/// A change by staff that is being made. No other staff come or go until it ends.
pub(crate) struct StaffChange<'a> {
    pub tx: Tx,
    pub now: Time,
    /// Who acts.
    pub by: PersonId,
    pub origin: &'a Origin,
}

impl Service {
    /// Begins to read what only staff see.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody else.
    pub(crate) async fn read_as_staff(&self, by: Actor<'_>) -> Result<Tx> {
        let mut reader = self.db().read().await?;
        let staff = match by {
            // As the database has just said.
            Actor::Caller(caller) => caller.me.staff,
            Actor::Token(_) => reader.is_staff(by.person()).await?,
        };
        if staff { Ok(reader) } else { Err(Problem::NotFound.into()) }
    }

    /// Begins a change that only staff make.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody else; [`Problem::Forbidden`] for a token that only
    /// reads; [`Problem::SignInAgain`] when session or token ended since the request began;
    /// [`Problem::TooMany`].
    pub(crate) async fn begin_as_staff<'a>(
        &self,
        by: Actor<'_>,
        origin: &'a Origin,
    ) -> Result<StaffChange<'a>> {
        let (now, person) = (self.now(), by.person());
        let mut tx = self.db().begin().await?;
        // All of them in one order, the caller among them: two never wait for each other.
        tx.lock_staff().await?;
        if !tx.is_staff(person).await? {
            return Err(Problem::NotFound.into());
        }
        match by {
            Actor::Caller(caller) => self.still_in(&mut tx, caller).await?,
            Actor::Token(identity) if !identity.token.scopes.can_write() => {
                return Err(Problem::Forbidden.into());
            }
            Actor::Token(identity) => {
                if !tx.is_live_token(person, identity.token.id, now).await? {
                    return Err(Problem::SignInAgain.into());
                }
            }
        }
        let (key, (most, window)) = (format!("changes:{person}"), CHANGES);
        match tx.count_in_window(&key, most, window, now).await? {
            None => Ok(StaffChange { tx, now, by: person, origin }),
            Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
        }
    }

    /// Lets on who has just proved who they are.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Code::InBrowser`] for a token.
    pub(crate) fn proven_staff(&self, by: Actor<'_>) -> Result<()> {
        match by {
            Actor::Caller(caller) => self.proven(caller),
            Actor::Token(_) => Err(refuse(Code::InBrowser)),
        }
    }

    /// A line in the log of the instance.
    pub(crate) async fn log_as_staff(
        &self,
        acts: &mut StaffChange<'_>,
        action: Action,
        target: &(impl Display + Sync),
        details: &Details,
    ) -> Result<()> {
        let what = (None, action, target.to_string());
        self.write_line(&mut acts.tx, acts.now, acts.origin, Some(acts.by), what, details).await
    }

    /// Logs what was done to an account, and tells its person.
    pub(crate) async fn note_as_staff(
        &self,
        acts: &mut StaffChange<'_>,
        person: PersonId,
        action: Action,
    ) -> Result<()> {
        self.log_as_staff(acts, action, &person, &Details::default()).await?;
        let letter = Letter::ByStaff { person, happened: action.name().into() };
        self.tell(&mut acts.tx, &letter, acts.now).await
    }
}
