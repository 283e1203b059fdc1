//! Notices: told once, as one chose, to nobody else; in the application, by mail, and live.

use std::time::Duration;

use domain::{
    Problem,
    notices::{About, Choices, Kind, News, Notices},
    people::People,
    shell::Shell,
};
use serde_json::Value;
use testing::{Client, Mail, TestApp, TestDb, both_databases, crowd, email};

const DAY: i64 = 86_400;
const PAGE: &str = "/account/notifications";
/// The id of nothing.
const NONE: &str = "00000000-0000-0000-0000-000000000000";
const STREAM: &str = "/notices/stream";

async fn listed(person: &Client, fields: &[(&str, &str)]) -> Notices {
    person.call("notices/list", fields).await.is(200).data()
}

/// What somebody was told of one kind, in words, and whether they have read it.
async fn told(app: &TestApp, person: &Client, kind: Kind) -> Vec<(String, bool)> {
    let all = listed(person, &[("kind", kind.as_str())]).await;
    let zone = domain::Zone::default();
    let text = |about: &About, by: Option<&str>| {
        domain::words::notices::told(about, by, app.now(), &zone).concat()
    };
    all.notices.iter().map(|one| (text(&one.about, one.by.as_deref()), one.read)).collect()
}

async fn unread(person: &Client) -> usize {
    person.call("shell/load", &[]).await.is(200).data::<Shell>().unread
}

async fn ids(person: &Client) -> Vec<String> {
    listed(person, &[]).await.notices.iter().map(|one| one.id.to_string()).collect()
}

/// Chooses to be told of these kinds in the application and by mail, and of what is safe
/// always.
async fn chooses(person: &Client, app: &[Kind], mail: &[Kind], daily: bool) -> Choices {
    let app = app.iter().map(|kind| ("app[]", kind.as_str()));
    let mail = mail.iter().map(|kind| ("mail[]", kind.as_str()));
    let daily = [("daily", if daily { "true" } else { "false" })];
    let fields: Vec<_> = app.chain(mail).chain(daily).collect();
    person.call("notices/choose", &fields).await.is(200).data()
}

async fn mails_of(app: &TestApp, to: &str, subject: &str) -> Vec<Mail> {
    let mut mails = app.mails().await;
    mails.retain(|mail| mail.to == email(to) && mail.subject.contains(subject));
    mails
}

const EXPIRES: &str = "API token of yours";

async fn founds(app: &TestApp) -> (Client, String) {
    let mara = app.person("mara").await;
    let slug = mara.new_organization("Fjordline").await;
    (mara, slug)
}

async fn invites(by: &Client, slug: &str, to: &str) {
    let fields = [("organization", slug), ("addresses", to), ("role", "member")];
    let _ = by.call("people/invite", &fields).await.is(200);
}

