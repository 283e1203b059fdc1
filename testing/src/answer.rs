//! What came back.

use axum::{body::Bytes, http::HeaderMap};
use base64ct::{Base64Unpadded, Encoding as _};
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

    /// The body as text, with what is packed for the script unpacked: what stands
    /// in neither was not told.
    pub fn text(&self) -> String {
        unpacked(&self.raw())
    }

    /// The body as it was sent.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    /// The body as what a server function hands the script.
    #[track_caller]
    pub fn data<T: DeserializeOwned>(&self) -> T {
        domain::wire::read(&self.raw())
            .unwrap_or_else(|problem| panic!("{}: {problem:?}: {}", self.asked, self.text()))
    }

    /// The body as a page.
    pub fn page(&self) -> Page {
        Page::read(&self.raw())
    }

    /// Can a person read this in the page?
    pub fn shows(&self, sentence: &str) -> bool {
        self.page().text.contains(sentence)
    }

    /// What a server function told the script.
    #[track_caller]
    pub fn problem(&self) -> Problem {
        self.data()
    }

    /// What is wrong with one field; with the form as a whole for `""`.
    #[track_caller]
    pub fn code(&self, field: &str) -> Option<Code> {
        self.problem().code(field)
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

/// Each text of [`domain::wire`] as the bytes that it stands for.
fn unpacked(text: &str) -> String {
    let mut parts = text.split("lk:");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let packed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
        let (version, data) = part.split_once(':').unwrap_or(("", part));
        let (data, rest) = data.split_at(data.find(|c| !packed(c)).unwrap_or(data.len()));
        let bytes = Base64Unpadded::decode_vec(data);
        assert!(bytes.is_ok() && version.len() == 8, "no text of ours: {part:.40}");
        all.push_str(&String::from_utf8_lossy(&bytes.unwrap_or_default()));
        all.push_str(rest);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_seen() {
        let packed = domain::wire::write("Ada").unwrap();
        let page = format!("<p>Hello</p><script>x = \"{packed}\"</script>");
        assert_eq!(unpacked(&page), "<p>Hello</p><script>x = \"\u{3}Ada\"</script>");
    }
}
