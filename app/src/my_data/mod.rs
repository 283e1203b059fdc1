//! `/account/data`: an archive of what is kept of a person, and leaving.

mod delete;
mod server_fns;

use domain::{
    Time,
    my_data::{Export, MyData},
    person::WHOSE,
    wire, words,
};
use leptos::{prelude::*, server_fn::ServerFn as _, task::spawn_local};
use leptos_meta::Title;

pub(crate) use delete::leaving;
pub use server_fns::*;

use crate::{
    boot::Boot,
    call,
    form::{Form, FormProblem, FormState, done},
    load::{Data, loaded},
    paths,
    screens::Part,
    ui::{
        ButtonKind, Callout, CalloutKind, Icon, IconName, LinkButton, PageHead, Section,
        SubmitButton, Timer, When, focus, live, toast,
    },
};

/// Milliseconds between two looks at an archive that is being made.
const LOOK_AGAIN: u32 = 3_000;
/// No more looks: each of them counts as something that the person does.
const LOOKS: u32 = 100;

/// The page.
#[lazy]
pub(crate) fn my_data_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let data = Data::of(LoadMyData {}, &[]);
    view! {
        <Title text=words::my_data::TITLE/>
        <PageHead title=words::my_data::TITLE sentence=words::my_data::LEAD/>
        // Signing in leaves this for whoever wanted to leave.
        {done(FormState::of::<DeleteAccount>(), words::my_data::STAYS)}
        {loaded(data, sections)}
    }
    .into_any()
}

fn sections(data: MyData) -> AnyView {
    let MyData { email, export, blocks, now } = data;
    view! {
        // Before the sections: a dialog stands over them.
        {delete::dialogs(email)}
        {export_section((export, now))}
        {delete::section(&blocks)}
    }
    .into_any()
}

/// How it stands with the archive, and when that was told.
type Told = (Export, Time);

fn export_section(export: Told) -> AnyView {
    let state = FormState::of::<AskExport>();
    let export = RwSignal::new(export);
    state.on_done::<AskExport>(move |data| {
        export.set((data.export, data.now));
        request_animation_frame(|| focus("export-h"));
    });
    look_while_made(export);
    let shown = move || match export.get() {
        (Export::None, _) => ask(state, false),
        (Export::Failed, _) => ask(state, true),
        (Export::BeingMade, _) => being_made(),
        (Export::Ready { href, expires }, now) => ready(href, expires, now, export),
    };
    view! {
        <Section
            id="export"
            title=words::my_data::EXPORT
            sentence=words::my_data::EXPORT_LEAD
        >
            {live(shown)}
        </Section>
    }
    .into_any()
}

/// Asks the server every few seconds.
fn look_while_made(export: RwSignal<Told>) {
    let (timer, whose) = (Timer::new(), Boot::whose());
    Effect::new(move |_| {
        if export.with(|export| export.0 == Export::BeingMade) {
            look(export, timer, whose.clone(), LOOKS);
        }
    });
}

fn look(export: RwSignal<Told>, timer: Timer, whose: String, looks: u32) {
    timer.start(LOOK_AGAIN, move || {
        spawn_local(async move {
            let fields = [(WHOSE, whose.clone())];
            let answer = call::load(LoadMyData::PATH, &fields).await;
            let data = answer.and_then(|text| wire::read::<MyData>(&text));
            match data.map(|data| (data.export, data.now)) {
                Ok((Export::BeingMade, _)) | Err(_) if looks > 0 && !export.is_disposed() => {
                    look(export, timer, whose, looks - 1);
                }
                Ok(news) => {
                    // The page may have been left meanwhile.
                    let _ = export.try_set(news);
                }
                Err(_) => {}
            }
        });
    });
}

fn ask(state: FormState, has_failed: bool) -> AnyView {
    let failed = || {
        let (title, text) = (words::my_data::FAILED, words::my_data::FAILED_HINT);
        view! { <Callout kind=CalloutKind::Danger title text alert=true/> }
    };
    view! {
        <Form state>
            {has_failed.then(failed)}
            <FormProblem state/>
            <div>
                <SubmitButton
                    label=words::my_data::ASK
                    busy_label=words::my_data::ASKING
                    pending=state.pending()
                    kind=ButtonKind::Outlined
                />
            </div>
        </Form>
    }
    .into_any()
}

fn being_made() -> AnyView {
    view! {
        <Callout
            title=words::my_data::BEING_MADE
            text=words::my_data::BEING_MADE_HINT
            icon=IconName::Clock
            alert=true
        >
            <LinkButton href=paths::MY_DATA label=words::my_data::LOOK_AGAIN small=true/>
        </Callout>
    }
    .into_any()
}

fn ready(href: String, expires: Time, now: Time, export: RwSignal<Told>) -> AnyView {
    let fetched = move |_| {
        toast(words::my_data::DOWNLOADED);
        // Not before the browser has followed the link.
        request_animation_frame(move || {
            export.set((Export::None, now));
            focus("export-h");
        });
    };
    view! {
        <Callout
            kind=CalloutKind::Ok
            title=words::my_data::READY
            alert=true
            body=move || {
                view! {
                    {words::my_data::READY_HINT}
                    <When at=expires now/>
                    "."
                }
            }
        >
            // No page: the script's router would take the address.
            <a class="btn btn--sm" href=href rel="external" on:click=fetched>
                <Icon name=IconName::Download/>
                {words::my_data::DOWNLOAD}
            </a>
        </Callout>
    }
    .into_any()
}
