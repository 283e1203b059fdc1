//! Reads a page as far as tests ask: what a person can read, and what stands in
//! its fields. Markup is markup here: a name that came through unescaped would
//! be gone from the text.

use std::collections::BTreeMap;

/// A page, read.
#[derive(Debug, Default)]
pub struct Page {
    /// All text outside of tags, scripts and styles; white space made single.
    pub text: String,
    /// Every tag with its attributes.
    pub tags: Vec<Tag>,
}

/// A tag that opens.
#[derive(Debug, Default)]
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

impl Page {
    /// Reads the HTML of a page.
    pub fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut rest = html;
        let mut text = String::new();
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let (tag, after) = tag(rest);
            rest = after;
            if tag.name == "script" || tag.name == "style" {
                let end = format!("</{}>", tag.name);
                rest = rest.split_once(end.as_str()).map_or("", |(_, rest)| rest);
            }
            if !tag.is_inline() {
                text.push(' ');
            }
            if !tag.name.starts_with(['/', '!']) {
                page.tags.push(tag);
            }
        }
        text.push_str(rest);
        page.text = unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        page
    }

    /// What stands in the field of this name.
    pub fn value(&self, field: &str) -> Option<&str> {
        let inputs = self.tags.iter().filter(|tag| tag.name == "input");
        let mut named = inputs.filter(|tag| tag.get("name") == Some(field));
        named.next().and_then(|tag| tag.get("value"))
    }

    /// Is there a form for this endpoint?
    pub fn has_form(&self, endpoint: &str) -> bool {
        let address = format!("/_fn/{endpoint}");
        self.tags.iter().any(|tag| tag.name == "form" && tag.get("action") == Some(&address))
    }
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    /// Does the text go on through this tag?
    fn is_inline(&self) -> bool {
        matches!(self.name.trim_start_matches('/'), "!" | "b" | "strong" | "code" | "span" | "a")
    }
}

/// The tag at the beginning of `html`, and what follows it.
fn tag(html: &str) -> (Tag, &str) {
    let mut tag = Tag::default();
    let body = &html[1..];
    let name_end = body.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(body.len());
    tag.name = body[..name_end].trim_end_matches('/').to_lowercase();
    let mut rest = body[name_end..].trim_start();
    loop {
        rest = rest.trim_start_matches('/').trim_start();
        if rest.is_empty() {
            return (tag, "");
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let name_end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c));
        let (name, after) = rest.split_at(name_end.unwrap_or(rest.len()).max(1));
        let (value, after) = match after.strip_prefix('=') {
            None => ("", after),
            Some(after) => match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => after.split_at(
                    after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len()),
                ),
            },
        };
        tag.attributes.insert(name.to_lowercase(), unescape(value));
        rest = after.trim_start();
    }
}

fn unescape(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fields_and_forms_are_found() {
        let page = Page::read(
            "<!DOCTYPE html><p class=\"a>b\">One <b>tw</b>o<!>!</p><script>var no = '<p>';</script>\
             <form action=\"/_fn/a/b\" method=post><input name=\"x\" value=\"1 &lt; &quot;2\"/></form>\
             <!-- no --><p>&lt;i&gt;</p>",
        );
        assert_eq!(page.text, "One two! <i>");
        assert_eq!(page.value("x"), Some("1 < \"2"));
        assert!(page.has_form("a/b") && !page.has_form("a/c"));
    }

    #[test]
    fn markup_that_came_through_is_not_text() {
        assert_eq!(Page::read("<p><i>Mara</i></p>").text, "Mara");
    }
}
