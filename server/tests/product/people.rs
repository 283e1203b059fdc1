//! The people of an organization: who sees what of them, and who changes what they are.

use domain::{
    Code, Problem,
    people::{People, Shown},
    rights::Role,
};
use testing::{Answer, Client, TestApp, TestDb, both_databases, crowd, email};

use crate::two_factor::turns_on;

async fn list(person: &Client, slug: &str, more: &[(&str, &str)]) -> People {
    let fields = [&[("organization", slug)], more].concat();
    person.call("people/list", &fields).await.is(200).data()
}

async fn names(person: &Client, slug: &str, more: &[(&str, &str)]) -> Vec<String> {
    let people = list(person, slug, more).await.people;
    people.into_iter().map(|one| one.email.split('@').next().unwrap().to_owned()).collect()
}

async fn set_role(app: &TestApp, by: &Client, slug: &str, whose: &str, role: &str) -> Answer {
    let id = app.id_of(whose).await.to_string();
    by.call("people/role", &[("organization", slug), ("person", &id), ("role", role)]).await
}

async fn remove(app: &TestApp, by: &Client, slug: &str, whose: &str) -> Answer {
    let id = app.id_of(whose).await.to_string();
    by.call("people/remove", &[("organization", slug), ("person", &id)]).await
}

/// An organization of `mara`, with these people.
async fn organization(app: &TestApp, people: &[(&str, Role)]) -> (Client, String) {
    let mara = app.person("mara").await;
    let slug = mara.new_organization("Fjordline").await;
    for (name, role) in people {
        app.person(name).await;
        app.join(&slug, "mara", name, *role).await;
    }
    (mara, slug)
}

fn only(answer: &Answer, code: Code) {
    assert_eq!(answer.problem(), Problem::form(code));
}

