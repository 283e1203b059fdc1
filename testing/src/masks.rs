//! Covers what differs each time. A mask still checks what it covers: only a
//! whole id, time or token is covered, anything else stays and is seen.

use domain::tokens::TokenSecret;
use serde_json::Value;
use uuid::Uuid;

/// JSON with each id (UUIDv7), time (RFC 3339, UTC) and token covered.
#[must_use]
pub fn masked(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(mask(&text).map_or(text, str::to_owned)),
        Value::Array(list) => list.into_iter().map(masked).collect(),
        Value::Object(map) => map.into_iter().map(|(key, value)| (key, masked(value))).collect(),
        other => other,
    }
}

fn mask(text: &str) -> Option<&'static str> {
    if TokenSecret::parse(text).is_some() {
        Some("[token]")
    } else if Uuid::try_parse(text).is_ok_and(|id| id.get_version_num() == 7) {
        Some("[id]")
    } else if text.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(text).is_ok() {
        Some("[time]")
    } else {
        None
    }
}

/// The first whole token in a text.
pub fn token_in(text: &str) -> Option<String> {
    text.match_indices("lk_pat_")
        .filter_map(|(at, _)| text.get(at..at + 43))
        .find(|candidate| TokenSecret::parse(candidate).is_some())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_has_the_right_shape_is_covered() {
        let good = json!(["0199a8f2-6c1b-7d3e-8a4f-5b6c7d8e9f00", "2026-11-18T12:26:40.123456Z"]);
        assert_eq!(masked(good), json!(["[id]", "[time]"]));
        let bad = json!(["0199a8f2-6c1b-4d3e-8a4f-5b6c7d8e9f00", "yesterday", "lk_pat_x", 7]);
        assert_eq!(masked(bad.clone()), bad);
    }
}
