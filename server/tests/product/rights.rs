//! Who may do what in an organization and in a workspace: every line of the table, by every
//! role, in the browser and by programs.

use domain::{
    Code, Problem,
    organizations::General,
    people::People,
    rights::{Right, Role, TABLE},
    workspaces::WorkspacePage,
};
use testing::{Answer, Client, TestApp, TestDb, both_databases, email};

use crate::organizations::{general, leave, save};

type Fields = Vec<(&'static str, String)>;

/// Every use-case in an organization, and the right that it needs. What ends it comes last.
async fn acts(owner: &Client, slug: &str, elsewhere: &str) -> Vec<(Right, &'static str, Fields)> {
    let organization = || ("organization", slug.to_owned());
    let mut acts = Vec::new();
    for endpoint in ["load", "rename", "archive", "restore", "move", "add-member"] {
        let id = owner.new_workspace(slug, endpoint).await.to_string();
        let id = ("id", id);
        acts.push(match endpoint {
            "load" => (Right::ReadWorkspace, "workspaces/load", vec![id]),
            "archive" => (Right::ManageWorkspaces, "workspaces/archive", vec![id]),
            "restore" => (Right::ManageWorkspaces, "workspaces/restore", vec![id]),
            "rename" => {
                let fields = vec![id, ("name", "New".into()), ("version", "1".into())];
                (Right::ChangeWorkspace, "workspaces/rename", fields)
            }
            "add-member" => {
                let fields = vec![id, ("email", email("guest")), ("role", "viewer".into())];
                (Right::ManageMembers, "workspaces/add-member", fields)
            }
            _ => {
                let fields = vec![id, ("organization", elsewhere.into())];
                (Right::MoveWorkspaces, "workspaces/move", fields)
            }
        });
    }
    let General { version, place, .. } = general(owner, slug).await;
    let listed = [("organization", slug), ("find", "guest")];
    let guests: People = owner.call("people/list", &listed).await.is(200).data();
    let guest = ("person", guests.people[0].person.to_string());
    let named = |name: &str| vec![organization(), ("name", name.to_owned())];
    let saves = [named("New"), vec![("slug", slug.into()), ("version", version.to_string())]];
    let free = vec![organization(), ("required", "false".to_owned())];
    acts.extend([
        (Right::ReadOrganization, "organizations/general", vec![organization()]),
        (Right::ChangeOrganization, "organizations/mfa", free),
        (Right::ReadPeople, "people/list", vec![organization()]),
        (
            Right::ManagePeople,
            "people/role",
            vec![organization(), guest.clone(), ("role", "member".into())],
        ),
        (
            Right::ManagePeople,
            "people/suspend",
            vec![organization(), guest.clone(), ("suspended", "true".into())],
        ),
        (Right::ManagePeople, "people/remove", vec![organization(), guest]),
        (Right::ReadRoles, "roles/list", vec![organization()]),
        (Right::ReadLog, "audit/list", vec![organization()]),
        (
            Right::ManageRoles,
            "roles/create",
            [named("Desk"), vec![("rights[]", "read_log".into())]].concat(),
        ),
        (
            Right::ManagePeople,
            "people/invite",
            vec![organization(), ("addresses", "a@x.example".into()), ("role", "viewer".into())],
        ),
        (Right::ReadTeams, "teams/list", vec![organization()]),
        (Right::ManageTeams, "teams/create", named("Crew")),
        (Right::ManageWorkspaces, "workspaces/list", vec![organization()]),
        (Right::ManageWorkspaces, "workspaces/create", named("One more")),
        (Right::ChangeOrganization, "organizations/save", saves.concat()),
        // Renamed by then, if that was allowed.
        (Right::DeleteOrganization, "organizations/delete", named(&place.name)),
        (Right::DeleteOrganization, "organizations/delete", named("New")),
        (Right::DeleteOrganization, "organizations/keep", vec![organization()]),
    ]);
    acts
}

async fn call(person: &Client, endpoint: &str, fields: &Fields) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
    person.call(endpoint, &fields).await
}

