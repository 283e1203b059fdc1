//! `/settings/{org}/audit`: who did what in an organization. Its filters are in its address,
//! as a form of the browser puts them there.

mod list;
mod server_fns;

pub(crate) use list::*;
pub use server_fns::*;
