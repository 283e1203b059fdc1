//! Inviting people into an organization: who is invited, by whom, and what comes of it.

#[cfg(feature = "server")]
mod list;

use core::str::FromStr;

use serde::{Deserialize, Serialize};

#[cfg(feature = "server")]
pub use self::list::{Entry, LENGTH, TooLong, read_list};
use crate::{InvitationId, Time, organizations::Place, rights::Role, teams::TeamName};

/// Days for which an invitation can be accepted.
pub const DAYS: i64 = 7;
/// Days for which it is listed after that, or after its answer.
pub const KEPT_DAYS: i64 = 30;
/// Most people who are invited at a time.
pub const MOST: usize = 100;
/// Most invitations of one organization that wait for an answer.
pub const WAITING_MOST: u32 = 1_000;

/// Somebody whom an organization has invited, as those see it who look after its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub id: InvitationId,
    pub email: String,
    pub role: Role,
    /// The teams that they will be in.
    pub teams: Vec<TeamName>,
    #[serde(with = "crate::clock::micros")]
    pub sent: Time,
    /// It can be accepted no more: it is too old, or whoever sent it may not invite any more.
    pub over: bool,
}

/// What came of one entry of a list of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An invitation is on its way.
    Sent,
    /// One is on its way since earlier.
    Waits,
    /// They are in the organization.
    Belongs,
    /// The address stands further up.
    Again,
    /// Nothing that mail can be sent to.
    NoAddress,
    /// This address, or whoever invites, had too many invitations today.
    Later,
}

/// One entry of a list of addresses, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// As it was typed.
    pub email: String,
    pub outcome: Outcome,
}

/// What came of a list of addresses, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report(pub Vec<Told>);

impl Report {
    /// To whom invitations are on their way now.
    pub fn sent(&self) -> Vec<&str> {
        let sent = self.0.iter().filter(|told| told.outcome == Outcome::Sent);
        sent.map(|told| &*told.email).collect()
    }

    /// What has to be looked at: what could not be sent; and when nothing was, everything.
    pub fn left(&self) -> Vec<&Told> {
        let none = self.sent().is_empty();
        let wrong =
            |told: &&Told| none || matches!(told.outcome, Outcome::NoAddress | Outcome::Later);
        self.0.iter().filter(wrong).collect()
    }
}

/// What the page of a person's invitations shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitations {
    pub waiting: Vec<Invitation>,
    pub earlier: Vec<Answered>,
    #[serde(with = "crate::clock::micros")]
    pub now: Time,
}

/// An invitation of a person that waits for their answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub place: Place,
    pub role: Role,
    /// Who invites.
    pub by: String,
    #[serde(with = "crate::clock::micros")]
    pub sent: Time,
    #[serde(with = "crate::clock::micros")]
    pub expires: Time,
}

/// One that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub place: Place,
    pub role: Role,
    pub answer: Answer,
    #[serde(with = "crate::clock::micros")]
    pub at: Time,
}

/// What somebody says to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Accepted,
    Declined,
}

/// No answer is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownAnswer;

impl Answer {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }
}

impl FromStr for Answer {
    type Err = UnknownAnswer;

    fn from_str(text: &str) -> Result<Self, UnknownAnswer> {
        let all = [Self::Accepted, Self::Declined];
        all.into_iter().find(|answer| answer.as_str() == text).ok_or(UnknownAnswer)
    }
}

/// What the link in the mail of an invitation leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub id: InvitationId,
    pub place: Place,
    pub role: Role,
    pub by: String,
    /// Whom it is for.
    pub email: String,
    pub reader: Reader,
}

/// Who has opened it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reader {
    /// The one whom it is for.
    Invited,
    /// Somebody who is signed in with this other address.
    Other { email: String },
    /// Nobody yet; the address has an account.
    Known,
    /// Nobody yet; the address has none, and may have one.
    New,
    /// Nobody yet; the address has none, and may have none here.
    NotHere,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(outcomes: &[Outcome]) -> Report {
        let told = |outcome: &Outcome| Told { email: "a@x.example".into(), outcome: *outcome };
        Report(outcomes.iter().map(told).collect())
    }

    #[test]
    fn only_what_could_not_be_sent_is_left_unless_nothing_was() {
        use Outcome::{Again, Belongs, Later, NoAddress, Sent, Waits};
        for (outcomes, sent, left) in [
            (&[][..], 0, 0),
            (&[Sent, Sent], 2, 0),
            (&[Sent, Waits, Belongs, Again], 1, 0),
            (&[Sent, NoAddress, Later], 1, 2),
            (&[Waits, Belongs], 0, 2),
        ] {
            let report = report(outcomes);
            assert_eq!((report.sent().len(), report.left().len()), (sent, left), "{outcomes:?}");
        }
    }

    #[test]
    fn answers_keep_their_names() {
        for answer in [Answer::Accepted, Answer::Declined] {
            assert_eq!(answer.as_str().parse(), Ok(answer));
        }
        assert_eq!("Accepted".parse::<Answer>(), Err(UnknownAnswer));
    }
}
