//! `/setup/{link}`: the first account.

use domain::words;
use leptos::prelude::*;

use super::{SetUp, SetUpIsOpen, account_form};
use crate::{
    form::FormState,
    gate::{gate, head, leads_on},
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
};

pub(super) fn set_up(link: String) -> AnyView {
    let title = words::sign_in::SET_UP_TITLE;
    let open = Data::of(SetUpIsOpen { link: link.clone() }, &[("link", &link)]);
    let card = move |open: bool| {
        if !open {
            return gone();
        }
        let said = (title, words::sign_in::SET_UP_LEAD);
        account_form(FormState::of::<SetUp>(), link.clone(), said, None)
    };
    gate(title, loaded_in_place(open, card))
}

fn gone() -> AnyView {
    tell_status();
    let head = head(words::sign_in::SET_UP_GONE_TITLE, words::sign_in::SET_UP_GONE);
    leads_on(head, paths::SIGN_IN, words::sign_in::TITLE)
}
