//! Being invited: `/account/invitations`, and the page of the link in the mail.

mod opened;
mod server_fns;

use domain::{
    Time,
    invitations::{Answered, Invitation, Invitations},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

pub(crate) use opened::opened;
pub use server_fns::*;

use crate::{
    form::{Form, FormProblem, FormState, done},
    frame::reload_shell,
    load::{Data, loaded},
    screens::Part,
    ui::{
        Avatar, AvatarSize, Badge, BadgeKind, ButtonKind, Count, Dates, Empty, PageHead, Section,
        SubmitButton, When, focus, toast,
    },
};

/// The page.
#[lazy]
pub(crate) fn invitations_page() -> Part {
    Part::of(view)
}

fn view() -> AnyView {
    let newest = Data::of(LoadInvitations {}, &[]);
    view! {
        <Title text=words::invitations::TITLE/>
        <PageHead title=words::invitations::TITLE sentence=words::invitations::LEAD/>
        {loaded(newest, move |all| sections(all, newest))}
    }
    .into_any()
}

fn sections(all: Invitations, newest: Data<Invitations>) -> AnyView {
    let Invitations { waiting, earlier, now } = all;
    let count = waiting.len();
    let badge = (count > 0).then(|| view! { <Count n=count/> }).into_any();
    let body = if waiting.is_empty() {
        let (title, sentence) = (words::invitations::NOTHING, words::invitations::NOTHING_HINT);
        view! { <Empty title sentence/> }.into_any()
    } else {
        let rows = waiting.into_iter().map(|one| waits(one, now, newest)).collect::<Vec<_>>();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    let past = if earlier.is_empty() {
        let title = words::invitations::NOTHING_YET;
        view! { <Empty title sentence=words::invitations::NOTHING_YET_HINT/> }.into_any()
    } else {
        let rows = earlier.into_iter().map(|one| answered(one, now)).collect::<Vec<_>>();
        view! { <ul class="rows rows--lined">{rows}</ul> }.into_any()
    };
    view! {
        {done(FormState::of::<DeclineInvitation>(), words::invitations::DECLINED)}
        <Section id="invited" title=words::invitations::WAITING badge flush=true>
            {body}
        </Section>
        <Section id="earlier" title=words::invitations::EARLIER flush=true>
            {past}
        </Section>
    }
    .into_any()
}

fn waits(one: Invitation, now: Time, newest: Data<Invitations>) -> AnyView {
    let Invitation { id, place, role, by, sent, expires } = one;
    let days = Dates::of_page().by(|zone| zone.days_between(now, expires));
    let ends = (days <= 1).then(|| {
        view! { <Badge kind=BadgeKind::Soon label=words::tokens::expires_soon(days)/> }
    });
    let (accept, decline) =
        (FormState::of::<AcceptInvitation>(), FormState::of::<DeclineInvitation>());
    decline.on_done::<DeclineInvitation>(move |()| {
        newest.reload();
        reload_shell();
        toast(words::invitations::DECLINED);
        request_animation_frame(|| focus("invited-h"));
    });
    for form in [accept, decline] {
        form.on_gone(move || {
            newest.reload();
            reload_shell();
            toast(words::invitations::ANSWERED);
        });
    }
    let spoken = |verb: &str| [verb, &words::invitations::from(&place.name)].concat();
    let (spoken_accept, spoken_decline) =
        (spoken(words::invitations::ACCEPT), spoken(words::invitations::DECLINE));
    view! {
        <li class="row">
            <Avatar face=place.face size=AvatarSize::Medium square=true/>
            <div class="row__main">
                <div class="row__title">
                    {place.name} " " <Badge label=words::organizations::role(role)/> " " {ends}
                </div>
                <div class="row__meta">
                    {by} {words::invitations::INVITED_YOU} " · " <When at=sent now/>
                </div>
                <FormProblem state=accept/>
                <FormProblem state=decline/>
            </div>
            <div class="actions actions--wide">
                <Form state=decline class="">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <SubmitButton
                        label=words::invitations::DECLINE
                        busy_label=words::invitations::DECLINING
                        pending=decline.pending()
                        kind=ButtonKind::Outlined
                        small=true
                        spoken=spoken_decline
                    />
                </Form>
                <Form state=accept class="">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <SubmitButton
                        label=words::invitations::ACCEPT
                        busy_label=words::invitations::ACCEPTING
                        pending=accept.pending()
                        kind=ButtonKind::Soft
                        small=true
                        spoken=spoken_accept
                    />
                </Form>
            </div>
        </li>
    }
    .into_any()
}

fn answered(one: Answered, now: Time) -> AnyView {
    let Answered { place, role, answer, at } = one;
    view! {
        <li class="row">
            <Avatar face=place.face size=AvatarSize::Medium square=true/>
            <div class="row__main">
                <div class="row__title">
                    {place.name} " " <Badge label=words::organizations::role(role)/>
                </div>
                <div class="row__meta">
                    {words::invitations::answer(answer)} " · " <When at=at now/>
                </div>
            </div>
        </li>
    }
    .into_any()
}
