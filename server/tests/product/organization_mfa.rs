//! An organization that requires a second factor: whoever has none is kept out of it, and of
//! nothing else, until they have one.

use domain::{
    Code, Problem,
    organizations::{General, Home},
    rights::Role,
    workspaces::WorkspaceChoices,
};
use testing::{Answer, Client, TestApp, TestDb, both_databases};

use crate::two_factor::turns_on;

const SLUG: &str = "fjordline";

async fn require(person: &Client, required: &str) -> Answer {
    let fields = [("organization", SLUG), ("required", required)];
    person.call("organizations/mfa", &fields).await
}

async fn general(person: &Client) -> Answer {
    person.call("organizations/general", &[("organization", SLUG)]).await
}

/// Mara owns an organization and has a second factor; otto belongs there and has none.
async fn two(app: &TestApp, role: Role) -> (Client, Client) {
    let (mara, otto) = (app.person("mara").await, app.person("otto").await);
    assert_eq!(mara.new_organization("Fjordline").await, SLUG);
    app.join(SLUG, "mara", "otto", role).await;
    let _ = turns_on(app, &mara).await;
    (mara, otto)
}

both_databases! {
    async fn whoever_has_none_is_kept_out_until_they_have(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = two(&app, Role::Member).await;
        let id = mara.new_workspace(SLUG, "Grasping").await;
        app.share(id, "otto", Role::Admin).await;
        let token = app.bearer(&otto.new_token("ci").await);
        let id = id.to_string();
        let _ = require(&otto, "true").await.is(403);
        let seen: General = general(&otto).await.is(200).data();
        assert_eq!(seen.mfa.without, None, "how many have none is not for everybody");

        let _ = require(&mara, "true").await.is(200);
        let shown: General = general(&mara).await.is(200).data();
        assert!(shown.mfa.required && !shown.mfa.everywhere);
        assert_eq!(shown.mfa.set.unwrap().name.as_deref(), Some("Mara Lindqvist"));
        assert_eq!(shown.mfa.without, Some(1));
        let fields = [("id", &*id), ("name", "New"), ("version", "1")];
        for answer in [
            general(&otto).await,
            otto.call("workspaces/load", &fields[..1]).await,
            otto.call("workspaces/rename", &fields).await,
        ] {
            assert_eq!(answer.is(403).problem(), Problem::TwoFactorFirst);
        }
        for page in [&*format!("/settings/{SLUG}/general"), &*format!("/w/{id}")] {
            let page = otto.get(page).await.is(403);
            assert!(page.shows("Two-factor authentication is required here."));
        }
        for path in [&*format!("organizations/{SLUG}"), &*format!("workspaces/{id}")] {
            let told = token.get(&format!("/api/v1/{path}")).await.is(403);
            assert!(told.text().contains("two-factor-first"), "{path}: {}", told.text());
        }
        let _ = otto.get("/account/profile").await.is(200);
        let home: Home = otto.call("home/load", &[]).await.is(200).data();
        assert!(home.organizations[0].kept_out.is_some() && home.organizations[0].workspaces.is_empty());

        let _ = turns_on(&app, &otto).await;
        let _ = general(&otto).await.is(200);
        let home: Home = otto.call("home/load", &[]).await.is(200).data();
        assert!(home.organizations[0].kept_out.is_none());
        assert_eq!(home.organizations[0].workspaces.len(), 1);
    }

    async fn nobody_shuts_themselves_out(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let _ = mara.new_organization("Fjordline").await;
        let told = require(&mara, "true").await.is(422);
        assert_eq!(told.code(""), Some(Code::OwnFactorFirst));
        let program = app.bearer(&mara.new_token("ci").await);
        let path = format!("/api/v1/organizations/{SLUG}");
        let change = |mfa: &str| format!(r#"{{"mfa":"{mfa}"}}"#);
        let _ = program.send_json("PATCH", &path, &change("required")).await.is(422);
        let shown: General = general(&mara).await.is(200).data();
        assert!(!shown.mfa.required && shown.mfa.set.is_none());
        assert_eq!(shown.version, 1, "nothing of it stays");

        let _ = turns_on(&app, &mara).await;
        let set: serde_json::Value =
            program.send_json("PATCH", &path, &change("required")).await.is(200).json();
        assert_eq!(set["mfa"], "required");
        let _ = program.send_json("PATCH", &path, &change("maybe")).await.is(422);
        let told = program.send_json("PATCH", &path, &change("optional")).await.is(422);
        assert!(told.text().contains("Do it in the browser."), "{}", told.text());
        let _ = require(&mara, "false").await.is(200);
        let set: serde_json::Value = program.get(&path).await.is(200).json();
        assert_eq!(set["mfa"], "optional");
        let log = app.rows("audit_log").await;
        let lines = |action: &str| log.iter().filter(|row| row["action"] == action).count();
        assert_eq!((lines("organization.mfa_required"), lines("organization.mfa_optional")), (1, 1));
    }

    async fn to_leave_is_open_all_the_same(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = two(&app, Role::Member).await;
        let _ = require(&mara, "true").await.is(200);
        let _ = otto.call("organizations/leave", &[("organization", SLUG)]).await.is(200);
        let _ = general(&otto).await.is(404);
    }

    async fn it_takes_a_fresh_proof(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = two(&app, Role::Member).await;
        app.wait(601);
        assert_eq!(require(&mara, "true").await.is(403).problem(), Problem::StepUp);
        let _ = general(&otto).await.is(200);
    }

    async fn no_workspace_is_handed_over_to_what_is_shut(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = two(&app, Role::Admin).await;
        let own = otto.new_organization("Harbour").await;
        let id = otto.new_workspace(&own, "Cranes").await.to_string();
        let _ = require(&mara, "true").await.is(200);
        let fields = [("id", &*id), ("organization", SLUG)];
        let told = otto.call("workspaces/move", &fields).await.is(422);
        assert_eq!(told.code("organization"), Some(Code::Elsewhere));
        let choices = otto.call("workspaces/choices", &fields[..1]).await.is(200);
        assert!(choices.data::<WorkspaceChoices>().targets.is_empty());
    }
}
