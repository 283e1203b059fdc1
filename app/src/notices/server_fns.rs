//! What the bell and the page of notices ask of the server.

use domain::{
    NoticeId, Problem, Wire,
    notices::{Choices, News, Notices},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::{paths, plain_forms::PlainForm, server::browser};

/// A page of the person's notices: all or only unread ones, of all kinds or of one, after one
/// of them.
#[server(prefix = "/_fn", endpoint = "notices/list", output = Wire)]
pub async fn list_notices(
    #[server(default)] show: String,
    #[server(default)] kind: String,
    #[server(default)] after: String,
) -> Result<Notices, Problem> {
    use service::NoticesAsked;
    let browser = browser()?;
    // What an address of ours cannot hold is as if it was not there.
    let asked = NoticesAsked {
        unread: show == super::ONLY_UNREAD,
        kind: kind.parse().ok(),
        after: after.parse().ok(),
    };
    browser.told(browser.service.notices(browser.caller()?.into(), asked).await)
}

/// The newest that were not read.
#[server(prefix = "/_fn", endpoint = "notices/load", output = Wire)]
pub async fn load_news() -> Result<News, Problem> {
    let browser = browser()?;
    browser.told(browser.service.news(browser.caller()?).await)
}

/// One was read.
#[server(prefix = "/_fn", endpoint = "notices/read", output = Wire)]
pub async fn read_notice(id: NoticeId) -> Result<(), Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    browser.told(browser.service.read_notice(by, id).await.map(drop))
}

/// The plain form of [`read_notice`].
#[cfg(feature = "ssr")]
pub(crate) const READ: PlainForm = PlainForm {
    endpoint: "notices/read",
    keep: &[],
    page: |_| paths::NOTICES.into(),
    done: |_| paths::NOTICES.into(),
};

/// All were read.
#[server(prefix = "/_fn", endpoint = "notices/read-all", output = Wire)]
pub async fn read_notices() -> Result<(), Problem> {
    let browser = browser()?;
    let by = browser.caller()?.into();
    browser.told(browser.service.read_notices(by).await)
}

/// The plain form of [`read_notices`].
#[cfg(feature = "ssr")]
pub(crate) const READ_ALL: PlainForm = PlainForm {
    endpoint: "notices/read-all",
    keep: &[],
    page: |_| paths::NOTICES.into(),
    done: |_| paths::NOTICES.into(),
};

/// What the person chose to be told.
#[server(prefix = "/_fn", endpoint = "notices/choices", output = Wire)]
pub async fn load_notice_choices() -> Result<Choices, Problem> {
    let browser = browser()?;
    browser.told(browser.service.notice_choices(browser.caller()?).await)
}

/// Changes what the person is told: the kinds of things in the application and by mail, and
/// whether what can wait comes in one mail a day.
#[server(prefix = "/_fn", endpoint = "notices/choose", output = Wire)]
pub async fn choose_notices(
    #[server(default)] app: Vec<String>,
    #[server(default)] mail: Vec<String>,
    #[server(default)] daily: bool,
) -> Result<Choices, Problem> {
    use domain::notices::{Choice, Kind};
    let browser = browser()?;
    let ticked = |list: &[String], kind: Kind| list.iter().any(|name| name == kind.as_str());
    let choice = |kind| Choice { kind, in_app: ticked(&app, kind), by_mail: ticked(&mail, kind) };
    let choices = (Kind::ALL.map(choice).to_vec(), daily);
    let caller = browser.caller()?;
    browser.told(browser.service.save_notice_choices(caller, choices, &browser.origin).await)
}

/// The plain form of [`choose_notices`].
#[cfg(feature = "ssr")]
pub(crate) const CHOOSE: PlainForm = PlainForm {
    endpoint: "notices/choose",
    keep: &[],
    page: |_| paths::NOTICES.into(),
    done: |_| paths::NOTICES.into(),
};
