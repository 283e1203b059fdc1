//! What happened to the account.

use domain::{
    Time,
    security::{Happening, History},
    words,
};
use leptos::prelude::*;

use crate::{
    load::{Data, loaded_in_place},
    over::over,
    ui::{Disclose, Icon, IconName, Section, When},
};

/// Lines that are shown at once.
const FIRST: usize = 8;

/// The section of the history. It grows with what is done on the page.
pub(super) fn section(history: Data<History>) -> AnyView {
    let acted = over().acted;
    Effect::new(move |is_first: Option<()>| {
        acted.track();
        if is_first.is_some() {
            history.reload();
        }
    });
    view! {
        <Section
            id="history"
            title=words::security::HISTORY
            sentence=words::security::HISTORY_LEAD
            flush=true
        >
            {loaded_in_place(history, lines)}
        </Section>
    }
    .into_any()
}

fn lines(history: History) -> AnyView {
    let History { lines: mut first, now } = history;
    let rest = first.split_off(first.len().min(FIRST));
    let more = (!rest.is_empty()).then(|| {
        view! {
            <div class="rows__more">
                <Disclose summary=words::security::MORE>{rows(rest, now)}</Disclose>
            </div>
        }
    });
    view! {
        {rows(first, now)}
        {more}
    }
    .into_any()
}

fn rows(history: Vec<Happening>, now: Time) -> AnyView {
    let row = |line: Happening| {
        let icon = if line.refused { IconName::Alert } else { IconName::Clock };
        view! {
            <li class="row">
                <span class="row__lead">
                    <Icon name=icon/>
                </span>
                <div class="row__main">
                    <div class="row__title">{line.what}</div>
                    <div class="row__meta">
                        {[&*line.device, " · ", &line.network, " · "].concat()}
                        <When at=line.at now/>
                    </div>
                </div>
            </li>
        }
    };
    let rows = history.into_iter().map(row).collect::<Vec<_>>();
    view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
}
