//! `/invitations/{link}`: what somebody finds who opens the link in the mail.

use domain::{
    invitations::{Opened, Reader},
    words,
};
use leptos::prelude::*;

use super::{AcceptInvitation, DeclineByLink, Join, LoadInvitation};
use crate::{
    form::{Form, FormProblem, FormState},
    frame::SignOut,
    gate::{gate, head, leads_on},
    joining::account_fields,
    load::{Data, loaded_in_place},
    not_found::tell_status,
    paths,
    ui::{Avatar, AvatarSize, ButtonKind, LinkButton, SubmitButton},
};

/// The page of a link, or of what came of it.
pub(crate) fn opened(link: &str) -> AnyView {
    if paths::DECLINED.strip_prefix(paths::INVITATION_LINK) == Some(link) {
        let said = head(words::invitations::DECLINED_TITLE, words::invitations::DECLINED_LEAD);
        let card = leads_on(said, paths::HOME, words::organizations::TO_HOME);
        return gate(words::invitations::DECLINED_TITLE, card);
    }
    let found = Data::of(LoadInvitation { link: link.to_owned() }, &[("link", link)]);
    let link = link.to_owned();
    let card = move |opened: Option<Opened>| match opened {
        Some(opened) => card(&link, opened),
        None => gone(),
    };
    gate(words::invitations::OPENED, loaded_in_place(found, card))
}

fn gone() -> AnyView {
    tell_status();
    let said = head(words::invitations::GONE_TITLE, words::invitations::GONE);
    leads_on(said, paths::HOME, words::organizations::TO_HOME)
}

fn card(link: &str, opened: Opened) -> AnyView {
    let Opened { id, place, role, by, email, reader } = opened;
    let role = words::organizations::role(role);
    let lead = words::invitations::opened(&by, &place.name, role);
    let whose = match &reader {
        Reader::Other { email: signed_in } => words::invitations::other(&email, signed_in),
        _ => words::invitations::for_whom(&email),
    };
    let way = match reader {
        Reader::Invited => accept(id.to_string()),
        Reader::Other { .. } => sign_out(),
        Reader::Known => view! {
            <LinkButton
                href=[paths::SIGN_IN, "?next=", paths::INVITATIONS].concat()
                label=words::invitations::SIGN_IN
                kind=ButtonKind::Primary
                block=true
            />
        }
        .into_any(),
        Reader::New => account(link.to_owned(), email),
        Reader::NotHere => view! { <p>{words::invitations::NOT_HERE}</p> }.into_any(),
    };
    view! {
        <div class="stack">
            <Avatar face=place.face size=AvatarSize::Large square=true/>
            <div>
                <h1>{words::invitations::OPENED}</h1>
                <p class="gate__lead">{lead}</p>
                <p class="gate__lead">{whose}</p>
            </div>
            {way}
            {decline(link.to_owned())}
        </div>
    }
    .into_any()
}

fn accept(id: String) -> AnyView {
    let state = FormState::of::<AcceptInvitation>();
    view! {
        <Form state class="stack">
            <FormProblem state/>
            <input type="hidden" name="id" value=id/>
            <SubmitButton
                label=words::invitations::ACCEPT
                busy_label=words::invitations::ACCEPTING
                pending=state.pending()
                block=true
            />
        </Form>
    }
    .into_any()
}

fn sign_out() -> AnyView {
    let state = FormState::of::<SignOut>();
    view! {
        <Form state class="stack">
            <FormProblem state/>
            <SubmitButton
                label=words::invitations::OTHER
                busy_label=words::security::SIGNING_OUT
                pending=state.pending()
                block=true
            />
        </Form>
    }
    .into_any()
}

fn account(link: String, email: String) -> AnyView {
    let state = FormState::of::<Join>();
    let buttons = (words::invitations::JOIN, words::invitations::JOINING);
    view! {
        <Form state class="stack">
            <p>{words::invitations::NEW}</p>
            <FormProblem state/>
            {account_fields(state, link, Some(email), buttons)}
        </Form>
    }
    .into_any()
}

fn decline(link: String) -> AnyView {
    let state = FormState::of::<DeclineByLink>();
    view! {
        <Form state class="stack">
            <FormProblem state/>
            <input type="hidden" name="link" value=link/>
            <SubmitButton
                label=words::invitations::DECLINE
                busy_label=words::invitations::DECLINING
                pending=state.pending()
                kind=ButtonKind::Quiet
                block=true
            />
        </Form>
    }
    .into_any()
}
