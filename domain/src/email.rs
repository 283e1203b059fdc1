//! Email addresses: how they must look, and when two are the same.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{Code, visible::is_invisible};

/// Longest address that mail can carry (RFC 5321, 4.5.3.1).
pub const MAX: usize = 254;

/// An address as its owner wrote it, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Checks the shape only: one `@`, something before it, a dotted name after
    /// it, nothing invisible. Whether mail arrives is another question.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(Code::Required);
        }
        if text.len() > MAX {
            return Err(Code::TooLong { max: 254 });
        }
        let Some((local, host)) = text.split_once('@') else { return Err(Code::EmailShape) };
        let plain =
            |c: char| !c.is_whitespace() && !is_invisible(c) && !"@,;:<>()[]\\\"%".contains(c);
        let labels = || host.split('.');
        let good = !local.is_empty()
            && local.len() <= 64
            && local.chars().all(plain)
            && host.chars().all(plain)
            && labels().count() > 1
            && labels().all(|l| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-'));
        if good { Ok(Self(text.into())) } else { Err(Code::EmailShape) }
    }

    /// The address as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.split('@').next().unwrap_or_default()
    }

    /// The form that is unique in the database: NFKC, lower case, and the host
    /// as in DNS (ASVS 1.5.3, CVE-2019-19844).
    ///
    /// # Errors
    /// [`Code::EmailShape`] when the host is no domain name, or when folding
    /// changes the shape (a full-width `@`, for one).
    #[cfg(feature = "server")]
    pub fn canonical(&self) -> Result<CanonicalEmail, Code> {
        use unicode_normalization::UnicodeNormalization as _;
        let folded: String = self.0.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let folded = Self::parse(&folded)?;
        let (local, host) = folded.0.split_once('@').ok_or(Code::EmailShape)?;
        let host = idna::domain_to_ascii_strict(host).map_err(|_| Code::EmailShape)?;
        Ok(CanonicalEmail(format!("{local}@{host}")))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|_| "not an email address")
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// An address in the form in which it is compared.
#[cfg(feature = "server")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CanonicalEmail(String);

#[cfg(feature = "server")]
impl CanonicalEmail {
    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`.
    pub fn host(&self) -> &str {
        self.0.split('@').nth(1).unwrap_or_default()
    }
}

/// A host in the form in which those of addresses are compared.
///
/// # Errors
/// [`Code::EmailShape`] when no address can be there.
#[cfg(feature = "server")]
pub fn canonical_host(host: &str) -> Result<String, Code> {
    let somebody = Email::parse(&["a@", host].concat())?.canonical()?;
    Ok(somebody.host().into())
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Result<String, Code> {
        Email::parse(text)?.canonical().map(|c| c.as_str().into())
    }

    #[test]
    fn accepts_addresses_as_people_write_them() {
        for (typed, is) in [
            ("mara@fjordline.example", "mara@fjordline.example"),
            ("  MARA@Fjordline.Example ", "mara@fjordline.example"),
            ("mara+ci@fjordline.example", "mara+ci@fjordline.example"),
            ("käthe@bücher.example", "käthe@xn--bcher-kva.example"),
            ("\u{212a}im@example.com", "kim@example.com"),
            ("ｍara@example.com", "mara@example.com"),
        ] {
            assert_eq!(canonical(typed).as_deref(), Ok(is), "{typed}");
        }
    }

    #[test]
    fn a_host_has_one_form_whoever_writes_it() {
        for (typed, is) in [
            ("Fjordline.Example", "fjordline.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("XN--bcher-kva.example", "xn--bcher-kva.example"),
            ("ｆjordline.example", "fjordline.example"),
        ] {
            assert_eq!(canonical_host(typed).as_deref(), Ok(is), "{typed}");
            let somebody = Email::parse(&format!("mara@{typed}")).unwrap().canonical().unwrap();
            assert_eq!(somebody.host(), is);
        }
        for none in [
            "",
            " ",
            "localhost",
            "@fjordline.example",
            "*.example",
            "a b.example",
            ".example",
            "a.example.",
            "a.example, b.example",
            "https://a.example",
        ] {
            assert!(canonical_host(none).is_err(), "{none:?}");
        }
    }

    #[test]
    fn a_dotless_i_is_another_address() {
        assert_ne!(canonical("mıke@example.com"), canonical("mike@example.com"));
    }

    #[test]
    fn refuses_what_is_not_one_address() {
        for typed in [
            "",
            " ",
            "mara",
            "@example.com",
            "mara@",
            "mara@localhost",
            "a@b@c.example",
            "a,b@c.example",
            "a@c.example,b@c.example",
            "a@c.example\nbcc:x@y.example",
            "a b@c.example",
            "<a@c.example>",
            "a@-c.example",
            "a@c..example",
            "a@[127.0.0.1]",
            "a%0ab@c.example",
            "a\u{202e}b@c.example",
            "a\u{200b}b@c.example",
            "a\u{200d}b@c.example",
            "ab@c\u{ad}.example",
        ] {
            assert!(canonical(typed).is_err(), "{typed:?}");
        }
    }
}
