//! Pages that stand in an organization or a workspace: what their address names, and why
//! they may not be open.

use domain::{rights::Right, words};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use crate::{
    paths,
    ui::{LinkButton, PageHead, live},
};

/// A page of what its address names: made anew for another, and kept while the next page is
/// on its way.
pub(crate) fn named(name: fn(&str) -> Option<&str>, page: fn(&str) -> AnyView) -> AnyView {
    let path = use_location().pathname;
    let named = Memo::new(move |before: Option<&String>| {
        let now = path.with(|path| name(path).map(ToOwned::to_owned));
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    live(move || page(&named.get()))
}

/// In place of a page that is not open to its reader, who may know that it is there.
pub(crate) fn not_open(right: Right) -> AnyView {
    #[cfg(feature = "ssr")]
    if let Ok(respond) = crate::server::respond() {
        respond.failed(&domain::Problem::Forbidden);
    }
    view! {
        <Title text=words::organizations::MAY_NOT/>
        <PageHead
            title=words::organizations::MAY_NOT
            sentence=words::organizations::why_not(right)
        />
        <div class="actions">
            <LinkButton href=paths::HOME label=words::organizations::TO_HOME/>
        </div>
    }
    .into_any()
}
