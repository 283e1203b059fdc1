//! What is wrong, by the name that the operator typed.

use figment::{Error, Figment, Metadata, error::Kind};

/// One line about one error.
pub(super) fn explain(error: &Error) -> String {
    let mut path = error.path.clone();
    if let Kind::UnknownField(field, _) = &error.kind
        && path.last() != Some(field)
    {
        path.push(field.clone());
    }
    if path.is_empty() {
        // Without the line itself: a secret may stand there.
        let text = error.to_string();
        let quotes = |line: &&str| {
            line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('|')
        };
        return text.lines().filter(|line| !quotes(line)).collect::<Vec<_>>().join("\n");
    }
    let key = path.join(".");
    let name = name(&key, error.metadata.as_ref());
    let example = example(&key).map(|like| format!(", such as {like}")).unwrap_or_default();
    format!("{name}: {}{example}", error.kind)
}

/// The same for a sentence of ours that starts with the key.
pub(super) fn rename(text: &str, sources: &Figment) -> String {
    match text.split_once(' ') {
        Some((key, rest)) => format!("{} {rest}", name(key, sources.find_metadata(key))),
        None => text.into(),
    }
}

/// `LATCHKEY_SERVER_LISTEN`, or `server.listen in latchkey.toml`.
fn name(key: &str, source: Option<&Metadata>) -> String {
    let Some(source) = source else { return key.into() };
    if source.name.contains("environment") {
        return ["LATCHKEY_", &key.replace('.', "_").to_uppercase()].concat();
    }
    match &source.source {
        Some(file) => format!("{key} in {file}"),
        None => key.into(),
    }
}

/// How it is written, where that is not plain.
fn example(key: &str) -> Option<&'static str> {
    match key {
        "server.listen" => Some("127.0.0.1:3000"),
        "server.trusted_proxies" | "server.trusted_proxies.0" => Some(r#"["10.0.0.0/8"]"#),
        "sign_up.domains" | "sign_up.domains.0" => Some(r#"["example.com"]"#),
        "tokens.lifetimes" | "tokens.lifetimes.0" => Some("[7, 30, 90]"),
        _ => None,
    }
}
