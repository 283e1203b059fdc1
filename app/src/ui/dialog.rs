//! Dialogs: the browser's own. It keeps the focus inside, closes on Esc, and gives
//! the focus back to what opened it.

use leptos::{children::ViewFnOnce, ev, html, prelude::*};

/// A dialog. Give `autofocus` to its first field, or to the safe button when it
/// asks before something is destroyed.
///
/// Set `open` to open and to close it; keep it mounted until `on_close`, or the
/// focus cannot go back. Rendered open by the server, it looks and reads the same
/// before there is script. It belongs beside the sections, not inside of one.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    /// Asks or says what it is about, with the name: `Delete grafana-readonly?`
    #[prop(into)]
    title: Signal<String>,
    /// What follows from it.
    #[prop(into)]
    sentence: Signal<String>,
    open: RwSignal<bool>,
    /// While it waits for an answer it does not close.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Called when it has closed, however that came.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The buttons; the main one last.
    #[prop(into)]
    foot: ViewFnOnce,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let title_id = [&id, "-h"].concat();
    let sentence_id = [&id, "-p"].concat();
    let (labelled_by, described_by) = (title_id.clone(), sentence_id.clone());
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |was_open: Option<Option<bool>>| {
        let (dialog, open) = (node.get()?, open.get());
        if !open {
            dialog.close();
            // Now: the browser's own event comes after what else is on its way, and would find
            // another dialog in this one's place.
            if was_open == Some(Some(true)) {
                untrack(|| super::button::run(on_close));
            }
        } else if !dialog.matches(":modal").unwrap_or(false) {
            // What the server rendered open is not modal yet.
            let _ = dialog.remove_attribute("open");
            let _ = dialog.show_modal();
        }
        Some(open)
    });
    // Browsers let a second Esc through whatever `cancel` says, but not a stopped key.
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && busy.get_untracked() {
            event.prevent_default();
        }
    };
    let cancel = move |event: ev::Event| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    };
    let closed = move |_| {
        // The browser tells a moment later: it may have been opened again.
        if node.get_untracked().is_some_and(|dialog| dialog.open()) {
            return;
        }
        open.set(false);
    };
    view! {
        <dialog
            class="dialog"
            id=id
            open=open.get_untracked()
            aria-labelledby=labelled_by
            aria-describedby=described_by
            node_ref=node
            on:keydown=key
            on:cancel=cancel
            on:close=closed
        >
            <div class="dialog__head">
                <div>
                    <h2 id=title_id>{move || title.get()}</h2>
                    <p id=sentence_id>{move || sentence.get()}</p>
                </div>
            </div>
            {children.map(|children| view! { <div class="dialog__body">{children()}</div> })}
            <div class="dialog__foot">{foot.run()}</div>
        </dialog>
    }
}
