//! Browsers tell here of what a page tried against its content security policy (ASVS 3.4.7):
//! a fault of ours, or somebody who smuggled something in. It goes into the log.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, http::StatusCode, routing::post};
use serde::Deserialize;
use tower_http::limit::RequestBodyLimitLayer;

use crate::middleware::trace;

/// Where they go; every page's policy names it.
pub const ADDRESS: &str = "/policy-reports";
/// The largest that is read.
const LIMIT: usize = 16 * 1024;
/// Lines in the log within a minute. Anybody can send reports.
const LINES: u32 = 20;
const MINUTE: Duration = Duration::from_mins(1);

/// The one route.
pub(crate) fn router() -> Router {
    Router::new().route(ADDRESS, post(take)).layer(RequestBodyLimitLayer::new(LIMIT))
}

/// What all browsers send (CSP 3, 5.3).
#[derive(Deserialize)]
struct Sent {
    #[serde(rename = "csp-report")]
    report: Report,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Report {
    #[serde(default)]
    effective_directive: String,
    #[serde(default)]
    blocked_uri: String,
    #[serde(default)]
    document_uri: String,
}

async fn take(body: Bytes) -> StatusCode {
    let Ok(Sent { report }) = serde_json::from_slice(&body) else { return StatusCode::BAD_REQUEST };
    if may_log() {
        let (rule, what) = (plain(&report.effective_directive), origin(&report.blocked_uri));
        let page = trace::loggable(path(&report.document_uri));
        tracing::warn!(rule, what, page = plain(page), "a page broke its content security policy");
    }
    StatusCode::NO_CONTENT
}

fn may_log() -> bool {
    static MINUTES: Mutex<Option<(Instant, u32)>> = Mutex::new(None);
    let mut minute = MINUTES.lock().unwrap_or_else(PoisonError::into_inner);
    let (_, lines) = match &mut *minute {
        Some(running) if running.0.elapsed() < MINUTE => running,
        over => over.insert((Instant::now(), 0)),
    };
    *lines += 1;
    *lines <= LINES
}

/// Scheme and host of an address, or a word such as `inline`: the rest may be a secret.
fn origin(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return plain(address.split([':', '/', '?']).next().unwrap_or_default());
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    plain(&[scheme, "://", host].concat())
}

/// The path of an address, without its query.
fn path(address: &str) -> &str {
    let path = address.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.unwrap_or("").split(['?', '#']).next().unwrap_or("")
}

/// So much of it as can stand in a line of a log.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_addresses_only_what_is_no_secret_is_kept() {
        for (sent, kept) in [
            ("https://evil.example/x.js?token=s3cret", "https://evil.example"),
            ("https://s3cret@evil.example:8443?s3cret", "https://evil.example:8443"),
            ("inline", "inline"),
            ("data:text/html,s3cret", "data"),
            ("/sign-in/reset-s3cret", ""),
            ("", ""),
        ] {
            assert_eq!(origin(sent), kept, "{sent}");
        }
        for (sent, kept) in [
            ("https://latchkey.example/account/tokens?a=s3cret#b", "/account/tokens"),
            ("https://latchkey.example/sign-in/reset-s3cret", "/sign-in/reset-"),
            ("https://latchkey.example", ""),
            ("about", ""),
        ] {
            assert_eq!(trace::loggable(path(sent)), kept, "{sent}");
        }
        assert_eq!(plain(&["a\nb", &"c".repeat(200)].concat()).len(), 120);
    }
}