both_databases! {
    async fn the_end_of_a_token_is_told_at_the_very_second_and_once(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let token = mara.new_token_for("ci", 30).await.token;
        let warn = async || app.service.warn_of_tokens().await.unwrap();
        let mut sent = 0;
        for (seconds, text) in [
            (16 * DAY, "ci expires in 14 days"),
            (7 * DAY, "ci expires in 7 days"),
            (4 * DAY, "ci expires in 3 days"),
            (2 * DAY, "ci expires tomorrow"),
            (DAY, "ci has expired"),
        ] {
            app.wait(seconds - 1);
            assert_eq!(warn().await, 0, "{text}: a second too early");
            app.wait(1);
            assert_eq!((warn().await, warn().await), (1, 0), "{text}: once");
            sent += 1;
            let mails = mails_of(&app, "mara", EXPIRES).await;
            assert_eq!(mails.len(), sent, "{text}");
            assert!(mails[sent - 1].text.contains("http://localhost:3000/account/tokens\n"));
            let mara = app.sign_in("mara").await;
            assert_eq!(told(&app, &mara, Kind::TokenExpires).await, [(text.into(), false)]);
            let _ = mara.call("notices/read-all", &[]).await.is(200);
        }
        app.wait_days(20);
        assert_eq!(warn().await, 0, "and never more");
        let mara = app.sign_in("mara").await;
        let all = listed(&mara, &[("kind", "token_expires")]).await;
        let about = &all.notices[0].about;
        assert!(matches!(about, About::TokenExpires { token: id, .. } if *id == token.id));
    }

    async fn after_a_pause_the_tightest_step_alone_is_told(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.new_token_for("ci", 90).await;
        app.wait(88 * DAY);
        assert_eq!(app.service.warn_of_tokens().await.unwrap(), 1);
        assert_eq!(mails_of(&app, "mara", EXPIRES).await.len(), 1);
        let mara = app.sign_in("mara").await;
        let text = [("ci expires in 2 days".to_owned(), false)];
        assert_eq!(told(&app, &mara, Kind::TokenExpires).await, text);
        // Deleted, it is over.
        let list: domain::tokens::TokenList = mara.call("tokens/list", &[]).await.data();
        let id = list.tokens[0].id.to_string();
        let _ = mara.call("tokens/delete", &[("id", &id)]).await.is(200);
        assert!(told(&app, &mara, Kind::TokenExpires).await[0].1);
    }

    async fn of_many_nodes_one_tells(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for name in ["a", "b", "c"] {
            let _ = mara.new_token_for(name, 7).await;
        }
        app.wait_days(5);
        let told = crowd(8, |_| {
            let node = app.node();
            async move { node.service.warn_of_tokens().await.unwrap() }
        })
        .await;
        assert_eq!(told.into_iter().sum::<u64>(), 3);
        assert_eq!(mails_of(&app, "mara", EXPIRES).await.len(), 3);
        let mara = app.sign_in("mara").await;
        assert_eq!(self::told(&app, &mara, Kind::TokenExpires).await.len(), 3);
    }

    async fn choices_are_kept_and_what_is_safe_is_always_told(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let first: Choices = mara.call("notices/choices", &[]).await.is(200).data();
        assert!(first.of.iter().all(|one| one.in_app && one.by_mail) && !first.daily);
        let none = chooses(&mara, &[], &[], true).await;
        for choice in &none.of {
            let safe = matches!(choice.kind, Kind::SignIn | Kind::TokenCreated);
            assert_eq!((choice.in_app, choice.by_mail), (safe, safe), "{choice:?}");
        }
        let kept: Choices = mara.call("notices/choices", &[]).await.is(200).data();
        assert_eq!(kept, none);
        let _ = mara.new_token_for("ci", 7).await;
        app.wait_days(5);
        assert_eq!(app.service.warn_of_tokens().await.unwrap(), 1);
        let mara = app.sign_in("mara").await;
        assert_eq!(told(&app, &mara, Kind::TokenExpires).await, []);
        let safe = told(&app, &mara, Kind::TokenCreated).await;
        assert_eq!(safe, [("ci was created".to_owned(), false)]);
        assert_eq!(told(&app, &mara, Kind::SignIn).await.len(), 1, "in another browser");
        assert_eq!(mails_of(&app, "mara", EXPIRES).await, []);
        assert_eq!(mails_of(&app, "mara", "New sign-in").await.len(), 1);
        assert_eq!(mails_of(&app, "mara", "API token made").await.len(), 1);
        // As a plain form, with a box that is not known and one that is fixed.
        let fields = [("app[]", "none"), ("app[]", "role"), ("mail[]", "sign_in")];
        let _ = mara.post_plain("notices/choose", &fields).await.is(303);
        let now: Choices = mara.call("notices/choices", &[]).await.is(200).data();
        let role = now.of.iter().find(|one| one.kind == Kind::Role).unwrap();
        assert_eq!((role.in_app, role.by_mail, now.daily), (true, false, false));
    }

    async fn whoever_is_invited_or_gets_another_role_is_told(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = founds(&app).await;
        let (otto, ada) = (app.person("otto").await, app.person("ada").await);
        let _ = chooses(&ada, &[], &[], false).await;
        for name in ["otto", "ada", "nobody"] {
            invites(&mara, &slug, &email(name)).await;
        }
        let invited = ["Mara Lindqvist invited you to Fjordline"];
        let all = told(&app, &otto, Kind::Invitation).await;
        assert_eq!(all, invited.map(|text| (text.to_owned(), false)));
        assert_eq!(mails_of(&app, "otto", "invited").await.len(), 1);
        assert_eq!(mails_of(&app, "nobody", "invited").await.len(), 1);
        assert_eq!(mails_of(&app, "ada", "invited").await, [], "as chosen");
        assert_eq!(told(&app, &ada, Kind::Invitation).await, []);
        // Sent again, it is new again.
        let _ = otto.call("notices/read-all", &[]).await.is(200);
        let fields = [("organization", &*slug), ("show", "invited")];
        let page: People = mara.call("people/list", &fields).await.is(200).data();
        let sent = page.invited.iter().find(|one| one.email == email("otto")).unwrap().id;
        let sent = sent.to_string();
        let fields = [("organization", &*slug), ("invitation", &sent)];
        let _ = mara.call("people/resend", &fields).await.is(200);
        assert_eq!(told(&app, &otto, Kind::Invitation).await.len(), 1);
        assert_eq!(unread(&otto).await, 1);
        let _ = otto.call("invitations/accept", &[("id", &sent)]).await.is(200);
        assert_eq!(unread(&otto).await, 0, "answered, it is over");

        let id = app.id_of("otto").await.to_string();
        let role = |role| [("organization", &*slug), ("person", &*id), ("role", role)];
        let _ = mara.call("people/role", &role("viewer")).await.is(200);
        let _ = mara.call("people/role", &role("admin")).await.is(200);
        let said = "Mara Lindqvist made you Admin in Fjordline".to_owned();
        assert_eq!(told(&app, &otto, Kind::Role).await, [(said, false)]);
        let notice = listed(&otto, &[("kind", "role")]).await.notices[0].id;
        let opened = otto.get(&format!("/notices/{notice}")).await.is(303);
        assert_eq!(opened.location(), format!("/settings/{slug}/general"));
        let _ = chooses(&otto, &Kind::ALL, &[], false).await;
        let _ = mara.call("people/remove", &role("")).await.is(200);
        let said = "Mara Lindqvist removed you from Fjordline".to_owned();
        assert_eq!(told(&app, &otto, Kind::Role).await, [(said, false)]);
        assert_eq!(mails_of(&app, "otto", "role in an organization").await.len(), 2);
        assert_eq!(mails_of(&app, "otto", "removed").await, [], "as chosen");
    }

    async fn a_notice_leads_to_its_thing_and_is_read_then(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.new_token("ci").await;
        let id = &ids(&mara).await[0];
        assert_eq!(unread(&mara).await, 1);
        let opened = mara.get(&format!("/notices/{id}")).await.is(303);
        assert_eq!(opened.location(), "/account/tokens");
        assert_eq!(unread(&mara).await, 0);
        let _ = mara.get(&format!("/notices/{id}")).await.is(303);
        let stranger = app.stranger().get(&format!("/notices/{id}")).await.is(303);
        assert!(stranger.location().starts_with("/sign-in?next="));
    }

    async fn a_notice_of_another_is_as_good_as_none(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let _ = mara.new_token("ci").await;
        let theirs = ids(&mara).await.remove(0);
        for id in [&*theirs, NONE] {
            let read = otto.call("notices/read", &[("id", id)]).await.is(404);
            assert_eq!(read.problem(), Problem::NotFound);
            let plain = otto.post_plain("notices/read", &[("id", id)]).await.is(303);
            assert_eq!(plain.location(), PAGE);
            let opened = otto.get(&format!("/notices/{id}")).await.is(303);
            assert_eq!(opened.location(), PAGE);
        }
        let _ = otto.call("notices/read-all", &[]).await.is(200);
        assert_eq!(unread(&mara).await, 1);
    }

    async fn they_come_in_pages_and_the_bell_has_the_newest(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        for n in 0..25 {
            app.wait(1);
            let _ = mara.new_token(&format!("token {n}")).await;
        }
        let news: News = mara.call("notices/load", &[]).await.is(200).data();
        assert_eq!(news.newest.len(), 5);
        let name = |about: &About| match about {
            About::TokenCreated { name, .. } => name.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(name(&news.newest[0].about), "token 24");
        let first = listed(&mara, &[]).await;
        assert_eq!((first.notices.len(), first.unread), (20, 25));
        let after = first.next.unwrap().to_string();
        let second = listed(&mara, &[("after", &after)]).await;
        assert_eq!((second.notices.len(), second.next), (5, None));
        assert_eq!(name(&second.notices[4].about), "token 0");
        let id = second.notices[4].id.to_string();
        let _ = mara.post_plain("notices/read", &[("id", &id)]).await.is(303);
        let fields = [("show", "unread"), ("after", &after)];
        assert_eq!(listed(&mara, &fields).await.notices.len(), 4);
        assert_eq!(listed(&mara, &[("kind", "role")]).await.notices, []);
        let page = mara.get(&format!("{PAGE}?show=unread&kind=nonsense")).await.is(200);
        assert!(page.shows("token 24 was created"));
        let _ = mara.post_plain("notices/read-all", &[]).await.is(303);
        assert_eq!(unread(&mara).await, 0);
    }

    async fn what_can_wait_comes_in_one_mail_in_the_morning(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = founds(&app).await;
        let otto = app.person("otto").await;
        let _ = chooses(&otto, &[], &Kind::ALL, true).await;
        invites(&mara, &slug, &email("otto")).await;
        let _ = otto.new_token_for("ci", 30).await;
        let digest = async || app.service.queue_digests().await.unwrap();
        let morning = (app.now().date_naive() + chrono::Days::new(1)).and_hms_opt(8, 0, 0);
        let today = app.now().date_naive().and_hms_opt(8, 0, 0).unwrap().and_utc();
        let next =
            if app.now() < today { today } else { morning.unwrap().and_utc() };
        let left = (next - app.now()).num_seconds();
        app.wait(left - 1);
        assert_eq!(digest().await, 0, "a second before eight");
        app.wait(2);
        let queued = crowd(6, |_| {
            let node = app.node();
            async move { node.service.queue_digests().await.unwrap() }
        })
        .await;
        assert_eq!(queued.into_iter().sum::<u64>(), 1);
        let mails = mails_of(&app, "otto", "What is new").await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Mara Lindqvist invited you to Fjordline"));
        assert!(mails[0].text.contains("There is one new notification."), "{}", mails[0].text);
        assert_eq!(mails_of(&app, "otto", "invited").await, [], "nothing at once");
        assert_eq!(mails_of(&app, "otto", "API token made").await.len(), 1, "but what is safe");
        app.wait(3_600);
        invites(&app.sign_in("mara").await, &slug, &email("ada")).await;
        assert_eq!(digest().await, 0);
        app.wait_days(1);
        assert_eq!(digest().await, 0, "nothing is new");
        assert_eq!(mails_of(&app, "otto", "What is new").await.len(), 1);
    }

    async fn news_come_to_every_node(db: TestDb) {
        let app = TestApp::new(db);
        let other = app.node();
        let mara = app.person("mara").await;
        let mut here = mara.listen(STREAM).await.unwrap();
        let mut there = mara.at(&other).listen(STREAM).await.unwrap();
        for stream in [&mut here, &mut there] {
            assert_eq!(stream.next().await.as_deref(), Some("0"), "at once");
        }
        let _ = mara.new_token("ci").await;
        for stream in [&mut here, &mut there] {
            assert_eq!(stream.next().await.as_deref(), Some("1"), "within two seconds");
        }
        let _ = mara.at(&other).call("notices/read-all", &[]).await.is(200);
        for stream in [&mut here, &mut there] {
            assert_eq!(stream.next().await.as_deref(), Some("0"));
        }
        assert!(here.is_silent(Duration::from_millis(1_500)).await, "nothing is new");
    }

    async fn one_query_a_second_serves_all_streams_of_a_node(db: TestDb) {
        let app = TestApp::new(db);
        let mut streams = Vec::new();
        for n in 0..12 {
            let person = app.person(&format!("person{n}")).await;
            let mut stream = person.listen(STREAM).await.unwrap();
            assert_eq!(stream.next().await.as_deref(), Some("0"));
            streams.push(stream);
        }
        let before = app.db.queries();
        tokio::time::sleep(Duration::from_secs(3)).await;
        let asked = app.db.queries() - before;
        assert!((1..=4).contains(&asked), "{asked}");
        drop(streams);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let before = app.db.queries();
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert_eq!(app.db.queries(), before, "nobody waits");
    }

    async fn the_stream_ends_with_its_session(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let phone = app.sign_in("mara").await;
        let mut here = phone.listen(STREAM).await.unwrap();
        let mut there = phone.at(&app.node()).listen(STREAM).await.unwrap();
        for stream in [&mut here, &mut there] {
            assert_eq!(stream.next().await.as_deref(), Some("1"), "the new browser");
        }
        let _ = mara.call("security/end-others", &[]).await.is(200);
        for stream in [&mut here, &mut there] {
            assert_eq!(stream.next().await.as_deref(), Some("end"));
            assert_eq!(stream.next().await, None);
        }
        assert_eq!(phone.listen(STREAM).await.err(), Some(401));
        // What is idle for too long ends, too, however long somebody listens.
        let mut stream = mara.listen(STREAM).await.unwrap();
        assert_eq!(stream.next().await.as_deref(), Some("1"));
        app.wait(3_600);
        assert_eq!(stream.next().await.as_deref(), Some("end"));
    }

    async fn the_stream_is_nothing_that_a_person_does(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let activity = async || app.rows("sessions").await[0]["last_active_at"].clone();
        let before = activity().await;
        app.wait(600);
        let mut stream = mara.listen(STREAM).await.unwrap();
        assert_eq!(stream.next().await.as_deref(), Some("0"));
        app.wait(600);
        assert!(stream.is_silent(Duration::from_millis(1_200)).await);
        assert_eq!(activity().await, before);
        let _ = mara.get(PAGE).await.is(200);
        assert_ne!(activity().await, before, "a page is");
    }

    async fn a_session_has_so_many_streams(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        assert_eq!(app.stranger().listen(STREAM).await.err(), Some(401));
        assert_eq!(app.bearer("x").listen(STREAM).await.err(), Some(401));
        let mut streams = Vec::new();
        for _ in 0..8 {
            streams.push(mara.listen(STREAM).await.unwrap());
        }
        assert_eq!(mara.listen(STREAM).await.err(), Some(429));
        streams.pop();
        assert!(mara.listen(STREAM).await.is_ok(), "one has gone");
    }

    async fn programs_list_and_read_them(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let api = app.bearer(&mara.new_token("ci").await);
        app.wait(1);
        let _ = mara.new_token("other").await;
        let all = async |query: &str| {
            let answer = api.get(&format!("/api/v1/notices{query}")).await.is(200);
            serde_json::from_str::<Value>(&answer.text()).unwrap()
        };
        let found = all("").await;
        assert_eq!(found["unread"], 2);
        assert_eq!(found["notices"][0]["text"], "other was created");
        assert_eq!(found["notices"][0]["kind"], "token_created");
        assert_eq!(found["notices"][0]["url"], "http://localhost:3000/account/tokens");
        let id = found["notices"][0]["id"].as_str().unwrap();
        let path = format!("/api/v1/notices/{id}/read");
        let _ = api.send_json("POST", &path, "").await.is(204);
        assert_eq!(all("?unread=true").await["notices"].as_array().unwrap().len(), 1);
        assert_eq!(all(&format!("?after={id}")).await["notices"][0]["text"], "ci was created");
        let _ = api.send_json("POST", "/api/v1/notices/read", "").await.is(204);
        assert_eq!(all("").await["unread"], 0);
        let _ = api.get("/api/v1/notices?kind=none").await.is(422);
        let none = format!("/api/v1/notices/{NONE}/read");
        let _ = api.send_json("POST", &none, "").await.is(404);
        let _ = api.send_json("POST", "/api/v1/notices/none/read", "").await.is(404);
    }
}
