//! What is asked over the page. Each dialog has an address of its own, so that it works
//! without the script, and the button *Back* closes it.

use domain::{Time, security::Session, words};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{EndOthers, RenameSession, sessions::Sessions};
use crate::{
    form::{Form, FormField, FormProblem, FormState},
    load::coming,
    paths,
    ui::{
        ButtonKind, Callout, CalloutKind, Choice, ChoiceList, Dates, Dialog, LinkButton,
        SubmitButton, focus, live, toast,
    },
};

/// The one that the address asks for.
pub(super) fn dialogs(sessions: Sessions) -> AnyView {
    let path = use_location().pathname;
    let dialog = move || {
        let asked = path.with(|path| {
            let about_session = !path.starts_with(paths::PASSKEYS);
            paths::security_dialog(path).filter(|_| about_session).map(ToOwned::to_owned)
        })?;
        Some(coming(Box::new(move || Box::pin(security_dialog(asked.clone(), sessions)))))
    };
    live(dialog)
}

#[lazy]
pub(super) fn security_dialog(asked: String, sessions: Sessions) -> AnyView {
    if paths::END_OTHERS.ends_with(&*asked) {
        return end_others(sessions);
    }
    let id = asked.strip_prefix(paths::RENAME).and_then(|rest| rest.strip_prefix('/'));
    let id = id.and_then(|id| id.parse().ok());
    let of = |session: &&Session| Some(session.id) == id;
    match sessions.list.with_untracked(|list| list.iter().find(of).cloned()) {
        Some(session) => rename(session, sessions),
        None => {
            gone(if id.is_some() { words::security::ENDED_ELSEWHERE } else { words::NOT_FOUND })
        }
    }
}

/// There is no such thing, or not any more. Without the script it stands over the page.
pub(super) fn gone(said: &'static str) -> AnyView {
    crate::not_found::tell_status();
    let navigate = use_navigate();
    Effect::new(move |_| {
        toast(said);
        navigate(paths::SECURITY, quiet(true));
    });
    view! { <Callout kind=CalloutKind::Warn title=said/> }.into_any()
}

pub(super) fn quiet(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, ..NavigateOptions::default() }
}

/// Back to the page, when a dialog has closed; what is done is not asked again.
pub(super) fn leave(done: RwSignal<bool>) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| navigate(paths::SECURITY, quiet(done.get_untracked())))
}

fn rename(session: Session, sessions: Sessions) -> AnyView {
    let state = FormState::of::<RenameSession>();
    let (open, done) = (RwSignal::new(true), RwSignal::new(false));
    let id = session.id;
    state.on_done::<RenameSession>(move |name| {
        sessions.list.update(|list| {
            if let Some(session) = list.iter_mut().find(|session| session.id == id) {
                session.name = name;
            }
        });
        done.set(true);
        open.set(false);
        toast(words::security::RENAMED);
    });
    state.on_gone(move || {
        sessions.list.update(|list| list.retain(|session| session.id != id));
        done.set(true);
        open.set(false);
        toast(words::security::ENDED_ELSEWHERE);
        request_animation_frame(|| focus("sessions-h"));
    });
    let said = (words::security::RENAME_TITLE, words::security::RENAME_LEAD);
    naming(state, said, (id.to_string(), session.name), open, done)
}

/// Asks for the name of something that has one.
pub(super) fn naming(
    state: FormState,
    (title, lead): (&'static str, &'static str),
    (id, name): (String, String),
    open: RwSignal<bool>,
    done: RwSignal<bool>,
) -> AnyView {
    view! {
        <Dialog
            id="rename"
            title=title.to_owned()
            sentence=lead.to_owned()
            open
            busy=state.pending()
            on_close=leave(done)
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::SECURITY
                        label=words::security::CANCEL
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::security::SAVE_NAME
                        busy_label=words::profile::SAVING
                        pending=state.pending()
                        form="rename-form"
                    />
                }
            }
        >
            <Form state id="rename-form">
                <FormProblem state/>
                <input type="hidden" name="id" value=id/>
                <FormField
                    state
                    id="name"
                    label=words::security::NAME
                    autocomplete="off"
                    saved=name
                    autofocus=true
                />
            </Form>
        </Dialog>
    }
    .into_any()
}

fn end_others(sessions: Sessions) -> AnyView {
    let state = FormState::of::<EndOthers>();
    let (open, done) = (RwSignal::new(true), RwSignal::new(false));
    // It was turned back because none was ticked.
    let turned_back = untrack(|| state.problem()).is_some();
    let now = sessions.now;
    let ticked = move |session: Session| (session, RwSignal::new(!turned_back));
    let all = sessions.list.get_untracked();
    let others: Vec<_> = all.into_iter().filter(|session| !session.this).map(ticked).collect();
    let choices = others.clone();
    state.on_done::<EndOthers>(move |()| {
        let kept = |(session, ends): &(Session, RwSignal<bool>)| {
            (!ends.get_untracked()).then_some(session.id)
        };
        let kept: Vec<_> = others.iter().filter_map(kept).collect();
        sessions.list.update(|list| list.retain(|one| one.this || kept.contains(&one.id)));
        done.set(true);
        open.set(false);
        toast(words::security::OTHERS_ENDED);
        request_animation_frame(|| focus("sessions-h"));
    });
    view! {
        <Dialog
            id="end-others"
            title=words::security::OTHERS_QUESTION.to_owned()
            sentence=words::security::OTHERS_WARNING.to_owned()
            open
            busy=state.pending()
            on_close=leave(done)
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::SECURITY
                        label=words::security::KEEP
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::security::SIGN_OUT
                        busy_label=words::security::SIGNING_OUT
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="end-others-form"
                    />
                }
            }
        >
            <Form state id="end-others-form">
                <FormProblem state/>
                <ChoiceList
                    id="end"
                    legend=words::security::SESSIONS
                    error=state.error("end")
                >
                    {choices.into_iter().map(|other| choice(other, now, state)).collect::<Vec<_>>()}
                </ChoiceList>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// A session that ends, unless its tick is taken away.
fn choice((session, ends): (Session, RwSignal<bool>), now: Time, state: FormState) -> AnyView {
    let Session { id, name, device, network, last_active, .. } = session;
    let named = if name == device.name { String::new() } else { [&*device.name, " · "].concat() };
    let (mut active, _) = Dates::of_page().when(last_active, now);
    if active == crate::ui::words::JUST_NOW {
        active.make_ascii_lowercase();
    }
    let sentence = [&*named, &*network, " · ", words::security::ACTIVE, &*active].concat();
    let mend = state.mend("end");
    view! {
        <input type="hidden" name="listed[]" value=id.to_string()/>
        <Choice
            name="end[]"
            value=id.to_string()
            label=name
            sentence=sentence
            checked=ends
            on_change=Callback::new(move |_| mend.run(String::new()))
        />
    }
    .into_any()
}
