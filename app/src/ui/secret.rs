//! The field of a one-time secret: masked, `Show`, `Copy`.

use leptos::{either::Either, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlInputElement};

use super::{
    ButtonKind, Icon, IconName,
    copy::{CopyButton, CopyOutcome, Outcome},
    dom, words,
};

/// As many dots for every secret: its length is not told.
const DOTS: &str = "••••••••••••••••";

/// A secret that is shown once. `Copy` works while it is masked. With script it is
/// not in the page before `Show`; with `plain`, for a page that was asked for
/// without script, it is there from the start and a checkbox shows it.
#[component]
pub fn Secret(
    #[prop(into)] id: String,
    /// `New token`.
    #[prop(into)]
    label: String,
    value: String,
    /// In the page from the start.
    #[prop(optional)]
    plain: bool,
    /// Read after copying: `Token copied`.
    copied: &'static str,
    /// Called when it was copied or shown: the page can be left without a warning.
    #[prop(optional, into)]
    on_taken: Option<Callback<()>>,
    /// One more button at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::default());
    let shown = RwSignal::new(false);
    let (prefix, last_four) = masked(&value);
    let text = StoredValue::new(value);
    let output = id.clone();
    // After the page has drawn what the click changed: only what is shown can be selected.
    Effect::new(move |_| match outcome.get() {
        Outcome::Nothing => {}
        Outcome::Copied => super::button::run(on_taken),
        Outcome::Refused => {
            shown.set(true);
            tick_box(&output);
            let output = output.clone();
            request_animation_frame(move || dom::select(&output));
        }
    });
    Effect::new(move |_| {
        if shown.get() {
            super::button::run(on_taken);
        }
    });
    let secret = move || (plain || shown.get()).then(|| text.get_value());
    view! {
        <div class="copyfield" data-shown=move || shown.get().then_some("")>
            <output id=id aria-label=label>
                {mask(prefix, last_four)}
                <span class="plain">{secret}</span>
            </output>
            {if plain {
                Either::Left(view! {
                    <label class="btn">
                        <Icon name=IconName::Eye/>
                        <span class="if-masked">{words::SHOW}</span>
                        <span class="if-shown">{words::HIDE}</span>
                        <input
                            type="checkbox"
                            class="sr"
                            on:change=move |_| super::button::run(on_taken)
                        />
                    </label>
                })
            } else {
                Either::Right(view! {
                    <button
                        type="button"
                        class="btn if-script"
                        aria-pressed=move || if shown.get() { "true" } else { "false" }
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        <Icon name=IconName::Eye/>
                        <span class="if-masked">{words::SHOW}</span>
                        <span class="if-shown">{words::HIDE}</span>
                    </button>
                })
            }}
            <CopyButton text outcome kind=ButtonKind::Primary/>
            {children.map(|children| children())}
        </div>
        <CopyOutcome outcome copied failed=words::COPY_SECRET_FAILED/>
    }
}

/// Ticks the checkbox of a `plain` field; without one there is nothing to tick.
fn tick_box(output: &str) {
    let Some(field) = dom::by_id(output).and_then(|output| output.parent_element()) else { return };
    if let Ok(Some(tick)) = field.query_selector("input")
        && let Ok(tick) = tick.dyn_into::<HtmlInputElement>()
    {
        tick.set_checked(true);
    }
}

/// What remains of a secret that was shown once: its prefix and its end.
#[component]
pub fn MaskedSecret(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    prefix: &'static str,
    #[prop(into)] last_four: String,
    /// Buttons at the end.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="copyfield">
            <output id=id aria-label=label>{mask(prefix.into(), last_four)}</output>
            {children()}
        </div>
    }
    .into_any()
}

fn mask(prefix: String, last_four: String) -> AnyView {
    view! {
        <span class="masked">
            {prefix}
            <span class="dots" aria-hidden="true">{DOTS}</span>
            <span class="sr">{words::HIDDEN_ENDS_IN}</span>
            {last_four}
        </span>
    }
    .into_any()
}

/// What may be seen of a masked secret: the prefix that says its kind, and the
/// last four characters that the list shows too.
fn masked(secret: &str) -> (String, String) {
    let prefix = secret.rfind('_').map_or(0, |at| at + 1);
    let last = secret.char_indices().rev().nth(3).map_or(0, |(at, _)| at).max(prefix);
    (secret[..prefix].into(), secret[last..].into())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn the_mask_leaves_the_prefix_and_the_last_four() {
        for (secret, prefix, last_four) in [
            ("lk_pat_7QxVt2mBz9RkW4cLs8NdYp1HgF6aJe3kQ9", "lk_pat_", "3kQ9"),
            ("lk_svc_abcde", "lk_svc_", "bcde"),
            ("nounderscore", "", "core"),
            ("lk_pat_ab", "lk_pat_", "ab"),
            ("", "", ""),
        ] {
            assert_eq!(masked(secret), (prefix.into(), last_four.into()), "{secret}");
        }
    }
}
