//! Where somebody is signed in.

use domain::{SessionId, Time, security::Session, words};
use leptos::prelude::*;

use super::EndSession;
use crate::{
    form::{Form, FormProblem, FormState},
    paths,
    ui::{
        Badge, BadgeKind, ButtonKind, Icon, IconName, LinkButton, MenuItem, RowMenu, Section,
        SubmitButton, When, focus, toast,
    },
};

/// What the section and its dialogs share. Ending and renaming change the list here;
/// nothing is loaded again for it.
#[derive(Clone, Copy)]
pub(super) struct Sessions {
    pub list: RwSignal<Vec<Session>>,
    /// The server's time.
    pub now: Time,
}

impl Sessions {
    pub(super) fn new(list: Vec<Session>, now: Time) -> Self {
        Self { list: RwSignal::new(list), now }
    }

    /// All others have ended.
    pub(super) fn only_this(self) {
        self.list.update(|list| list.retain(|session| session.this));
    }
}

/// The section of the list.
pub(super) fn section(sessions: Sessions) -> AnyView {
    let others = move || {
        let any = sessions.list.with(|list| list.iter().any(|session| !session.this));
        any.then(|| {
            view! {
                <LinkButton
                    href=paths::END_OTHERS
                    label=words::security::SIGN_OUT_OTHERS
                    kind=ButtonKind::DangerQuiet
                    small=true
                />
            }
        })
    };
    let rows = move || {
        let row = |session| row(session, sessions);
        sessions.list.get().into_iter().map(row).collect::<Vec<_>>()
    };
    view! {
        <Section
            id="sessions"
            title=words::security::SESSIONS
            actions=move || view! { {others} }
            flush=true
        >
            <ul class="rows rows--lined">{rows}</ul>
        </Section>
    }
    .into_any()
}

fn row(session: Session, sessions: Sessions) -> AnyView {
    let Session { id, name, device, network, created, last_active, this } = session;
    let now = sessions.now;
    let icon = if device.handheld { IconName::Phone } else { IconName::Laptop };
    let renamed = (name != device.name).then(|| [&*device.name, " · "].concat());
    let active = if this {
        words::security::ACTIVE_NOW.into_any()
    } else {
        view! {
            {words::security::ACTIVE}
            <When at=last_active now inline=true/>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <span class="row__lead">
                <Icon name=icon/>
            </span>
            <div class="row__main">
                <div class="row__title">
                    {name.clone()}
                    {this
                        .then(|| {
                            view! {
                                " "
                                <Badge kind=BadgeKind::Active label=words::security::THIS/>
                            }
                        })}
                </div>
                <div class="row__meta">
                    {renamed} {[&*network, " · "].concat()} {active} " · " {words::security::SINCE}
                    <When at=created now inline=true/>
                </div>
            </div>
            <div class="actions">
                {(!this).then(|| sign_out(id, &name, sessions))}
                <RowMenu
                    id=["actions-", &id.to_string()].concat()
                    label=words::tokens::actions_for(&name)
                >
                    <MenuItem
                        label=words::security::RENAME
                        icon=IconName::Edit
                        href=paths::rename_session(id)
                    />
                </RowMenu>
            </div>
        </li>
    }
    .into_any()
}

fn sign_out(id: SessionId, name: &str, sessions: Sessions) -> AnyView {
    let state = FormState::of::<EndSession>();
    state.on_done::<EndSession>(move |()| {
        sessions.list.update(|list| list.retain(|session| session.id != id));
        toast(words::security::ENDED);
        focus("sessions-h");
    });
    let label = [words::security::SIGN_OUT, " ", name].concat();
    view! {
        <Form state class="">
            <FormProblem state/>
            <input type="hidden" name="id" value=id.to_string()/>
            <SubmitButton
                label=words::security::SIGN_OUT
                busy_label=words::security::SIGNING_OUT
                pending=state.pending()
                kind=ButtonKind::Outlined
                small=true
                spoken=label
            />
        </Form>
    }
    .into_any()
}
