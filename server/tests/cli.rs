//! The command as an operator types it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    env, fs,
    net::TcpListener,
    path::Path,
    process::{Command, Output},
};

use testing::TestBucket;

/// `latchkey` with these arguments and variables, where no configuration file is.
fn latchkey(arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.args(arguments).current_dir(env!("CARGO_TARGET_TMPDIR")).env_clear();
    let Output { status, stdout, stderr } =
        command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.success(), text)
}

fn check_config(variables: &[(&str, &str)]) -> (bool, String) {
    latchkey(&["check-config"], variables)
}

#[test]
fn no_setting_is_needed() {
    let (good, text) = check_config(&[]);
    assert!(good && text.contains("http://localhost:3000"), "{text}");
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("latchkey-data");
    assert!(!data.exists(), "a check leaves nothing behind");
}

#[test]
fn the_program_is_called_as_it_is_typed() {
    let (good, text) = latchkey(&["--version"], &[]);
    assert!(good && text.starts_with("latchkey "), "{text}");
}

#[test]
fn another_port_is_in_the_link() {
    let (good, text) = check_config(&[("LATCHKEY_SERVER_LISTEN", "127.0.0.1:4711")]);
    assert!(good && text.contains("http://localhost:4711"), "{text}");
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
        ("LATCHKEY_TEST_S3", "http://localhost:5000"),
    ]);
    assert!(good, "{text}");
}

#[test]
fn the_token_of_our_examples_is_no_setting() {
    let (good, text) = check_config(&[("LATCHKEY_TOKEN", "lk_pat_x")]);
    assert!(good, "{text}");
}

