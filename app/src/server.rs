//! What server functions and pages know of the request they serve. The only
//! module that reads the context; it is read before any `.await`.

use std::{ops::Deref, sync::Arc};

use axum::http::{
    HeaderName, HeaderValue,
    header::{LOCATION, SET_COOKIE},
    request::Parts,
};
use domain::{Problem, Secret, flash::Flash, theme::Theme};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use service::{Caller, Origin, Renewed, Service, SessionCookie, SignedIn};

/// The browser that sent this request, and who is signed in there. Put into the
/// request's extensions by the server before any page or function runs.
#[derive(Clone)]
pub struct Browser(Arc<BrowserInner>);

/// See [`Browser`].
pub struct BrowserInner {
    pub service: Service,
    pub cookies: Cookies,
    /// The person who is signed in, if anybody is.
    pub caller: Option<Caller>,
    /// The cookie that every browser without a session has.
    pub visitor: Secret,
    /// What flashes are bound to: the session, else the cookie before it.
    pub holder: Secret,
    pub origin: Origin,
    /// The request is a form post without the script.
    pub plain: bool,
    pub theme: Theme,
    /// The slug of the organization in which this browser was last.
    pub place: Option<String>,
    /// What the last plain form left for this page.
    pub flash: Option<Flash>,
    /// The page leads to signing in, and nobody has an account yet.
    pub nobody: bool,
}

impl Browser {
    /// Wraps what the server found out.
    pub fn new(inner: BrowserInner) -> Self {
        Self(Arc::new(inner))
    }

    /// The caller, to whom everything is open that is theirs.
    ///
    /// # Errors
    /// [`Problem::SignInAgain`] when nobody is signed in; [`Problem::TwoFactorFirst`].
    pub fn caller(&self) -> Result<&Caller, Problem> {
        let caller = self.signed_in()?;
        if self.service.must_set_up(caller) { Err(Problem::TwoFactorFirst) } else { Ok(caller) }
    }

    /// The same for the security page and what is around every page, which are open to
    /// whoever has to set up a second factor first.
    ///
    /// # Errors
    /// [`Problem::SignInAgain`] when nobody is signed in.
    pub fn signed_in(&self) -> Result<&Caller, Problem> {
        self.caller.as_ref().ok_or(Problem::SignInAgain)
    }

    /// Whether a page that was made for this person may send something now. Somebody
    /// else may have signed in; a page of nobody is anybody's.
    pub fn may_send(&self, whose: &str) -> bool {
        let caller = self.caller.as_ref();
        whose.is_empty() || caller.is_none_or(|caller| caller.person().to_string() == whose)
    }

    /// The host of the public address, with its port if that is unusual.
    pub(crate) fn host(&self) -> &str {
        let url = self.service.settings().public_url.as_str();
        url.split("://").nth(1).unwrap_or(url)
    }

    /// Turns the outcome of a use-case into what may leave the server.
    pub fn told<T>(&self, outcome: service::Result<T>) -> Result<T, Problem> {
        outcome.map_err(|error| error.into_problem(&self.origin.request_id))
    }

    /// Hands the browser its new session, and sends it on.
    pub(crate) fn sign_in(&self, signed_in: &SignedIn) -> Result<(), Problem> {
        let respond = respond()?;
        respond.cookie(&self.cookies.session(&signed_in.cookie, signed_in.keep_seconds))?;
        if let Some(browser) = &signed_in.browser {
            respond.cookie(&self.cookies.browser(browser))?;
        }
        respond.cookie(&self.cookies.expired(self.cookies.visitor_name()))?;
        respond.go_to(&signed_in.next)
    }

    /// Hands the browser another cookie from before signing in, and sends it on.
    pub(crate) fn goes_on(&self, visitor: &Secret, to: &str) -> Result<(), Problem> {
        let respond = respond()?;
        respond.cookie(&self.cookies.visitor(visitor))?;
        respond.go_to(to)
    }

    /// Hands the browser another cookie for the session that it has.
    pub(crate) fn renew(&self, renewed: &Renewed) -> Result<(), Problem> {
        respond()?.cookie(&self.cookies.session(&renewed.cookie, renewed.keep_seconds))
    }

    /// Takes the session from the browser, and what it kept of our pages
    /// (ASVS 14.3.1).
    pub(crate) fn sign_out(&self) -> Result<(), Problem> {
        let respond = respond()?;
        respond.cookie(&self.cookies.expired(self.cookies.session_name()))?;
        if self.place.is_some() {
            respond.cookie(&self.cookies.expired(self.cookies.place_name()))?;
        }
        let name = HeaderName::from_static("clear-site-data");
        respond.0.insert_header(name, HeaderValue::from_static("\"cache\", \"storage\""));
        respond.go_to(crate::paths::SIGN_IN)
    }
}

