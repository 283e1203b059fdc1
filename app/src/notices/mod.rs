//! Notices: `/account/notifications`, and the list behind the bell.

mod bell;
mod choices;
mod server_fns;

use domain::{
    Time,
    notices::{Kind, Notice, Notices},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

pub(crate) use bell::bell_list;
pub use server_fns::*;

use crate::{
    form::{Form, FormProblem, FormState},
    frame::unread,
    load::{Data, loaded},
    paths,
    screens::Part,
    ui::{
        ButtonKind, Count, Dates, Empty, Icon, IconName, PageHead, Section, SubmitButton, When,
        focus, toast,
    },
};

/// In the address: only those that were not read.
const ONLY_UNREAD: &str = "unread";

/// What the address asks for.
#[derive(Clone, Default)]
struct Asked {
    show: String,
    kind: String,
    after: String,
}

impl Asked {
    fn of(query: &ParamsMap) -> Self {
        let get = |name| query.get(name).unwrap_or_default();
        let kind = get("kind").parse().map(Kind::as_str).unwrap_or_default();
        Self { show: get("show"), kind: kind.to_owned(), after: get("after") }
    }

    /// The same list from the start, or behind one of them.
    fn address(&self, after: &str) -> String {
        let mut params = ParamsMap::new();
        for (name, value) in [("show", &*self.show), ("kind", &*self.kind), ("after", after)] {
            if !value.is_empty() {
                params.insert(name, value.to_owned());
            }
        }
        [paths::NOTICES, &params.to_query_string()].concat()
    }
}

/// The page.
#[lazy]
pub(crate) fn notices_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let asked = Asked::of(&use_query_map().get_untracked());
    let Asked { show, kind, after } = asked.clone();
    let fields = [("show", &*show), ("kind", &*kind), ("after", &*after)];
    let wanted = ListNotices { show: show.clone(), kind: kind.clone(), after: after.clone() };
    let list = Data::of(wanted, &fields);
    let chosen = Data::of(LoadNoticeChoices {}, &[]);
    view! {
        <Title text=words::notices::TITLE/>
        <PageHead title=words::notices::TITLE sentence=words::notices::LEAD/>
        {loaded(list, move |all| sections(all, &asked, list))}
        {loaded(chosen, choices::section)}
    }
    .into_any()
}

