//! The list: found, filtered and paged by the server.

use domain::{
    Time,
    audit::{Changed, Line, LogPage, Who},
    rights::Right,
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::ListLog;
use crate::{
    load::{Data, loaded_if_open},
    paths,
    place::named,
    screens::Part,
    ui::{Avatar, Empty, Icon, IconName, PageHead, Section, When},
};

/// The page.
#[lazy]
pub(crate) fn audit_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    named(|path| paths::in_settings(path).map(|(slug, _)| slug), page)
}

/// What the address asks for, in the order of its fields.
#[derive(Clone, Default)]
struct Asked {
    find: String,
    person: String,
    action: String,
    from: String,
    until: String,
    before: String,
}

impl Asked {
    fn of(query: &ParamsMap) -> Self {
        let get = |name| query.get(name).unwrap_or_default();
        Self {
            find: get("find"),
            person: get("person"),
            action: get("action"),
            from: get("from"),
            until: get("until"),
            before: get("before"),
        }
    }

    fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("find", &self.find),
            ("person", &self.person),
            ("action", &self.action),
            ("from", &self.from),
            ("until", &self.until),
            ("before", &self.before),
        ]
    }

    /// The same from `before` on and, for an export, in a format; as the end of an address.
    fn query(&self, before: &str, format: &str) -> String {
        let mut params = ParamsMap::new();
        let [find, person, action, from, until, _] = self.fields();
        for (name, value) in
            [find, person, action, from, until, ("before", before), ("format", format)]
        {
            if !value.is_empty() {
                params.insert(name, value.to_owned());
            }
        }
        params.to_query_string()
    }
}

fn page(slug: &str) -> AnyView {
    let asked = Asked::of(&use_query_map().get_untracked());
    let mut fields = vec![("organization", slug)];
    fields.extend(asked.fields());
    let Asked { find, person, action, from, until, before } = asked.clone();
    let organization = slug.to_owned();
    let wanted = ListLog { organization, find, person, action, from, until, before };
    let log = Data::of(wanted, &fields);
    loaded_if_open(log, Right::ReadLog, move |page: LogPage| sections(page, &asked))
}

fn sections(page: LogPage, asked: &Asked) -> AnyView {
    let LogPage { place, log, actions, now } = page;
    let address = paths::settings(&place.slug, paths::AUDIT);
    let body = if log.lines.is_empty() {
        view! { <Empty title=words::audit::NOTHING sentence=words::audit::NOTHING_HINT/> }
            .into_any()
    } else {
        table(log.lines, now)
    };
    let first = (!asked.before.is_empty()).then(|| [&*address, &asked.query("", "")].concat());
    let older = log.next.map(|before| [&*address, &asked.query(&before, "")].concat());
    // Whole pages: the list starts elsewhere.
    let link = |(href, label): (String, &'static str)| {
        view! {
            <a class="btn" href=href rel="external">
                {label}
            </a>
        }
    };
    let links = [first.zip(Some(words::audit::NEWEST)), older.zip(Some(words::audit::OLDER))];
    let links: Vec<_> = links.into_iter().flatten().map(link).collect();
    let pager = (!links.is_empty()).then(|| {
        view! {
            <nav class="actions" aria-label=words::workspaces::PAGES>
                {links}
            </nav>
        }
    });
    let export = |format: &str, label: &'static str| {
        let href = [&*paths::log_export(&place.slug), &asked.query("", format)].concat();
        view! {
            <a class="btn btn--sm" href=href rel="external" download>
                {label}
            </a>
        }
    };
    let exports = view! {
        {export("csv", words::audit::CSV)}
        {export("ndjson", words::audit::NDJSON)}
    }
    .into_any();
    view! {
        <Title text=words::audit::TITLE/>
        <PageHead title=words::audit::TITLE sentence=words::audit::lead(&place.name)/>
        <section class="section section--flush" aria-label=words::audit::TITLE id="log">
            {toolbar(&address, asked, actions)}
            {body}
        </section>
        {pager}
        <Section
            id="export"
            title=words::audit::EXPORT
            sentence=[words::audit::EXPORT_LEAD, " ", words::audit::CHAINED].concat()
        >
            <div class="actions">{exports}</div>
        </Section>
    }
    .into_any()
}

