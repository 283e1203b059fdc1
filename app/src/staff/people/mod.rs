//! `/staff/people`: everybody who has an account.

mod dialogs;
mod list;
mod server_fns;

pub(super) use list::*;
pub use server_fns::*;

/// Loads what the page is made of, with the dialog that it may come with.
#[cfg(not(feature = "ssr"))]
pub(super) async fn preload(path: &str) {
    list::__preload_staff_people().await;
    if has_dialog(path) {
        dialogs::__preload_staff_people_dialog().await;
    }
}

/// What is split off for the page at this address.
#[cfg(feature = "ssr")]
pub(super) fn parts(path: &str) -> &'static [&'static str] {
    if has_dialog(path) { &["staff_people", "staff_people_dialog"] } else { &["staff_people"] }
}

fn has_dialog(path: &str) -> bool {
    crate::paths::in_staff(path).is_some_and(|(_, asked)| !asked.is_empty())
}
