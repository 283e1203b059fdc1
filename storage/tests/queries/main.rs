//! Every query, on both engines. One program, so that it links once; a file per
//! feature, named as in `src/`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod complete;
mod db;
mod killed;
mod plans;
mod schema;

mod audit;
mod audit_chain;
mod deletion;
mod email_changes;
mod exports;
mod flashes;
mod invitations;
mod known_browsers;
mod links;
mod mailed_links;
mod mails;
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
