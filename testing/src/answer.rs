//! What came back.

use axum::{body::Bytes, http::HeaderMap};
use domain::{Code, Problem};
use serde::de::DeserializeOwned;

use crate::{Client, Page};

/// The whole answer to one request.
pub struct Answer {
    /// Method and address, for failures.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub(crate) client: Client,
}

impl Answer {
    /// Insists on a status.
    #[track_caller]
    #[must_use]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    /// The body as a page.
    pub fn page(&self) -> Page {
        Page::read(&self.text())
    }

    /// Can a person read this in the page?
    pub fn shows(&self, sentence: &str) -> bool {
        self.page().text.contains(sentence)
    }

    /// What a server function told the script.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        self.json()
    }

    /// What is wrong with one field; with the form as a whole for `""`.
    #[track_caller]
    pub fn code(&self, field: &str) -> Option<Code> {
        self.problem().of_field(field)
    }

    /// A header; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where the answer sends the client.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The cookies that it sets, each with its attributes.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// Goes where the answer sends the client.
    pub async fn follow(&self) -> Answer {
        let to = self.location();
        assert!(to.starts_with('/'), "{} led to {to:?}: {}", self.asked, self.text());
        self.client.get(to).await
    }
}
