//! The dialog that gives a token another name.

use domain::{tokens::TokenSummary, words};
use leptos::{html, prelude::*};

use super::{RenameToken, Tokens, dialog};
use crate::{
    form::{Form, FormProblem, FormState},
    frame::reload_shell,
    paths,
    typed::Typed,
    ui::{Dialog, Field, LinkButton, SubmitButton, focus, toast},
};

/// Asks for the name.
pub(super) fn rename(token: TokenSummary, tokens: Tokens) -> AnyView {
    let state = FormState::of::<RenameToken>();
    let open = RwSignal::new(true);
    let form = NodeRef::<html::Form>::new();
    let typed = Typed::into(form, words::leaving::UNSAVED, paths::TOKENS, &[]);
    let id = token.id;
    state.on_done::<RenameToken>(move |renamed| {
        open.set(false);
        tokens.list.update(|list| {
            if let Some(token) = list.iter_mut().find(|token| token.id == renamed.id) {
                token.name.clone_from(&renamed.name);
            }
        });
        toast(words::tokens::RENAMED);
        reload_shell();
    });
    state.on_gone(move || {
        open.set(false);
        tokens.list.update(|list| list.retain(|token| token.id != id));
        toast(words::tokens::DELETED_ELSEWHERE);
        request_animation_frame(|| focus("list-h"));
    });
    view! {
        <Dialog
            id="rename"
            title=words::tokens::rename_title(&token.name)
            sentence=words::tokens::RENAME_HINT.to_owned()
            open
            busy=state.pending()
            on_close=dialog::leave(id, tokens)
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::TOKENS
                        label=words::tokens::CANCEL
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::tokens::SAVE_NAME
                        busy_label=words::profile::SAVING
                        pending=state.pending()
                        form="rename-form"
                    />
                }
            }
        >
            <Form state id="rename-form" node_ref=form on_edit=typed.watch()>
                <input type="hidden" name="id" value=id.to_string()/>
                <FormProblem state/>
                <Field
                    id="new-name"
                    name="name"
                    label=words::tokens::NAME
                    value=state.value("name", &token.name)
                    error=state.error("name")
                    on_input=state.mend("name")
                    autofocus=true
                />
            </Form>
        </Dialog>
    }
    .into_any()
}
