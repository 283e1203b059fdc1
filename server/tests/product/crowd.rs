//! Many people at once: nobody gets what is another's.

use testing::{Answer, Client, TestApp, TestDb, both_databases, crowd};

const PEOPLE: usize = 20;
const EACH: usize = 100;

/// No name is part of another.
fn name(i: usize) -> String {
    format!("person{i:02}x")
}

/// The `n`th request of a person: pages, functions and the API in turn.
async fn act(n: usize, browser: &Client, program: &Client) -> Answer {
    match n % 10 {
        0 => browser.get("/account/tokens").await,
        1 | 2 => browser.get("/account/profile").await,
        3 => browser.call("shell/load", &[]).await,
        4 => browser.call("profile/load", &[]).await,
        5 => browser.call("tokens/list", &[]).await,
        _ => program.get("/api/v1/me").await,
    }
}

both_databases! {
    async fn each_of_two_thousand_answers_names_its_own_person_only(db: TestDb) {
        let app = TestApp::new(db);
        let mut actors = Vec::new();
        for i in 0..PEOPLE {
            let browser = app.person(&name(i)).await;
            let token = browser.new_token(&format!("token of {}", name(i))).await;
            actors.push((browser, app.bearer(&token)));
        }
        let answered = crowd(PEOPLE, |i| {
            let (browser, program) = actors[i].clone();
            async move {
                for n in 0..EACH {
                    let answer = act(n + i, &browser, &program).await.is(200);
                    let text = answer.text();
                    assert!(text.contains(&name(i)), "{} of {i} does not name them", answer.asked);
                    let others = (0..PEOPLE).filter(|other| *other != i).map(name);
                    for other in others {
                        let display = other.replacen('p', "P", 1);
                        assert!(!text.contains(&other), "{} of {i} names {other}", answer.asked);
                        assert!(!text.contains(&display), "{} of {i} names {other}", answer.asked);
                    }
                }
                EACH
            }
        })
        .await;
        assert_eq!(answered.into_iter().sum::<usize>(), PEOPLE * EACH);
    }

    async fn strangers_at_once_all_get_a_page(db: TestDb) {
        let app = TestApp::new(db);
        let statuses = crowd(40, |i| {
            let browser = app.stranger();
            async move {
                let mut statuses = Vec::new();
                for n in 0..25 {
                    let path = ["/sign-in", "/sign-in/password", "/setup/x"][(i + n) % 3];
                    statuses.push(browser.get(path).await.status);
                }
                statuses
            }
        })
        .await;
        let odd: Vec<_> =
            statuses.concat().into_iter().filter(|s| !matches!(s, 200 | 303 | 404)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}
