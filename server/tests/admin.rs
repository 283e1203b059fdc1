//! Helping somebody who cannot sign in, as an operator types it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    env, fs,
    io::Write as _,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use domain::two_factor::Enrolment;
use testing::{Client, PASSWORD, TestApp, TestDb, both_databases, email, otp};

/// A new folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    folder
}

const KEY: &str = "the secret key of every test of this product";

/// A folder in which `latchkey` finds the database of a test, and its address if it needs one.
fn beside<'a>(app: &'a TestApp, name: &str) -> (PathBuf, Option<&'a str>) {
    let folder = folder(&format!("{name}-{}", app.db.engine()));
    let url = Some(app.db.url()).filter(|url| url.starts_with("postgres"));
    if let Some(file) = app.db.url().strip_prefix("sqlite://") {
        fs::create_dir(folder.join("latchkey-data")).unwrap();
        symlink(file, folder.join("latchkey-data/latchkey.db")).unwrap();
        fs::write(folder.join("latchkey-data/latchkey.key"), KEY).unwrap();
    }
    (folder, url)
}

/// `latchkey` with these words, in a folder, with a line to read.
fn latchkey(folder: &Path, url: Option<&str>, words: &[&str], line: &str) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.args(words).current_dir(folder).env_clear();
    command.envs(
        url.map(|url| [("LATCHKEY_DATABASE_URL", url), ("LATCHKEY_SECRET_KEY", KEY)])
            .into_iter()
            .flatten(),
    );
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    let _ = running.stdin.take().unwrap().write_all(line.as_bytes());
    let Output { status, stdout, stderr } = running.wait_with_output().unwrap();
    (status.success(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[test]
fn what_it_makes_is_closed_to_other_users() {
    let folder = folder("closed");
    let (good, text) = latchkey(&folder, None, &["migrate"], "");
    assert!(good, "{text}");
    for (name, mode) in [("latchkey-data", 0o700), ("latchkey-data/latchkey.db", 0o600)] {
        let file = folder.join(name);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, mode, "{name}");
    }
    let file = folder.join("latchkey-data/latchkey.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(latchkey(&folder, None, &["migrate"], "").0);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn without_a_database_there_is_nobody_to_help() {
    let folder = folder("nobody");
    for words in [&["admin", "unlock", "a@b.example"], &["admin", "reset-password", "a@b.example"]]
    {
        let (good, text) = latchkey(&folder, None, words, "");
        assert!(!good && text.contains("there is no database in latchkey-data"), "{text}");
    }
    assert!(!folder.join("latchkey-data").exists());
}

async fn guess(app: &TestApp, password: &str) -> (Client, u16) {
    let browser = app.stranger();
    let _ =
        browser.call("sign-in/begin", &[("email", &email("mara")), ("next", "/")]).await.is(200);
    let status = browser.call("sign-in/finish", &[("password", password)]).await.status;
    (browser, status)
}

both_databases! {
    async fn the_log_is_exported_and_verified(db: TestDb) {
        let app = TestApp::new(db);
        let (folder, url) = beside(&app, "log");
        let audit = |words: &[&str]| latchkey(&folder, url, &[&["audit"], words].concat(), "");
        app.person("mara").await.new_organization("Fjordline").await;
        let (good, text) = audit(&["export", "--format", "csv", "--organization", "fjordline"]);
        assert!(good && text.starts_with("id,at,organization_id,"), "{text}");
        assert!(text.contains(",organization.created,"), "{text}");
        let (good, text) = audit(&["export", "--format", "ndjson", "--since", "9998-01-01"]);
        assert!(good && text.is_empty(), "{text}");
        let (good, text) = audit(&["export", "--format", "csv", "--since", "tomorrow"]);
        assert!(!good && text.contains("write the day as in"), "{text}");
        let (good, text) = audit(&["verify"]);
        assert!(good && text.contains("Lines that hold: 0."), "{text}");
        app.db.execute("UPDATE audit_chain SET seq = 5").await;
        let (good, text) = audit(&["verify"]);
        assert!(!good && text.contains("the lines after it are missing"), "{text}");
    }

    async fn the_operator_helps_while_the_server_runs(db: TestDb) {
        let app = TestApp::new(db);
        let (folder, url) = beside(&app, "helps");
        let admin = |words: &[&str], line: &str| {
            latchkey(&folder, url, &[&["admin"], words].concat(), line)
        };
        let first = ["user", "create", "ada@fjordline.example", "--first-name", "Ada"];
        let (good, text) = admin(&first, "");
        assert!(!good && text.contains("nobody runs this instance yet. Give --staff"), "{text}");
        app.add("mara", PASSWORD, false).await;
        for _ in 0..5 {
            assert_eq!(guess(&app, "not the password").await.1, 422);
        }
        assert_eq!(guess(&app, PASSWORD).await.1, 422, "locked");
        let (good, text) = admin(&["unlock", "mara@fjordline.example"], "");
        assert!(good && text.contains("can sign in again"), "{text}");
        let (mara, status) = guess(&app, PASSWORD).await;
        assert_eq!(status, 200);

        let (good, text) = admin(&["reset-password", "mara@fjordline.example"], "");
        let password = text.split_once("password  ").unwrap().1.trim().to_owned();
        assert!(good && password.len() == 20, "{text}");
        let _ = mara.call("profile/load", &[]).await.is(401);
        let (mara, status) = guess(&app, &password).await;
        assert_eq!(status, 200);

        let reset = ["reset-two-factor", "mara@fjordline.example"];
        let (good, text) = admin(&reset, "");
        assert!(!good && text.contains("no account has the address mara@"), "{text}");
        let enrolment: Enrolment = mara.call("two-factor/begin", &[]).await.is(200).data();
        let code = otp(enrolment.key.expose(), app.now());
        let _ = mara.call("two-factor/activate", &[("code", &code)]).await.is(200);
        let (good, text) = admin(&reset, "");
        assert!(good && text.contains("is turned off at"), "{text}");
        let cancel = [&reset[..], &["--cancel"]].concat();
        let (good, text) = admin(&cancel, "");
        assert!(good && text.contains("stays as it is"), "{text}");
        let (good, text) = admin(&cancel, "");
        assert!(!good && text.contains("nothing was begun for mara@"), "{text}");
        let end = mara.call("two-factor/end", &[("password", &password)]).await;
        let _ = end.is(200);

        let given = ["reset-password", "mara@fjordline.example", "--stdin"];
        let (good, text) = admin(&given, "too short\n");
        assert!(!good && text.contains("Use at least 15 characters."), "{text}");
        let (good, text) = admin(&given, "twelve brown otters\nno more\n");
        assert!(good && !text.contains("otters"), "{text}");
        assert_eq!(guess(&app, "twelve brown otters").await.1, 200);

        let create = |words: &[&str], line: &str| admin(&[&["user", "create"], words].concat(), line);
        let (good, text) = create(&["otto", "--first-name", ""], "");
        assert!(!good && text.contains("\n  email       Write the whole address"), "{text}");
        assert!(text.contains("\n  first-name  Fill this in."), "{text}");
        let otta = ["otta@fjordline.example", "--first-name", "Otta"];
        let (good, text) = create(&otta, "");
        assert!(good && text.contains("otta@fjordline.example has an account."), "{text}");
        let (good, text) = admin(&["mail", "list"], "");
        assert!(good && text == "No mail was given up.\n", "{text}");
        app.db
            .execute("UPDATE mails SET failed_at = created_at, error = '550 no\n mailbox'")
            .await;
        let (good, text) = admin(&["mail", "list"], "");
        let line = "  welcome  otta@fjordline.example  550 no  mailbox\n";
        assert!(good && text.contains(line), "{text}");
        let (good, text) = admin(&["mail", "retry"], "");
        assert!(good && text.starts_with("Mails to try again: "), "{text}");
        let (good, text) = create(&otta, "");
        assert!(!good && text.contains("otta@fjordline.example has an account already"), "{text}");
        let pia = ["pia@fjordline.example", "--first-name", "Pia", "--stdin"];
        let (good, text) = create(&pia, "pia@fjordline.example\n");
        assert!(!good && text.contains("\n  password    Your name,"), "{text}");
        let (good, text) = create(&pia, "twelve brown otters\n");
        assert!(good && text.contains("can sign in"), "{text}");
        let (good, text) = admin(&["unlock", "otto@fjordline.example"], "");
        assert!(!good && text.contains("no account has the address otto@"), "{text}");
    }
}
