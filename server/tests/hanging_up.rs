//! Browsers that do not wait for their page harm nothing. A program of its own: it
//! counts the panics of its process.

use std::time::Duration;

use testing::{Log, TestApp};
use tokio::time::{sleep, timeout};

#[test]
fn a_page_that_nobody_waits_for_is_made_in_peace() {
    let log = Log::of_process();
    server::config::log_panics();
    storage::testing::on_sqlite(async |db| {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let mut left = 0;
        for path in ["/account/tokens", "/account/profile"].repeat(100) {
            left += 1;
            let patience = Duration::from_micros(left * 50);
            let _ = timeout(patience, mara.copy().get(path)).await;
        }
        sleep(Duration::from_millis(300)).await;
        let _ = mara.get("/account/tokens").await.is(200);
    });
    let text = log.text();
    let panics = text.lines().filter(|line| line.contains("panicked")).count();
    let first = text.lines().find(|line| line.contains("panicked"));
    assert_eq!(panics, 0, "{}", first.unwrap_or_default());
}
