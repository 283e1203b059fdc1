//! Short names for what is declared in `:root`: each is written hundreds of times.
//!
//! Only the style sheet itself knows those names. What a script sets is declared elsewhere,
//! and keeps its name.

use std::collections::HashMap;

/// The same sheet with short names.
pub fn shorten(sheet: &str) -> String {
    let mut count: HashMap<&str, usize> = HashMap::new();
    let declared = declared(sheet);
    for name in names(sheet).map(|(_, name)| name).filter(|name| declared.contains(name)) {
        *count.entry(name).or_default() += 1;
    }
    let mut by_count: Vec<_> = count.into_iter().collect();
    by_count.sort_by(|(a, often), (b, seldom)| seldom.cmp(often).then(a.cmp(b)));
    let taken: Vec<_> = names(sheet).map(|(_, name)| name).collect();
    let mut short = (0..).map(short_name).filter(|short| !taken.contains(&short.as_str()));
    let short: HashMap<&str, String> =
        by_count.into_iter().map(|(name, _)| name).zip(short.by_ref()).collect();
    let (mut shortened, mut done) = (String::new(), 0);
    for (at, name) in names(sheet) {
        if let Some(short) = short.get(name) {
            shortened.push_str(&sheet[done..at]);
            shortened.push_str(short);
            done = at + name.len();
        }
    }
    shortened.push_str(&sheet[done..]);
    shortened
}

/// What the rules of `:root` declare.
fn declared(sheet: &str) -> Vec<&str> {
    let rules = sheet.split(":root{").skip(1).filter_map(|rest| rest.split('}').next());
    let lines = rules.flat_map(|rule| rule.split(';'));
    let names = lines.filter_map(|line| line.split_once(':')).map(|(name, _)| name);
    names.filter(|name| name.starts_with("--")).collect()
}

/// Every `--name`, and where it stands; not the ends of classes such as `.btn--sm`.
fn names(sheet: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    sheet.match_indices("--").filter_map(move |(at, _)| {
        if sheet[..at].ends_with(part) {
            return None;
        }
        let rest = &sheet[at..];
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        Some((at, &rest[..end]))
    })
}

/// `--a` to `--z`, `--ba` and so on.
fn short_name(mut n: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b"abcdefghijklmnopqrstuvwxyz"[n % 26]);
        n /= 26;
        if n == 0 {
            break;
        }
    }
    letters.extend(b"--");
    letters.into_iter().rev().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn names_of_the_root_are_short_wherever_they_stand() {
        assert_eq!(
            shorten(
                ":root{--space-1:4px;--color-line:#ccc}.a--space-1{gap:var(--space-1) \
                 var(--space-1);--space-1:0}@media x{:root{--color-line:red}}"
            ),
            ":root{--a:4px;--b:#ccc}.a--space-1{gap:var(--a) var(--a);--a:0}\
             @media x{:root{--b:red}}"
        );
    }

    #[test]
    fn what_is_declared_elsewhere_keeps_its_name() {
        let sheet = ".bar{width:var(--a,0%);--fill:1px}.bar[style]{width:var(--fill)}";
        assert_eq!(shorten(sheet), sheet);
        let root = [":root{--gap:1px}", sheet].concat();
        assert_eq!(shorten(&root), [":root{--b:1px}", sheet].concat(), "--a is taken");
    }

    #[test]
    fn there_are_names_enough() {
        let sheet = |name: &dyn Fn(usize) -> String| {
            let all: Vec<_> = (0..60).map(|n| format!("{}:{n}", name(n))).collect();
            format!(":root{{{}}}", all.join(";"))
        };
        let short = shorten(&sheet(&|n| format!("--name-{n:02}")));
        assert_eq!(short.matches("--").count(), 60);
        assert!(short.starts_with(":root{--a:0;") && short.ends_with(";--ch:59}"), "{short}");
    }
}
