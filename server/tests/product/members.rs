//! The members of workspaces: who adds them, changes what they are, and removes them.

use domain::{
    Code, Problem, WorkspaceId,
    rights::Role,
    workspaces::{WorkspaceChoices, WorkspacePage},
};
use serde_json::Value;
use testing::{Answer, Client, TestApp, TestDb, both_databases, email};

/// An organization of `mara` with `otto`, who only looks, and a workspace.
async fn workspace(app: &TestApp) -> (Client, Client, String, WorkspaceId) {
    let (mara, otto) = (app.person("mara").await, app.person("otto").await);
    let slug = mara.new_organization("Fjordline").await;
    app.join(&slug, "mara", "otto", Role::Viewer).await;
    let id = mara.new_workspace(&slug, "Cranes").await;
    (mara, otto, slug, id)
}

async fn add(person: &Client, id: WorkspaceId, typed: &str, role: &str) -> Answer {
    let fields = [("id", &*id.to_string()), ("email", typed), ("role", role)];
    person.call("workspaces/add-member", &fields).await
}

async fn about(
    app: &TestApp,
    by: &Client,
    endpoint: &str,
    (id, whose): (WorkspaceId, &str),
    role: &str,
) -> Answer {
    let (id, person) = (id.to_string(), app.id_of(whose).await.to_string());
    by.call(endpoint, &[("id", &id), ("person", &person), ("role", role)]).await
}

async fn set_role(app: &TestApp, by: &Client, which: (WorkspaceId, &str), role: &str) -> Answer {
    about(app, by, "workspaces/member-role", which, role).await
}

async fn remove(app: &TestApp, by: &Client, which: (WorkspaceId, &str)) -> Answer {
    about(app, by, "workspaces/remove-member", which, "").await
}

async fn load(person: &Client, id: WorkspaceId) -> Answer {
    person.call("workspaces/load", &[("id", &id.to_string())]).await
}

async fn choices(person: &Client, id: WorkspaceId) -> WorkspaceChoices {
    person.call("workspaces/choices", &[("id", &id.to_string())]).await.is(200).data()
}

