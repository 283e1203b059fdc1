//! `/settings/{org}/teams`, and the page of each team.

mod dialogs;
mod list;
mod one;
mod server_fns;

pub(crate) use list::*;
pub(crate) use one::*;
pub use server_fns::*;
