//! SQL is not checked while compiling; the price is a test for every query.

use std::{fs, path::Path};

fn texts(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn every_method_is_called_by_a_test() {
    let (sources, tests) = (texts("src"), texts("tests/queries"));
    let methods: Vec<_> = sources
        .split("pub async fn ")
        .skip(1)
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
        .collect();
    assert!(methods.len() > 30, "{methods:?}");
    for method in methods {
        let called = [format!(".{method}("), format!("::{method}(")];
        assert!(called.iter().any(|call| tests.contains(call)), "nothing tests {method}");
    }
}