both_databases! {
    async fn somebody_is_added_changed_and_removed(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, _, id) = workspace(&app).await;
        assert_eq!(choices(&mara, id).await.proposed.len(), 1, "only otto is not in it");
        let _ = add(&mara, id, &email("OTTO"), "member").await.is(200);
        let page: WorkspacePage = load(&otto, id).await.is(200).data();
        assert_eq!(page.standing.workspace, Some(Role::Member));
        assert_eq!(choices(&otto, id).await, WorkspaceChoices::default(), "nothing they may do");
        let _ = set_role(&app, &mara, (id, "otto"), "admin").await.is(200);
        // Who looks after a workspace looks after its members.
        app.person("ada").await;
        let _ = add(&otto, id, &email("ada"), "viewer").await.is(422);
        app.join(&page.place.slug, "mara", "ada", Role::Viewer).await;
        let _ = add(&otto, id, &email("ada"), "viewer").await.is(200);
        let _ = set_role(&app, &otto, (id, "mara"), "viewer").await.is(200);
        let _ = remove(&app, &otto, (id, "ada")).await.is(200);
        let _ = remove(&app, &otto, (id, "ada")).await.is(404);
        let _ = set_role(&app, &otto, (id, "ada"), "viewer").await.is(404);
        for action in ["member_added", "member_changed", "member_removed"] {
            assert!(app.audited(&format!("workspace.{action}")).await, "{action}");
        }
    }

    async fn bad_input_is_told(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, _, id) = workspace(&app).await;
        app.person("eve").await;
        for (typed, role, field, code) in [
            ("", "member", "email", Code::Required),
            ("otto", "member", "email", Code::EmailShape),
            (&*email("eve"), "member", "email", Code::NotHere),
            (&*email("mara"), "member", "email", Code::InAlready),
            (&*email("otto"), "owner", "role", Code::Choice),
            (&*email("otto"), "king", "role", Code::Choice),
            (&*email("otto"), "", "role", Code::Choice),
        ] {
            let answer = add(&mara, id, typed, role).await.is(422);
            assert_eq!(answer.code(field), Some(code), "{typed} {role}");
        }
        assert_eq!(set_role(&app, &mara, (id, "mara"), "owner").await.is(422).code("role"), Some(Code::Choice));
    }

    async fn a_member_looks_and_leaves_and_does_no_more(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, slug, id) = workspace(&app).await;
        for role in [Role::Member, Role::Viewer] {
            app.share(id, "otto", role).await;
            let refused = add(&otto, id, &email("mara"), "viewer").await.is(403);
            assert_eq!(refused.problem(), Problem::Forbidden);
            let _ = set_role(&app, &otto, (id, "otto"), "admin").await.is(403);
            let _ = remove(&app, &otto, (id, "mara")).await.is(403);
            let left = remove(&app, &otto, (id, "otto")).await.is(200);
            assert_eq!(left.location(), "/", "there is nothing to see any more");
            let _ = load(&otto, id).await.is(403);
        }
        // Whoever has another way in stays on the page.
        let left = remove(&app, &mara, (id, "mara")).await.is(200);
        assert_eq!(left.location(), "");
        let _ = load(&mara, id).await.is(200);
        let _ = otto.get(&format!("/settings/{slug}/teams")).await.is(200);
    }

    async fn strangers_learn_nothing(db: TestDb) {
        let app = TestApp::new(db);
        let (_, _, _, id) = workspace(&app).await;
        let eve = app.person("eve").await;
        let none: WorkspaceId = "0199c1a0-7b1e-7000-8000-0123456789ab".parse().unwrap();
        for id in [id, none] {
            let _ = add(&eve, id, &email("otto"), "viewer").await.is(404);
            let _ = set_role(&app, &eve, (id, "mara"), "viewer").await.is(404);
            let _ = remove(&app, &eve, (id, "mara")).await.is(404);
            let _ = remove(&app, &eve, (id, "eve")).await.is(404);
        }
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, _, id) = workspace(&app).await;
        let shown = mara.get(&format!("/w/{id}/add")).await.is(200);
        assert!(shown.shows("Add member") && shown.text().contains(&email("otto")));
        let (id, address) = (id.to_string(), email("otto"));
        let refused = mara.post_plain("workspaces/add-member", &[("id", &*id), ("email", "x@x.example"), ("role", "admin")]).await;
        let refused = refused.is(303).follow().await;
        assert!(refused.shows("Nobody with this address"));
        assert_eq!(refused.page().value("email"), Some("x@x.example"));
        let added = mara.post_plain("workspaces/add-member", &[("id", &*id), ("email", &address), ("role", "viewer")]).await;
        assert!(added.is(303).follow().await.is(200).shows("Member added"));
        let person = app.id_of("otto").await.to_string();
        let base = format!("/w/{id}/members/{person}");
        assert!(mara.get(&format!("{base}/role")).await.is(200).shows("Role of Otto Lindqvist"));
        assert!(mara.get(&format!("{base}/remove")).await.is(200).shows("Remove Otto Lindqvist from Cranes?"));
        assert!(otto.get(&format!("{base}/remove")).await.is(200).shows("Leave Cranes?"));
        let _ = otto.get(&format!("{base}/role")).await.is(404);
        let fields = [("id", &*id), ("person", &*person), ("role", "member")];
        let saved = mara.post_plain("workspaces/member-role", &fields).await.is(303).follow().await;
        assert!(saved.shows("Role saved"));
        let gone = mara.post_plain("workspaces/remove-member", &fields[..2]).await.is(303).follow().await;
        assert!(gone.is(200).shows("Member removed"));
        assert!(mara.get(&format!("{base}/role")).await.is(404).shows("They are no member any more"));
    }

    async fn programs_do_the_same(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, _, id) = workspace(&app).await;
        let program = app.bearer(&mara.new_token("members").await);
        let base = format!("/api/v1/workspaces/{id}/members");
        let of = format!("{base}/{}", app.id_of("otto").await);
        let _ = program.send_json("PUT", &of, r#"{"role":"viewer"}"#).await.is(204);
        let _ = program.send_json("PUT", &of, r#"{"role":"member"}"#).await.is(204);
        let seen = program.get(&base).await.is(200).json::<Value>();
        assert_eq!(seen["members"][1]["direct"], "member");
        let _ = program.send_json("PUT", &of, r#"{"role":"owner"}"#).await.is(422);
        let theirs = app.bearer(&otto.new_token("mine").await);
        let _ = theirs.send_json("PUT", &of, r#"{"role":"admin"}"#).await.is(403);
        let _ = theirs.send_json("DELETE", &of, "").await.is(204);
        let _ = theirs.get(&base).await.is(403);
        let _ = program.send_json("DELETE", &of, "").await.is(404);
        let foreign = format!("{base}/0199c1a0-7b1e-7000-8000-0123456789ab");
        let _ = program.send_json("PUT", &foreign, r#"{"role":"member"}"#).await.is(404);
    }
}
