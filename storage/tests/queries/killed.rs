//! What was acknowledged survives `kill -9`.

use std::{
    env,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use domain::PersonId;
use storage::{
    Db,
    testing::{TestDb, on_sqlite},
};
use tokio::runtime::Runtime;

use crate::support::{name, now, person, read, uuid, write};

/// Set for the process that is going to be killed: the database to write to.
const VICTIM: &str = "LATCHKEY_TEST_VICTIM";

#[test]
fn a_killed_writer_loses_nothing_that_it_acknowledged() {
    match env::var(VICTIM) {
        Ok(url) => Runtime::new().unwrap().block_on(write_until_killed(&url)),
        Err(_) => on_sqlite(kill_a_writer),
    }
}

/// Starts this test once more as a process of its own, and kills that.
async fn kill_a_writer(db: TestDb) {
    let id = person(&db, 1).await;
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::a_killed_writer_loses_nothing_that_it_acknowledged"])
        .arg("--nocapture")
        .env(VICTIM, db.url())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut versions = lines.filter_map(|line| line.strip_prefix("saved ")?.parse().ok());
    let enough: i64 = versions.nth(100).unwrap();
    writer.kill().unwrap();
    let acknowledged = versions.last().unwrap_or(enough);
    writer.wait().unwrap();

    let version = read(&db, async |tx| tx.profile(id).await).await.unwrap().version;
    assert!(version >= acknowledged, "{version} of {acknowledged}");
    assert!(write(&db, async |tx| tx.save_name(id, &name("Mo"), version, now()).await).await);
}

async fn write_until_killed(url: &str) {
    let db = Db::connect(url).await.unwrap();
    for version in 1.. {
        let mut tx = db.begin().await.unwrap();
        assert!(tx.save_name(PersonId(uuid(1)), &name("Mo"), version, now()).await.unwrap());
        tx.commit().await.unwrap();
        println!("saved {}", version + 1);
    }
}
