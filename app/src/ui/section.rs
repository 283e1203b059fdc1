//! Sections: flat white boxes, one subject each. Head, body, foot.

use leptos::{children::ViewFnOnce, prelude::*};

use super::{Icon, IconName};

/// A section. Its heading has the id `<id>-h`.
#[component]
pub fn Section(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    /// One sentence, if it adds something to the title.
    #[prop(optional, into)]
    sentence: MaybeProp<String>,
    /// The state of its subject, after the title.
    #[prop(optional, into)]
    badge: Option<AnyView>,
    /// Small buttons on the other side of the title.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// A [`SectionFoot`], below the line.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    /// The body is rows or a table, whose lines run from edge to edge.
    #[prop(optional)]
    flush: bool,
    children: Children,
) -> impl IntoView {
    let heading = heading_id(&id);
    let labelled_by = heading.clone();
    view! {
        <section
            class=if flush { "section section--flush" } else { "section" }
            id=id
            aria-labelledby=labelled_by
        >
            <div class="section__head">
                <div>
                    <div class="section__title">
                        <h2 id=heading>{title}</h2>
                        {badge}
                    </div>
                    {move || sentence.get().map(|sentence| view! { <p>{sentence}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
            </div>
            <div class="section__body">{children()}</div>
            {foot.map(ViewFnOnce::run)}
        </section>
    }
}

/// The foot of a section: what is true on the left, buttons on the right, the
/// main one last.
#[component]
pub fn SectionFoot(
    /// What is true: `You have unsaved changes.`
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="section__foot">
            // Without words it is empty, not blank: the style sheet lets it take no room.
            {hint
                .map(|hint| {
                    let words = move || Some(hint.get()).filter(|words| !words.is_empty());
                    view! { <p role="status">{words}</p> }
                })}
            <div class="actions">{children()}</div>
        </div>
    }
}

/// A section that opens. A `<details>`, so it opens without script too; the
/// signal follows what people do, and closes it when set.
#[component]
pub fn Fold(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] sentence: Option<String>,
    #[prop(optional)] open: RwSignal<bool>,
    /// A [`SectionFoot`], below the line.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let heading = heading_id(&id);
    let node = NodeRef::<leptos::html::Details>::new();
    let follow = move |_| {
        if let Some(details) = node.get_untracked() {
            open.set(details.has_attribute("open"));
        }
    };
    view! {
        <details class="section fold" id=id open=move || open.get() node_ref=node on:toggle=follow>
            <summary class="section__head">
                <div>
                    <h2 id=heading>{title}</h2>
                    {sentence.map(|sentence| view! { <p>{sentence}</p> })}
                </div>
                <Icon name=IconName::Down/>
            </summary>
            <div class="section__body">{children()}</div>
            {foot.map(ViewFnOnce::run)}
        </details>
    }
}

fn heading_id(id: &str) -> String {
    let mut heading = String::from(id);
    heading.push_str("-h");
    heading
}
