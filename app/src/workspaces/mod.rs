//! Workspaces: `/settings/{org}/workspaces` and `/w/{workspace}`.

mod dialogs;
mod list;
mod one;
mod server_fns;

pub(crate) use list::*;
pub(crate) use one::*;
pub use server_fns::*;
