//! The page of one team: who is in it, and what they are in workspaces.

use domain::{
    rights::Right,
    teams::{TeamPage, TeamWorkspace, Teammate},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{AddToTeam, EditTeam, LoadTeam, RemoveFromTeam, SetTeamRole, TakeTeamRole, dialogs};
use crate::{
    form::{Form, FormProblem, FormState, done},
    load::{Data, loaded},
    paths,
    place::named,
    screens::Part,
    ui::{
        Avatar, AvatarSize, Badge, BadgeKind, ButtonKind, Callout, CalloutKind, Empty, LinkButton,
        PageHead, Section, SubmitButton, toast,
    },
};

/// The page.
#[lazy]
pub(crate) fn team_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    named(paths::whose_team, page)
}

fn page(which: &str) -> AnyView {
    let path = [paths::SETTINGS, which].concat();
    let (slug, page) = paths::in_settings(&path).unwrap_or_default();
    let (team, _) = paths::in_team(page).unwrap_or_default();
    let after = use_query_map().get_untracked().get("after").unwrap_or_default();
    let fields = [("organization", slug), ("team", team), ("after", &*after)];
    let wanted = LoadTeam { organization: slug.into(), team: team.into(), after: after.clone() };
    let data = Data::of(wanted, &fields);
    loaded(data, move |page: TeamPage| sections(&page, data))
}

fn sections(page: &TeamPage, newest: Data<TeamPage>) -> AnyView {
    let frozen = page.frozen.then(|| {
        view! { <Callout kind=CalloutKind::Warn title=words::organizations::ENDS_NOTHING/> }
    });
    view! {
        <Title text=page.name.clone()/>
        // Before the sections: a dialog stands over them.
        {dialogs::over(page.clone(), newest)}
        {head(page)}
        {done(FormState::of::<EditTeam>(), words::teams::SAVED)}
        {done(FormState::of::<AddToTeam>(), words::teams::ADDED)}
        {done(FormState::of::<RemoveFromTeam>(), words::teams::REMOVED)}
        {done(FormState::of::<SetTeamRole>(), words::teams::ROLE_SAVED)}
        {done(FormState::of::<TakeTeamRole>(), words::teams::TAKEN)}
        {frozen}
        {people(page, newest)}
        {workspaces(page, newest)}
    }
    .into_any()
}

/// Whether the caller may change it.
pub(super) fn may(page: &TeamPage) -> bool {
    page.held.has(Right::ManageTeams) && !page.frozen
}

/// The address of a dialog over the page, or its own.
pub(super) fn address(page: &TeamPage, act: &str) -> String {
    let act = if act.is_empty() { paths::team(page.id) } else { paths::of_team(page.id, act) };
    paths::settings(&page.place.slug, &act)
}

fn head(page: &TeamPage) -> AnyView {
    let sentence =
        if page.about.is_empty() { words::teams::of(&page.place.name) } else { page.about.clone() };
    let act = |act, label: &'static str, kind| {
        view! { <LinkButton href=address(page, act) label kind/> }
    };
    let actions = may(page).then(|| {
        view! {
            <div class="actions">
                {act(paths::EDIT, words::teams::EDIT, ButtonKind::Outlined)}
                {act(paths::DELETE, words::teams::DELETE, ButtonKind::DangerQuiet)}
            </div>
        }
    });
    view! {
        <PageHead title=page.name.clone() sentence>
            {actions}
        </PageHead>
    }
    .into_any()
}

