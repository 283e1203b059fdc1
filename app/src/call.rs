//! Calls from the browser to server functions: one pipe for all of them.
//!
//! A call is a form on its way out and a text ([`domain::wire`]) on its way back;
//! only the two ends know types, which they take from the server function itself.
//! So the code in between is compiled once and not once per function: the
//! browser's program stays small.

use domain::Problem;

#[cfg(not(feature = "ssr"))]
use crate::connection;
use crate::{leaving, session};

/// What a server function answered: a text for [`domain::wire::read`], or what
/// went wrong.
pub(crate) type Answer = Result<String, Problem>;

/// The name of the server function at an address, as forms and flashes know it.
pub(crate) fn endpoint(url: &'static str) -> &'static str {
    url.strip_prefix("/_fn/").unwrap_or(url)
}

/// The name of the header by which an answer sends the browser elsewhere.
#[cfg(not(feature = "ssr"))]
const REDIRECT: &str = "serverfnredirect";

/// Calls a server function that only tells something.
pub(crate) async fn load(url: &'static str, fields: &[(&'static str, String)]) -> Answer {
    let form = web_sys::UrlSearchParams::new().map_err(|_| Problem::Offline)?;
    for (name, value) in fields {
        form.append(name, value);
    }
    let mut again = false;
    let answer = loop {
        let answer = post(url, &form).await;
        // A proof of who one is renews the session: what was on its way knew the old one.
        if again || !matches!(answer, Err(Problem::SignInAgain)) {
            break answer;
        }
        again = true;
    };
    match &answer {
        Ok(_) => session::goes_on(),
        Err(problem) => session::heed(problem, leaving::holds()),
    }
    answer
}

/// Sends a form to a server function.
///
/// An answer that leads elsewhere loads that page anew: signing in and out change
/// everything that a page may hold, here and in every other tab.
#[cfg(not(feature = "ssr"))]
pub(crate) async fn post(url: &'static str, form: &web_sys::UrlSearchParams) -> Answer {
    use js_sys::futures::JsFuture;
    use leptos::prelude::window;
    use wasm_bindgen::JsCast as _;
    use web_sys::{RequestInit, Response};

    let offline = |_| {
        connection::lost();
        Problem::Offline
    };
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(form);
    let answer = JsFuture::from(window().fetch_with_str_and_init(url, &request));
    let answer: Response = answer.await.map_err(offline)?.unchecked_into();
    let text = JsFuture::from(answer.text().map_err(offline)?).await.map_err(offline)?;
    let text = text.as_string().unwrap_or_default();
    if !answer.ok() {
        return Err(domain::wire::read(&text).unwrap_or_else(|problem| problem));
    }
    if answer.headers().has(REDIRECT).unwrap_or(false)
        && let Ok(Some(to)) = answer.headers().get("location")
    {
        crate::frame::tell(&wasm_bindgen::JsValue::NULL);
        let _ = window().location().assign(&to);
        // The next page answers.
        std::future::pending::<()>().await;
    }
    Ok(text)
}

/// On the server nothing is sent: no form is submitted there.
#[cfg(feature = "ssr")]
pub(crate) fn post(_: &'static str, _: &web_sys::UrlSearchParams) -> std::future::Ready<Answer> {
    std::future::ready(Err(Problem::Offline))
}