fn sections(all: Notices, asked: &Asked, newest: Data<Notices>) -> AnyView {
    let Notices { notices, unread: count, next, now } = all;
    unread(count);
    let badge = (count > 0).then(|| view! { <Count n=count/> }).into_any();
    let filtered = !asked.show.is_empty() || !asked.kind.is_empty();
    let body = if notices.is_empty() {
        let (title, sentence) = if filtered {
            (words::notices::NONE_FOUND, words::notices::NONE_FOUND_HINT)
        } else {
            (words::notices::NONE, words::notices::NONE_HINT)
        };
        view! { <Empty title sentence/> }.into_any()
    } else {
        let rows: Vec<_> = notices.into_iter().map(|one| row(one, now, newest)).collect();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    let first = (!asked.after.is_empty()).then(|| (asked.address(""), words::workspaces::FIRST));
    let next = next.map(|last| (asked.address(&last.to_string()), words::workspaces::NEXT));
    // Whole pages: the list starts elsewhere.
    let link = |(href, label): (String, &'static str)| {
        view! {
            <a class="btn" href=href rel="external">
                {label}
            </a>
        }
    };
    let links: Vec<_> = [first, next].into_iter().flatten().map(link).collect();
    let pager = (!links.is_empty()).then(|| {
        view! {
            <nav class="actions" aria-label=words::workspaces::PAGES>
                {links}
            </nav>
        }
    });
    let filter = filter(asked);
    let read_all = FormState::of::<ReadNotices>();
    read_all.on_done::<ReadNotices>(move |()| {
        newest.reload();
        toast(words::notices::ALL_READ);
        request_animation_frame(|| focus("inbox-h"));
    });
    view! {
        <Section
            id="inbox"
            title=words::notices::INBOX
            badge
            flush=true
            actions=move || (count > 0).then(|| all_read(read_all, ButtonKind::Outlined))
        >
            <FormProblem state=read_all/>
            {filter}
            {body}
        </Section>
        {pager}
    }
    .into_any()
}

/// Marks all as read.
fn all_read(state: FormState, kind: ButtonKind) -> AnyView {
    view! {
        <Form state class="">
            <SubmitButton
                label=words::notices::READ_ALL
                busy_label=words::notices::READING
                pending=state.pending()
                kind
                small=true
            />
        </Form>
    }
    .into_any()
}

/// Which of them are shown. A form of the browser: its address is the list.
fn filter(asked: &Asked) -> AnyView {
    let shown = [("", words::notices::ANY), (ONLY_UNREAD, words::notices::ONLY_UNREAD)];
    let kinds = [("", words::notices::EVERYTHING)]
        .into_iter()
        .chain(Kind::ALL.map(|kind| (kind.as_str(), words::notices::kind(kind))));
    let choice = |name, label, options: Vec<(&'static str, &'static str)>, chosen: &str| {
        let option = |(value, text): (&'static str, &'static str)| {
            view! {
                <option value=value selected=value == chosen>
                    {text}
                </option>
            }
        };
        view! {
            <div class="input-wrap input-wrap--sel">
                <select class="input" name=name aria-label=label>
                    {options.into_iter().map(option).collect::<Vec<_>>()}
                </select>
                <Icon name=IconName::Down/>
            </div>
        }
    };
    view! {
        <form
            class="toolbar"
            method="get"
            action=paths::NOTICES
            role="search"
            autocomplete="off"
            aria-label=words::notices::FILTER
        >
            {choice("show", words::notices::SHOW, shown.to_vec(), &asked.show)}
            {choice("kind", words::notices::KIND, kinds.collect(), &asked.kind)}
            <button class="btn" type="submit">
                {words::notices::FILTER}
            </button>
        </form>
    }
    .into_any()
}

/// The icon of a kind.
fn icon(kind: Kind) -> IconName {
    match kind {
        Kind::SignIn => IconName::Laptop,
        Kind::TokenCreated => IconName::Key,
        Kind::TokenExpires => IconName::Clock,
        Kind::Invitation => IconName::Mail,
        Kind::Role => IconName::Users,
    }
}

/// What a notice says, and the same as it is read out.
fn said(notice: &Notice, now: Time) -> (AnyView, [String; 3]) {
    let by = notice.by.as_deref();
    let told = Dates::of_page().by(|zone| words::notices::told(&notice.about, by, now, zone));
    let [before, bold, after] = told.clone();
    let bold = (!bold.is_empty()).then(|| view! { <b>{bold}</b> });
    (view! { {before} {bold} {after} }.into_any(), told)
}

fn row(notice: Notice, now: Time, newest: Data<Notices>) -> AnyView {
    let (said, told) = said(&notice, now);
    let Notice { id, about, at, read, .. } = notice;
    let kind = about.kind();
    let mark = (!read).then(|| {
        view! {
            " "
            <span class="dot dot--unread" aria-hidden="true"></span>
            <span class="sr">{words::notices::UNREAD}". "</span>
        }
    });
    let action = words::notices::action(kind);
    let spoken = [action, ": ", &told.concat()].concat();
    let state = FormState::of::<ReadNotice>();
    state.on_done::<ReadNotice>(move |()| {
        newest.reload();
        request_animation_frame(|| focus("inbox-h"));
    });
    let button = (!read).then(|| {
        view! {
            <Form state class="">
                <input type="hidden" name="id" value=id.to_string()/>
                <SubmitButton
                    label=words::notices::READ
                    busy_label=words::notices::READING
                    pending=state.pending()
                    kind=ButtonKind::Quiet
                    small=true
                    spoken=words::notices::read_one(&told)
                />
            </Form>
        }
    });
    view! {
        <li class="row">
            <span class="row__lead">
                <Icon name=icon(kind)/>
            </span>
            <div class="row__main">
                <div>{said} {mark}</div>
                <div class="row__meta">
                    <When at now/>
                </div>
                <FormProblem state/>
            </div>
            <div class="actions actions--wide">
                {button}
                <a class="btn btn--sm" href=paths::notice(id) rel="external" aria-label=spoken>
                    {action}
                </a>
            </div>
        </li>
    }
    .into_any()
}
