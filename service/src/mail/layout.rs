//! What a mail looks like: one look for all of them, as text and as HTML.

use core::fmt::Write as _;

use domain::{Time, profile::Profile, words};

use crate::Settings;

/// A mail that can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Name and address.
    pub(crate) to: (String, String),
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// What all letters are made of.
pub(super) struct Parts<'a> {
    pub(super) to: &'a Profile,
    pub(super) subject: &'a str,
    /// What happened, or what to do.
    pub(super) lead: &'a str,
    /// The one thing to do: its label and where it leads.
    pub(super) button: Option<(&'a str, String)>,
    /// What else there is to know.
    pub(super) after: &'a [&'a str],
}

impl Parts<'_> {
    pub(super) fn written(&self, settings: &Settings) -> Written {
        Written {
            to: (self.to.name.display.clone(), self.to.email.clone()),
            subject: self.subject.into(),
            text: self.text(settings),
            html: self.html(settings),
        }
    }

    fn text(&self, settings: &Settings) -> String {
        let mut text = format!("{}\n\n{}\n", words::mail::hello(&self.to.name.display), self.lead);
        if let Some((label, url)) = &self.button {
            let _ = write!(text, "\n{label}:\n{url}\n");
        }
        for line in self.after {
            let _ = write!(text, "\n{line}\n");
        }
        let _ = write!(text, "\n-- \n{}, {}\n", words::PRODUCT, settings.public_url);
        text
    }

    /// In a table and with styles in the tags: mail programs know nothing else.
    fn html(&self, settings: &Settings) -> String {
        let (ground, paper, line) = (colour("canvas"), colour("surface"), colour("line"));
        let (ink, dim, accent) = (colour("text"), colour("text-subtle"), colour("accent"));
        let on_accent = colour("on-accent");
        let (hello, subject) = (words::mail::hello(&self.to.name.display), self.subject);
        let mut body = String::new();
        for said in [&*hello, self.lead] {
            let _ = write!(body, "<p style=\"margin:0 0 16px\">{}</p>", escaped(said));
        }
        if let Some((label, url)) = &self.button {
            let (label, url) = (escaped(label), escaped(url));
            let _ = write!(
                body,
                "<p style=\"margin:24px 0\"><a href=\"{url}\" style=\"display:inline-block;\
                 padding:10px 18px;border-radius:6px;background:{accent};color:{on_accent};\
                 font-weight:600;text-decoration:none\">{label}</a></p>",
            );
        }
        for said in self.after {
            let _ = write!(
                body,
                "<p style=\"margin:0 0 12px;color:{dim};font-size:14px\">{}</p>",
                escaped(said),
            );
        }
        let (url, product) = (escaped(&settings.public_url), words::PRODUCT);
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{subject}</title></head>\
             <body style=\"margin:0;padding:24px 12px;background:{ground};color:{ink};\
             font:16px/1.5 Inter,system-ui,sans-serif\">\
             <table role=\"presentation\" align=\"center\" width=\"100%\" \
             style=\"max-width:560px;background:{paper};border:1px solid {line};border-radius:10px\">\
             <tr><td style=\"padding:28px\">\
             <p style=\"margin:0 0 20px;font-weight:650;color:{accent}\">{product}</p>{body}\
             <p style=\"margin:24px 0 0;padding-top:16px;border-top:1px solid {line};color:{dim};\
             font-size:13px\"><a href=\"{url}\" style=\"color:{dim}\">{url}</a></p>\
             </td></tr></table></body></html>\n",
            subject = escaped(subject),
        )
    }
}

/// The colours of the screens, in their light form: few mail programs know another.
const TOKENS: &str = include_str!("../../../style/tokens.css");

/// The value of `--color-{name}`, such as `#006274`.
fn colour(name: &str) -> &'static str {
    let value = TOKENS.split_once(&format!("--color-{name}: light-dark(")).map(|found| found.1);
    value.and_then(|value| value.split(',').next()).unwrap_or("inherit")
}

/// Names are what people typed: nothing in them is a tag or a link.
pub(super) fn escaped(text: &str) -> String {
    html_escape::encode_quoted_attribute(text).into_owned()
}

/// `Nov 22, 2026, 09:05 UTC`.
pub(super) fn moment(at: Time) -> String {
    at.format("%b %-d, %Y, %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_screens() {
        for name in ["canvas", "surface", "line", "text", "text-subtle", "accent", "on-accent"] {
            let value = colour(name);
            assert!(value.starts_with('#') && value.len() == 7, "{name}: {value}");
        }
    }
}
