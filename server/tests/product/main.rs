//! The product as people and programs meet it: the router that serves, in
//! process, on both databases. A file per feature, and one for each thing that
//! must hold everywhere. One program, so that it links once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod admin;
mod api;
mod audit;
mod deletion;
mod email;
mod export;
mod flash;
mod invitation_limits;
mod invitations;
mod locks;
mod members;
mod notices;
mod organization_mfa;
mod organizations;
mod passkeys;
mod people;
mod photo_files;
mod photos;
mod preferences;
mod profile;
mod reset;
mod rights;
mod roles;
mod sessions;
mod set_up;
mod sign_in;
mod sign_up;
mod staff;
mod teams;
mod throttles;
mod token_reveal;
mod tokens;
mod two_factor;
mod whose;
mod workspaces;

mod callers;
mod cross_site;
mod crowd;
mod headers;
mod http;
mod queries;
mod redirects;
mod secrets;
mod security;
mod stalled;
