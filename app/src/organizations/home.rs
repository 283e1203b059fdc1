//! `/`: the organizations of a person, and their workspaces in them.

use domain::{
    organizations::{Home, HomeOrganization, HomeWorkspace, KeptOut},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{LeaveOrganization, LoadHome, create};
use crate::{
    form::{FormState, done},
    load::{Data, loaded},
    paths,
    screens::Part,
    ui::{Badge, BadgeKind, ButtonKind, Empty, Icon, IconName, LinkButton, PageHead, Section},
};

/// The page.
#[lazy]
pub(crate) fn home_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let home = Data::of(LoadHome {}, &[]);
    view! {
        <Title text=words::organizations::HOME/>
        {loaded(home, sections)}
    }
    .into_any()
}

fn sections(home: Home) -> AnyView {
    let Home { organizations, may_create, .. } = home;
    let none = organizations.is_empty().then(|| empty(may_create));
    let action = (may_create && none.is_none()).then(new_organization);
    view! {
        // Before the sections: a dialog stands over them.
        {create::over(may_create)}
        <PageHead title=words::organizations::HOME sentence=words::organizations::HOME_LEAD>
            {action}
        </PageHead>
        {done(FormState::of::<LeaveOrganization>(), words::organizations::LEFT)}
        {none}
        {organizations.into_iter().map(organization).collect::<Vec<_>>()}
    }
    .into_any()
}

fn new_organization() -> AnyView {
    view! {
        <LinkButton
            href=paths::NEW_ORGANIZATION
            label=words::organizations::CREATE
            kind=ButtonKind::Primary
            icon=IconName::Plus
        />
    }
    .into_any()
}

fn empty(may_create: bool) -> AnyView {
    let sentence = if may_create {
        words::organizations::NONE_YET_HINT
    } else {
        words::organizations::NONE_YET_ASK
    };
    view! {
        <section class="section">
            <Empty title=words::organizations::NONE_YET sentence>
                {may_create.then(new_organization)}
            </Empty>
        </section>
    }
    .into_any()
}

fn organization(organization: HomeOrganization) -> AnyView {
    let HomeOrganization { place, role, own_role, deletes_at, kept_out, workspaces } = organization;
    let role = own_role.unwrap_or_else(|| words::organizations::role(role).into());
    let kept = kept_out.map(words::organizations::kept_out);
    let badge = view! {
        <Badge label=role/>
        {deletes_at
            .map(|_| {
                view! {
                    <Badge kind=BadgeKind::Soon label=words::organizations::ENDS_BADGE/>
                }
            })}
        {kept.map(|(label, _)| view! { <Badge kind=BadgeKind::Soon label/> })}
    }
    .into_any();
    // Another organization around the page comes with a page of its own.
    let spoken = [": ", &place.name].concat();
    let leads = match kept_out {
        Some(KeptOut::NoTwoFactor) => {
            Some((paths::SECURITY.to_owned(), words::two_factor::TURN_ON))
        }
        Some(KeptOut::Suspended) => None,
        None => {
            Some((paths::settings(&place.slug, paths::GENERAL), words::organizations::SETTINGS))
        }
    };
    let actions = move || {
        leads.map(|(href, label)| {
            view! {
                <a class="btn btn--sm" href=href rel="external">
                    {label} <span class="sr">{spoken}</span>
                </a>
            }
        })
    };
    let rows = if workspaces.is_empty() {
        let why = kept.map_or(words::organizations::NO_WORKSPACES, |(_, why)| why);
        view! { <div class="rows"><p class="row dim">{why}</p></div> }.into_any()
    } else {
        let rows = workspaces.into_iter().map(workspace).collect::<Vec<_>>();
        view! { <div class="rows rows--lined">{rows}</div> }.into_any()
    };
    view! {
        <Section id=["org-", &place.slug].concat() title=place.name.clone() badge flush=true actions>
            {rows}
        </Section>
    }
    .into_any()
}

fn workspace(workspace: HomeWorkspace) -> AnyView {
    let HomeWorkspace { id, name, role } = workspace;
    view! {
        <a class="row" href=paths::workspace(id) rel="external">
            <span class="row__lead">
                <Icon name=IconName::Blocks/>
            </span>
            <span class="row__main">
                <span class="row__title">{name}</span>
            </span>
            <Badge label=words::organizations::role(role)/>
        </a>
    }
    .into_any()
}
