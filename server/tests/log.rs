//! The log holds no secret, at whatever level and whoever writes it. A program
//! of its own: it listens to everything that its process says.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use domain::my_data::{Export, MyData};
use server::config::SignUp;
use testing::{
    Client, Log, PASSWORD, TestApp, TestBucket, TestDb, bucket, email, pictures, token_in,
};

#[test]
fn no_secret_is_logged() {
    let log = Log::of_process();
    server::config::log_panics();
    storage::testing::on_sqlite(async |db| act(db, &log).await);
    storage::testing::on_postgres(async |db| act(db, &log).await);
}

async fn act(db: TestDb, log: &Log) {
    let app = TestApp::with(db, |config| config.sign_up.policy = SignUp::Open);
    let link = app.service.set_up_link().await.unwrap().unwrap();
    let link = link.rsplit('/').next().unwrap().to_owned();
    let ada = app.stranger();
    let _ = ada.get(&format!("/setup/{link}")).await.is(200);
    let account = [
        ("link", link.as_str()),
        ("first_name", "Ada"),
        ("email", "ada@fjordline.example"),
        ("password", PASSWORD),
    ];
    let _ = ada.post_plain("set-up/finish", &account).await.is(303);
    let mut secrets = vec![link.clone(), PASSWORD.to_owned(), ada.session().unwrap()];

    let mara = app.stranger();
    let _ = mara.get("/sign-in").await.is(200);
    secrets.push(mara.cookie("latchkey-visitor").unwrap());
    let begin = [("email", &*email("ada")), ("next", "/")];
    let _ = mara.post_plain("sign-in/begin", &begin).await.is(303);
    for wrong in ["wrong but close to it", "another that is close"] {
        let _ = mara.call("sign-in/finish", &[("password", wrong)]).await.is(422);
        let _ = mara.post_plain("sign-in/finish", &[("password", wrong)]).await.is(303);
        secrets.push(wrong.into());
    }
    let _ = mara.call("sign-in/finish", &[("password", PASSWORD)]).await.is(200);
    secrets.push(mara.session().unwrap());

    let token = mara.new_token("ci").await;
    let plain = [("name", "plain"), ("expires_in", "30"), ("read", "true")];
    let page = mara.post_plain("tokens/create", &plain).await.is(303).follow().await.is(200);
    secrets.push(token_in(&page.text()).unwrap());
    let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
    let _ = app.bearer(&token[..42]).get("/api/v1/me").await.is(401);
    secrets.push(token[..42].to_owned());
    let _ = mara.get(&format!("/api/v1/me?access_token={token}")).await.is(400);
    let _ = mara.get(&format!("/nothing?token={token}")).await;

    // The archive of what is kept of a person.
    let _ = mara.call("data/export", &[]).await.is(200);
    assert_eq!(app.service.make_exports().await.unwrap(), 1);
    let data: MyData = mara.call("data/load", &[]).await.is(200).data();
    let Export::Ready { href, .. } = data.export else { panic!("{:?}", data.export) };
    let _ = mara.get(&href).await.is(200);
    secrets.push(href.rsplit('/').next().unwrap().to_owned());

    // The link to an account.
    let bea = app.stranger();
    let _ = bea.call("sign-up/ask", &[("email", "bea@harbour.example")]).await.is(200);
    let mails = app.mails().await;
    let mail = mails.iter().find(|mail| mail.to == "bea@harbour.example").unwrap();
    let link = mail.link("http://localhost:3000/sign-up/");
    let _ = bea.get(&format!("/sign-up/{link}")).await.is(200);
    let bea_s = [("link", link), ("first_name", "Bea"), ("password", "nine green otters swim")];
    let _ = bea.call("link/strength", &bea_s).await.is(200);
    let _ = bea.call("sign-up/finish", &bea_s).await.is(200);
    secrets.extend([link.to_owned(), "nine green otters swim".into(), bea.session().unwrap()]);

    secrets.extend(invited(&app, &mara).await);

    // A bucket, with its key: one that works, and all that do not.
    let there = TestBucket::new();
    for (endpoint, status) in [
        (there.endpoint(), 200),
        (bucket::down(), 503),
        (there.pointing("307 Temporary Redirect", &there.endpoint()), 503),
        (there.in_front(|_, _| Some("403 Forbidden".into())), 503),
    ] {
        let node = app.node_with(|config| there.settings_at(&endpoint, config));
        let file = pictures::jpeg(8, 8);
        let _ = mara.at(&node).send_file("profile/save-photo", "photo", &file).await.is(status);
    }
    secrets.push(bucket::SECRET.into());

    // Handlers that die, and a database that is gone, with secrets in hand.
    let broken = app.broken();
    let _ = mara.at(&broken).get("/account/tokens").await.is(500);
    let _ = app.bearer(&token).at(&broken).get("/api/v1/me").await.is(500);
    let _ = mara.at(&broken).call("sign-in/finish", &[("password", PASSWORD)]).await.is(500);
    app.db.close().await;
    let _ = mara.get("/account/tokens").await;
    let _ = mara.post_plain("set-up/finish", &account).await;
    let _ = app.bearer(&token).get("/api/v1/me").await;
    secrets.push(token);

    let text = log.text();
    for told in [
        "answered",
        "/account/tokens",
        "a handler panicked",
        "use-case failed",
        "bucket of photos failed",
    ] {
        assert!(text.contains(told), "the log tells nothing of {told}");
    }
    let panic = text.lines().find(|line| line.contains("the clock of this test is broken"));
    assert!(panic.unwrap().contains("panicked") && panic.unwrap().contains("app.rs"), "{panic:?}");
    for secret in secrets {
        let encoded = secret.replace(' ', "+");
        for form in [secret.as_str(), encoded.as_str(), &secret.replace(' ', "%20")] {
            let told = text.lines().find(|line| line.contains(form));
            assert_eq!(told, None, "{form}");
        }
    }
}

/// What nobody shall read of the link of an invitation, and of whoever joins by it.
async fn invited(app: &TestApp, mara: &Client) -> [String; 3] {
    let slug = mara.new_organization("Fjordline").await;
    let cleo = "cleo@harbour.example";
    let invites = [("organization", &*slug), ("addresses", cleo), ("role", "viewer")];
    let _ = mara.call("people/invite", &invites).await.is(200);
    let mails = app.mails().await;
    let mail = mails.iter().find(|mail| mail.to == cleo).unwrap();
    let link = mail.link("http://localhost:3000/invitations/");
    let guest = app.stranger();
    let page = guest.get(&format!("/invitations/{link}")).await.is(200);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let _ = guest.call("invitations/link", &[("link", link)]).await.is(200);
    let joins = [("link", link), ("first_name", "Cleo"), ("password", "seventeen grey seals")];
    let _ = guest.call("invitations/join", &joins).await.is(200);
    let _ = app.stranger().call("invitations/decline-link", &[("link", link)]).await.is(422);
    [link.to_owned(), "seventeen grey seals".into(), guest.session().unwrap()]
}
