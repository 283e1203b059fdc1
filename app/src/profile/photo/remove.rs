//! The confirmation before the photo is removed: a dialog with an address of its own,
//! loaded when it is asked for.

use domain::words;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{Photo, RemovePhoto};
use crate::{
    form::{Form, FormProblem, FormState},
    paths,
    ui::{ButtonKind, Dialog, LinkButton, SubmitButton},
};

/// Loads the dialog. The macro `lazy` makes the function, for the browser only.
#[cfg(not(feature = "ssr"))]
pub(super) async fn arrives() {
    __preload_remove_photo().await;
}

/// Asks whether it is meant.
#[lazy]
pub(super) fn remove_photo(photo: Photo) -> AnyView {
    let state = FormState::of::<RemovePhoto>();
    let open = RwSignal::new(true);
    let navigate = use_navigate();
    let closed = Callback::new(move |()| {
        let gone = photo.face.with_untracked(|face| face.photo.is_none());
        // *Back* does not ask about a photo that is gone.
        let options =
            NavigateOptions { replace: gone, scroll: false, ..NavigateOptions::default() };
        navigate(paths::PROFILE, options);
    });
    // *Back* takes the dialog away without closing it, and the focus with it.
    Effect::new(|_| on_cleanup(|| request_animation_frame(give_focus_back)));
    state.on_done::<RemovePhoto>(move |()| {
        open.set(false);
        photo.removed();
    });
    view! {
        <Dialog
            id="remove-photo"
            title=words::photo::REMOVE_QUESTION.to_owned()
            sentence=words::photo::REMOVE_WARNING.to_owned()
            open
            busy=state.pending()
            on_close=closed
            foot=move || {
                view! {
                    <LinkButton
                        href=paths::PROFILE
                        label=words::photo::KEEP
                        autofocus=true
                        on_click=Callback::new(move |()| open.set(false))
                    />
                    <SubmitButton
                        label=words::photo::REMOVE
                        busy_label=words::photo::REMOVING
                        pending=state.pending()
                        kind=ButtonKind::Danger
                        form="remove-form"
                    />
                }
            }
        >
            <Form state id="remove-form" class="">
                <FormProblem state/>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// To the link that asked, unless something has the focus.
fn give_focus_back() {
    let lost = document().active_element() == document().body().map(Into::into);
    let link = document().query_selector(&["[href='", paths::REMOVE_PHOTO, "']"].concat());
    if lost && let Ok(Some(link)) = link {
        let _ = link.unchecked_into::<HtmlElement>().focus();
    }
}
