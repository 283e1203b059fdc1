//! The top bar: mark, switcher, bell, account menu.

use domain::{shell::Shell, words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{SetTheme, show, switcher::switcher};
use crate::{
    boot::Boot,
    connection,
    form::{Form, FormState},
    load::{Data, coming, loaded_in_place},
    notices::bell_list,
    paths,
    ui::{Avatar, AvatarSize, Icon, IconName, Mark, Menu, MenuItem, MenuSize, Strip, live},
};

/// The bar. It stands before its data is there, and stays when it is loaded anew.
#[component]
pub(super) fn TopBar(
    shell: Data<Shell>,
    unread: RwSignal<usize>,
    sign_out: FormState,
) -> impl IntoView {
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
                        unread.set(shell.unread);
                        view! {
                            {shell.place.take().map(switcher)}
                            <div class="topbar__end">
                                {bell(unread)}
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

/// The bell, with a red dot while something was not read. Its list is loaded when it is
/// opened; without the script it leads to the page that has all of them.
fn bell(unread: RwSignal<usize>) -> AnyView {
    let open = RwSignal::new(false);
    let list = move || {
        if open.get() {
            coming(Box::new(|| Box::pin(bell_list())))
        } else {
            view! {
                <div class="section__head">
                    <h2>{words::shell::NOTIFICATIONS}</h2>
                </div>
            }
            .into_any()
        }
    };
    let name = move || words::shell::bell(unread.get());
    let dot =
        move || (unread.get() > 0).then(|| view! { <span class="dot" aria-hidden="true"></span> });
    view! {
        <button
            type="button"
            class="btn btn--quiet btn--icon bell"
            popovertarget="bell-menu"
            aria-label=name
        >
            <Icon name=IconName::Bell/>
            {live(dot)}
        </button>
        <Menu id="bell-menu" size=MenuSize::Wide end=true open>
            {live(list)}
            <div class="section__foot">
                <a href=paths::NOTICES>{words::shell::ALL_NOTIFICATIONS}</a>
            </div>
        </Menu>
    }
    .into_any()
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
