//! Short names between program and script. wasm-bindgen calls each of some two
//! hundred functions `__wbg_addEventListener_3a4f899454bcf8c9`, once on each side;
//! hashes do not compress.

use std::{collections::HashMap, fmt::Write};

use wasm_bindgen_cli_support::Output;

/// Long name → short name.
pub type Names = HashMap<String, String>;

/// Renames in the program what only these scripts refer to.
pub fn shorten(output: &mut Output, scripts: &[&str]) -> Names {
    let mut names = Names::new();
    let module = output.wasm_mut();
    for import in
        module.imports.iter_mut().filter(|import| scripts.contains(&import.module.as_str()))
    {
        let short = short(names.len());
        names.insert(std::mem::replace(&mut import.name, short.clone()), short);
    }
    // Closures are exported under what the compiler calls them.
    for export in module.exports.iter_mut().filter(|export| export.name.starts_with("_ZN")) {
        let short = short(names.len());
        names.insert(std::mem::replace(&mut export.name, short.clone()), short);
    }
    names
}

/// `$0`, `$1` …, which no other name starts like.
fn short(number: usize) -> String {
    let mut name = String::from("$");
    // Writing to a `String` cannot fail.
    let _ = write!(name, "{number:x}");
    name
}

/// Renames in the script, word by word.
pub fn rename(script: &str, names: &Names) -> String {
    let mut result = String::with_capacity(script.len());
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut rest = script;
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        result.push_str(names.get(word).map_or(word, String::as_str));
        let next = after.find(is_word).unwrap_or(after.len());
        result.push_str(&after[..next]);
        rest = &after[next..];
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_renamed() {
        let names = Names::from([("__wbg_then_1f".into(), "$0".into())]);
        assert_eq!(
            rename("a.__wbg_then_1f(x); __wbg_then_1f0: 'é' + __wbg_then_1f", &names),
            "a.$0(x); __wbg_then_1f0: 'é' + $0"
        );
    }
}
