//! Inviting people into an organization, and being invited.

use crate::invitations::Answer;
#[cfg(feature = "server")]
use crate::invitations::{Outcome, Told};

/// The dialog in which people are invited.
pub const INVITE: &str = "Invite people";
pub const INVITE_LEAD: &str = "They get an email with a link. It works for 7 days.";
pub const ADDRESSES: &str = "Email addresses";
pub const ADDRESSES_HINT: &str = "One or many, up to 100: with commas, on lines, or pasted from a \
                                  table.";
pub const SEND: &str = "Send invitation";
pub const SENDING: &str = "Sending";
pub const SENT: &str = "Invitation sent";

/// In the list of people.
pub const PENDING: &str = "Invite pending";
pub const OVER: &str = "Invite expired";
pub const SENT_ON: &str = "Sent ";
pub const INVITATION: &str = "Invitation";
pub const RESEND: &str = "Resend";
pub const RESENT: &str = "Invitation sent again";
pub const SHOW_ALL: &str = "Show all invites";
pub const NOBODY: &str = "Nobody is invited";
pub const NOBODY_HINT: &str = "Who is invited stands here until they have answered.";
pub const EDIT_LEAD: &str = "It holds for the invitation that they have.";
pub const REVOKE: &str = "Cancel invite";
pub const REVOKING: &str = "Cancelling";
pub const REVOKED: &str = "Invite cancelled";
pub const REVOKE_WARNING: &str = "The link in their mail stops working. They are not told.";
pub const KEEP: &str = "Keep";
/// Another window was faster.
pub const ANSWERED: &str = "This invite was answered or cancelled meanwhile";

/// The page of a person's invitations.
pub const TITLE: &str = "Invitations";
pub const LEAD: &str = "Organizations that would like you to join.";
pub const WAITING: &str = "Waiting for you";
pub const NOTHING: &str = "Nobody has invited you";
pub const NOTHING_HINT: &str = "Invitations to your email address will be listed here.";
pub const EARLIER: &str = "Earlier";
pub const NOTHING_YET: &str = "Nothing here yet";
pub const NOTHING_YET_HINT: &str = "Invitations you accepted or declined will be listed here.";
pub const ACCEPT: &str = "Accept";
pub const ACCEPTING: &str = "Accepting";
pub const ACCEPTED: &str = "You are in";
pub const DECLINE: &str = "Decline";
pub const DECLINING: &str = "Declining";
pub const DECLINED: &str = "Invitation declined";
/// Around the name of who invites, and the time.
pub const INVITED_YOU: &str = " invited you ";

/// The page of the link in the mail.
pub const OPENED: &str = "You are invited";
pub const SIGN_IN: &str = "Sign in to accept";
pub const NEW: &str = "Choose a name and a password. You sign in with this address.";
pub const JOIN: &str = "Create account and join";
pub const JOINING: &str = "Joining";
pub const OTHER: &str = "Sign out";
pub const NOT_HERE: &str = "This address has no account here, and nobody can sign up with it. Ask \
                            whoever invited you.";
pub const GONE_TITLE: &str = "This link does not work";
pub const GONE: &str = "This invitation works no more: it was answered, withdrawn, or is older \
                        than 7 days. Ask whoever invited you for another.";
pub const DECLINED_TITLE: &str = "Invitation declined";
pub const DECLINED_LEAD: &str = "You will not hear of it again, unless they ask you once more.";

pub(super) const NOT_SENT: &str = "Some invitations were not sent.";
pub(super) const NO_OWNERS: &str =
    "Nobody is invited as an owner. Choose another role; make them one when they are in.";

/// More than can be invited at a time.
pub(super) fn too_many(most: u32) -> String {
    format!("These are more than {most}. Invite {most} people at a time.")
}

/// More than can wait.
pub(super) fn limit(most: u32) -> String {
    format!("{most} people have not answered yet, which is the most. Cancel some invites first.")
}

/// How many were sent, before the reasons why others were not.
#[cfg(feature = "server")]
pub(crate) fn sum(sent: usize, left: usize) -> String {
    match sent {
        0 => "No invitation was sent.".into(),
        _ => [&*sent_so_many(sent), ", ", &left.to_string(), " not."].concat(),
    }
}

/// Why one was not invited.
#[cfg(feature = "server")]
pub(crate) fn told(told: &Told) -> String {
    let why = match told.outcome {
        Outcome::Sent => SENT,
        Outcome::Waits => "invited already. Resend it in the list.",
        Outcome::Belongs => "in the organization already.",
        Outcome::Again => "stands here twice.",
        Outcome::NoAddress => "not an email address.",
        Outcome::Later => "no more invitations today. Try again tomorrow.",
    };
    [&*told.email, ": ", why].concat()
}

/// `1 invitation sent`, `3 invitations sent`.
fn sent_so_many(count: usize) -> String {
    [&*super::count(count, "invitation"), " sent"].concat()
}

/// To whom they are on their way, as long as it is one.
pub fn sent(to: &[String]) -> String {
    match to {
        [email] => [SENT, " to ", email].concat(),
        _ => sent_so_many(to.len()),
    }
}

/// To whom it went again.
pub fn resent(email: &str) -> String {
    [RESENT, " to ", email].concat()
}

/// `2 invites`.
pub fn count(invited: i64) -> String {
    super::count(usize::try_from(invited).unwrap_or_default(), "invite")
}

/// Behind the count of people.
pub fn and_count(invited: i64) -> String {
    [", ", &count(invited)].concat()
}

/// To whom it is sent, for whoever hears the button.
pub fn to(email: &str) -> String {
    [" invitation to ", email].concat()
}

/// From whom it is, for whoever hears the button.
pub fn from(organization: &str) -> String {
    [" invitation to ", organization].concat()
}

/// The question before it is withdrawn.
pub fn revoke_question(email: &str) -> String {
    ["Cancel the invite to ", email, "?"].concat()
}

/// What the link leads to.
pub fn opened(by: &str, organization: &str, role: &str) -> String {
    [by, " invites you to ", organization, ", as ", role, "."].concat()
}

/// For whom it is.
pub fn for_whom(email: &str) -> String {
    ["The invitation is for ", email, "."].concat()
}

/// Somebody else is signed in.
pub fn other(invited: &str, signed_in: &str) -> String {
    [
        "The invitation is for ",
        invited,
        ", but you are signed in as ",
        signed_in,
        ". Sign out, then open the link once more.",
    ]
    .concat()
}

/// What somebody said.
pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Accepted => "Accepted",
        Answer::Declined => "Declined",
    }
}
