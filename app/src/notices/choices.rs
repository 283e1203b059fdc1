//! What one chooses to be told, and where.

use domain::{
    notices::{Choice, Choices},
    words,
};
use leptos::{html, prelude::*};

use super::ChooseNotices;
use crate::{
    form::{Form, FormProblem, FormState},
    paths,
    save_form::{SaveFoot, SaveState},
    ui::{Section, Segment, Segmented},
};

/// The id of the form.
const FORM: &str = "choices-form";

pub(super) fn section(choices: Choices) -> AnyView {
    let state = FormState::of::<ChooseNotices>();
    let form = NodeRef::<html::Form>::new();
    let save = SaveState::new(paths::NOTICES, form, state);
    let Choices { of, daily, warn_days } = choices;
    // What is saved is what *Discard* goes back to.
    let saved = RwSignal::new(of.clone());
    let once = RwSignal::new(daily);
    state.on_done::<ChooseNotices>(move |now| {
        saved.set(now.of);
        once.set(now.daily);
        save.done();
    });
    let rows: Vec<_> =
        of.into_iter().enumerate().map(|(n, one)| row(one, n, saved, &warn_days)).collect();
    let segments = [("false", words::notices::AT_ONCE), ("true", words::notices::DAILY)]
        .map(|(value, label)| Segment { value: value.into(), label: label.into(), unit: "" });
    let summary = move || {
        view! {
            <Segmented
                id="daily"
                legend=words::notices::SUMMARY
                name="daily"
                segments=segments.clone()
                value=if once.get() { "true" } else { "false" }
                hint=|| words::notices::SUMMARY_HINT
            />
        }
    };
    view! {
        <Section
            id="choices"
            title=words::notices::CHOICES
            flush=true
            foot=move || {
                view! { <SaveFoot form=FORM label=words::notices::SAVE state save/> }
            }
        >
            <Form state class="" id=FORM node_ref=form on_edit=save.watch()>
                <FormProblem state/>
                <table class="table checks">
                    <thead>
                        <tr>
                            <th scope="col">{words::notices::EVENT}</th>
                            <th scope="col">{words::notices::BY_MAIL}</th>
                            <th scope="col">{words::notices::IN_APP}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="checks__more">{summary}</div>
            </Form>
        </Section>
    }
    .into_any()
}

fn row(choice: Choice, n: usize, saved: RwSignal<Vec<Choice>>, days: &[u32]) -> AnyView {
    let Choice { kind, .. } = choice;
    let fixed = kind.is_security();
    let hit = |name: &'static str, by_mail: bool| {
        let ticked = move || {
            saved.read().get(n).is_some_and(|one| if by_mail { one.by_mail } else { one.in_app })
        };
        view! {
            <td class="fit">
                <label class="hit">
                    <span class="sr">{words::notices::choice(kind, by_mail)}</span>
                    <input
                        class="check"
                        type="checkbox"
                        name=name
                        value=kind.as_str()
                        checked=ticked
                        disabled=fixed
                    />
                </label>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">
                <div class="cell__title">{words::notices::kind(kind)}</div>
                <div class="cell__sub">{words::notices::explained(kind, days)}</div>
            </th>
            {hit("mail[]", true)}
            {hit("app[]", false)}
        </tr>
    }
    .into_any()
}
