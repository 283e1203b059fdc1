//! `/account/preferences`: the theme of this browser and the person's time zone.

mod server_fns;

use domain::{Zone, preferences::Preferences, theme::Theme, wire, words};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement};

pub use server_fns::*;

use crate::{
    boot::Boot,
    form::{Form, FormProblem, FormState},
    frame::{SetTheme, show, tell},
    load::{Data, loaded},
    paths,
    save_form::{SaveFoot, SaveState},
    screens::Part,
    ui::{
        Button, ButtonKind, PageHead, Section, Segment, Segmented, Select, SubmitButton, by_id, dom,
    },
};

/// The page.
#[lazy]
pub(crate) fn preferences_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let preferences = Data::of(LoadPreferences {}, &[]);
    view! {
        <Title text=words::preferences::TITLE/>
        <PageHead title=words::preferences::TITLE sentence=words::preferences::LEAD/>
        {theme_section()}
        {loaded(preferences, time_zone_section)}
    }
    .into_any()
}

/// The theme shows at once, and is kept by the browser; only without the script a
/// button is needed.
fn theme_section() -> AnyView {
    let state = FormState::of::<SetTheme>();
    let form = NodeRef::<html::Form>::new();
    let theme = Boot::theme();
    let chosen = Callback::new(move |name: String| {
        show(theme, Theme::parse(&name));
        if let Some(form) = form.get_untracked() {
            // Only fails for a form that is not in the page.
            let _ = form.request_submit();
        }
    });
    // The account menu changes it too.
    Effect::new(move |_| tick(form, theme.get()));
    let segment = |theme: Theme| Segment {
        value: theme.as_str().into(),
        label: words::preferences::theme(theme).into(),
        unit: "",
    };
    view! {
        <Section
            id="appearance"
            title=words::preferences::APPEARANCE
            sentence=words::preferences::APPEARANCE_LEAD
        >
            <Form state id="theme-form" node_ref=form>
                <FormProblem state/>
                <input type="hidden" name="page" value=paths::PREFERENCES/>
                <Segmented
                    id="theme"
                    legend=words::preferences::THEME
                    name="theme"
                    segments=Theme::ALL.map(segment)
                    value=theme.get_untracked().as_str()
                    on_change=chosen
                />
                <div class="if-no-script">
                    <SubmitButton
                        label=words::shell::NO_SCRIPT_THEME
                        busy_label=words::profile::SAVING
                        kind=ButtonKind::Outlined
                    />
                </div>
            </Form>
        </Section>
    }
    .into_any()
}

/// Ticks the radio button of a theme.
fn tick(form: NodeRef<html::Form>, theme: Theme) {
    let selector = ["input[value=", theme.as_str(), "]"].concat();
    let radio = form.get().and_then(|form| form.query_selector(&selector).ok().flatten());
    if let Some(radio) = radio.and_then(|radio| radio.dyn_into::<HtmlInputElement>().ok()) {
        radio.set_checked(true);
    }
}

fn time_zone_section(preferences: Preferences) -> AnyView {
    let state = FormState::of::<SaveTimeZone>();
    let form = NodeRef::<html::Form>::new();
    let save = SaveState::new(paths::PREFERENCES, form, state);
    let Preferences { time_zone, zones } = preferences;
    let zones: Vec<_> = zones.into_iter().map(|group| (group.heading, group.zones)).collect();
    let zones = StoredValue::new(zones);
    let saved = RwSignal::new(if time_zone.is_empty() { UTC.into() } else { time_zone });
    let page = Boot::provided();
    state.on_text(move |text| {
        if let Ok(zone) = wire::read::<Zone>(text) {
            if let Some(page) = page {
                page.change_zone(text);
            }
            tell(&text.into());
            saved.set(zone.name);
            save.done();
        }
    });
    let choice = move || {
        view! {
            <Select
                id=FIELD
                label=words::preferences::TIME_ZONE
                options=zones.get_value()
                value=saved.get()
                error=state.error(FIELD)
                on_change=state.mend(FIELD)
            />
        }
    };
    view! {
        <Section
            id="zone"
            title=words::preferences::TIME_ZONE
            sentence=words::preferences::TIME_ZONE_LEAD
            foot=move || {
                view! {
                    <SaveFoot
                        form="zone-form"
                        label=words::preferences::SAVE_TIME_ZONE
                        state
                        save
                    />
                }
            }
        >
            <Form state id="zone-form" node_ref=form on_edit=save.watch()>
                <FormProblem state/>
                {choice}
                {of_browser(saved, save)}
            </Form>
        </Section>
    }
    .into_any()
}

/// The name of the field, and its id.
const FIELD: &str = "time_zone";
/// The zone of whoever has chosen none.
const UTC: &str = "UTC";

/// Offers the zone of the browser while that is another than the saved one.
fn of_browser(saved: RwSignal<String>, save: SaveState) -> AnyView {
    let here = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let listed = |zone: &String| {
            let option = ["option[value=\"", zone, "\"]"].concat();
            let found = by_id(FIELD).and_then(|list| list.query_selector(&option).ok().flatten());
            found.is_some()
        };
        here.set(dom::time_zone().filter(listed));
    });
    let offer = move || {
        here.get().filter(|here| saved.with(|saved| saved != here)).map(|here| {
            let label = words::preferences::use_of_browser(&here);
            let choose = Callback::new(move |()| {
                let list = by_id(FIELD).and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
                if let Some(list) = list {
                    list.set_value(&here);
                    save.watch().run(());
                }
            });
            view! { <div><Button label small=true on_click=choose/></div> }
        })
    };
    offer.into_any()
}
