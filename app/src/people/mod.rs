//! `/settings/{org}/people`: who belongs to an organization, and as what; and who is invited.

mod dialogs;
mod invite_fns;
mod invited;
mod list;
mod server_fns;
mod toolbar;

pub use invite_fns::*;
pub(crate) use list::*;
pub use server_fns::*;
pub(crate) use toolbar::{choice, find_bar};

/// Loads the dialog that the page may come with.
#[cfg(not(feature = "ssr"))]
async fn preload(path: String) {
    if !path.ends_with(crate::paths::PEOPLE) {
        dialogs::__preload_people_dialog().await;
    }
}
