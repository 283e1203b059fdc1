//! Workspaces: listing, making, renaming, archiving and moving them.

use domain::{
    Code, Problem, WorkspaceId,
    rights::Role,
    workspaces::{PAGE, WorkspaceList, WorkspacePage},
};
use testing::{Client, TestApp, TestDb, both_databases, crowd};

async fn list(person: &Client, slug: &str, archived: &str, after: &str) -> WorkspaceList {
    let fields = [("organization", slug), ("archived", archived), ("after", after)];
    person.call("workspaces/list", &fields).await.is(200).data()
}

async fn names(person: &Client, slug: &str, archived: &str) -> Vec<String> {
    let list = list(person, slug, archived, "").await;
    list.workspaces.into_iter().map(|workspace| workspace.name).collect()
}

async fn page(person: &Client, id: WorkspaceId) -> WorkspacePage {
    person.call("workspaces/load", &[("id", &id.to_string())]).await.is(200).data()
}

both_databases! {
    async fn one_is_made_and_has_its_own_page(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        let typed = [("organization", &*slug), ("name", "  Robots of  the harbour ")];
        let made = mara.post_plain("workspaces/create", &typed).await.is(303);
        assert!(made.location().starts_with("/w/"));
        let seen = made.follow().await.is(200);
        assert!(seen.shows("Robots of the harbour") && seen.shows("A workspace of Fjordline."));
        assert!(seen.shows("1 member") && seen.shows("Mara Lindqvist"));
        let settings = seen.page().tags.into_iter().find(|tag| {
            tag.name == "a" && tag.get("class") == Some("btn") && tag.get("href").is_some()
        });
        assert_eq!(settings.unwrap().get("href"), Some("/account/profile"));
        assert!(mara.get("/").await.shows("Robots of the harbour"));
        let wrong = [("organization", &*slug), ("name", "")];
        let back = mara.post_plain("workspaces/create", &wrong).await.is(303);
        assert_eq!(back.location(), "/settings/fjordline/workspaces/new");
        assert!(back.follow().await.shows("Fill this in."));
        assert!(app.audited("workspace.created").await);
    }

    async fn the_list_comes_in_pages_of_the_server(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        for n in 0..=PAGE {
            app.wait(1);
            let _ = mara.new_workspace(&slug, &format!("Workspace {n}.")).await;
        }
        let first = list(&mara, &slug, "false", "").await;
        assert_eq!((first.workspaces.len(), &*first.workspaces[0].name), (50, "Workspace 50."));
        let after = first.next.unwrap().to_string();
        let last = list(&mara, &slug, "false", &after).await;
        assert_eq!((last.workspaces.len(), &*last.workspaces[0].name), (1, "Workspace 0."));
        assert_eq!(last.next, None);
        let seen = mara.get("/settings/fjordline/workspaces").await.is(200);
        assert!(seen.shows("Next page") && !seen.shows("Workspace 0."));
        let seen = mara.get(&format!("/settings/fjordline/workspaces?after={after}")).await.is(200);
        assert!(seen.shows("First page") && seen.shows("Workspace 0.") && !seen.shows("Next page"));
    }

    async fn one_gets_another_name(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        let id = mara.new_workspace(&slug, "Robots").await.to_string();
        let seen = mara.get(&format!("/w/{id}/rename")).await.is(200);
        assert_eq!(seen.page().value("name"), Some("Robots"));
        let renames = [("id", &*id), ("name", "Cranes"), ("version", "1")];
        let answers = crowd(10, |_| {
            let (mara, id) = (mara.clone(), id.clone());
            async move {
                let renames = [("id", &*id), ("name", "Cranes"), ("version", "1")];
                mara.call("workspaces/rename", &renames).await.status
            }
        })
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        let told = mara.call("workspaces/rename", &renames).await.is(409);
        assert_eq!(told.problem(), Problem::Conflict);
        let fields = [("id", &*id), ("name", "Ships"), ("version", "2")];
        let done = mara.post_plain("workspaces/rename", &fields).await.is(303);
        assert_eq!(done.location(), format!("/w/{id}"));
        let seen = done.follow().await.is(200);
        assert!(seen.shows("Workspace renamed") && seen.shows("Ships"));
        assert!(app.audited("workspace.renamed").await);
    }

    async fn one_is_archived_and_restored(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let slug = mara.new_organization("Fjordline").await;
        let id = mara.new_workspace(&slug, "Robots").await;
        let fields = [("id", &*id.to_string())];
        let _ = mara.get(&format!("/w/{id}/restore")).await.is(404);
        assert!(mara.get(&format!("/w/{id}/archive")).await.is(200).shows("Archive Robots?"));
        let done = mara.post_plain("workspaces/archive", &fields).await.is(303).follow().await;
        assert!(done.shows("Workspace archived") && done.shows("This workspace is archived."));
        let _ = mara.call("workspaces/archive", &fields).await.is(200);
        assert_eq!(names(&mara, &slug, "false").await, [""; 0]);
        assert_eq!(names(&mara, &slug, "true").await, ["Robots"]);
        assert!(!mara.get("/").await.shows("Robots"), "from the lists of its members");
        assert!(mara.get("/settings/fjordline/workspaces/archived").await.is(200).shows("Robots"));
        let done = mara.post_plain("workspaces/restore", &fields).await.is(303).follow().await;
        assert!(done.shows("Workspace restored"));
        assert_eq!(names(&mara, &slug, "false").await, ["Robots"]);
        let lines = app.rows("audit_log").await;
        let count = |action: &str| lines.iter().filter(|line| line["action"] == action).count();
        assert_eq!((count("workspace.archived"), count("workspace.restored")), (1, 1));
    }

    async fn one_moves_with_those_who_belong_there(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let (otto, eve) = (app.person("otto").await, app.person("eve").await);
        let (from, to) =
            (mara.new_organization("Fjordline").await, mara.new_organization("Harbour").await);
        let id = mara.new_workspace(&from, "Robots").await;
        for name in ["otto", "eve"] {
            app.join(&from, "mara", name, Role::Member).await;
            app.share(id, name, Role::Member).await;
        }
        app.join(&to, "mara", "eve", Role::Viewer).await;
        let asked = mara.get(&format!("/w/{id}/move")).await.is(200);
        assert!(asked.shows("Harbour · 1 member loses it"), "said before");
        assert!(asked.shows("all others, and teams, lose it at once"));
        let fields = [("id", &*id.to_string()), ("organization", &*to)];
        let done = mara.post_plain("workspaces/move", &fields).await.is(303).follow().await;
        assert!(done.is(200).shows("A workspace of Harbour."));
        assert_eq!(page(&mara, id).await.member_count, 2);
        assert_eq!(page(&eve, id).await.place.slug, "harbour");
        let _ = otto.get(&format!("/w/{id}")).await.is(404);
        let again = mara.call("workspaces/move", &fields).await.is(422);
        assert_eq!(again.code("organization"), Some(Code::Elsewhere), "it is there");
        let lines = app.rows("audit_log").await;
        let of = |action: &str| {
            let line = lines.iter().find(|line| line["action"] == action).unwrap();
            line["organization_id"].clone()
        };
        assert_ne!(of("workspace.moved"), of("workspace.received"), "both logs tell of it");
    }

    async fn a_move_needs_the_right_on_both_sides(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto) = (app.person("mara").await, app.person("otto").await);
        let from = mara.new_organization("Fjordline").await;
        let id = mara.new_workspace(&from, "Robots").await;
        let move_to = async |to: &str| {
            mara.call("workspaces/move", &[("id", &*id.to_string()), ("organization", to)]).await
        };
        assert!(mara.get(&format!("/w/{id}/move")).await.is(200).shows("in no other organization"));
        for role in Role::ALL {
            let to = otto.new_organization(&format!("For {}", role.as_str())).await;
            app.join(&to, "otto", "mara", role).await;
            if role.has(domain::rights::Right::MoveWorkspaces) {
                let _ = move_to(&to).await.is(200);
                let _ = move_to(&from).await.is(200);
            } else {
                assert_eq!(move_to(&to).await.is(422).code("organization"), Some(Code::Elsewhere), "{role:?}");
            }
        }
        let over = otto.new_organization("Over").await;
        app.join(&over, "otto", "mara", Role::Owner).await;
        let ends = [("organization", &*over), ("name", "Over")];
        let _ = otto.call("organizations/delete", &ends).await.is(200);
        assert_eq!(move_to(&over).await.is(422).code("organization"), Some(Code::Elsewhere));
    }

    async fn of_many_moves_at_once_one_is_made(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let from = mara.new_organization("From").await;
        let mut targets = Vec::new();
        for n in 0..6 {
            targets.push(mara.new_organization(&format!("To {n}")).await);
        }
        let id = mara.new_workspace(&from, "Robots").await;
        let nodes = [app.clone(), app.node()];
        let answers = crowd(6, |i| {
            let (mara, to) = (mara.at(&nodes[i % 2]), targets[i].clone());
            async move {
                let fields = [("id", &*id.to_string()), ("organization", &*to)];
                mara.call("workspaces/move", &fields).await.status
            }
        })
        .await;
        // Each goes on from where it is by then, or is told that it has moved.
        assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
        let moved = answers.iter().filter(|status| **status == 200).count();
        let lines = app.rows("audit_log").await;
        let told = lines.iter().filter(|line| line["action"] == "workspace.moved").count();
        assert_eq!(told, moved);
        assert!(targets.contains(&page(&mara, id).await.place.slug));
    }
}
