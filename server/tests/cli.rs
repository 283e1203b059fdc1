//! The command as an operator types it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    env,
    process::{Command, Output},
};

/// `latchkey check-config` where no configuration file is, with these variables.
fn check_config(variables: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.arg("check-config").current_dir(env!("CARGO_TARGET_TMPDIR")).env_clear();
    let Output { status, stdout, stderr } =
        command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.success(), text)
}

#[test]
fn no_setting_is_needed() {
    let (good, text) = check_config(&[]);
    assert!(good, "{text}");
}

#[test]
fn settings_come_from_variables() {
    let (good, text) = check_config(&[("LATCHKEY_SERVER_PUBLIC_URL", "http://id.example.com")]);
    assert!(!good && text.contains("https"), "{text}");
}

#[test]
fn a_variable_that_is_misspelt_is_named() {
    for name in ["LATCHKEY_SERVER_PUBLICURL", "LATCHKEY_SEVER_LISTEN", "LATCHKEY_TYPO"] {
        let (good, text) = check_config(&[(name, "x")]);
        let key = name.rsplit('_').next().unwrap().to_lowercase();
        let section = name.split('_').nth(1).unwrap().to_lowercase();
        assert!(!good && (text.contains(&key) || text.contains(&section)), "{name}: {text}");
    }
}

#[test]
fn what_the_workshop_is_told_does_not_concern_it() {
    let (good, text) = check_config(&[
        ("LATCHKEY_CACHE", "/tmp"),
        ("LATCHKEY_SITE", "/tmp"),
        ("LATCHKEY_TEST_POSTGRES", "postgres://localhost"),
    ]);
    assert!(good, "{text}");
}
