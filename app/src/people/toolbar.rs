//! What is found, shown and ordered in a list of people.

use domain::{
    people::{Order, Shown},
    words,
};
use leptos::{ev, prelude::*};
use web_sys::HtmlSelectElement;

use super::list::Asked;
use crate::ui::{Icon, IconName};

/// A form of the browser: its address is the list.
pub(super) fn toolbar(address: &str, asked: &Asked, looks_after: bool, counted: String) -> AnyView {
    let shown = asked.shown;
    let all = Shown::ALL.into_iter().filter(|one| looks_after || !one.is_for_managers());
    let lists = all.map(|one| (one.as_str(), words::people::shown(one), one == shown)).collect();
    let orders = Order::ALL
        .map(|order| (order.as_str(), words::people::order(order), order == asked.order))
        .to_vec();
    let choices = view! {
        {choice("show", words::people::SHOW, lists)}
        {choice("order", words::people::ORDER, orders)}
    };
    let finds = (asked.find.clone(), words::people::FIND);
    find_bar(address, finds, choices.into_any(), counted)
}

/// A list that is searched: what is found and how it is called, what else is chosen, and how
/// many there are.
pub(crate) fn find_bar(
    address: &str,
    (find, label): (String, &'static str),
    choices: AnyView,
    counted: String,
) -> AnyView {
    view! {
        <form
            class="toolbar"
            method="get"
            action=address.to_owned()
            role="search"
            autocomplete="off"
        >
            <div class="input-wrap">
                <Icon name=IconName::Search/>
                <input
                    class="input"
                    type="search"
                    name="find"
                    id="find"
                    value=find
                    placeholder=label
                    aria-label=label
                    maxlength="100"
                />
            </div>
            {choices}
            <button class="btn" type="submit">
                {words::people::SEARCH}
            </button>
            <span class="count-text">{counted}</span>
        </form>
    }
    .into_any()
}

/// One choice of what a list shows; whoever makes it sees the new list at once.
pub(crate) fn choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str, bool)>,
) -> AnyView {
    let option = |(value, text, selected): (&'static str, &'static str, bool)| {
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    };
    // Keys go through the choices one by one: whoever uses them says when.
    let keyed = StoredValue::new(false);
    let sent = move |event: ev::Event| {
        if keyed.get_value() {
            return;
        }
        let select: HtmlSelectElement = event_target(&event);
        if let Some(form) = select.form() {
            let _ = form.request_submit();
        }
    };
    view! {
        <div class="input-wrap input-wrap--sel">
            <select class="input" name=name id=name aria-label=label
                on:keydown=move |_| keyed.set_value(true)
                on:pointerdown=move |_| keyed.set_value(false)
                on:change=sent
            >
                {options.into_iter().map(option).collect::<Vec<_>>()}
            </select>
            <Icon name=IconName::Down/>
        </div>
    }
    .into_any()
}
