//! `/settings/{org}/roles`: who may do what, and roles of an organization's own; and choosing
//! a role wherever somebody is given one.

mod choose;
mod dialogs;
mod list;
mod server_fns;

pub(crate) use choose::*;
pub(crate) use list::*;
pub use server_fns::*;
