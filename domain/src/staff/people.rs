//! Everybody who has an account, as staff see them.

use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    PersonId, Time,
    person::{Face, Name},
};

/// Accounts on one page.
pub const PAGE: i64 = 50;

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts {
    pub accounts: Vec<Account>,
    /// One that was asked for by its id, wherever it is in the list.
    pub about: Option<Account>,
    /// All there are, found or not.
    pub total: i64,
    /// The next page begins after this one; none is the last page.
    pub next: Option<PersonId>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// A person, as one who has an account.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub person: PersonId,
    pub name: Name,
    pub email: String,
    pub face: Face,
    /// Of the names: a change of them starts from here.
    pub version: i64,
    /// Runs the instance.
    pub staff: bool,
    /// Nothing here is open to them.
    pub suspended: bool,
    pub two_factor: bool,
    /// Has asked to be deleted, and will be at that time.
    #[serde(with = "crate::clock::maybe_micros")]
    pub leaves_at: Option<Time>,
    /// When the second factor is taken off, which was lost.
    #[serde(with = "crate::clock::maybe_micros")]
    pub factor_reset_at: Option<Time>,
    /// To how many organizations they belong.
    pub organizations: i64,
    #[serde(with = "crate::clock::maybe_micros")]
    pub last_active: Option<Time>,
    #[serde(with = "crate::clock::micros")]
    pub since: Time,
    /// The one who asks.
    pub you: bool,
}

/// Nothing is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown;

/// Of whom a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    #[default]
    Everyone,
    Staff,
    Suspended,
    /// Who have asked to be deleted.
    Leaving,
    WithoutTwoFactor,
}

impl Shown {
    pub const ALL: [Self; 5] =
        [Self::Everyone, Self::Staff, Self::Suspended, Self::Leaving, Self::WithoutTwoFactor];

    /// As addresses call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "",
            Self::Staff => "staff",
            Self::Suspended => "suspended",
            Self::Leaving => "leaving",
            Self::WithoutTwoFactor => "no-mfa",
        }
    }
}

impl FromStr for Shown {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|shown| shown.as_str() == text).ok_or(Unknown)
    }
}

/// What staff do to an account at the press of one button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    MakeStaff,
    EndStaff,
    Suspend,
    Resume,
    /// Ends every session.
    SignOut,
    /// A link to a new password, by mail.
    SendReset,
    /// Has the second factor taken off in a day, which was lost.
    ResetFactor,
    /// Drops that.
    KeepFactor,
}

impl Act {
    /// In the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::SendReset,
        Self::SignOut,
        Self::ResetFactor,
        Self::KeepFactor,
        Self::MakeStaff,
        Self::EndStaff,
        Self::Resume,
        Self::Suspend,
    ];

    /// As addresses and forms call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MakeStaff => "make-staff",
            Self::EndStaff => "end-staff",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::SignOut => "sign-out",
            Self::SendReset => "send-reset",
            Self::ResetFactor => "reset-two-factor",
            Self::KeepFactor => "keep-two-factor",
        }
    }

    /// Whether there is something to do, as the account is now.
    pub fn fits(self, account: &Account) -> bool {
        let waits = account.factor_reset_at.is_some();
        match self {
            Self::MakeStaff => !account.staff,
            Self::EndStaff => account.staff,
            Self::Suspend | Self::SignOut => !account.suspended && !account.you,
            Self::Resume => account.suspended,
            Self::SendReset => !account.suspended,
            Self::ResetFactor => account.two_factor && !waits,
            Self::KeepFactor => waits,
        }
    }

    /// Takes something away.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::EndStaff | Self::Suspend | Self::SignOut | Self::ResetFactor)
    }
}

impl FromStr for Act {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        Self::ALL.into_iter().find(|act| act.as_str() == text).ok_or(Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_acts_keep_their_names() {
        for shown in Shown::ALL {
            assert_eq!(shown.as_str().parse(), Ok(shown));
        }
        for act in Act::ALL {
            assert_eq!(act.as_str().parse(), Ok(act));
        }
        assert_eq!("everyone".parse::<Shown>(), Err(Unknown));
        assert_eq!("".parse::<Act>(), Err(Unknown));
    }

    #[test]
    fn an_act_is_offered_where_it_does_something() {
        let ada = Account {
            person: PersonId(uuid::Uuid::nil()),
            name: Name::default(),
            email: String::new(),
            face: Face::default(),
            version: 1,
            staff: false,
            suspended: false,
            two_factor: true,
            leaves_at: None,
            factor_reset_at: None,
            organizations: 0,
            last_active: None,
            since: Time::UNIX_EPOCH,
            you: false,
        };
        let offered = |account: &Account| {
            let fit = Act::ALL.into_iter().filter(|act| act.fits(account));
            fit.map(Act::as_str).collect::<Vec<_>>()
        };
        assert_eq!(
            offered(&ada),
            ["send-reset", "sign-out", "reset-two-factor", "make-staff", "suspend"]
        );
        let suspended = Account { suspended: true, two_factor: false, ..ada.clone() };
        assert_eq!(offered(&suspended), ["make-staff", "resume"]);
        let you = Account { you: true, staff: true, two_factor: false, ..ada.clone() };
        assert_eq!(offered(&you), ["send-reset", "end-staff"]);
        let lost = Account { factor_reset_at: Some(Time::UNIX_EPOCH), ..ada };
        assert!(offered(&lost).contains(&"keep-two-factor"));
    }
}
