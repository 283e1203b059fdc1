//! Who acts, and whether they may: every use-case in an organization asks here, in the
//! transaction of its change.

use domain::{
    Code, OrganizationId, PersonId, Problem, Time, WorkspaceId,
    organizations::{KeptOut, Which},
    rights::{Right, Standing},
    tokens::TokenIdentity,
};
use storage::{MembershipRow, Tx, WorkspaceRow};

use crate::{Caller, Origin, Result, Service, error::refuse, step_up::CHANGES};

/// A person, by a session or by a token of theirs.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    Caller(&'a Caller),
    Token(&'a TokenIdentity),
}

impl<'a> From<&'a Caller> for Actor<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self::Caller(caller)
    }
}

impl<'a> From<&'a TokenIdentity> for Actor<'a> {
    fn from(identity: &'a TokenIdentity) -> Self {
        Self::Token(identity)
    }
}

impl Actor<'_> {
    /// The person, whose rights the token has, too.
    pub fn person(&self) -> PersonId {
        match self {
            Self::Caller(caller) => caller.person(),
            Self::Token(identity) => identity.person.id,
        }
    }
}

/// A change in one organization that is being made.
pub(crate) struct Change<'a> {
    pub tx: Tx,
    pub now: Time,
    pub person: PersonId,
    pub organization: OrganizationId,
    pub origin: &'a Origin,
}

/// Whether what somebody is in an organization is enough for `right`.
///
/// # Errors
/// [`Problem::TwoFactorFirst`] when it requires one, and [`Problem::Forbidden`] when they are
/// suspended there, but to leave; [`Problem::Forbidden`].
pub(crate) fn judge(row: &MembershipRow, right: Right) -> Result<(), Problem> {
    if let Some(why) = row.kept_out
        && right != Right::LeaveOrganization
    {
        return Err(shut(why));
    }
    if row.held.has(right) { Ok(()) } else { Err(Problem::Forbidden) }
}

/// What somebody is told of whom an organization keeps out.
fn shut(why: KeptOut) -> Problem {
    match why {
        KeptOut::NoTwoFactor => Problem::TwoFactorFirst,
        KeptOut::Suspended => Problem::Forbidden,
    }
}

impl Service {
    /// Begins a change by a person or their token, as [`Self::begin_change`] does for a
    /// session.
    ///
    /// # Errors
    /// [`Problem::Forbidden`] for a token that only reads; [`Problem::SignInAgain`] when it
    /// was deleted since the request began; [`Problem::TooMany`].
    pub(crate) async fn begin_by(&self, by: Actor<'_>) -> Result<Tx> {
        let identity = match by {
            Actor::Caller(caller) => return self.begin_change(caller).await,
            Actor::Token(identity) => identity,
        };
        if !identity.token.scopes.can_write() {
            return Err(Problem::Forbidden.into());
        }
        let (person, now) = (identity.person.id, self.now());
        let mut tx = self.db().begin().await?;
        tx.lock_person(person).await?;
        // The body may have come long after the head, by which the token was known.
        if !tx.is_live_token(person, identity.token.id, now).await? {
            return Err(Problem::SignInAgain.into());
        }
        let (key, (most, window)) = (format!("changes:{person}"), CHANGES);
        match tx.count_in_window(&key, most, window, now).await? {
            None => Ok(tx),
            Some(retry_after) => Err(Problem::TooMany { retry_after }.into()),
        }
    }

    /// What a person is in an organization, if that is enough for `right`.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when there is no such organization, or the person does not
    /// belong to it: never said which. [`Problem::Forbidden`] when they do.
    /// [`Problem::TwoFactorFirst`] when it requires one.
    pub(crate) async fn member(
        &self,
        tx: &mut Tx,
        person: PersonId,
        which: &Which,
        right: Right,
    ) -> Result<MembershipRow> {
        let row = tx.membership(which, person, self.now()).await?.ok_or(Problem::NotFound)?;
        judge(&row, right)?;
        Ok(row)
    }

    /// Begins a change in an organization. Nobody's role there changes until it ends.
    ///
    /// # Errors
    /// As [`Self::begin_by`] and [`Self::member`]; [`Code::OrganizationEnds`].
    pub(crate) async fn begin_in<'a>(
        &self,
        by: Actor<'_>,
        which: &Which,
        right: Right,
        origin: &'a Origin,
    ) -> Result<(Change<'a>, MembershipRow)> {
        let (now, person) = (self.now(), by.person());
        let mut tx = self.begin_by(by).await?;
        // Only who belongs there makes others wait; and what was found is what is locked.
        let found = self.member(&mut tx, person, which, right).await?.id.into();
        tx.lock_organization(&found).await?;
        let row = self.member(&mut tx, person, &found, right).await?;
        // To leave it, and to keep it, is open to the end.
        let goes_on = matches!(right, Right::LeaveOrganization | Right::DeleteOrganization);
        if row.deletes_at.is_some() && !goes_on {
            return Err(refuse(Code::OrganizationEnds));
        }
        Ok((Change { tx, now, person, organization: row.id, origin }, row))
    }

    /// A workspace, if what the person is there is enough for `right`.
    ///
    /// # Errors
    /// As [`Self::member`].
    pub(crate) async fn standing(
        &self,
        tx: &mut Tx,
        person: PersonId,
        id: WorkspaceId,
        right: Right,
    ) -> Result<WorkspaceRow> {
        let row = tx.workspace(id, person, self.now()).await?.ok_or(Problem::NotFound)?;
        if row.standing == Standing::NONE {
            return Err(Problem::NotFound.into());
        }
        if let Some(why) = row.kept_out {
            return Err(shut(why).into());
        }
        if row.standing.has(right) { Ok(row) } else { Err(Problem::Forbidden.into()) }
    }

    /// Begins a change of a workspace, which stays where it is until it ends, unless it is
    /// moved to `to`. Nobody's role in either organization changes.
    ///
    /// # Errors
    /// As [`Self::begin_in`]; [`Problem::Conflict`] when it was moved in this moment.
    pub(crate) async fn begin_at<'a>(
        &self,
        by: Actor<'_>,
        id: WorkspaceId,
        right: Right,
        to: Option<OrganizationId>,
        origin: &'a Origin,
    ) -> Result<(Change<'a>, WorkspaceRow)> {
        let (now, person) = (self.now(), by.person());
        let mut tx = self.begin_by(by).await?;
        let found = self.standing(&mut tx, person, id, right).await?.organization;
        let mut locks = vec![found];
        locks.extend(to);
        // In one order, so that two moves never wait for each other.
        locks.sort_unstable();
        for organization in locks {
            tx.lock_organization(&organization.into()).await?;
        }
        let row = self.standing(&mut tx, person, id, right).await?;
        if row.organization != found {
            return Err(Problem::Conflict.into());
        }
        if row.deletes_at.is_some() {
            return Err(refuse(Code::OrganizationEnds));
        }
        Ok((Change { tx, now, person, organization: row.organization, origin }, row))
    }
}
