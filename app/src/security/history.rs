//! What happened to the account.

use domain::{Time, security::Happening, words};
use leptos::prelude::*;

use crate::ui::{Disclose, Icon, IconName, Section, When};

/// Lines that are shown at once.
const FIRST: usize = 8;

/// The section of the history.
pub(super) fn section(mut history: Vec<Happening>, now: Time) -> AnyView {
    let rest = history.split_off(history.len().min(FIRST));
    let more = (!rest.is_empty()).then(|| {
        view! {
            <div class="rows__more">
                <Disclose summary=words::security::MORE>{rows(rest, now)}</Disclose>
            </div>
        }
    });
    view! {
        <Section
            id="history"
            title=words::security::HISTORY
            sentence=words::security::HISTORY_LEAD
            flush=true
        >
            {rows(history, now)}
            {more}
        </Section>
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
