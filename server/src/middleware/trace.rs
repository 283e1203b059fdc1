//! The id of a request: in its answer, in the log, and in what is told when
//! something fails.

use std::{
    any::Any,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    time::Instant,
};

use app::{paths, server::Cookies};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{Problem, secret::Digest, words};
use service::{DOWNLOADS, Origin};
use tracing::Instrument as _;

use super::browser;
use crate::{config::ServerConfig, router::Setup};

/// The header of the id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Most characters of a browser's name that are kept.
const USER_AGENT_MAX: usize = 256;

/// Gives the request its id and its [`Origin`], and writes one line about it.
/// Neither addresses' queries nor headers are logged: they may hold secrets.
pub async fn request(State(setup): State<Setup>, mut request: Request, next: Next) -> Response {
    let id = setup.service.new_request_id();
    let origin = Origin {
        network: network(&request, &setup.server),
        user_agent: user_agent(request.headers()),
        browser: known_browser(request.headers(), &setup.server),
        request_id: id.clone(),
    };
    request.extensions_mut().insert(origin);
    let (method, path) = (request.method().clone(), loggable(request.uri().path()).to_owned());
    let span = tracing::info_span!("request", %id);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| {
        let (status, took) = (response.status().as_u16(), began.elapsed());
        tracing::info!(%method, path, status, ?took, "answered");
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// What the browser is known by, if it was here before.
fn known_browser(headers: &HeaderMap, server: &ServerConfig) -> Option<Digest> {
    let name = Cookies { secure: server.is_secure() }.browser_name();
    browser::cookie(headers, name).map(|secret| Digest::of(secret.expose()))
}

/// The path without the one-time secret that some have at their end.
pub(crate) fn loggable(path: &str) -> &str {
    let secret = SECRETS.into_iter().find(|start| path.starts_with(start));
    secret.map_or(path, |start| &path[..start.len()])
}

/// After these something follows that nobody else shall know.
const SECRETS: [&str; 8] = [
    paths::SET_UP,
    paths::SIGN_UP_LINK,
    paths::INVITATION_LINK,
    paths::RESET,
    paths::EMAIL_CHANGE,
    paths::EMAIL_UNDO,
    paths::NOT_ME,
    DOWNLOADS,
];

/// The answer to a request whose handler panicked: a page in our words, without
/// a trace of the cause.
pub fn panicked(_cause: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    error_page(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The same for a program.
pub fn program_panicked(_cause: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    let problem = Problem::Internal { request_id: String::new() };
    api::Rejection::Problem(problem).into_response()
}

/// A page that needs nothing but the style sheet.
pub(super) fn error_page(status: StatusCode) -> Response {
    let (title, text) = (words::shell::ERROR_TITLE, words::shell::ERROR);
    let css = format!("/{}/latchkey.css", crate::site::options().site_pkg_dir);
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Latchkey</title><link rel=\"stylesheet\" href=\"{css}\"></head>\
         <body><div class=\"gate\"><main class=\"gate__mid\"><div class=\"gate__card\">\
         <h1>{title}</h1><p class=\"gate__lead\">{text}</p></div></main></div></body></html>"
    );
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (status, html, page).into_response()
}

/// Where the request comes from: the peer, or what trusted proxies say of it.
/// The last address of `X-Forwarded-For` that is not one of theirs is the one
/// that a proxy of ours has seen itself.
fn network(request: &Request, server: &ServerConfig) -> String {
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return String::new();
    };
    let peer = peer.ip().to_canonical();
    if !server.trusts(peer) {
        return cut(peer);
    }
    let forwarded = request.headers().get_all("x-forwarded-for").iter();
    let hops: Vec<&str> = forwarded.flat_map(|v| v.to_str().unwrap_or("?").split(',')).collect();
    let mut hops = hops.into_iter().rev().map_while(hop);
    cut(hops.find(|hop| !server.trusts(*hop)).unwrap_or(peer))
}

/// One address as proxies write them: `203.0.113.7`, `203.0.113.7:5123`,
/// `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let address = bare.parse().ok().or_else(with_port);
    if address.is_none() {
        // All who come this way now count as one network.
        tracing::warn!(entry = ?text, "X-Forwarded-For of a trusted proxy cannot be read");
    }
    address.map(|address| address.to_canonical())
}

/// One household or machine: an IPv4 address, or the /64 of an IPv6 one.
pub(crate) fn cut(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

fn user_agent(headers: &HeaderMap) -> String {
    let name = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    name.chars().take(USER_AGENT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn seen(peer: &str, trusted: &[&str], forwarded: &[&str]) -> String {
        let mut request = Request::new(Body::empty());
        let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
        request.extensions_mut().insert(ConnectInfo(peer));
        for value in forwarded {
            request.headers_mut().append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted_proxies = trusted.iter().map(|net| net.parse().unwrap()).collect();
        network(&request, &ServerConfig { trusted_proxies, ..ServerConfig::default() })
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(seen("203.0.113.9", &[], &["1.2.3.4"]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &trusted, &["1.2.3.4"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &trusted, &["1.2.3.4"]), "1.2.3.4");
        assert_eq!(seen("10.0.0.1", &trusted, &["6.6.6.6, 1.2.3.4, 10.0.0.2"]), "1.2.3.4");
        assert_eq!(seen("10.0.0.1", &trusted, &["6.6.6.6", "1.2.3.4"]), "1.2.3.4");
        assert_eq!(seen("10.0.0.1", &trusted, &["1.2.3.4, ::ffff:10.0.0.2"]), "1.2.3.4");
        assert_eq!(seen("10.0.0.1", &trusted, &["rubbish"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &trusted, &[]), "10.0.0.1");
    }

    #[test]
    fn proxies_may_write_ports_and_brackets() {
        for (written, network) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:5123", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::/64"),
            ("[2001:db8::1]", "2001:db8::/64"),
            (" [2001:db8::1]:443 ", "2001:db8::/64"),
            ("[::ffff:203.0.113.7]:443", "203.0.113.7"),
        ] {
            assert_eq!(seen("10.0.0.1", &["10.0.0.0/8"], &[written]), network, "{written}");
        }
        for unreadable in ["", "unknown", "_hidden", "203.0.113", "[203.0.113.7", "::1]:x"] {
            assert_eq!(hop(unreadable), None, "{unreadable}");
        }
    }

    #[test]
    fn a_network_of_ipv6_is_its_first_half() {
        assert_eq!(seen("2001:db8:1:2:3:4:5:6", &[], &[]), "2001:db8:1:2::/64");
        assert_eq!(seen("::ffff:203.0.113.9", &[], &[]), "203.0.113.9");
    }
}