both_databases! {
    async fn people_are_found_filtered_and_ordered(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[("otto", Role::Admin)]).await;
        app.wait(60);
        app.person("ada").await;
        app.join(&slug, "mara", "ada", Role::Viewer).await;
        assert_eq!(names(&mara, &slug, &[]).await, ["ada", "mara", "otto"]);
        assert_eq!(names(&mara, &slug, &[("order", "newest")]).await[0], "ada");
        assert_eq!(names(&mara, &slug, &[("find", "OTTO")]).await, ["otto"]);
        assert_eq!(names(&mara, &slug, &[("find", "%")]).await, Vec::<String>::new());
        assert_eq!(names(&mara, &slug, &[("show", "viewer")]).await, ["ada"]);
        assert_eq!(names(&mara, &slug, &[("show", "no-mfa")]).await.len(), 3);
        let page = mara.get(&format!("/settings/{slug}/people?find=ott&show=admin")).await.is(200);
        assert!(page.shows("otto@fjordline.example") && !page.shows("ada@fjordline.example"));
        assert_eq!(page.page().value("find"), Some("ott"), "what was asked for stands there");
        let nobody = mara.get(&format!("/settings/{slug}/people?find=nobody")).await.is(200);
        assert!(nobody.shows("Nobody found") && nobody.shows("3 people"));
        let odd = mara.get(&format!("/settings/{slug}/people?show=x&order=x&after=x")).await;
        assert!(odd.is(200).shows("ada@fjordline.example"), "as if it was not there");
    }

    async fn a_long_list_comes_in_pages(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[]).await;
        for n in 0..60 {
            let name = format!("p{n:02}");
            app.add(&name, "seventeen grey seals", false).await;
            app.join(&slug, "mara", &name, Role::Member).await;
        }
        let first = list(&mara, &slug, &[]).await;
        assert_eq!((first.people.len(), first.total), (50, 61));
        let next = first.next.unwrap().to_string();
        let second = list(&mara, &slug, &[("after", &next)]).await;
        assert_eq!((second.people.len(), second.next), (11, None));
        let page = mara.get(&format!("/settings/{slug}/people?find=p")).await.is(200);
        let read = page.page();
        let links = read.tags.iter().filter_map(|tag| tag.get("href"));
        let next: Vec<_> = links.filter(|href| href.contains("after=")).collect();
        assert!(next.len() == 1 && next[0].contains("find=p"), "{next:?}");
        let page = mara.get(next[0]).await.is(200);
        assert!(page.shows("p55@fjordline.example") && page.shows("First page"));
    }

    async fn not_everybody_learns_everything(db: TestDb) {
        let app = TestApp::new(db);
        let people = [("otto", Role::Admin), ("ada", Role::Member), ("eve", Role::Viewer)];
        let (mara, slug) = organization(&app, &people).await;
        for (name, role) in people {
            let person = app.sign_in(name).await;
            let seen = list(&person, &slug, &[]).await;
            assert_eq!((seen.held.role, seen.people.len()), (role, 4));
            for one in seen.people {
                assert_eq!(one.known.is_some(), role == Role::Admin, "{name}");
                assert_eq!(one.you, one.email == email(name));
            }
            let fields = [("organization", &*slug), ("show", Shown::WithoutTwoFactor.as_str())];
            let asked: People = person.call("people/list", &fields).await.is(200).data();
            assert_eq!(asked.people.len(), 4, "{name}");
            let program = app.bearer(&person.new_token("ci").await);
            let path = format!("/api/v1/organizations/{slug}/people?show=no-mfa");
            let status = program.get(&path).await.status;
            assert_eq!(status, if role == Role::Admin { 200 } else { 403 }, "{name}");
            let page = person.get(&format!("/settings/{slug}/people")).await.is(200);
            assert_eq!(page.shows("Last active"), role == Role::Admin, "{name}");
        }
        let known = list(&mara, &slug, &[("find", "eve")]).await.people.remove(0).known.unwrap();
        assert!(!known.two_factor);
        assert_eq!(known.last_active, Some(app.now()));
    }

    async fn owners_are_a_matter_of_owners(db: TestDb) {
        let app = TestApp::new(db);
        let people = [("otto", Role::Admin), ("ada", Role::Member), ("eve", Role::Owner)];
        let (mara, slug) = organization(&app, &people).await;
        let otto = app.sign_in("otto").await;
        only(&set_role(&app, &otto, &slug, "eve", "viewer").await.is(422), Code::OwnersOnly);
        only(&set_role(&app, &otto, &slug, "ada", "owner").await.is(422), Code::OwnersOnly);
        only(&set_role(&app, &otto, &slug, "otto", "owner").await.is(422), Code::OwnersOnly);
        only(&remove(&app, &otto, &slug, "eve").await.is(422), Code::OwnersOnly);
        let _ = set_role(&app, &otto, &slug, "ada", "admin").await.is(200);
        let _ = set_role(&app, &otto, &slug, "ada", "viewer").await.is(200);
        let _ = set_role(&app, &mara, &slug, "otto", "owner").await.is(200);
        let _ = set_role(&app, &otto, &slug, "eve", "viewer").await.is(200);
        let _ = remove(&app, &otto, &slug, "mara").await.is(200);
        only(&set_role(&app, &otto, &slug, "otto", "admin").await.is(422), Code::LastOwnerOther);
        only(&remove(&app, &otto, &slug, "otto").await.is(422), Code::LastOwnerOther);
        let odd = set_role(&app, &otto, &slug, "ada", "king").await.is(422);
        assert_eq!(odd.code("role"), Some(Code::Choice));
    }

    async fn owners_come_and_go_by_a_fresh_proof_and_all_of_them_are_told(db: TestDb) {
        let app = TestApp::new(db);
        let people = [("otto", Role::Admin), ("eve", Role::Owner), ("ada", Role::Viewer)];
        let (mara, slug) = organization(&app, &people).await;
        let program = app.bearer(&mara.new_token("ci").await);
        let of = async |name: &str| {
            format!("/api/v1/organizations/{slug}/people/{}", app.id_of(name).await)
        };
        let (otto, eve, ada) = (of("otto").await, of("eve").await, of("ada").await);
        for (method, path, body) in [
            ("PATCH", &otto, r#"{"role":"owner"}"#),
            ("PATCH", &eve, r#"{"role":"viewer"}"#),
            ("DELETE", &eve, ""),
        ] {
            let told = program.send_json(method, path, body).await.is(422);
            assert!(told.text().contains("Do it in the browser."), "{}", told.text());
        }
        let _ = program.send_json("PATCH", &ada, r#"{"role":"member"}"#).await.is(204);
        let _ = program.send_json("PATCH", &ada, r#"{"role":"king"}"#).await.is(422);
        let seen: serde_json::Value = program
            .get(&format!("/api/v1/organizations/{slug}/people?find=ada"))
            .await
            .is(200)
            .json();
        assert_eq!((&seen["people"][0]["role"], &seen["total"]), (&"member".into(), &4.into()));
        let odd = format!("/api/v1/organizations/{slug}/people?show=kings");
        let _ = program.get(&odd).await.is(422);

        app.wait(601);
        for (whose, role) in [("otto", "owner"), ("eve", "viewer")] {
            let stale = set_role(&app, &mara, &slug, whose, role).await.is(403);
            assert_eq!(stale.problem(), Problem::StepUp);
        }
        assert_eq!(remove(&app, &mara, &slug, "eve").await.is(403).problem(), Problem::StepUp);
        let left = mara.call("organizations/leave", &[("organization", &slug)]).await.is(403);
        assert_eq!(left.problem(), Problem::StepUp, "nor does an owner go without one");
        let _ = set_role(&app, &mara, &slug, "ada", "viewer").await.is(200);

        let mara = app.sign_in("mara").await;
        let _ = set_role(&app, &mara, &slug, "otto", "owner").await.is(200);
        let _ = remove(&app, &mara, &slug, "eve").await.is(200);
        let mut told = app.mails().await;
        told.retain(|mail| mail.subject.contains("rganization") && mail.to != email("ada"));
        let mut told: Vec<_> = told.iter().map(|mail| (&*mail.to, &*mail.subject)).collect();
        told.sort_unstable();
        let (eve, mara, otto) = (email("eve"), email("mara"), email("otto"));
        let owners = "The owners of an organization changed";
        assert_eq!(told, [
            (&*eve, owners),
            (&*eve, "You were removed from an organization"),
            (&*mara, owners),
            (&*otto, owners),
            (&*otto, "Your role in an organization changed"),
        ]);
    }

    async fn owners_are_told_of_what_goes_and_of_the_rule(db: TestDb) {
        let app = TestApp::new(db);
        let people = [("otto", Role::Admin), ("eve", Role::Owner)];
        let (mara, slug) = organization(&app, &people).await;
        let otto = app.sign_in("otto").await;
        let harbour = otto.new_organization("Harbour").await;
        let id = otto.new_workspace(&slug, "Robots").await.to_string();
        let fields = [("id", &*id), ("organization", &*harbour)];
        let _ = otto.call("workspaces/move", &fields).await.is(200);
        let _ = turns_on(&app, &mara).await;
        let fields = [("organization", &*slug), ("required", "true")];
        let _ = mara.call("organizations/mfa", &fields).await.is(200);
        let _ = mara.call("organizations/mfa", &[fields[0], ("required", "false")]).await.is(200);
        let mails = app.mails().await;
        let told = |to: &str, text: &str| {
            mails.iter().any(|mail| mail.to == email(to) && mail.text.contains(text))
        };
        let moved = "Otto Lindqvist moved the workspace Robots from Fjordline to Harbour.";
        assert!(told("mara", moved) && told("eve", moved) && !told("otto", moved));
        for rule in ["requires two-factor authentication", "made two-factor authentication"] {
            let rule = format!("Mara Lindqvist {rule}");
            assert!(told("eve", &rule) && !told("mara", &rule) && !told("otto", &rule), "{rule}");
        }
    }

    async fn owners_are_told_who_goes_and_what_ends(db: TestDb) {
        let app = TestApp::new(db);
        let people = [("otto", Role::Owner), ("eve", Role::Owner), ("ada", Role::Admin)];
        let (mara, slug) = organization(&app, &people).await;
        let organization = ("organization", &*slug);
        let fields = [organization, ("name", "Fjordline")];
        let _ = mara.call("organizations/delete", &fields).await.is(200);
        let _ = mara.call("organizations/keep", &[organization]).await.is(200);
        let eve = app.sign_in("eve").await;
        let _ = eve.call("organizations/leave", &[organization]).await.is(200);
        let ada = app.sign_in("ada").await;
        let _ = ada.call("organizations/leave", &[organization]).await.is(200);
        let mails = app.mails().await;
        let told = |to: &str, text: &str| {
            mails.iter().any(|mail| mail.to == email(to) && mail.text.contains(text))
        };
        let left = "Eve Lindqvist, who was an owner, has left Fjordline.";
        assert!(told("mara", left) && told("otto", left) && !told("eve", left));
        assert!(!told("mara", "Ada Lindqvist"), "others come and go");
        for news in ["Mara Lindqvist has Fjordline deleted", "Mara Lindqvist keeps Fjordline."] {
            assert!(told("otto", news) && told("eve", news) && !told("ada", news), "{news}");
        }
    }

    async fn a_dialog_is_open_whatever_the_list_shows(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[("otto", Role::Viewer)]).await;
        let id = app.id_of("otto").await;
        let path = format!("/settings/{slug}/people/{id}/role?find=nobody");
        let page = mara.get(&path).await.is(200);
        assert!(page.shows("Nobody found") && page.shows("Edit Otto Lindqvist"));
        let fields = [("organization", &*slug), ("addresses", "eve@x.example"), ("role", "viewer")];
        let _ = mara.call("people/invite", &fields).await.is(200);
        let asked = [("organization", &*slug), ("show", "invited")];
        let invited = list(&mara, &slug, &asked[1..]).await.invited.remove(0).id;
        let path = format!("/settings/{slug}/people/invited/{invited}/cancel?show=owner");
        assert!(mara.get(&path).await.is(200).shows("Cancel the invite to eve@x.example?"));
        let otto = app.sign_in("otto").await;
        assert_eq!(otto.get(&path).await.status, 404);
        let gone = format!("/settings/{slug}/people/0199c1a0-7b1e-7000-8000-0123456789ab/role");
        let page = mara.get(&gone).await.is(404);
        assert!(page.shows("They do not belong here any more"));
        let link = otto.get(&format!("/settings/{slug}/people?show=no-mfa")).await;
        assert!(link.is(200).shows("Mara Lindqvist"), "a link by somebody who sees more");
    }

    async fn whoever_removes_themselves_is_taken_home(db: TestDb) {
        let app = TestApp::new(db);
        let (_, slug) = organization(&app, &[("otto", Role::Admin)]).await;
        let otto = app.sign_in("otto").await;
        assert_eq!(remove(&app, &otto, &slug, "otto").await.is(200).location(), "/");
    }

    async fn nobody_is_flooded_with_letters(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[("otto", Role::Viewer)]).await;
        for n in 0..30 {
            let role = if n % 2 == 0 { "member" } else { "viewer" };
            let _ = set_role(&app, &mara, &slug, "otto", role).await.is(200);
        }
        let mails = app.mails().await;
        let letters = mails.iter().filter(|mail| mail.subject.starts_with("Your role"));
        assert_eq!(letters.count(), 20);
    }

    async fn a_change_acts_at_once_and_is_told(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[("otto", Role::Admin)]).await;
        let otto = app.sign_in("otto").await;
        let id = otto.new_workspace(&slug, "Robots").await.to_string();
        let workspaces = [("organization", &*slug)];
        let _ = otto.call("workspaces/list", &workspaces).await.is(200);
        let _ = set_role(&app, &mara, &slug, "otto", "viewer").await.is(200);
        let _ = otto.call("workspaces/list", &workspaces).await.is(403);
        let mails = async || {
            let mut mails = app.mails().await;
            mails.retain(|mail| mail.subject.contains("an organization"));
            mails
        };
        let mail = mails().await.pop().unwrap();
        assert_eq!((&*mail.to, &*mail.subject), (
            &*email("otto"),
            "Your role in an organization changed",
        ));
        assert!(mail.text.contains("Mara Lindqvist changed your role in Fjordline."));
        let _ = set_role(&app, &mara, &slug, "otto", "viewer").await.is(200);
        let _ = remove(&app, &mara, &slug, "otto").await.is(200);
        let _ = otto.call("workspaces/list", &workspaces).await.is(404);
        let _ = otto.call("workspaces/load", &[("id", &id)]).await.is(404);
        let mails = mails().await;
        assert_eq!(mails.len(), 2, "saving the same role is no change");
        assert!(mails[1].text.contains("Mara Lindqvist removed you from Fjordline."));
        let again = remove(&app, &mara, &slug, "otto").await.is(404);
        assert_eq!(again.problem(), Problem::NotFound);
        assert!(app.audited("organization.role_changed").await);
        assert!(app.audited("organization.person_removed").await);
    }

    async fn of_two_owners_who_remove_each_other_one_stays(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[("otto", Role::Owner)]).await;
        let otto = app.sign_in("otto").await;
        let clients = [(mara, "otto"), (otto, "mara")];
        let ids = [app.id_of("otto").await.to_string(), app.id_of("mara").await.to_string()];
        let done = crowd(2, |n| {
            let (by, id, slug) = (clients[n].0.clone(), ids[n].clone(), slug.clone());
            async move {
                by.call("people/remove", &[("organization", &slug), ("person", &id)]).await.status
            }
        })
        .await;
        let worked = done.iter().filter(|status| **status == 200).count();
        assert_eq!(worked, 1, "{done:?}");
    }

    async fn forms_work_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[("otto", Role::Viewer)]).await;
        let id = app.id_of("otto").await.to_string();
        let address = format!("/settings/{slug}/people/{id}");
        assert!(mara.get(&format!("{address}/role")).await.is(200).shows("Edit Otto Lindqvist"));
        let fields = [("organization", &*slug), ("person", &*id), ("role", "admin")];
        let done = mara.post_plain("people/role", &fields).await.is(303);
        assert_eq!(done.location(), format!("/settings/{slug}/people"));
        assert!(done.follow().await.is(200).shows("Saved"));
        let failed = mara.post_plain("people/role", &fields[..2]).await.is(303);
        assert_eq!(failed.location(), format!("{address}/role"));
        assert!(failed.follow().await.shows("Choose one of these."));
        assert!(mara.get(&format!("{address}/remove")).await.is(200).shows("Remove Otto Lindqvist?"));
        let done = mara.post_plain("people/remove", &fields[..2]).await.is(303);
        assert!(done.follow().await.is(200).shows("Removed from the organization"));
        assert_eq!(mara.get(&format!("{address}/remove")).await.status, 404);
        assert_eq!(mara.get(&format!("{address}/none")).await.status, 404);
    }
}
