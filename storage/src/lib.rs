//! Where everything is kept: the only crate that speaks SQL.
//!
//! Start at [`Db`]: it opens SQLite or PostgreSQL and hands out a [`Tx`], and
//! every query is a method of `Tx`, in the file of its feature. Each is written
//! once, as plain SQL that both engines understand (`run.rs` says how); the few
//! places where they differ are in `dialect.rs`.
//!
//! Every limit and every single use is one conditional statement whose outcome
//! is checked, and expiry is judged when a thing is used. So nothing here is
//! decided between a read and a write.

mod db;
mod dialect;
mod email_changes;
mod error;
mod readers;
mod run;

mod audit;
mod audit_chain;
mod audit_list;
mod choices;
mod deletion;
mod exports;
mod flashes;
mod invitations;
mod known_browsers;
mod links;
mod mailed_links;
mod mails;
mod members;
mod memberships;
mod notices;
mod organizations;
mod passkeys;
mod people;
mod persons;
mod photo_files;
mod photos;
mod reveals;
mod roles;
mod sessions;
mod sign_in;
mod sign_up;
mod staff;
mod sweep;
mod teams;
mod throttles;
mod tokens;
mod two_factor;
mod workspaces;

#[cfg(feature = "testing")]
pub mod testing;

pub use audit::{AuditEntry, HappeningRow, Mark};
pub use audit_chain::{Chain, ChainedRow};
pub use audit_list::{LogAsked, LogRow};
pub use db::{Db, Tx};
pub use dialect::Engine;
pub use error::StorageError;
pub use exports::{ClaimedExport, ExportRow, MadeExport, PersonFacts};
pub use invitations::{InvitationRow, ListedInvited, NewInvitation};
pub use links::LinkPurpose;
pub use mailed_links::{MailedLink, NewMailedLink};
pub use mails::{DeadMailRow, MailRow};
pub use members::MemberRow;
pub use memberships::{BelongsRow, Counts, PlaceRow, SharesRow, Whereabouts};
pub use notices::{DueDigest, DueWarning, ListedNotices, NewNotice, WatchRow, Whom};
pub use organizations::{Claimed, MembershipRow, NewOrganization};
pub use passkeys::{NewPasskey, PasskeyRow};
pub use people::{Listed, PersonRow, PostRow};
pub use persons::{Credentials, NewPerson};
pub use photos::{NewPhoto, PhotoRow};
pub use reveals::RevealRow;
pub use sessions::{NewSession, OpenSession, SessionRow};
pub use sign_in::SignInRow;
pub use staff::{AccountRow, ListedAccounts};
pub use teams::{TeamRow, TeammateRow};
pub use throttles::Ladder;
pub use tokens::{BearerRow, Inserted, NewTokenRow};
pub use workspaces::{NewWorkspace, TargetRow, WorkspaceRow};
