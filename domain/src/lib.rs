//! The vocabulary of Latchkey: types and rules without any input or output.
//!
//! Compiles for the server and for the browser, so these are the types that
//! both sides speak. One file per feature, named alike in every layer; what
//! all features share comes first. The feature `server` adds what the browser
//! has no use for (canonical addresses, digests, the real clock).

pub mod clock;
pub mod device;
pub mod flash;
pub mod id;
pub mod problem;
pub mod secret;
mod visible;
pub mod wire;
pub mod words;
pub mod zone;

pub mod audit;
pub mod email;
pub mod invitations;
pub mod my_data;
pub mod notices;
pub mod organizations;
pub mod passkey;
#[cfg(feature = "server")]
pub mod password;
pub mod people;
pub mod person;
pub mod photo;
pub mod preferences;
pub mod profile;
pub mod rights;
pub mod roles;
pub mod security;
pub mod shell;
pub mod sign_in;
#[cfg(feature = "server")]
pub mod sign_up;
pub mod staff;
pub mod teams;
pub mod theme;
pub mod tokens;
pub mod two_factor;
pub mod workspaces;

pub use clock::{Clock, Time};
pub use id::{
    AuditId, InvitationId, LinkId, MailId, NoticeId, OrganizationId, PasskeyId, PersonId, RevealId,
    RoleId, SessionId, TeamId, TokenId, WorkspaceId,
};
pub use problem::{Code, FieldProblem, Problem};
pub use secret::Secret;
pub use wire::Wire;
pub use zone::Zone;
