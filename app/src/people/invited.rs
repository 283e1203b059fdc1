//! Who is invited, as rows of the list of people.

use domain::{Time, invitations::Invited, words};
use leptos::prelude::*;

use super::{
    ResendInvitation,
    list::{Listed, in_teams},
};
use crate::{
    form::{Form, FormProblem, FormState},
    paths,
    ui::{
        Badge, BadgeKind, ButtonKind, Icon, IconName, MenuItem, RowMenu, SubmitButton, When, toast,
    },
};

/// A row of the table; `now` is the server's time.
pub(super) fn row(listed: &Listed, one: Invited, now: Time) -> AnyView {
    let Invited { id, email, role, teams, sent, over } = one;
    let badge = if over {
        view! { <Badge kind=BadgeKind::Expired label=words::invitations::OVER/> }
    } else {
        view! { <Badge kind=BadgeKind::Pending label=words::invitations::PENDING/> }
    };
    let act = |act| listed.over(&paths::of_invitation(id, act));
    let (edit, cancel) = (act(paths::ROLE), act(paths::CANCEL));
    let (resend, menu) = if listed.may_invite_as(role) {
        let menu = view! {
            <RowMenu
                id=["actions-", &id.to_string()].concat()
                label=words::people::actions_for(&email)
            >
                <MenuItem label=words::people::EDIT icon=IconName::Edit href=edit/>
                <hr/>
                <MenuItem
                    label=words::invitations::REVOKE
                    icon=IconName::Trash
                    danger=true
                    href=cancel
                />
            </RowMenu>
        };
        (Some(resend(listed, &id.to_string(), &email)), Some(menu))
    } else {
        (None, None)
    };
    view! {
        <tr role="row">
            <td role="cell">
                <div class="cell">
                    <span class="avatar avatar--pending" aria-hidden="true">
                        <Icon name=IconName::Mail/>
                    </span>
                    <div>
                        <div class="cell__title">{email} " " {badge}</div>
                        <div class="cell__sub">
                            {words::invitations::SENT_ON} <When at=sent now inline=true/>
                        </div>
                    </div>
                </div>
            </td>
            <td role="cell" class="nowrap" data-label=words::people::ROLE>
                {words::organizations::role(role)}
            </td>
            {listed.shows_teams().then(|| in_teams(&teams))}
            <td role="cell" data-label=words::invitations::INVITATION>
                {resend}
            </td>
            <td
                role="cell"
                class="dim nowrap"
                data-label=words::people::LAST_ACTIVE
                data-empty=""
            >
                "–"
            </td>
            <td role="cell" class="fit row-menu">
                {menu}
            </td>
        </tr>
    }
    .into_any()
}

fn resend(listed: &Listed, id: &str, email: &str) -> AnyView {
    let state = FormState::of::<ResendInvitation>();
    let (newest, slug, id) = (listed.newest, listed.slug.clone(), id.to_owned());
    state.on_done::<ResendInvitation>(move |email| {
        newest.reload();
        toast(words::invitations::resent(&email));
    });
    state.on_gone(move || {
        newest.reload();
        toast(words::invitations::ANSWERED);
    });
    let spoken = [words::invitations::RESEND, &words::invitations::to(email)].concat();
    view! {
        <Form state class="">
            <FormProblem state/>
            <input type="hidden" name="organization" value=slug/>
            <input type="hidden" name="invitation" value=id/>
            <SubmitButton
                label=words::invitations::RESEND
                busy_label=words::invitations::SENDING
                pending=state.pending()
                kind=ButtonKind::Outlined
                small=true
                spoken
            />
        </Form>
    }
    .into_any()
}
