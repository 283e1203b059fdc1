//! `/staff`: running the instance. One screen for the program that every page loads; each of
//! its pages is loaded when it is asked for.

mod people;

use domain::words;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

pub use people::*;

use crate::{
    boot::Boot,
    load::coming,
    not_found::nothing_here,
    paths,
    screens::Part,
    ui::{PageHead, Tab, Tabs, focus, live},
};

/// A page of the area, as addresses name it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    People,
    Nothing,
}

impl Page {
    fn at(path: &str) -> Option<Self> {
        let (page, _) = paths::in_staff(path)?;
        Some(match page {
            "" | "people" => Self::People,
            _ => Self::Nothing,
        })
    }

    fn view(self) -> AnyView {
        match self {
            Self::People => coming(Box::new(|| Box::pin(people::staff_people()))),
            Self::Nothing => nothing_here(),
        }
    }
}

/// The pages, in the order of their tabs.
const TABS: &[(&str, &str)] = &[(paths::STAFF_PEOPLE, words::staff::PEOPLE)];

/// The page: what stands at the address, while it stands in the area.
#[lazy]
pub(crate) fn staff_page() -> Part {
    let part = Part::of(view);
    #[cfg(not(feature = "ssr"))]
    let part = part.with(|path| Box::pin(preload(path)));
    part
}

fn view() -> AnyView {
    let path = use_location().pathname;
    let page = Memo::new(move |before: Option<&Page>| {
        let now = path.with(|path| Page::at(path));
        now.or_else(|| before.copied()).unwrap_or(Page::Nothing)
    });
    let boot = Boot::provided();
    // To the frame all of them are one.
    Effect::new(move |before: Option<Page>| {
        let page = page.get();
        if before.is_some_and(|before| before != page) {
            if let Some(boot) = boot {
                boot.forget_flash();
            }
            focus("main");
        }
        page
    });
    live(move || page.get().view())
}

/// Loads the page that stands there, with the dialog that it may come with.
#[cfg(not(feature = "ssr"))]
async fn preload(path: String) {
    match Page::at(&path) {
        Some(Page::People) => people::preload(&path).await,
        Some(Page::Nothing) | None => (),
    }
}

/// What is split off for the page at this address.
#[cfg(feature = "ssr")]
pub(crate) fn parts(path: &str) -> Vec<&'static str> {
    let page: &[_] = match Page::at(path) {
        Some(Page::People) => people::parts(path),
        Some(Page::Nothing) | None => &[],
    };
    [&["staff_page"], page].concat()
}

/// The head of a page of the area, with the way to the others.
fn head(
    here: &'static str,
    title: &'static str,
    sentence: &'static str,
    action: Option<AnyView>,
) -> AnyView {
    let tab = move |&(href, label): &(&'static str, &'static str)| {
        view! { <Tab href label current=href == here/> }
    };
    // One alone leads nowhere.
    let tabs = (TABS.len() > 1).then(|| {
        view! { <Tabs label=words::shell::STAFF>{TABS.iter().map(tab).collect::<Vec<_>>()}</Tabs> }
    });
    view! {
        <Title text=title/>
        <PageHead title sentence>
            {action}
        </PageHead>
        {tabs}
    }
    .into_any()
}

/// Where a list goes on. Whole pages: it starts elsewhere.
fn pager(first: Option<String>, next: Option<String>) -> AnyView {
    let link = |(href, label): (String, &'static str)| {
        view! {
            <a class="btn" href=href rel="external">
                {label}
            </a>
        }
    };
    let first = first.map(|href| (href, words::workspaces::FIRST));
    let next = next.map(|href| (href, words::workspaces::NEXT));
    let links: Vec<_> = [first, next].into_iter().flatten().map(link).collect();
    let pager = (!links.is_empty()).then(|| {
        view! {
            <nav class="actions" aria-label=words::workspaces::PAGES>
                {links}
            </nav>
        }
    });
    pager.into_any()
}
