//! Roles of an organization's own, and people who are suspended in one.

use domain::{
    Code, Problem, RoleId,
    organizations::{Home, KeptOut},
    people::People,
    rights::Role,
    roles::{OwnRole, RoleList},
};
use serde_json::Value;
use testing::{Answer, Client, TestApp, TestDb, both_databases, email};

async fn list(person: &Client, slug: &str) -> RoleList {
    person.call("roles/list", &[("organization", slug)]).await.is(200).data()
}

/// Fields with as many rights as are given.
fn with<'a>(
    fields: &[(&'static str, &'a str)],
    rights: &[&'a str],
) -> Vec<(&'static str, &'a str)> {
    fields.iter().copied().chain(rights.iter().map(|right| ("rights[]", *right))).collect()
}

async fn create(person: &Client, slug: &str, name: &str, rights: &[&str]) -> Answer {
    let fields = with(&[("organization", slug), ("name", name)], rights);
    person.call("roles/create", &fields).await
}

/// Makes a role, and finds it.
async fn role(person: &Client, slug: &str, name: &str, rights: &[&str]) -> OwnRole {
    let _ = create(person, slug, name, rights).await.is(200);
    list(person, slug).await.own.into_iter().find(|role| role.name == name).unwrap()
}

async fn edit(person: &Client, slug: &str, role: &OwnRole, rights: &[&str]) -> Answer {
    let (id, version) = (role.id.to_string(), role.version.to_string());
    let fields =
        [("organization", slug), ("role", &*id), ("name", &*role.name), ("version", &*version)];
    person.call("roles/edit", &with(&fields, rights)).await
}

async fn delete(person: &Client, slug: &str, id: RoleId) -> Answer {
    person.call("roles/delete", &[("organization", slug), ("role", &id.to_string())]).await
}

