//! `/settings/{org}/people`: who belongs to an organization, and as what.

mod dialogs;
mod list;
mod server_fns;

pub(crate) use list::*;
pub use server_fns::*;
