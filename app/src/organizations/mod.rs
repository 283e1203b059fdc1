//! Organizations: `/`, where people start, making one, and `/settings/{org}/general`.

mod create;
mod ending;
mod general;
mod home;
mod mfa;
mod server_fns;

pub(crate) use general::*;
pub(crate) use home::*;
pub use server_fns::*;
