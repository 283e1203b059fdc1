//! How server and browser hand each other data: postcard in base64, behind the
//! version of the types that both were built with.
//!
//! Postcard because reading it costs the browser a fraction of the code that
//! reading JSON does; base64 because data comes inside a page's HTML, too. What
//! other programs read is JSON: that is the REST API's business, not this one's.

use base64ct::{Base64Unpadded, Encoding as _};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::{
    Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post, error::ServerFnErrorErr,
};

use crate::Problem;

/// Changes with the types of this crate; an open page may be older than its server.
const VERSION: &str = concat!("lk:", env!("WIRE_VERSION"), ":");
/// What every version starts with.
const MARK: &str = "lk:";

/// Turns a value into text of letters, digits and `+/:`.
///
/// # Errors
/// For values that postcard has no form for, such as sequences of unknown length.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, postcard::Error> {
    Ok(VERSION.to_owned() + &Base64Unpadded::encode_string(&postcard::to_allocvec(value)?))
}

/// Turns text back into the value that it was made of.
///
/// # Errors
/// [`Problem::Outdated`] when the other side was built with other types;
/// [`Problem::Internal`] when this is no text of ours at all.
#[inline(never)] // once for each type, wherever that is read
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    postcard::from_bytes(&bytes(text)?).map_err(|_| garbled())
}

/// The part of reading that knows no type, so that it is compiled once.
fn bytes(text: &str) -> Result<Vec<u8>, Problem> {
    match text.strip_prefix(VERSION) {
        Some(data) => Base64Unpadded::decode_vec(data).map_err(|_| garbled()),
        None if text.starts_with(MARK) => Err(Problem::Outdated),
        None => Err(garbled()),
    }
}

fn garbled() -> Problem {
    Problem::Internal { request_id: String::new() }
}

/// The encoding of what server functions answer: `#[server(output = Wire)]`.
pub type Wire = Post<WireEncoding>;

/// See [`Wire`].
pub struct WireEncoding;

impl ContentType for WireEncoding {
    const CONTENT_TYPE: &'static str = "text/plain; charset=utf-8";
}

impl FormatType for WireEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for WireEncoding {
    type Error = postcard::Error;

    fn encode(value: &T) -> Result<Bytes, Self::Error> {
        write(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for WireEncoding {
    type Error = ServerFnErrorErr;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        let told = |what: &str| ServerFnErrorErr::Deserialization(what.into());
        let text = core::str::from_utf8(&bytes).map_err(|_| told("not text"))?;
        read(text).map_err(|_| told("not of this version"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_was() {
        let text = write(&("Ada", Some(36_u32))).unwrap();
        assert_eq!(read::<(String, Option<u32>)>(&text), Ok(("Ada".into(), Some(36))));
    }

    #[test]
    fn a_page_that_is_older_than_its_server_knows() {
        assert_eq!(read::<()>("lk:00000000:AA"), Err(Problem::Outdated));
    }

    #[test]
    fn what_a_proxy_says_is_not_believed() {
        for text in ["", "<h1>502 Bad Gateway</h1>", &(VERSION.to_owned() + "!")] {
            assert!(matches!(read::<String>(text), Err(Problem::Internal { .. })), "{text}");
        }
    }
}