both_databases! {
    async fn each_role_has_its_rights_and_no_others(db: TestDb) {
        let app = TestApp::new(db);
        let owner = app.person("mara").await;
        app.person("guest").await;
        let mut tried = Vec::new();
        for role in Role::ALL {
            let slug = owner.new_organization(&format!("For {}", role.as_str())).await;
            let name = role.as_str();
            let person = app.person(name).await;
            // Where the person may take workspaces to.
            let elsewhere = person.new_organization(&format!("Of {name}")).await;
            app.join(&slug, "mara", name, role).await;
            app.join(&slug, "mara", "guest", Role::Viewer).await;
            for (right, endpoint, fields) in acts(&owner, &slug, &elsewhere).await {
                tried.push(right);
                let answer = call(&person, endpoint, &fields).await;
                if !role.has(right) {
                    assert_eq!(answer.is(403).problem(), Problem::Forbidden, "{name}: {endpoint}");
                } else if endpoint == "organizations/delete" && answer.status == 422 {
                    assert_eq!(answer.code("name"), Some(Code::NameOther));
                } else {
                    assert_eq!(answer.status, 200, "{name}: {endpoint}: {}", answer.text());
                }
            }
            for (page, right) in
                [
                    ("general", Right::ReadOrganization),
                    ("people", Right::ReadPeople),
                    ("roles", Right::ReadRoles),
                    ("audit", Right::ReadLog),
                    ("teams", Right::ReadTeams),
                    ("workspaces", Right::ManageWorkspaces),
                ]
            {
                let answer = person.get(&format!("/settings/{slug}/{page}")).await;
                assert_eq!(answer.status, if role.has(right) { 200 } else { 403 }, "{name}: {page}");
                let explained = ["manage the workspaces", "read the log"]
                    .iter()
                    .any(|what| answer.shows(&["Owners and admins ", what].concat()));
                assert_eq!(explained, !role.has(right), "{name}: {page}");
            }
            tried.push(Right::ReadLog);
            let token = app.bearer(&person.new_token(&slug).await);
            let log = token.get(&format!("/api/v1/organizations/{slug}/audit")).await;
            assert_eq!(log.status, if role.has(Right::ReadLog) { 200 } else { 403 }, "{name}");
            tried.push(Right::LeaveOrganization);
            assert!(role.has(Right::LeaveOrganization));
            let _ = leave(&person, &slug).await.is(200);
        }
        for line in TABLE {
            assert!(tried.contains(&line.right), "{:?} is new: say what it allows", line.right);
        }
    }

    async fn each_role_in_a_workspace_has_its_rights_there(db: TestDb) {
        let app = TestApp::new(db);
        let owner = app.person("mara").await;
        let slug = owner.new_organization("Fjordline").await;
        let (here, there) =
            (owner.new_workspace(&slug, "Here").await, owner.new_workspace(&slug, "There").await);
        for role in [Role::Admin, Role::Member, Role::Viewer] {
            let name = role.as_str();
            let person = app.person(name).await;
            app.join(&slug, "mara", name, Role::Viewer).await;
            app.share(here, name, role).await;
            let id = here.to_string();
            let page: WorkspacePage =
                owner.call("workspaces/load", &[("id", &id)]).await.is(200).data();
            let version = page.version.to_string();
            let owner_id = app.id_of("mara").await.to_string();
            let renames = [("id", &*id), ("name", "New"), ("version", &*version)];
            for (right, endpoint, fields) in [
                (Right::ReadWorkspace, "workspaces/load", &renames[..1]),
                (Right::ChangeWorkspace, "workspaces/rename", &renames[..]),
                (Right::ManageWorkspaces, "workspaces/archive", &renames[..1]),
                (Right::MoveWorkspaces, "workspaces/move", &[("id", &*id), ("organization", "none")][..]),
                (Right::ManageMembers, "workspaces/member-role", &[("id", &*id), ("person", &*owner_id), ("role", "admin")][..]),
            ] {
                let status = person.call(endpoint, fields).await.status;
                let may = role.has_in_workspace(right);
                assert_eq!(status, if may { 200 } else { 403 }, "{name}: {endpoint}");
            }
            let other = person.get(&format!("/w/{there}")).await.is(403);
            assert!(other.shows("This workspace is open to its members"), "of the other one");
            assert!(!other.text().contains("There"), "nor its name");
        }
    }

    async fn what_is_foreign_is_like_what_is_not(db: TestDb) {
        let app = TestApp::new(db);
        let (owner, otto) = (app.person("mara").await, app.person("otto").await);
        let staff = app.staff("ada").await;
        let slug = owner.new_organization("Fjordline").await;
        let _ = save(&owner, &slug, "Fjordline", "fjord").await.is(200);
        app.person("guest").await;
        app.join("fjord", "mara", "guest", Role::Viewer).await;
        let own = otto.new_organization("Harbour").await;
        let none = "0199c1a0-7b1e-7000-8000-0123456789ab";
        for (_, endpoint, fields) in acts(&owner, "fjord", &own).await {
            let unknown: Fields = fields
                .iter()
                .map(|(name, value)| match *name {
                    "organization" => (*name, "nobodys".into()),
                    "id" => (*name, none.into()),
                    _ => (*name, value.clone()),
                })
                .collect();
            for person in [&otto, &staff] {
                let (foreign, unknown) =
                    (call(person, endpoint, &fields).await, call(person, endpoint, &unknown).await);
                assert_eq!(foreign.is(404).raw(), unknown.is(404).raw(), "{endpoint}");
            }
        }
        let id = owner.new_workspace("fjord", "Robots").await.to_string();
        for (foreign, unknown) in [
            ("/settings/fjord/general", "/settings/nobodys/general"),
            // Where it leads to is told to nobody else.
            ("/settings/fjordline/general", "/settings/nobodys/general"),
            ("/settings/fjord/general/delete", "/settings/nobodys/general/delete"),
            ("/settings/fjord/people", "/settings/nobodys/people"),
            ("/settings/fjord/workspaces", "/settings/nobodys/workspaces"),
            (&*format!("/w/{id}"), &*format!("/w/{none}")),
            (&*format!("/w/{id}/move"), &*format!("/w/{none}/move")),
        ] {
            let (foreign, unknown) = (otto.get(foreign).await, otto.get(unknown).await);
            assert_eq!(foreign.is(404).page().text, unknown.is(404).page().text);
        }
        // Not by moving one's own to it either.
        let mine = otto.new_workspace(&own, "Mine").await.to_string();
        let to = async |to: &str| {
            otto.call("workspaces/move", &[("id", &mine), ("organization", to)]).await.is(422).raw()
        };
        assert_eq!(to("fjord").await, to("nobodys").await);
    }

    async fn programs_have_the_rights_of_their_person(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let owner = app.bearer(&mara.new_token("ci").await);
        let viewer = app.bearer(&otto.new_token("ci").await);
        let read = [("name", "read"), ("expires_in", "30"), ("read", "true")];
        let read: domain::tokens::NewToken = mara.call("tokens/create", &read).await.is(200).data();
        let reader = app.bearer(read.secret.unwrap().expose());
        let json = async |program: &Client, method: &str, path: &str, body: &str| {
            program.send_json(method, &format!("/api/v1/{path}"), body).await
        };

        let made = json(&owner, "POST", "organizations", r#"{"name":"Fjordline"}"#).await.is(201);
        let made: serde_json::Value = made.json();
        assert_eq!((&made["slug"], &made["role"]), (&"fjordline".into(), &"owner".into()));
        app.join("fjordline", "mara", "otto", Role::Viewer).await;
        let all: serde_json::Value =
            viewer.get("/api/v1/organizations").await.is(200).json();
        assert_eq!(all["organizations"][0]["role"], "viewer");
        let told = json(&reader, "POST", "organizations", r#"{"name":"More"}"#).await.is(403);
        assert!(told.text().contains("\"type\":\"insufficient-scope\""), "a token that only reads");
        let challenge = told.header("www-authenticate");
        assert!(challenge.contains("error=\"insufficient_scope\""), "{challenge}");

        let id = made["id"].as_str().unwrap();
        let one: serde_json::Value =
            viewer.get(&format!("/api/v1/organizations/{id}")).await.is(200).json();
        assert_eq!(one["name"], "Fjordline", "by its id, too");
        let name = r#"{"name":"Harbour","slug":"harbour","version":1}"#;
        let _ = json(&viewer, "PATCH", "organizations/fjordline", name).await.is(403);
        let _ = json(&reader, "PATCH", "organizations/fjordline", name).await.is(403);
        let changed: serde_json::Value =
            json(&owner, "PATCH", "organizations/fjordline", name).await.is(200).json();
        assert_eq!((&changed["slug"], &changed["version"]), (&"harbour".into(), &2.into()));
        let _ = json(&owner, "PATCH", "organizations/harbour", name).await.is(409);
        for body in [r#"{"name":"x","role":"owner"}"#, r#"{"owner_id":1}"#, "no json", ""] {
            let _ = json(&owner, "PATCH", "organizations/harbour", body).await.is(422);
            let _ = json(&owner, "POST", "organizations", body).await.is(422);
        }

        let path = "organizations/harbour/workspaces";
        let _ = json(&viewer, "POST", path, r#"{"name":"Robots"}"#).await.is(403);
        let _ = viewer.get(&format!("/api/v1/{path}")).await.is(403);
        let made: serde_json::Value =
            json(&owner, "POST", path, r#"{"name":"Robots"}"#).await.is(201).json();
        let id = made["id"].as_str().unwrap().to_owned();
        let list: serde_json::Value = owner.get(&format!("/api/v1/{path}")).await.is(200).json();
        assert_eq!((&list["workspaces"][0]["id"], &list["next"]), (&made["id"], &serde_json::Value::Null));
        let _ = owner.get(&format!("/api/v1/{path}?after=x")).await.is(422);
        let one = format!("workspaces/{id}");
        let change = async |body: &str| json(&owner, "PATCH", &one, body).await;
        assert!(change(r#"{"name":"Cranes"}"#).await.is(200).text().contains("Cranes"));
        assert!(!change(r#"{"archived":true}"#).await.is(200).text().contains("\"archived_at\":null"));
        assert!(change(r#"{"archived":false}"#).await.is(200).text().contains("\"archived_at\":null"));
        let told = change(r#"{"organization":"nobodys"}"#).await.is(422);
        assert!(told.text().contains("\"field\":\"organization\""), "{}", told.text());
        let _ = change(r#"{"name":"x","archived":true}"#).await.is(422);
        let to = mara.new_organization("Other").await;
        let moved = change(&format!(r#"{{"organization":"{to}"}}"#)).await.is(200);
        assert!(moved.text().contains("\"slug\":\"other\""));

        for (foreign, unknown) in [
            (format!("organizations/{to}"), "organizations/nobodys".to_owned()),
            (format!("organizations/{to}/workspaces"), "organizations/nobodys/workspaces".into()),
            (one.clone(), "workspaces/0199c1a0-7b1e-7000-8000-0123456789ab".into()),
        ] {
            let look = async |path: &str| {
                viewer.get(&format!("/api/v1/{path}")).await.is(404).raw()
            };
            assert_eq!(look(&foreign).await, look(&unknown).await, "{foreign}");
        }
    }
}