fn people(page: &TeamPage, newest: Data<TeamPage>) -> AnyView {
    let add = adds(page, paths::ADD, words::teams::ADD);
    let more = page.next.map(|after| {
        let href = [&*address(page, ""), "?after=", &after.to_string()].concat();
        view! {
            <div class="rows__more">
                <a class="btn btn--sm" href=href rel="external">
                    {words::workspaces::NEXT}
                </a>
            </div>
        }
    });
    let body = if page.people.is_empty() {
        view! { <Empty title=words::teams::NOBODY sentence=words::teams::NOBODY_HINT/> }.into_any()
    } else {
        let rows = page.people.iter().map(|one| teammate(page, one, newest)).collect::<Vec<_>>();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    view! {
        <Section
            id="people"
            title=words::teams::PEOPLE
            sentence=words::people::count(page.people_count)
            flush=true
            actions=move || add
        >
            {body}
            {more}
        </Section>
    }
    .into_any()
}

fn adds(page: &TeamPage, act: &str, label: &'static str) -> Option<AnyView> {
    let href = address(page, act);
    may(page).then(|| view! { <LinkButton href label small=true/> }.into_any())
}

fn teammate(page: &TeamPage, one: &Teammate, newest: Data<TeamPage>) -> AnyView {
    let Teammate { person, display_name, email, face, you } = one.clone();
    let you = you.then(|| view! { <Badge label=words::workspaces::YOU/> });
    let remove = may(page).then(|| {
        let state = FormState::of::<RemoveFromTeam>();
        let said = words::teams::REMOVED;
        state.on_done::<RemoveFromTeam>(move |()| changed(newest, said));
        takes(page, state, &display_name, ("person", person.to_string()), newest)
    });
    view! {
        <li class="row">
            <Avatar face size=AvatarSize::Normal/>
            <div class="row__main">
                <div class="row__title">{display_name} " " {you}</div>
                <div class="row__meta">{email}</div>
            </div>
            {remove}
        </li>
    }
    .into_any()
}

fn workspaces(page: &TeamPage, newest: Data<TeamPage>) -> AnyView {
    let give = adds(page, paths::GIVE, words::teams::GIVE);
    let body = if page.workspaces.is_empty() {
        let sentence = words::teams::NO_WORKSPACES_HINT;
        view! { <Empty title=words::teams::NO_WORKSPACES sentence/> }.into_any()
    } else {
        let row = |one| workspace(page, one, newest);
        let rows = page.workspaces.iter().map(row).collect::<Vec<_>>();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    let count = i64::try_from(page.workspaces.len()).unwrap_or_default();
    view! {
        <Section
            id="workspaces"
            title=words::teams::WORKSPACES
            sentence=words::teams::workspaces(count)
            flush=true
            actions=move || give
        >
            {body}
        </Section>
    }
    .into_any()
}

fn workspace(page: &TeamPage, one: &TeamWorkspace, newest: Data<TeamPage>) -> AnyView {
    let TeamWorkspace { id, name, role, archived_at } = one.clone();
    let archived = archived_at.map(|_| {
        view! { <Badge kind=BadgeKind::Expired label=words::teams::ARCHIVED/> }
    });
    let acts = may(page).then(|| {
        let state = FormState::of::<TakeTeamRole>();
        state.on_done::<TakeTeamRole>(move |()| changed(newest, words::teams::TAKEN));
        let href = paths::settings(&page.place.slug, &paths::role_of_team(page.id, id));
        view! {
            <LinkButton href label=words::teams::CHANGE_ROLE small=true/>
            {takes(page, state, &name, ("workspace", id.to_string()), newest)}
        }
    });
    view! {
        <li class="row">
            <div class="row__main">
                <div class="row__title">
                    <a href=paths::workspace(id)>{name}</a>
                    " "
                    {archived}
                </div>
            </div>
            <div class="actions actions--wide">
                <Badge label=words::organizations::role(role)/>
                {acts}
            </div>
        </li>
    }
    .into_any()
}

/// A button that takes somebody or something from the team. It can be added again, so that
/// nothing is asked.
fn takes(
    page: &TeamPage,
    state: FormState,
    whom: &str,
    (field, id): (&'static str, String),
    newest: Data<TeamPage>,
) -> AnyView {
    // Another window was faster.
    state.on_gone(move || changed(newest, words::teams::GONE));
    let spoken = [words::teams::REMOVE, &words::teams::which(whom)].concat();
    let (slug, team) = (page.place.slug.clone(), page.id.to_string());
    view! {
        <Form state class="">
            <FormProblem state/>
            <input type="hidden" name="organization" value=slug/>
            <input type="hidden" name="team" value=team/>
            <input type="hidden" name=field value=id/>
            <SubmitButton
                label=words::teams::REMOVE
                busy_label=words::workspaces::REMOVING
                pending=state.pending()
                kind=ButtonKind::DangerQuiet
                small=true
                spoken
            />
        </Form>
    }
    .into_any()
}

fn changed(newest: Data<TeamPage>, said: &'static str) {
    toast(said);
    newest.reload();
}
