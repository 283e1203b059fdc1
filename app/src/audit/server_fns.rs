//! What the page of the audit log asks of the server.

use domain::{Problem, Wire, audit::LogPage};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::server::browser;

/// A page of the log of an organization: the lines that are found, before a place.
#[server(prefix = "/_fn", endpoint = "audit/list", output = Wire)]
pub async fn list_log(
    organization: String,
    #[server(default)] find: String,
    #[server(default)] person: String,
    #[server(default)] action: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
    #[server(default)] before: String,
) -> Result<LogPage, Problem> {
    use service::LogAsk;
    let browser = browser()?;
    let caller = browser.caller()?;
    // What an address of ours cannot hold is as if it was not there.
    let before = before.parse().ok();
    let ask = LogAsk { person, action, find, before, ..LogAsk::default() };
    let ask = ask.within(&caller.zone, &from, &until);
    let which = (&*organization).into();
    browser.told(browser.service.log_page(caller.into(), &which, &ask).await)
}