#[test]
fn what_is_wrong_has_the_name_that_was_typed() {
    for (name, value, like) in [
        ("LATCHKEY_SERVER_LISTEN", "banana", "127.0.0.1:3000"),
        ("LATCHKEY_SERVER_TRUSTED_PROXIES", "10.0.0.0/8", r#"["10.0.0.0/8"]"#),
        ("LATCHKEY_SERVER_TRUSTED_PROXIES", r#"["proxy"]"#, r#"["10.0.0.0/8"]"#),
        ("LATCHKEY_TOKENS_LIFETIMES", "7,30", "[7, 30, 90]"),
        ("LATCHKEY_TOKENS_LIMIT", "0", "1 to 500"),
        ("LATCHKEY_SERVER_PUBLIC_URL", "id.example.com", "https://id.example.com"),
        ("LATCHKEY_TYPO", "x", "unknown"),
        ("LATCHKEY_SERVER_TYPO", "x", "unknown"),
    ] {
        let (good, text) = check_config(&[(name, value)]);
        assert!(!good && text.contains(name) && text.contains(like), "{name}={value}: {text}");
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong.toml");
    fs::write(&file, "[server]\nlisten = 'banana'").unwrap();
    let (good, text) = latchkey(&["check-config", "--config", file.to_str().unwrap()], &[]);
    assert!(!good && text.contains("server.listen") && text.contains("wrong.toml"), "{text}");
}

#[test]
fn a_folder_is_no_file() {
    let (good, text) = latchkey(&["check-config", "--config", "."], &[]);
    assert!(!good && text.contains("is a folder"), "{text}");
}

#[test]
fn a_database_that_cannot_be_had_is_told_before_the_start() {
    let (good, text) = check_config(&[("LATCHKEY_DATABASE_FOLDER", "/proc/nothing")]);
    assert!(!good && text.contains("/proc/nothing"), "{text}");
    let url = "postgres://latchkey:not-for-eyes@127.0.0.1:1/latchkey";
    let key = "the secret key of every test of this product";
    for command in ["check-config", "serve"] {
        let settings = [("LATCHKEY_DATABASE_URL", url), ("LATCHKEY_SECRET_KEY", key)];
        let (good, text) = latchkey(&[command], &settings);
        assert!(!good && text.contains("127.0.0.1:1") && text.contains("refused"), "{text}");
        assert!(!text.contains("not-for-eyes"), "{text}");
    }
}

#[test]
fn a_database_elsewhere_needs_a_key_that_is_not_in_it() {
    let url = "postgres://latchkey@127.0.0.1:1/latchkey";
    let (good, text) = check_config(&[("LATCHKEY_DATABASE_URL", url)]);
    assert!(!good && text.contains("secret.key must be set"), "{text}");
    let short = [("LATCHKEY_DATABASE_URL", url), ("LATCHKEY_SECRET_KEY", "short-and-secret")];
    let (good, text) = check_config(&short);
    assert!(!good && text.contains("32 characters"), "{text}");
    assert!(!text.contains("short-and-secret"), "{text}");
}

/// A configuration with a bucket of this name at this address.
fn bucket<'a>(name: &'a str, endpoint: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("LATCHKEY_PHOTOS_S3_BUCKET", name),
        ("LATCHKEY_PHOTOS_S3_ENDPOINT", endpoint),
        ("LATCHKEY_PHOTOS_S3_KEY_ID", "271828"),
        ("LATCHKEY_PHOTOS_S3_SECRET", "31415926"),
    ]
}

#[test]
fn a_bucket_that_can_be_had_is_good_and_left_as_it_was() {
    let there = TestBucket::new();
    let (good, text) = check_config(&bucket(there.name(), &there.endpoint()));
    assert!(good && text.contains("The configuration is good"), "{text}");
    assert!(!text.contains("31415926") && !text.contains("271828"), "{text}");
    assert!(there.objects().is_empty());
}

#[test]
fn a_bucket_that_cannot_be_had_is_told_before_the_start() {
    let there = TestBucket::new();
    let (down, (_listener, silent)) = (testing::bucket::down(), testing::bucket::silent());
    let refusing = there.in_front(|_, _| Some("403 Forbidden".into()));
    let elsewhere = there.pointing("307 Temporary Redirect", &there.endpoint());
    for (name, endpoint, like) in [
        (there.name(), down.as_str(), "refused"),
        (there.name(), silent.as_str(), "did not answer within 5 seconds"),
        (there.name(), refusing.as_str(), "the key was refused"),
        (there.name(), elsewhere.as_str(), "cannot be used"),
        ("no-such-bucket", &there.endpoint(), "there is no such bucket"),
    ] {
        let [a, b, c, d] = bucket(name, endpoint);
        let (good, text) = check_config(&[a, b, c, d, ("LATCHKEY_LOG_LEVEL", "trace")]);
        assert!(!good && text.contains(name) && text.contains(endpoint), "{text}");
        assert!(text.contains(like) && text.contains("photos cannot be kept"), "{text}");
        assert!(!text.contains("31415926"), "{text}");
    }
}

#[test]
fn what_is_wrong_about_a_bucket_has_the_name_that_was_typed() {
    for (left_out, name) in [(3, "LATCHKEY_PHOTOS_S3_KEY_ID"), (0, "LATCHKEY_PHOTOS_S3_ENDPOINT")] {
        let mut variables = bucket("photos", "https://s3.example.com").to_vec();
        variables.remove(left_out);
        let (good, text) = check_config(&variables);
        assert!(!good && text.contains(name) | text.contains("photos.s3_secret"), "{text}");
        assert!(!text.contains("31415926"), "{text}");
    }
    let plain = bucket("photos", "http://s3.example.com");
    let (good, text) = check_config(&plain);
    assert!(!good && text.contains("LATCHKEY_PHOTOS_S3_ENDPOINT must start with https"), "{text}");
}

#[test]
fn a_log_that_nobody_watches_has_no_colours() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("colours");
    // Left there by an older build.
    let _ = std::fs::remove_dir_all(&folder);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let (good, text) = latchkey(
        &["serve"],
        &[
            ("LATCHKEY_SERVER_LISTEN", &listen),
            ("LATCHKEY_DATABASE_FOLDER", folder.to_str().unwrap()),
        ],
    );
    assert!(!good && !text.contains('\u{1b}'), "{text}");
    for name in ["LATCHKEY_SERVER_LISTEN", "LATCHKEY_SERVER_PUBLIC_URL"] {
        assert!(text.contains(name), "{text}");
    }
}
