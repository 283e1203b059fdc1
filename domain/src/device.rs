//! What a browser says it is, in words.

use serde::{Deserialize, Serialize};

/// A browser and the system it runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// `Chrome on macOS`.
    pub name: String,
    /// A phone or a tablet.
    pub handheld: bool,
}

/// How browsers sign, the copies before what they copy.
#[cfg(feature = "server")]
const BROWSERS: [(&str, &str); 12] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// How systems are named, the special before the general.
#[cfg(feature = "server")]
const SYSTEMS: [(&str, &str, bool); 10] = [
    ("iPhone", "iPhone", true),
    ("iPad", "iPad", true),
    ("Android", "Android", true),
    ("CrOS", "ChromeOS", false),
    ("Windows", "Windows", false),
    ("Mac OS X", "macOS", false),
    ("Fedora", "Fedora", false),
    ("Ubuntu", "Ubuntu", false),
    ("Linux", "Linux", false),
    ("FreeBSD", "FreeBSD", false),
];

#[cfg(feature = "server")]
impl Device {
    /// Reads a `User-Agent`. It is what anybody likes to say: good for remembering, not
    /// for deciding.
    pub fn of(user_agent: &str) -> Self {
        let browser = BROWSERS.iter().find(|(sign, _)| user_agent.contains(sign));
        let system = SYSTEMS.iter().find(|(sign, ..)| user_agent.contains(sign));
        let browser = browser.map_or(crate::words::security::UNKNOWN_BROWSER, |(_, name)| name);
        let name = match system {
            Some((_, system, _)) => crate::words::security::device(browser, system),
            None => browser.into(),
        };
        Self { name, handheld: system.is_some_and(|(_, _, handheld)| *handheld) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "server")]
    #[test]
    fn browsers_are_known_by_their_signature() {
        for (agent, name, handheld) in [
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
                "Chrome on macOS",
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
                true,
            ),
            (
                "Mozilla/5.0 (X11; Fedora; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
                "Firefox on Fedora",
                false,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                "Edge on Windows",
                false,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
                true,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1",
                "Chrome on iPad",
                true,
            ),
            ("curl/8.10.1", "curl", false),
            ("", "Unknown browser", false),
            ("<script>alert(1)</script>", "Unknown browser", false),
        ] {
            assert_eq!(Device::of(agent), Device { name: name.into(), handheld }, "{agent}");
        }
    }
}
