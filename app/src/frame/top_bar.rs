//! The top bar: mark, switcher, bell, account menu.

use domain::{shell::Shell, words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{SetTheme, show, switcher::switcher};
use crate::{
    boot::Boot,
    connection,
    form::{Form, FormState},
    load::{Data, loaded_in_place},
    paths,
    ui::{Avatar, AvatarSize, Icon, IconName, Mark, Menu, MenuItem, MenuSize, Strip},
};

/// The bar. It stands before its data is there, and stays when it is loaded anew.
#[component]
pub(super) fn TopBar(shell: Data<Shell>, sign_out: FormState) -> impl IntoView {
    let offline = connection::offline();
    let strip = move || offline.get().then(|| view! { <Strip text=words::shell::OFFLINE/> });
    view! {
        <header class="topbar">
            <div class="topbar__in">
                <button
                    type="button"
                    class="btn btn--quiet btn--icon topbar__menu"
                    popovertarget="nav"
                    aria-label=words::shell::SETTINGS_MENU
                >
                    <Icon name=IconName::Menu/>
                </button>
                <a class="brand" href=paths::HOME aria-label=words::shell::HOME>
                    <Mark/>
                    <span class="brand__word">{words::PRODUCT}</span>
                </a>
                {loaded_in_place(
                    shell,
                    move |mut shell| {
                        view! {
                            {shell.place.take().map(switcher)}
                            <div class="topbar__end">
                                <Bell shell=shell.clone()/>
                                <Account shell sign_out/>
                            </div>
                        }
                            .into_any()
                    },
                )}
            </div>
            <div role="status">{strip}</div>
        </header>
    }
    .into_any()
}

/// The bell, with a red dot while something waits.
#[component]
fn Bell(shell: Shell) -> impl IntoView {
    let waiting = shell.notices.len();
    let notice = |notice: domain::shell::Notice| {
        view! {
            <a class="row" href=paths::TOKENS>
                <span class="row__lead">
                    <Icon name=IconName::Clock/>
                </span>
                <span class="row__main">
                    <b>{notice.token}</b>
                    {notice.text}
                </span>
            </a>
        }
    };
    view! {
        <button
            type="button"
            class="btn btn--quiet btn--icon bell"
            popovertarget="bell-menu"
            aria-label=words::shell::bell(waiting)
        >
            <Icon name=IconName::Bell/>
            {(waiting > 0).then(|| view! { <span class="dot" aria-hidden="true"></span> })}
        </button>
        <Menu id="bell-menu" size=MenuSize::Wide end=true>
            <div class="section__head">
                <h2>{words::shell::NOTIFICATIONS}</h2>
            </div>
            <div class="menu__rows rows rows--lined">
                {if waiting == 0 {
                    view! {
                        <div class="row">
                            <span class="row__lead">
                                <Icon name=IconName::Bell/>
                            </span>
                            <span class="row__main">
                                <b>{words::shell::NOTHING_NEW}</b>
                                <br/>
                                <span class="row__meta">{words::shell::NOTHING_NEW_HINT}</span>
                            </span>
                        </div>
                    }
                        .into_any()
                } else {
                    shell.notices.into_iter().map(notice).collect::<Vec<_>>().into_any()
                }}
            </div>
        </Menu>
    }
}

/// The face, and the menu behind it.
#[component]
fn Account(shell: Shell, sign_out: FormState) -> impl IntoView {
    let Shell { display_name, email, face, .. } = shell;
    view! {
        <button
            type="button"
            class="me"
            popovertarget="me-menu"
            aria-label=words::shell::account_menu(&display_name)
        >
            <Avatar face=face.clone() size=AvatarSize::Small/>
        </button>
        <Menu id="me-menu" end=true>
            <div class="menu__head cell">
                <Avatar face/>
                <div>
                    <div class="cell__title">{display_name}</div>
                    <div class="cell__sub">{email}</div>
                </div>
            </div>
            <hr/>
            <MenuItem
                label=words::shell::ACCOUNT_SETTINGS
                icon=IconName::User
                href=paths::PROFILE
            />
            <ThemeItem/>
            <hr/>
            <Form state=sign_out class="">
                <MenuItem label=words::shell::SIGN_OUT icon=IconName::SignOut submit=true/>
            </Form>
        </Menu>
    }
}

/// Goes through the three themes. With the script it shows at once; the server
/// only keeps it in a cookie for the next page.
#[component]
fn ThemeItem() -> impl IntoView {
    let state = FormState::of::<SetTheme>();
    let theme = Boot::theme();
    // What is being sent counts at once; the answer adds nothing.
    let sent = Callback::new(move |()| show(theme, theme.get_untracked().next()));
    let page = use_location().pathname;
    view! {
        <Form state class="" on_send=sent>
            <input type="hidden" name="theme" value=move || theme.get().next().as_str()/>
            <input type="hidden" name="page" value=move || page.get()/>
            {move || {
                view! {
                    <MenuItem
                        label=words::shell::appearance(theme.get())
                        icon=IconName::Moon
                        submit=true
                        stays=true
                    />
                }
            }}
        </Form>
    }
}
