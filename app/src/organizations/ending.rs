//! Leaving an organization, and having it deleted: what stands against it, the questions
//! before it, and the way back.

use domain::{organizations::General, rights::Right, words};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{EndOrganization, KeepOrganization, LeaveOrganization, general::Shown};
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    paths,
    ui::{
        Button, ButtonKind, Callout, CalloutKind, Dialog, LinkButton, Section, SubmitButton, When,
        live, toast,
    },
};

/// The organization will be gone.
pub(super) fn callout(shown: Shown) -> AnyView {
    let General { deletes_at, now, .. } = shown.general.get_untracked();
    let Some(at) = deletes_at else { return ().into_any() };
    let keep = shown.may(Right::DeleteOrganization).then(|| keep(shown));
    view! {
        <Callout
            kind=CalloutKind::Warn
            title=words::organizations::ENDS
            body=move || {
                view! {
                    {words::organizations::ENDS_AT}
                    <When at now/>
                    "."
                }
            }
        >
            {keep}
        </Callout>
    }
    .into_any()
}

fn keep(shown: Shown) -> AnyView {
    let state = FormState::of::<KeepOrganization>();
    state.on_done::<KeepOrganization>(move |()| {
        toast(words::organizations::KEPT);
        shown.newest.reload();
    });
    view! {
        <Form state>
            <input type="hidden" name="organization" value=shown.slug()/>
            <FormProblem state/>
            <div>
                <SubmitButton
                    label=words::organizations::KEEP
                    busy_label=words::organizations::KEEPING
                    pending=state.pending()
                    kind=ButtonKind::Outlined
                    small=true
                />
            </div>
        </Form>
    }
    .into_any()
}

/// The last sections.
pub(super) fn sections(shown: Shown) -> AnyView {
    let General { last_owner, deletes_at, place, .. } = shown.general.get_untracked();
    let leave = if last_owner {
        view! {
            <Section
                id="leave"
                title=words::organizations::LEAVE
                sentence=words::organizations::LAST_OWNER
            >
                <Button label=words::organizations::LEAVE disabled=true/>
            </Section>
        }
        .into_any()
    } else {
        let href = paths::settings(&place.slug, paths::LEAVE);
        view! {
            <Section
                id="leave"
                title=words::organizations::LEAVE
                sentence=words::organizations::LEAVE_LEAD
            >
                <LinkButton href label=words::organizations::LEAVE kind=ButtonKind::DangerQuiet/>
            </Section>
        }
        .into_any()
    };
    let end = deletes_at.is_none().then(|| {
        let may = shown.may(Right::DeleteOrganization);
        let sentence =
            if may { words::organizations::DELETE_LEAD } else { words::organizations::NOT_YOURS };
        let href = paths::settings(&place.slug, paths::END);
        view! {
            <Section id="end" title=words::organizations::DELETE sentence>
                {if may {
                    view! {
                        <LinkButton
                            href
                            label=words::organizations::DELETE
                            kind=ButtonKind::DangerQuiet
                        />
                    }
                        .into_any()
                } else {
                    view! { <Button label=words::organizations::DELETE disabled=true/> }.into_any()
                }}
            </Section>
        }
    });
    view! {
        {leave}
        {end}
    }
    .into_any()
}

/// The question that the address asks.
pub(super) fn dialogs(shown: Shown) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let General { last_owner, deletes_at, .. } = shown.general.get_untracked();
        path.with(|path| match paths::in_settings(path)?.1 {
            paths::LEAVE if !last_owner => Some(leave(shown)),
            paths::END if deletes_at.is_none() && shown.may(Right::DeleteOrganization) => {
                Some(end(shown))
            }
            _ => None,
        })
    };
    live(dialog)
}

fn close(shown: Shown) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&paths::settings(&shown.slug(), paths::GENERAL), options);
    })
}

fn leave(shown: Shown) -> AnyView {
    let state = FormState::of::<LeaveOrganization>();
    let open = RwSignal::new(true);
    let href = paths::settings(&shown.slug(), paths::GENERAL);
    view! {
        <Dialog
            id="leave-question"
            title=words::organizations::leave_question(&shown.name())
            sentence=words::organizations::LEAVE_LEAD.to_owned()
            open
            busy=state.pending()
            on_close=close(shown)
            foot=move || {
                view! {
                    <LinkButton
                        href
                        label=words::organizations::STAY
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::organizations::LEAVE
                        busy_label=words::organizations::LEAVING
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="leave-form"
                    />
                }
            }
        >
            <Form state id="leave-form">
                <input type="hidden" name="organization" value=shown.slug()/>
                <FormProblem state/>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn end(shown: Shown) -> AnyView {
    let state = FormState::of::<EndOrganization>();
    let open = RwSignal::new(true);
    state.on_done::<EndOrganization>(move |()| {
        open.set(false);
        toast(words::organizations::WILL_END);
        shown.newest.reload();
    });
    let General { place, people, workspaces, .. } = shown.general.get_untracked();
    let href = paths::settings(&place.slug, paths::GENERAL);
    view! {
        <Dialog
            id="end-question"
            title=words::organizations::delete_question(&place.name)
            sentence=words::organizations::DELETE_WARNING.to_owned()
            open
            busy=state.pending()
            on_close=close(shown)
            foot=move || {
                view! {
                    <LinkButton
                        href
                        label=words::organizations::KEEP
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::organizations::DELETE
                        busy_label=words::organizations::DELETING
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="end-form"
                    />
                }
            }
        >
            <Form state id="end-form">
                <FormProblem state/>
                <input type="hidden" name="organization" value=place.slug/>
                <Callout
                    kind=CalloutKind::Warn
                    title=words::organizations::delete_counts(people, workspaces)
                />
                <p>
                    {words::organizations::TYPE} <strong>{place.name}</strong>
                    {words::organizations::TO_CONFIRM}
                </p>
                <FormField
                    state
                    id="typed-name"
                    name="name"
                    label=words::organizations::NAME
                    autocomplete="off"
                    autofocus=true
                />
            </Form>
        </Dialog>
    }
    .into_any()
}
