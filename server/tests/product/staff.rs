//! What those do who run the instance: with accounts.

use domain::{
    Code, Problem,
    staff::people::{Account, Accounts},
};
use testing::{Answer, Client, PASSWORD, TestApp, TestDb, both_databases, crowd, email};

async fn list(staff: &Client, fields: &[(&str, &str)]) -> Accounts {
    staff.call("staff/people", fields).await.is(200).data()
}

async fn account(app: &TestApp, staff: &Client, name: &str) -> Account {
    let id = app.id_of(name).await.to_string();
    list(staff, &[("about", &id)]).await.about.unwrap()
}

async fn acts(app: &TestApp, staff: &Client, whose: &str, act: &str) -> Answer {
    let person = app.id_of(whose).await.to_string();
    staff.call("staff/act", &[("person", &person), ("act", act)]).await
}

async fn told(app: &TestApp, subject: &str) -> usize {
    app.mails().await.iter().filter(|mail| mail.subject == subject).count()
}

async fn signs_in(app: &TestApp, address: &str, password: &str) -> Answer {
    let browser = app.stranger();
    let _ = browser.call("sign-in/begin", &[("email", address), ("next", "/")]).await.is(200);
    browser.call("sign-in/finish", &[("password", password)]).await
}

both_databases! {
    async fn staff_find_everybody(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, mara) = (app.staff("ada").await, app.person("mara").await);
        let _ = mara.new_organization("Fjordline").await;
        let _ = mara.call("staff/people", &[]).await.is(404);
        let names = |found: Accounts| -> Vec<String> {
            found.accounts.into_iter().map(|one| one.name.first).collect()
        };
        let all = list(&ada, &[]).await;
        assert_eq!((all.total, all.next), (2, None));
        assert_eq!(names(all), ["Ada", "Mara"]);
        assert_eq!(names(list(&ada, &[("find", "MARA@")]).await), ["Mara"]);
        assert_eq!(names(list(&ada, &[("show", "staff")]).await), ["Ada"]);
        assert_eq!(names(list(&ada, &[("show", "suspended")]).await), [""; 0]);
        let one = account(&app, &ada, "mara").await;
        assert_eq!((one.organizations, one.staff, one.you), (1, false, false));
        assert!(one.last_active.is_some());

        let page = ada.get("/staff/people").await.is(200);
        assert!(page.shows("Mara Lindqvist") && page.shows("Staff area"));
        assert_eq!(ada.get("/staff").await.is(303).location(), "/staff/people");
        for path in ["/staff/people", "/staff/people/new", "/staff/nothing"] {
            let nothing = mara.get(path).await.is(404);
            assert!(!nothing.shows("Staff area") && !nothing.shows("Ada Lindqvist"), "{path}");
        }
        let _ = ada.get("/staff/nothing").await.is(404);
    }

    async fn lists_go_on_behind_their_last(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.staff("ada").await;
        for n in 0..60 {
            app.add(&format!("person{n:02}"), PASSWORD, false).await;
        }
        let first = list(&ada, &[]).await;
        assert_eq!((first.accounts.len(), first.total), (50, 61));
        let after = first.next.unwrap().to_string();
        let second = list(&ada, &[("after", &after)]).await;
        assert_eq!((second.accounts.len(), second.next), (11, None));
        let page = ada.get("/staff/people").await.is(200);
        assert!(page.raw().contains(&after.replace('-', "%2D")));
    }

    async fn an_account_is_made_for_somebody_who_chooses_a_password(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.staff("ada").await;
        let wrong = ada.call("staff/create-person", &[("email", "eve")]).await.is(422);
        assert_eq!(wrong.code("email"), Some(Code::EmailShape));
        assert_eq!(wrong.code("first_name"), Some(Code::Required));
        let eve = email("eve");
        let fields = [("first_name", "Eve"), ("email", &*eve)];
        let _ = ada.call("staff/create-person", &fields).await.is(200);
        let taken = ada.call("staff/create-person", &fields).await.is(422);
        assert_eq!(taken.code("email"), Some(Code::AddressTaken));
        let mails = app.mails().await;
        let welcome = mails.iter().find(|mail| mail.to == eve).unwrap();
        let link = welcome.link("/sign-in/reset-").to_owned();
        let _ = signs_in(&app, &eve, PASSWORD).await.is(422);
        let chosen = [("link", &*link), ("password", PASSWORD)];
        let _ = app.stranger().call("reset/finish", &chosen).await.is(200);
        let _ = signs_in(&app, &eve, PASSWORD).await.is(200);
        assert!(!account(&app, &ada, "eve").await.staff);
        assert!(app.audited("account.created").await);

        let more = [("first_name", "Bo"), ("email", "bo@fjordline.example"), ("staff", "true")];
        app.wait(601);
        let late = ada.call("staff/create-person", &more).await.is(403);
        assert_eq!(late.problem(), Problem::StepUp);
        let _ = ada.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let _ = ada.call("staff/create-person", &more).await.is(200);
        assert!(account(&app, &ada, "bo").await.staff);
    }

    async fn a_link_is_sent_again_and_not_too_often(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.staff("ada").await;
        app.add("mara", PASSWORD, false).await;
        let eve = [("first_name", "Eve"), ("email", "eve@fjordline.example")];
        let _ = ada.call("staff/create-person", &eve).await.is(200);
        let subjects = async |name: &str| {
            let mails = app.mails().await.into_iter().filter(|mail| mail.to == email(name));
            mails.map(|mail| mail.subject).collect::<Vec<_>>()
        };
        let _ = acts(&app, &ada, "eve", "send-reset").await.is(200);
        let sent = subjects("eve").await;
        assert!(sent.len() == 2 && sent[0] == sent[1], "the first mail again: {sent:?}");
        for _ in 0..3 {
            let _ = acts(&app, &ada, "mara", "send-reset").await.is(200);
        }
        assert_eq!(subjects("mara").await, ["Choose a new password"; 3]);
        let mail = app.sent().into_iter().find(|mail| mail.to == email("mara")).unwrap();
        assert!(mail.text.contains("the staff area"), "{}", mail.text);
        let enough = acts(&app, &ada, "mara", "send-reset").await.is(429);
        assert!(matches!(enough.problem(), Problem::TooMany { .. }));
        app.wait(601);
        let late = acts(&app, &ada, "eve", "send-reset").await.is(403);
        assert_eq!(late.problem(), Problem::StepUp);
    }

    async fn names_are_changed_from_the_newest(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, mara) = (app.staff("ada").await, app.person("mara").await);
        let person = app.id_of("mara").await.to_string();
        let names = [("person", &*person), ("first_name", "Maren"), ("display_name", "Maren L.")];
        let with = |version: &'static str| [&names[..], &[("version", version)]].concat();
        let _ = mara.call("staff/rename-person", &with("1")).await.is(404);
        let wrong = ada.call("staff/rename-person", &[("person", &*person), ("version", "1")]).await;
        assert_eq!(wrong.is(422).code("display_name"), Some(Code::Required));
        let _ = ada.call("staff/rename-person", &with("1")).await.is(200);
        let stale = ada.call("staff/rename-person", &with("1")).await.is(409);
        assert_eq!(stale.problem(), Problem::Conflict);
        let name = account(&app, &ada, "mara").await.name;
        assert_eq!((&*name.first, &*name.last, &*name.display), ("Maren", "", "Maren L."));
        let line = app.rows("audit_log").await;
        let line = line.iter().find(|line| line["action"] == "account.name_saved").unwrap();
        assert!(line["details"].to_string().contains("Maren L."), "{line}");
    }

    async fn who_is_suspended_is_out_at_once_and_comes_back(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, mara) = (app.staff("ada").await, app.person("mara").await);
        let token = mara.new_token("ci").await;
        let api = async || app.bearer(&token).get("/api/v1/me").await.status;
        let _ = acts(&app, &mara, "ada", "suspend").await.is(404);
        let _ = acts(&app, &ada, "mara", "suspend").await.is(200);
        let _ = mara.call("profile/load", &[]).await.is(401);
        assert_eq!(api().await, 401);
        let refused = signs_in(&app, &email("mara"), PASSWORD).await.is(422);
        let unknown = signs_in(&app, &email("nobody"), PASSWORD).await.is(422);
        assert_eq!(refused.raw(), unknown.raw(), "as if there was no account");
        assert_eq!(told(&app, "Account suspended").await, 1);
        let _ = acts(&app, &ada, "mara", "suspend").await.is(200);
        assert_eq!(told(&app, "Account suspended").await, 1, "it is so already");
        assert!(account(&app, &ada, "mara").await.suspended);

        let _ = acts(&app, &ada, "mara", "resume").await.is(200);
        assert_eq!(told(&app, "Suspension of the account lifted").await, 1);
        assert_eq!(api().await, 200);
        let _ = mara.call("profile/load", &[]).await.is(401);
        let _ = app.sign_in("mara").await;
        for action in ["suspended", "resumed"] {
            assert!(app.audited(&format!("account.{action}")).await, "{action}");
        }
        let you = acts(&app, &ada, "ada", "suspend").await.is(422);
        assert_eq!(you.code(""), Some(Code::SuspendSelf));
        let odd = acts(&app, &ada, "mara", "delete").await.is(422);
        assert_eq!(odd.code("act"), Some(Code::Choice));
    }

    async fn staff_are_made_by_a_fresh_proof_and_one_is_left(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, mara) = (app.staff("ada").await, app.person("mara").await);
        let last = acts(&app, &ada, "ada", "end-staff").await.is(422);
        assert_eq!(last.code(""), Some(Code::LastStaff));
        app.wait(601);
        let late = acts(&app, &ada, "mara", "make-staff").await.is(403);
        assert_eq!(late.problem(), Problem::StepUp);
        let _ = ada.call("confirm/finish", &[("password", PASSWORD)]).await.is(200);
        let _ = acts(&app, &ada, "mara", "make-staff").await.is(200);
        assert_eq!(told(&app, "Made a member of staff").await, 1);
        let _ = mara.get("/staff/people").await.is(200);
        let late = acts(&app, &mara, "ada", "suspend").await.is(403);
        assert_eq!(late.problem(), Problem::StepUp, "of staff it takes a proof");
        let left = acts(&app, &ada, "ada", "end-staff").await.is(200);
        assert_eq!(left.location(), "/");
        let _ = ada.get("/staff/people").await.is(404);
        assert_eq!(told(&app, "Staff role taken").await, 1);
    }

    async fn of_many_staff_who_end_each_other_one_is_left(db: TestDb) {
        let app = TestApp::new(db);
        let names = ["ada", "bo", "eve", "finn", "greta", "hugo"];
        let mut all = Vec::new();
        for name in names {
            all.push((app.staff(name).await, app.id_of(name).await.to_string()));
        }
        let _ = crowd(names.len(), |n| {
            let (staff, next) = (all[n].0.copy(), all[(n + 1) % names.len()].1.clone());
            async move {
                let act = if n % 2 == 0 { "suspend" } else { "end-staff" };
                staff.call("staff/act", &[("person", &next), ("act", act)]).await.status
            }
        })
        .await;
        let rows = app.rows("persons").await;
        let runs = |row: &&serde_json::Value| {
            matches!(row["staff"].to_string().as_str(), "1" | "true") && row["suspended_at"].is_null()
        };
        assert!(rows.iter().filter(runs).count() >= 1);
    }

    async fn sessions_end_and_a_lost_factor_is_reset(db: TestDb) {
        let app = TestApp::new(db);
        let (ada, mara) = (app.staff("ada").await, app.person("mara").await);
        let token = mara.new_token("ci").await;
        let _ = acts(&app, &ada, "mara", "sign-out").await.is(200);
        let _ = mara.call("profile/load", &[]).await.is(401);
        let _ = app.bearer(&token).get("/api/v1/me").await.is(200);
        assert_eq!(told(&app, "Signed out everywhere by staff").await, 1);

        let person = app.id_of("mara").await;
        let mut tx = app.db.begin().await.unwrap();
        tx.put_authenticator(person, b"sealed", 1, app.now()).await.unwrap();
        tx.commit().await.unwrap();
        let _ = acts(&app, &ada, "mara", "reset-two-factor").await.is(200);
        let due = account(&app, &ada, "mara").await.factor_reset_at.unwrap();
        assert_eq!((due - app.now()).num_hours(), 24);
        let mail = app.mails().await.into_iter().find(|mail| mail.text.contains("24 hours")).unwrap();
        assert!(mail.text.contains("Staff of this instance"), "{}", mail.text);
        let _ = acts(&app, &ada, "mara", "keep-two-factor").await.is(200);
        assert_eq!(account(&app, &ada, "mara").await.factor_reset_at, None);
        let _ = acts(&app, &ada, "mara", "reset-two-factor").await.is(200);
        app.wait(86_400);
        assert_eq!(app.service.reset_factors().await.unwrap(), 1);
        assert!(!account(&app, &app.sign_in("ada").await, "mara").await.two_factor);
    }

    async fn each_form_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let ada = app.staff("ada").await;
        app.add("mara", PASSWORD, false).await;
        let person = app.id_of("mara").await.to_string();
        let form = ada.get("/staff/people/new").await.is(200);
        assert!(form.shows("Create person"));
        let failed = ada.post_plain("staff/create-person", &[("first_name", "Eve")]).await.is(303);
        assert_eq!(failed.location(), "/staff/people/new");
        let again = failed.follow().await.is(200);
        assert!(again.shows("Fill this in.") && again.raw().contains("value=\"Eve\""));
        let fields = [("first_name", "Eve"), ("email", "eve@fjordline.example")];
        let made = ada.post_plain("staff/create-person", &fields).await.is(303);
        assert_eq!(made.location(), "/staff/people");
        assert!(made.follow().await.shows("Account created, mail on its way"));
        let ask = ada.get(&format!("/staff/people/{person}/suspend")).await.is(200);
        assert!(ask.shows("Suspend Mara Lindqvist?"));
        let fields = [("person", &*person), ("act", "suspend")];
        let done = ada.post_plain("staff/act", &fields).await.is(303);
        assert!(done.follow().await.shows("Account changed"));
        // It is not offered any more.
        let _ = ada.get(&format!("/staff/people/{person}/suspend")).await.is(404);
        let _ = ada.get(&format!("/staff/people/{person}/resume")).await.is(200);
        app.wait(601);
        let turned_back = [("person", &*person), ("act", "make-staff")];
        let proof = ada.post_plain("staff/act", &turned_back).await.is(303);
        assert!(proof.location().starts_with("/account/confirm?next="), "{}", proof.location());
    }
}
