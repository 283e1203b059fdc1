//! The list of an organization's teams.

use domain::{
    rights::Right,
    teams::{TeamList, TeamSummary},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::{CreateTeam, DeleteTeam, ListTeams};
use crate::{
    ask::{Ask, nothing_there},
    form::{FormField, FormState, done},
    load::{Data, loaded},
    paths,
    place::named,
    screens::Part,
    ui::{
        Badge, ButtonKind, Callout, CalloutKind, Empty, IconName, LinkButton, PageHead, Section,
        live,
    },
};

/// The page.
#[lazy]
pub(crate) fn teams_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    named(
        |path| {
            let (slug, page) = paths::in_settings(path)?;
            matches!(page, paths::TEAMS | paths::NEW_TEAM).then_some(slug)
        },
        page,
    )
}

fn page(slug: &str) -> AnyView {
    let list = Data::of(ListTeams { organization: slug.into() }, &[("organization", slug)]);
    loaded(list, sections)
}

fn sections(list: TeamList) -> AnyView {
    let TeamList { place, held, teams, frozen } = list;
    let may = held.has(Right::ManageTeams) && !frozen;
    let ends = frozen.then(|| {
        view! { <Callout kind=CalloutKind::Warn title=words::organizations::ENDS_NOTHING/> }
    });
    let new = may.then(|| {
        view! {
            <LinkButton
                href=paths::settings(&place.slug, paths::NEW_TEAM)
                label=words::teams::NEW
                kind=ButtonKind::Primary
                icon=IconName::Plus
            />
        }
    });
    let body = if teams.is_empty() {
        view! { <Empty title=words::teams::NONE_YET sentence=words::teams::NONE_YET_HINT/> }
            .into_any()
    } else {
        table(&place.slug, teams)
    };
    view! {
        <Title text=words::teams::TITLE/>
        {over(place.slug.clone(), may)}
        <PageHead title=words::teams::TITLE sentence=words::teams::lead(&place.name)>
            {new}
        </PageHead>
        {done(FormState::of::<DeleteTeam>(), words::teams::DELETED)}
        {ends}
        <Section id="list" title=words::teams::ALL flush=true>
            {body}
        </Section>
    }
    .into_any()
}

fn table(slug: &str, teams: Vec<TeamSummary>) -> AnyView {
    let head = |label: &'static str| {
        view! {
            <th role="columnheader" scope="col">
                {label}
            </th>
        }
    };
    let rows = teams.into_iter().map(|team| row(slug, team)).collect::<Vec<_>>();
    view! {
        <div class="table-wrap">
            <table class="table" role="table" aria-labelledby="list-h">
                <thead role="rowgroup">
                    <tr role="row">
                        {head(words::teams::TEAM)}
                        {head(words::teams::PEOPLE)}
                        {head(words::teams::WORKSPACES)}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(slug: &str, team: TeamSummary) -> AnyView {
    let TeamSummary { id, name, about, people, workspaces, yours } = team;
    let yours = yours.then(|| view! { <Badge label=words::teams::YOURS/> });
    let about = (!about.is_empty()).then(|| view! { <div class="cell__sub">{about}</div> });
    view! {
        <tr role="row">
            <td role="cell">
                <div>
                    <a class="cell__title" href=paths::settings(slug, &paths::team(id))>
                        {name}
                    </a>
                    " "
                    {yours}
                    {about}
                </div>
            </td>
            <td role="cell" class="dim nowrap" data-label=words::teams::PEOPLE>
                {people}
            </td>
            <td role="cell" class="dim nowrap" data-label=words::teams::WORKSPACES>
                {workspaces}
            </td>
        </tr>
    }
    .into_any()
}

/// The dialog that makes one, at an address of its own.
fn over(slug: String, may: bool) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked = path
            .with(|path| paths::in_settings(path).is_some_and(|(_, page)| page == paths::NEW_TEAM));
        let back = || paths::settings(&slug, paths::TEAMS);
        asked.then(|| if may { create(&slug) } else { nothing_there(back()) })
    };
    live(dialog)
}

fn create(slug: &str) -> AnyView {
    let state = FormState::of::<CreateTeam>();
    let asked = Ask {
        title: words::teams::NEW.to_owned(),
        sentence: words::teams::NEW_LEAD.to_owned(),
        back: paths::settings(slug, paths::TEAMS),
        keep: words::teams::CANCEL,
        act: words::teams::CREATE,
        busy: words::teams::CREATING,
        kind: ButtonKind::Primary,
    };
    let fields = view! {
        <input type="hidden" name="organization" value=slug.to_owned()/>
        <FormField state id="name" label=words::teams::NAME autocomplete="off" autofocus=true/>
        <FormField
            state
            id="about"
            label=words::teams::ABOUT
            autocomplete="off"
            optional=true
        />
    };
    asked.dialog(state, RwSignal::new(true), fields.into_any())
}