impl Deref for Browser {
    type Target = BrowserInner;
    fn deref(&self) -> &BrowserInner {
        &self.0
    }
}

/// The browser of the request that is being served.
pub fn browser() -> Result<Browser, Problem> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Browser>().cloned())
        .ok_or_else(missing)
}

/// The answer that is being made.
pub(crate) fn respond() -> Result<Respond, Problem> {
    use_context::<ResponseOptions>().map(Respond).ok_or_else(missing)
}

/// Only where routes are listed: there is no request then.
fn missing() -> Problem {
    Problem::Internal { request_id: String::new() }
}

/// Sets a header of the page that is being rendered.
pub fn page_response(name: HeaderName, value: HeaderValue) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.insert_header(name, value);
    }
}

/// Adds to the answer that is being made.
pub(crate) struct Respond(ResponseOptions);

impl Respond {
    /// Sets a cookie.
    pub(crate) fn cookie(&self, cookie: &str) -> Result<(), Problem> {
        let value = HeaderValue::from_str(cookie).map_err(|_| missing())?;
        self.0.append_header(SET_COOKIE, value);
        Ok(())
    }

    /// Sends the browser to a path on this origin: by a redirect without the
    /// script, by a header that the script follows otherwise.
    pub(crate) fn go_to(&self, path: &str) -> Result<(), Problem> {
        let path = domain::sign_in::safe_next(path);
        self.0.insert_header(LOCATION, HeaderValue::from_str(path).map_err(|_| missing())?);
        let redirect = HeaderName::from_static("serverfnredirect");
        self.0.insert_header(redirect, HeaderValue::from_static(""));
        Ok(())
    }

    /// The page could not be made.
    pub(crate) fn failed(&self, problem: &Problem) {
        let status = axum::http::StatusCode::from_u16(problem.status());
        self.0.set_status(status.unwrap_or_default());
    }

    /// The page is not there.
    pub(crate) fn not_found(&self) {
        self.0.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

/// Seconds for which a browser keeps what it is known by: 400 days, the most that
/// browsers allow.
const BROWSER_KEPT: i64 = 400 * 86_400;

/// Names and attributes of our cookies. On https they carry `__Host-`, which
/// binds them to this host and to https (ASVS 3.3).
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    /// The public address is https.
    pub secure: bool,
}

impl Cookies {
    /// The name of the session cookie.
    pub fn session_name(self) -> &'static str {
        if self.secure { "__Host-latchkey" } else { "latchkey" }
    }

    /// The name of the cookie from before signing in.
    pub fn visitor_name(self) -> &'static str {
        if self.secure { "__Host-latchkey-visitor" } else { "latchkey-visitor" }
    }

    /// The name of the cookie by which a browser is known in which somebody has signed
    /// in. It outlives the session, and opens nothing.
    pub fn browser_name(self) -> &'static str {
        if self.secure { "__Host-latchkey-browser" } else { "latchkey-browser" }
    }

    /// The name of the cookie that says where a person was last. It opens nothing: what
    /// they are there is asked each time.
    pub fn place_name(self) -> &'static str {
        if self.secure { "__Host-latchkey-place" } else { "latchkey-place" }
    }

    pub(crate) fn place(self, slug: &str) -> String {
        self.cookie(self.place_name(), slug, Some(BROWSER_KEPT))
    }

    fn browser(self, browser: &Secret) -> String {
        self.cookie(self.browser_name(), browser.expose(), Some(BROWSER_KEPT))
    }

    fn session(self, cookie: &SessionCookie, seconds: Option<i64>) -> String {
        self.cookie(self.session_name(), cookie.0.expose(), seconds)
    }

    /// Sets the cookie from before signing in, until the browser is closed.
    pub fn visitor(self, visitor: &Secret) -> String {
        self.cookie(self.visitor_name(), visitor.expose(), None)
    }

    fn expired(self, name: &str) -> String {
        self.cookie(name, "", Some(0))
    }

    /// Readable by our script, which shows the theme at once.
    pub(crate) fn theme(self, theme: Theme) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        let (name, value) = (domain::theme::COOKIE, theme.as_str());
        format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000{secure}")
    }

    fn cookie(self, name: &str, value: &str, seconds: Option<i64>) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        let age = seconds.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
    }
}