/// Does something with somebody of the organization.
async fn act(
    app: &TestApp,
    by: &Client,
    endpoint: &str,
    (slug, whose): (&str, &str),
    more: (&'static str, &str),
) -> Answer {
    let person = app.id_of(whose).await.to_string();
    let fields = [("organization", slug), ("person", &*person), more];
    by.call(endpoint, &fields).await
}

async fn gives(app: &TestApp, by: &Client, whom: (&str, &str), role: &str) -> Answer {
    act(app, by, "people/role", whom, ("role", role)).await
}

async fn suspends(app: &TestApp, by: &Client, whom: (&str, &str), suspended: bool) -> Answer {
    let suspended = if suspended { "true" } else { "false" };
    act(app, by, "people/suspend", whom, ("suspended", suspended)).await
}

async fn invites(person: &Client, slug: &str, whom: &str, role: &str) -> u16 {
    let fields = [("organization", slug), ("addresses", whom), ("role", role)];
    person.call("people/invite", &fields).await.status
}

/// An organization of `mara`, with `ada`, who is an admin, `otto` and `eve`, who are members.
async fn organization(app: &TestApp) -> (Client, Client, Client, String) {
    let (mara, ada, otto) =
        (app.person("mara").await, app.person("ada").await, app.person("otto").await);
    app.person("eve").await;
    let slug = mara.new_organization("Fjordline").await;
    app.join(&slug, "mara", "ada", Role::Admin).await;
    app.join(&slug, "mara", "otto", Role::Member).await;
    app.join(&slug, "mara", "eve", Role::Member).await;
    (mara, ada, otto, slug)
}

both_databases! {
    async fn one_is_made_changed_and_deleted(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, ada, otto, slug) = organization(&app).await;
        for person in [&ada, &otto] {
            let _ = create(person, &slug, "Desk", &["read_log"]).await.is(403);
            assert!(list(person, &slug).await.own.is_empty());
        }
        let desk = role(&mara, &slug, "Desk", &["manage_members"]).await;
        let names: Vec<_> = desk.rights.names().collect();
        assert_eq!(names, ["read_workspaces", "change_workspaces", "manage_members"]);
        let wrong = create(&mara, &slug, " desk", &["owner"]).await.is(422);
        assert_eq!(wrong.code("rights"), Some(Code::NoRights));
        let taken = create(&mara, &slug, " desk", &["read_log"]).await.is(422);
        assert_eq!(taken.code("name"), Some(Code::RoleNameTaken));
        let taken = create(&mara, &slug, "Admin", &["read_log"]).await.is(422);
        assert_eq!(taken.code("name"), Some(Code::RoleNameTaken));

        let _ = edit(&mara, &slug, &desk, &["read_log"]).await.is(200);
        let stale = edit(&mara, &slug, &desk, &["read_log"]).await.is(409);
        assert_eq!(stale.problem(), Problem::Conflict);
        let _ = gives(&app, &mara, (&slug, "otto"), &desk.id.to_string()).await.is(200);
        let used = delete(&mara, &slug, desk.id).await.is(422);
        assert_eq!(used.code(""), Some(Code::RoleInUse { people: 1 }));
        let page = mara.get(&format!("/settings/{slug}/people")).await.is(200);
        assert!(page.shows("Desk"));
        let _ = gives(&app, &mara, (&slug, "otto"), "viewer").await.is(200);
        let _ = delete(&ada, &slug, desk.id).await.is(403);
        let _ = delete(&mara, &slug, desk.id).await.is(200);
        let _ = delete(&mara, &slug, desk.id).await.is(404);
        let gone = gives(&app, &mara, (&slug, "otto"), &desk.id.to_string()).await.is(422);
        assert_eq!(gone.code("role"), Some(Code::ChoiceGone));
        for action in ["role_created", "role_edited", "role_deleted"] {
            assert!(app.audited(&format!("organization.{action}")).await, "{action}");
        }
    }

    async fn there_are_so_many_and_no_more(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        for n in 0..20 {
            let _ = create(&mara, &slug, &format!("Role {n}"), &["read_log"]).await.is(200);
        }
        let limit = create(&mara, &slug, "One more", &["read_log"]).await.is(422);
        assert_eq!(limit.code(""), Some(Code::RoleLimit { most: 20 }));
    }

    async fn one_of_another_organization_is_as_if_it_was_not_there(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, otto, slug) = organization(&app).await;
        let desk = role(&mara, &slug, "Desk", &["read_log"]).await;
        let own = otto.new_organization("Harbour").await;
        let none = OwnRole { id: "0199c1a0-7b1e-7000-8000-0123456789ab".parse().unwrap(), ..desk.clone() };
        for (foreign, unknown) in [
            (edit(&otto, &own, &desk, &["read_log"]).await, edit(&otto, &own, &none, &["read_log"]).await),
            (delete(&otto, &own, desk.id).await, delete(&otto, &own, none.id).await),
        ] {
            assert_eq!(foreign.is(404).raw(), unknown.is(404).raw());
        }
        let given = gives(&app, &otto, (&own, "otto"), &desk.id.to_string()).await.is(422);
        assert_eq!(given.code("role"), Some(Code::ChoiceGone));
        let path = format!("/settings/{own}/roles/{}/edit", desk.id);
        let _ = otto.get(&path).await.is(404);
    }

    async fn it_holds_at_once_and_for_everybody_who_has_it(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, otto, slug) = organization(&app).await;
        let desk = role(&mara, &slug, "Workspaces", &["manage_workspaces"]).await;
        let robots = mara.new_workspace(&slug, "Robots").await.to_string();
        let opens = async || otto.call("workspaces/load", &[("id", &*robots)]).await.status;
        let log = format!("/api/v1/organizations/{slug}/audit");
        let token = app.bearer(&otto.new_token(&slug).await);
        assert_eq!((opens().await, token.get(&log).await.status), (403, 403));
        let _ = gives(&app, &mara, (&slug, "otto"), &desk.id.to_string()).await.is(200);
        assert_eq!((opens().await, token.get(&log).await.status), (200, 403));
        let _ = otto.new_workspace(&slug, "Cranes").await;
        let _ = edit(&mara, &slug, &desk, &["read_log"]).await.is(200);
        assert_eq!((opens().await, token.get(&log).await.status), (403, 200));
        let home: Home = otto.call("home/load", &[]).await.is(200).data();
        assert_eq!(home.organizations[0].own_role.as_deref(), Some("Workspaces"));
        let told = app.mails().await;
        assert!(told.iter().any(|mail| mail.text.contains("You are Workspaces there now")));
    }

    async fn nobody_gives_more_than_they_have(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, ada, otto, slug) = organization(&app).await;
        let desk = role(&mara, &slug, "People desk", &["manage_people"]).await;
        let all: Vec<_> = domain::rights::GIVEN.iter().map(|(_, name)| *name).collect();
        let most = role(&mara, &slug, "Nearly admin", &all).await;
        let _ = gives(&app, &ada, (&slug, "otto"), &desk.id.to_string()).await.is(200);
        let id = most.id.to_string();
        for (whom, role) in [
            ("otto", "admin"), ("otto", &*id), ("otto", "member"), ("eve", "admin"), ("eve", &*id),
            ("ada", "member"),
        ] {
            let _ = gives(&app, &otto, (&slug, whom), role).await.is(403);
        }
        let _ = gives(&app, &otto, (&slug, "eve"), "owner").await.is(422);
        for whom in ["ada", "mara"] {
            let refused = suspends(&app, &otto, (&slug, whom), true).await.status;
            let removed = act(&app, &otto, "people/remove", (&slug, whom), ("x", "")).await.status;
            assert!(matches!((refused, removed), (403, 403) | (422, 422)), "{whom}");
        }
        assert_eq!(invites(&otto, &slug, "new@x.example", "admin").await, 403);
        assert_eq!(invites(&otto, &slug, "new@x.example", "member").await, 200);
        let _ = gives(&app, &otto, (&slug, "eve"), "viewer").await.is(200);
        let _ = suspends(&app, &otto, (&slug, "eve"), true).await.is(200);
        // Nor does somebody whom an admin invited get in by them.
        assert_eq!(invites(&ada, &slug, "boss@x.example", "admin").await, 200);
        let shown = [("organization", &*slug), ("show", "invited")];
        let people: People = otto.call("people/list", &shown).await.is(200).data();
        let boss = people.invited.iter().find(|one| one.email == "boss@x.example").unwrap();
        let boss = [("organization", &*slug), ("invitation", &*boss.id.to_string()), ("role", "viewer")];
        let _ = otto.call("people/resend", &boss[..2]).await.is(403);
        let _ = otto.call("people/invited-role", &boss).await.is(403);
        let _ = otto.call("people/revoke", &boss[..2]).await.is(403);
        let _ = ada.call("people/resend", &boss[..2]).await.is(200);
    }

    async fn who_is_suspended_has_nothing_there_and_gets_it_back(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, ada, otto, slug) = organization(&app).await;
        let robots = mara.new_workspace(&slug, "Robots").await;
        app.share(robots, "otto", Role::Member).await;
        let token = app.bearer(&otto.new_token("ci").await);
        let (page, work) = (format!("/settings/{slug}/people"), format!("/w/{robots}"));
        let api = format!("/api/v1/organizations/{slug}");
        let statuses = async || {
            [otto.get(&page).await.status, otto.get(&work).await.status, token.get(&api).await.status]
        };
        assert_eq!(statuses().await, [200; 3]);
        let _ = suspends(&app, &ada, (&slug, "otto"), true).await.is(200);
        let _ = suspends(&app, &ada, (&slug, "otto"), true).await.is(200);
        assert_eq!(statuses().await, [403; 3]);
        let home: Home = otto.call("home/load", &[]).await.is(200).data();
        let ours = &home.organizations[0];
        assert_eq!((ours.kept_out, ours.workspaces.len()), (Some(KeptOut::Suspended), 0));
        assert!(otto.get("/").await.is(200).shows("Nothing there is open to you now"));
        let listed = [("organization", &*slug), ("show", "suspended")];
        let people: People = mara.call("people/list", &listed).await.is(200).data();
        assert_eq!(people.people.len(), 1);
        assert_eq!((&*people.people[0].email, people.people[0].suspended), (&*email("otto"), true));

        let _ = suspends(&app, &ada, (&slug, "otto"), false).await.is(200);
        assert_eq!(statuses().await, [200; 3]);
        let mails = app.mails().await;
        let told = |said| mails.iter().filter(|mail| mail.text.contains(said)).count();
        assert_eq!(told("suspended you in Fjordline"), 1);
        assert_eq!(told("let you in again at Fjordline"), 1);
        for action in ["person_suspended", "person_resumed"] {
            assert!(app.audited(&format!("organization.{action}")).await, "{action}");
        }
        // By a program; and whoever is kept out may go.
        let id = app.id_of("otto").await;
        let admin = app.bearer(&ada.new_token("admin").await);
        let path = format!("{api}/people/{id}");
        let _ = admin.send_json("PATCH", &path, r#"{"suspended":true}"#).await.is(204);
        assert_eq!(statuses().await, [403; 3]);
        let _ = otto.call("organizations/leave", &[("organization", &slug)]).await.is(200);
    }

    async fn owners_are_suspended_by_owners_and_one_is_left(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, ada, _, slug) = organization(&app).await;
        let no = suspends(&app, &ada, (&slug, "mara"), true).await.is(422);
        assert_eq!(no.code(""), Some(Code::OwnersOnly));
        let own = suspends(&app, &mara, (&slug, "mara"), true).await.is(422);
        assert_eq!(own.code(""), Some(Code::SuspendSelf));
        let _ = gives(&app, &mara, (&slug, "ada"), "owner").await.is(200);
        let _ = suspends(&app, &ada, (&slug, "mara"), true).await.is(200);
        let _ = mara.get(&format!("/settings/{slug}/general")).await.is(403);
        // Nobody else could let her in.
        let last = gives(&app, &ada, (&slug, "ada"), "member").await.is(422);
        assert_eq!(last.code(""), Some(Code::LastOwnerOther));
        let leaves = ada.call("organizations/leave", &[("organization", &slug)]).await.is(422);
        assert_eq!(leaves.code(""), Some(Code::LastOwner));
        app.wait(660);
        let old = suspends(&app, &ada, (&slug, "mara"), false).await.is(403);
        assert_eq!(old.problem(), Problem::StepUp);
    }

    async fn programs_make_and_give_them(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, ada, otto, slug) = organization(&app).await;
        let (owner, admin) =
            (app.bearer(&mara.new_token("owner").await), app.bearer(&ada.new_token("admin").await));
        let path = format!("/api/v1/organizations/{slug}/roles");
        let body = r#"{"name":"Desk","rights":["manage_people"]}"#;
        let _ = admin.send_json("POST", &path, body).await.is(403);
        let made: Value = owner.send_json("POST", &path, body).await.is(201).json();
        assert_eq!((&made["name"], &made["rights"][0]), (&"Desk".into(), &"manage_people".into()));
        let id = made["id"].as_str().unwrap();
        let otto_id = app.id_of("otto").await;
        let person = format!("/api/v1/organizations/{slug}/people/{otto_id}");
        let give = format!(r#"{{"role":"{id}"}}"#);
        let _ = admin.send_json("PATCH", &person, &give).await.is(204);
        let people: Value =
            admin.get(&format!("/api/v1/organizations/{slug}/people?show=custom")).await.is(200).json();
        assert_eq!(people["people"][0]["custom_role"]["name"], "Desk");
        let own: Value =
            app.bearer(&otto.new_token("mine").await).get(&format!("/api/v1/organizations/{slug}")).await.is(200).json();
        assert_eq!((&own["role"], &own["custom_role"]), (&"member".into(), &"Desk".into()));
        let one = format!("{path}/{id}");
        let _ = owner.send_json("DELETE", &one, "").await.is(422);
        let changed: Value =
            owner.send_json("PATCH", &one, r#"{"rights":["read_log"],"version":1}"#).await.is(200).json();
        assert_eq!((&changed["people"], &changed["version"]), (&1.into(), &2.into()));
        let _ = owner.send_json("PATCH", &one, r#"{"about":"x","version":1}"#).await.is(409);
        let listed: Value = admin.get(&path).await.is(200).json();
        assert_eq!(listed["roles"].as_array().unwrap().len(), 1);
        assert!(mara.get(&format!("/settings/{slug}/roles")).await.is(200).shows("Read the audit log"));
    }
}
