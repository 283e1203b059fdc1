//! The browser's files: style, script, module, fonts, icon. A release carries
//! them inside; a development build reads them from the folder it was built with.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use app::document::Parts;
use axum::{
    body::Body,
    extract::FromRef,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::config::LeptosOptions;
use rust_embed::Embed;
use serde::Deserialize;

#[derive(Embed)]
#[folder = "$LATCHKEY_SITE"]
#[allow_missing = true]
struct Files;

/// What the build wrote about the site.
#[derive(Default, Deserialize)]
struct Manifest {
    /// `pkg/` and the hash of everything in it.
    pkg: String,
    /// Lazy page → the files that it loads, without `.wasm`.
    split: HashMap<String, Vec<String>>,
}

fn manifest() -> Manifest {
    let file = Files::get("site.json");
    let found = file.and_then(|file| serde_json::from_slice(&file.data).ok());
    found.unwrap_or_else(|| Manifest { pkg: "pkg".into(), ..Manifest::default() })
}

/// The module that loads lazy pages.
const LOADER: &str = "__wasm_split.______________________.js";

/// The files beside the two that every page loads.
pub fn parts() -> &'static Parts {
    static PARTS: LazyLock<Parts> =
        LazyLock::new(|| Parts { loader: LOADER, lazy: manifest().split });
    &PARTS
}

/// Where the files of this very release are.
pub fn options() -> &'static LeptosOptions {
    static OPTIONS: LazyLock<LeptosOptions> = LazyLock::new(|| {
        LeptosOptions::builder().output_name("latchkey").site_pkg_dir(manifest().pkg).build()
    });
    &OPTIONS
}

/// The [`options`] as the state of the router of the pages. They are many
/// strings, and every layer clones the state for every request.
#[derive(Debug, Clone, Copy)]
pub struct Site;

impl FromRef<Site> for LeptosOptions {
    fn from_ref(Site: &Site) -> Self {
        options().clone()
    }
}

/// One file; compressed as far as the browser understands it.
///
/// What is under `/pkg` has its hash in its address and never changes; the rest
/// is asked for again after an hour.
pub fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.trim_start_matches('/');
    // The compressed forms are answers, not addresses.
    if path.is_empty() || matches!(ending(path), "br" | "gz") || path == "site.json" {
        return None;
    }
    let (data, encoding) = best(path, headers)?;
    let age = if path.starts_with("pkg/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let mut response = Body::from(data).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(age));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    *response.status_mut() = StatusCode::OK;
    Some(response)
}

/// Where browsers look for an icon before they have read a page.
pub fn icon() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "public, max-age=86400")], Redirect::permanent("/favicon.svg"))
}

/// The smallest form that the browser takes, and its encoding.
fn best(path: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok());
    let accepts = |name: &str| {
        accepted.is_some_and(|list| {
            list.split(',').any(|one| {
                let (coding, quality) = one.split_once(';').unwrap_or((one, ""));
                coding.trim() == name && quality.trim() != "q=0"
            })
        })
    };
    for (name, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(name)
            && let Some(file) = Files::get(&[path, ending].concat())
        {
            return Some((file.data, Some(name)));
        }
    }
    Files::get(path).map(|file| (file.data, None))
}

/// What stands after the last dot.
fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

fn content_type(path: &str) -> &'static str {
    match ending(path) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
