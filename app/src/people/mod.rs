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
pub(crate) use toolbar::choice;

/// Loads what the page is made of, with the dialog that it may come with.
#[cfg(not(feature = "ssr"))]
pub(crate) async fn preload(path: &str) {
    list::__preload_people_page().await;
    if !path.ends_with(crate::paths::PEOPLE) {
        dialogs::__preload_people_dialog().await;
    }
}
