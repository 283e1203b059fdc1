//! Those who send requests: browsers with their cookies, programs with a token.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderName, HeaderValue, Request, Response, header},
};
use tower::ServiceExt as _;

use crate::{Answer, Events, TestApp};

/// What every form sends.
const FORM: &str = "application/x-www-form-urlencoded";

/// A browser or a program. Clones are the same browser: they share its cookies.
#[derive(Clone)]
pub struct Client {
    router: Router,
    public_url: String,
    peer: SocketAddr,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    /// What it sends besides, unless the request says otherwise.
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Client {
    pub(crate) fn browser(app: &TestApp) -> Self {
        Self {
            router: app.router.clone(),
            public_url: app.config.public_url().into(),
            peer: SocketAddr::from(([203, 0, 113, 7], 50_000)),
            cookies: Arc::default(),
            headers: vec![(header::ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"))],
        }
    }

    pub(crate) fn program(app: &TestApp, authorization: &str) -> Self {
        let authorization = HeaderValue::from_str(authorization).unwrap();
        let headers = vec![
            (header::ACCEPT, HeaderValue::from_static("*/*")),
            (header::AUTHORIZATION, authorization),
        ];
        Self { headers, ..Self::browser(app) }
    }

    /// The same browser on another network.
    #[must_use]
    pub fn from_address(&self, address: impl Into<IpAddr>) -> Self {
        Self { peer: SocketAddr::new(address.into(), 50_000), ..self.clone() }
    }

    /// The same browser, served by another node.
    #[must_use]
    pub fn at(&self, node: &TestApp) -> Self {
        Self { router: node.router.clone(), ..self.clone() }
    }

    /// Another browser that starts with a copy of these cookies.
    #[must_use]
    pub fn copy(&self) -> Self {
        let cookies = Arc::new(Mutex::new(self.cookies.lock().unwrap().clone()));
        Self { cookies, ..self.clone() }
    }

    /// The value of a cookie that the browser has.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.into(), value.into());
    }

    /// The value of the session cookie, on http or on https.
    pub fn session(&self) -> Option<String> {
        self.cookie("latchkey").or_else(|| self.cookie("__Host-latchkey"))
    }

    /// Looks at a page or asks the API.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser without the script does.
    pub async fn post_plain(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(plain(endpoint, fields)).await
    }

    /// Sends the same form as the script does.
    pub async fn call(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(scripted(endpoint, fields)).await
    }

    /// Sends JSON to the API.
    pub async fn send_json(&self, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Sends a file as the script does.
    pub async fn send_file(&self, endpoint: &str, field: &str, file: &[u8]) -> Answer {
        self.send(scripted_file(endpoint, field, "file", file)).await
    }

    /// Sends a file as a browser without the script does.
    pub async fn send_file_plain(&self, endpoint: &str, field: &str, file: &[u8]) -> Answer {
        self.send(plain_file(endpoint, field, "file", file)).await
    }

    /// Sends any request, with what this client always adds.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let asked = format!("{} {}", request.method(), request.uri());
        let (parts, body) = self.ask(request).await.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("the answer is complete");
        self.keep_cookies(parts.headers.get_all(header::SET_COOKIE).iter());
        let status = parts.status.as_u16();
        Answer { asked, status, headers: parts.headers, body, client: self.clone() }
    }

    /// Listens to a stream of events; else the status that it is refused with.
    pub async fn listen(&self, path: &str) -> Result<Events, u16> {
        let response = self.ask(Request::get(path).body(Body::empty()).unwrap()).await;
        let status = response.status().as_u16();
        if status == 200 { Ok(Events::new(response.into_body())) } else { Err(status) }
    }

    async fn ask(&self, mut request: Request<Body>) -> Response<Body> {
        let host = self.public_url.split("://").nth(1).unwrap_or_default();
        let mut add = |name: &HeaderName, value: HeaderValue| {
            request.headers_mut().entry(name).or_insert(value);
        };
        add(&header::HOST, HeaderValue::from_str(host).unwrap());
        for (name, value) in &self.headers {
            add(name, value.clone());
        }
        if let Some(cookies) = self.cookie_header() {
            add(&header::COOKIE, cookies);
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        self.router.clone().oneshot(request).await.unwrap()
    }

    fn cookie_header(&self) -> Option<HeaderValue> {
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| HeaderValue::from_str(&pairs.join("; ")).unwrap())
    }

    fn keep_cookies<'a>(&self, set: impl Iterator<Item = &'a HeaderValue>) {
        let mut cookies = self.cookies.lock().unwrap();
        for set in set {
            let set = set.to_str().unwrap();
            let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.into(), value.into());
            }
        }
    }
}

/// A form as a browser sends it by itself.
pub fn plain(endpoint: &str, fields: &[(&str, &str)]) -> Request<Body> {
    form(endpoint, fields, "text/html,application/xhtml+xml,*/*;q=0.8")
}

/// The same fields as our script sends them.
pub fn scripted(endpoint: &str, fields: &[(&str, &str)]) -> Request<Body> {
    form(endpoint, fields, "application/json")
}

fn form(endpoint: &str, fields: &[(&str, &str)], accept: &str) -> Request<Body> {
    let body = serde_urlencoded::to_string(fields).unwrap();
    Request::post(format!("/_fn/{endpoint}"))
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, FORM)
        .header(header::CONTENT_LENGTH, body.len())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

/// Between the parts of a form with files.
const BOUNDARY: &str = "----latchkey-test-boundary";

/// A file in a form as a browser sends it by itself.
pub fn plain_file(endpoint: &str, field: &str, name: &str, file: &[u8]) -> Request<Body> {
    file_form(endpoint, field, name, file, "text/html,application/xhtml+xml,*/*;q=0.8")
}

/// The same as our script sends it.
pub fn scripted_file(endpoint: &str, field: &str, name: &str, file: &[u8]) -> Request<Body> {
    file_form(endpoint, field, name, file, "application/json")
}

fn file_form(endpoint: &str, field: &str, name: &str, file: &[u8], accept: &str) -> Request<Body> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    Request::post(format!("/_fn/{endpoint}"))
        .header(header::ACCEPT, accept)
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, body.len())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}