/// What is found and shown. A form of the browser: its address is the list.
fn toolbar(address: &str, asked: &Asked, actions: Vec<(String, String)>) -> AnyView {
    let chosen = asked.action.clone();
    let option = move |(name, label): (String, String)| {
        let selected = name == chosen;
        view! {
            <option value=name selected=selected>
                {label}
            </option>
        }
    };
    let all = (String::new(), words::audit::ALL.to_owned());
    let options = core::iter::once(all).chain(actions).map(option).collect::<Vec<_>>();
    let input = |kind: &'static str, name: &'static str, label: &'static str, value: &str| {
        view! {
            <input
                class="input"
                type=kind
                name=name
                id=name
                value=value.to_owned()
                placeholder=label
                aria-label=label
                maxlength="100"
            />
        }
    };
    let day = |name, label: &'static str, value: &str| {
        view! {
            <label class="toolbar__day">
                <span>{label}</span>
                {input("date", name, label, value)}
            </label>
        }
    };
    view! {
        <form
            class="toolbar"
            method="get"
            action=address.to_owned()
            role="search"
            autocomplete="off"
        >
            <div class="input-wrap">
                <Icon name=IconName::Search/>
                {input("search", "find", words::audit::FIND, &asked.find)}
            </div>
            <div class="input-wrap">
                <Icon name=IconName::User/>
                {input("email", "person", words::audit::PERSON, &asked.person)}
            </div>
            <div class="input-wrap input-wrap--sel">
                <select
                    class="input"
                    name="action"
                    id="action"
                    aria-label=words::audit::ACTION
                >
                    {options}
                </select>
                <Icon name=IconName::Down/>
            </div>
            {day("from", words::audit::FROM, &asked.from)}
            {day("until", words::audit::UNTIL, &asked.until)}
            <button class="btn" type="submit">
                {words::audit::SHOW}
            </button>
        </form>
    }
    .into_any()
}

fn table(lines: Vec<Line>, now: Time) -> AnyView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    let rows = lines.into_iter().map(|line| row(line, now)).collect::<Vec<_>>();
    view! {
        <div class="table-wrap">
            <table class="table" role="table" aria-label=words::audit::TITLE>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(words::audit::WHO)}
                        {head(words::audit::WHAT)}
                        {head(words::audit::WHENCE)}
                        {head(words::audit::WHEN)}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(line: Line, now: Time) -> AnyView {
    let Line { at, who, what, target, changes, network, device, .. } = line;
    let target = (!target.is_empty()).then(|| view! { <div class="cell__sub">{target}</div> });
    let changes = changes.into_iter().map(change).collect::<Vec<_>>();
    let device = (!device.is_empty()).then(|| view! { <div class="cell__sub">{device}</div> });
    view! {
        <tr role="row">
            <td role="cell">{person(who)}</td>
            <td role="cell" data-label=words::audit::WHAT>
                <div>
                    <div>{what}</div>
                    {target}
                    {changes}
                </div>
            </td>
            <td role="cell" class="dim" data-label=words::audit::WHENCE>
                <div>
                    <div>{network}</div>
                    {device}
                </div>
            </td>
            <td role="cell" class="dim nowrap" data-label=words::audit::WHEN>
                <When at now/>
            </td>
        </tr>
    }
    .into_any()
}

fn person(who: Who) -> AnyView {
    match who {
        Who::Person { name, email, face, .. } => view! {
            <div class="cell">
                <Avatar face/>
                <div>
                    <div class="cell__title">{name}</div>
                    <div class="cell__sub">{email}</div>
                </div>
            </div>
        }
        .into_any(),
        Who::Gone { .. } => words::audit::GONE.into_any(),
        Who::Nobody => words::audit::NOBODY.into_any(),
    }
}

/// `Role: Viewer → Admin`.
fn change(changed: Changed) -> AnyView {
    let Changed { what, before, after, .. } = changed;
    let value = |value: Option<String>| value.unwrap_or_else(|| words::audit::NONE.to_owned());
    let said = [&*what, ": ", &value(before), words::audit::TO, &value(after)].concat();
    view! { <div class="cell__sub">{said}</div> }.into_any()
}
