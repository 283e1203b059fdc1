//! Teams: who makes them, who is in them, and what they open.

use domain::{
    Code, Problem, TeamId, WorkspaceId,
    people::People,
    rights::Role,
    teams::{TeamList, TeamPage},
};
use serde_json::Value;
use testing::{Answer, Client, TestApp, TestDb, both_databases, crowd, email};

use crate::invitations::link_to;

async fn list(person: &Client, slug: &str) -> TeamList {
    person.call("teams/list", &[("organization", slug)]).await.is(200).data()
}

async fn create(person: &Client, slug: &str, name: &str, about: &str) -> Answer {
    let fields = [("organization", slug), ("name", name), ("about", about)];
    person.call("teams/create", &fields).await
}

/// Makes a team, and finds it.
async fn team(person: &Client, slug: &str, name: &str) -> TeamId {
    let _ = create(person, slug, name, "").await.is(200);
    list(person, slug).await.teams.into_iter().find(|team| team.name == name).unwrap().id
}

async fn load(person: &Client, slug: &str, id: TeamId) -> Answer {
    person.call("teams/load", &[("organization", slug), ("team", &id.to_string())]).await
}

async fn page(person: &Client, slug: &str, id: TeamId) -> TeamPage {
    load(person, slug, id).await.is(200).data()
}

/// Does something with a team.
async fn act(
    person: &Client,
    endpoint: &str,
    (slug, id): (&str, TeamId),
    more: &[(&str, &str)],
) -> Answer {
    let id = id.to_string();
    let fields = [&[("organization", slug), ("team", &*id)], more].concat();
    person.call(endpoint, &fields).await
}

async fn give(person: &Client, which: (&str, TeamId), to: WorkspaceId, role: &str) -> Answer {
    act(person, "teams/give", which, &[("workspace", &to.to_string()), ("role", role)]).await
}

async fn opens(person: &Client, id: WorkspaceId) -> u16 {
    person.call("workspaces/load", &[("id", &id.to_string())]).await.status
}

/// An organization of `mara`, with `otto` who only looks, and a workspace.
async fn organization(app: &TestApp) -> (Client, Client, String, WorkspaceId) {
    let (mara, otto) = (app.person("mara").await, app.person("otto").await);
    let slug = mara.new_organization("Fjordline").await;
    app.join(&slug, "mara", "otto", Role::Viewer).await;
    let workspace = mara.new_workspace(&slug, "Cranes").await;
    (mara, otto, slug, workspace)
}

both_databases! {
    async fn one_is_made_changed_and_deleted(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, _) = organization(&app).await;
        let made = create(&mara, &slug, "  Field  crew ", "Sails").await.is(200);
        let crew = list(&mara, &slug).await.teams[0].clone();
        assert_eq!((&*crew.name, &*crew.about, crew.people), ("Field crew", "Sails", 0));
        let address = format!("/settings/{slug}/teams/{}", crew.id);
        assert_eq!(made.location(), address, "its maker is led there");

        let taken = create(&mara, &slug, "FIELD CREW", "").await.is(422);
        assert_eq!(taken.code("name"), Some(Code::TeamNameTaken));
        let empty = create(&mara, &slug, " ", &"x".repeat(201)).await.is(422);
        assert_eq!(empty.code("name"), Some(Code::Required));
        assert_eq!(empty.code("about"), Some(Code::TooLong { max: 200 }));

        let board = team(&mara, &slug, "Board").await;
        let which = (&*slug, crew.id);
        let changed = [("name", "Crew"), ("about", ""), ("version", "1")];
        let _ = act(&mara, "teams/edit", which, &changed).await.is(200);
        let stale = act(&mara, "teams/edit", which, &changed).await.is(409);
        assert_eq!(stale.problem(), Problem::Conflict);
        let same = [("name", "crew"), ("about", "x"), ("version", "2")];
        let _ = act(&mara, "teams/edit", which, &same).await.is(200);
        let other = [("name", "board"), ("version", "3")];
        let taken = act(&mara, "teams/edit", which, &other).await.is(422);
        assert_eq!(taken.code("name"), Some(Code::TeamNameTaken));

        let gone = act(&mara, "teams/delete", which, &[]).await.is(200);
        assert_eq!(gone.location(), format!("/settings/{slug}/teams"));
        let _ = act(&mara, "teams/delete", which, &[]).await.is(404);
        let _ = mara.get(&address).await.is(404);
        assert_eq!(list(&mara, &slug).await.teams[0].id, board);
        for action in ["team_created", "team_changed", "team_deleted"] {
            assert!(app.audited(&format!("organization.{action}")).await, "{action}");
        }
    }

    async fn what_a_team_may_everybody_in_it_may_at_once(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, slug, cranes) = organization(&app).await;
        let crew = team(&mara, &slug, "Crew").await;
        let which = (&*slug, crew);
        assert_eq!(opens(&otto, cranes).await, 403);
        let _ = act(&mara, "teams/add", which, &[("email", &email("OTTO"))]).await.is(200);
        assert_eq!(opens(&otto, cranes).await, 403);
        let _ = give(&mara, which, cranes, "viewer").await.is(200);
        assert_eq!(opens(&otto, cranes).await, 200);
        let home = otto.get("/").await.is(200);
        assert!(home.shows("Cranes"));
        let rename = [("id", &*cranes.to_string()), ("name", "New"), ("version", "1")];
        let _ = otto.call("workspaces/rename", &rename).await.is(403);
        let _ = give(&mara, which, cranes, "admin").await.is(200);
        let _ = otto.call("workspaces/rename", &rename).await.is(200);
        let shown = mara.get(&format!("/w/{cranes}")).await.is(200);
        assert!(shown.shows("by Crew") && shown.shows("2 members"));

        let person = app.id_of("otto").await.to_string();
        let _ = act(&mara, "teams/remove", which, &[("person", &person)]).await.is(200);
        assert_eq!(opens(&otto, cranes).await, 403);
        let _ = act(&mara, "teams/remove", which, &[("person", &person)]).await.is(404);
        let _ = act(&mara, "teams/add", which, &[("email", &email("otto"))]).await.is(200);
        let workspace = cranes.to_string();
        let _ = act(&mara, "teams/take", which, &[("workspace", &workspace)]).await.is(200);
        assert_eq!(opens(&otto, cranes).await, 403);
        let _ = act(&mara, "teams/take", which, &[("workspace", &workspace)]).await.is(404);
        let _ = give(&mara, which, cranes, "viewer").await.is(200);
        let _ = act(&mara, "teams/delete", which, &[]).await.is(200);
        assert_eq!(opens(&otto, cranes).await, 403);
    }

    async fn only_people_of_the_organization_are_added(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, _) = organization(&app).await;
        app.person("eve").await;
        let crew = team(&mara, &slug, "Crew").await;
        let add = async |typed: &str| {
            act(&mara, "teams/add", (&slug, crew), &[("email", typed)]).await
        };
        let _ = add(&email("otto")).await.is(200);
        for (typed, code) in [
            ("", Code::Required),
            ("otto", Code::EmailShape),
            (&*email("nobody"), Code::NotHere),
            (&*email("eve"), Code::NotHere),
            (&*email("otto"), Code::InAlready),
        ] {
            assert_eq!(add(typed).await.is(422).code("email"), Some(code), "{typed}");
        }
    }

    async fn what_is_foreign_is_as_if_it_was_not_there(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, cranes) = organization(&app).await;
        let eve = app.person("eve").await;
        let theirs = eve.new_organization("Evil").await;
        let away = eve.new_workspace(&theirs, "Away").await;
        let crew = team(&mara, &slug, "Crew").await;
        let band = team(&eve, &theirs, "Band").await;
        let none: TeamId = "0199c1a0-7b1e-7000-8000-0123456789ab".parse().unwrap();
        let person = app.id_of("otto").await.to_string();
        for (organization, id) in [(&*slug, crew), (&*theirs, crew), (&*theirs, none)] {
            let _ = load(&eve, organization, id).await.is(404);
            for (endpoint, more) in [
                ("teams/edit", vec![("name", "x"), ("version", "1")]),
                ("teams/choices", vec![]),
                ("teams/delete", vec![]),
                ("teams/add", vec![("email", "eve@fjordline.example")]),
                ("teams/remove", vec![("person", &*person)]),
                ("teams/give", vec![("workspace", &*cranes.to_string()), ("role", "admin")]),
                ("teams/take", vec![("workspace", &*cranes.to_string())]),
            ] {
                let answer = act(&eve, endpoint, (organization, id), &more).await;
                assert_eq!(answer.is(404).problem(), Problem::NotFound, "{endpoint}");
            }
        }
        let foreign = give(&eve, (&theirs, band), cranes, "admin").await.is(422);
        assert_eq!(foreign.code("workspace"), Some(Code::ChoiceGone));
        let unknown = act(&eve, "teams/give", (&theirs, band), &[
            ("workspace", "0199c1a0-7b1e-7000-8000-0123456789ab"), ("role", "admin"),
        ]);
        assert_eq!(unknown.await.is(422).text(), foreign.text());
        let owner = give(&eve, (&theirs, band), away, "owner").await.is(422);
        assert_eq!(owner.code("role"), Some(Code::Choice));
        let _ = load(&mara, &slug, crew).await.is(200);
    }

    async fn others_read_teams_and_their_own_workspaces(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, slug, cranes) = organization(&app).await;
        let secret = mara.new_workspace(&slug, "Secret").await;
        let crew = team(&mara, &slug, "Crew").await;
        for id in [cranes, secret] {
            let _ = give(&mara, (&slug, crew), id, "viewer").await.is(200);
        }
        app.share(cranes, "otto", Role::Viewer).await;
        assert_eq!(page(&mara, &slug, crew).await.workspaces.len(), 2);
        let seen = page(&otto, &slug, crew).await;
        assert_eq!(seen.workspaces.iter().map(|one| one.id).collect::<Vec<_>>(), [cranes]);
        let _ = act(&otto, "teams/choices", (&slug, crew), &[]).await.is(403);
        let html = otto.get(&format!("/settings/{slug}/teams/{crew}")).await.is(200);
        assert!(!html.shows("Secret") && !html.shows("Add person") && !html.shows("Delete"));
        let list = otto.get(&format!("/settings/{slug}/teams")).await.is(200);
        assert!(list.shows("Crew") && !list.shows("New team"));
    }

    async fn teams_of_a_person_are_chosen_with_the_role(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, _) = organization(&app).await;
        let (crew, board) = (team(&mara, &slug, "Crew").await, team(&mara, &slug, "Board").await);
        let eve = app.person("eve").await;
        let theirs = eve.new_organization("Evil").await;
        let band = team(&eve, &theirs, "Band").await;
        let person = app.id_of("otto").await.to_string();
        let choose = async |teams: &[TeamId]| {
            let ids: Vec<_> = teams.iter().map(ToString::to_string).collect();
            let base = [("organization", &*slug), ("person", &*person), ("role", "member")];
            let teams: Vec<_> = ids.iter().map(|id| ("teams[]", &**id)).collect();
            mara.call("people/role", &[&base[..], &teams].concat()).await
        };
        let of_otto = async || {
            let fields = [("organization", &*slug), ("find", "otto")];
            let people: People = mara.call("people/list", &fields).await.is(200).data();
            people.people[0].teams.iter().map(|team| team.name.clone()).collect::<Vec<_>>()
        };
        let _ = choose(&[crew, board]).await.is(200);
        assert_eq!(of_otto().await, ["Board", "Crew"]);
        assert!(mara.get(&format!("/settings/{slug}/people")).await.shows("Board, Crew"));
        let foreign = choose(&[crew, band]).await.is(422);
        assert_eq!(foreign.code("teams"), Some(Code::ChoiceGone));
        assert_eq!(of_otto().await, ["Board", "Crew"], "nothing has changed");
        let _ = choose(&[crew]).await.is(200);
        assert_eq!(of_otto().await, ["Crew"]);
        let _ = choose(&[]).await.is(200);
        assert_eq!(of_otto().await, Vec::<String>::new());
    }

    async fn who_is_invited_into_teams_is_in_them_when_they_accept(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, cranes) = organization(&app).await;
        let (crew, board) = (team(&mara, &slug, "Crew").await, team(&mara, &slug, "Board").await);
        let _ = give(&mara, (&slug, crew), cranes, "member").await.is(200);
        let id = crew.to_string();
        let invite = async |address: &str, team: &str| {
            mara.call("people/invite", &[
                ("organization", &*slug), ("addresses", address), ("role", "viewer"),
                ("teams[]", team),
            ]).await
        };
        let gone = invite(&email("eve"), "0199c1a0-7b1e-7000-8000-0123456789ab").await.is(422);
        assert_eq!(gone.code("teams"), Some(Code::ChoiceGone));
        let _ = invite(&email("eve"), &id).await.is(200);
        let list = mara.get(&format!("/settings/{slug}/people")).await.is(200);
        assert!(list.shows("eve@fjordline.example") && list.shows("Crew"));
        let link = link_to(&app, &email("eve")).await;
        let eve = app.stranger();
        let _ = eve.call("invitations/join", &[
            ("link", &link), ("first_name", "Eve"), ("password", "seventeen grey seals"),
        ]).await.is(200);
        assert_eq!(opens(&eve, cranes).await, 200);
        assert_eq!(page(&mara, &slug, crew).await.people_count, 1);

        // Chosen anew; and a team that is gone by then is not joined.
        let ada = app.person("ada").await;
        let _ = invite(&email("ada"), &id).await.is(200);
        let fields = [("organization", &*slug)];
        let people: People = mara.call("people/list", &fields).await.is(200).data();
        let (invitation, other) = (people.invited[0].id.to_string(), board.to_string());
        let fields = [
            ("organization", &*slug), ("invitation", &*invitation), ("role", "viewer"),
            ("teams[]", &*id), ("teams[]", &*other),
        ];
        let _ = mara.call("people/invited-role", &fields).await.is(200);
        let _ = act(&mara, "teams/delete", (&slug, crew), &[]).await.is(200);
        let _ = ada.call("invitations/accept", &[("id", &*invitation)]).await.is(200);
        assert_eq!(page(&mara, &slug, board).await.people_count, 1);
    }

    async fn who_leaves_loses_what_teams_gave(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, slug, cranes) = organization(&app).await;
        let crew = team(&mara, &slug, "Crew").await;
        let _ = act(&mara, "teams/add", (&slug, crew), &[("email", &email("otto"))]).await.is(200);
        let _ = give(&mara, (&slug, crew), cranes, "member").await.is(200);
        let _ = otto.call("organizations/leave", &[("organization", &*slug)]).await.is(200);
        assert_eq!(opens(&otto, cranes).await, 404);
        app.join(&slug, "mara", "otto", Role::Member).await;
        assert_eq!(opens(&otto, cranes).await, 403);
        assert_eq!(page(&mara, &slug, crew).await.people_count, 0);
    }

    async fn of_many_who_make_the_same_team_one_does(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, _) = organization(&app).await;
        let many = crowd(8, |_| {
            let (mara, slug) = (mara.copy(), slug.clone());
            async move { create(&mara, &slug, "Crew", "").await.status }
        })
        .await;
        assert_eq!(many.iter().filter(|status| **status == 200).count(), 1, "{many:?}");
        assert!(many.iter().all(|status| matches!(status, 200 | 422)), "{many:?}");
    }

    async fn it_works_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _, slug, cranes) = organization(&app).await;
        let base = format!("/settings/{slug}/teams");
        let new = mara.get(&format!("{base}/new")).await.is(200);
        assert!(new.shows("Create team"));
        let refused = mara.post_plain("teams/create", &[("organization", &slug), ("name", ""), ("about", "Sails")]).await;
        let refused = refused.is(303).follow().await;
        assert_eq!(refused.page().value("about"), Some("Sails"), "nothing typed is lost");
        assert!(refused.shows("Fill this in."));
        let made = mara.post_plain("teams/create", &[("organization", &slug), ("name", "Crew")]).await;
        let made = made.is(303).follow().await.is(200);
        assert!(made.shows("Nobody is in it yet"));
        let id = list(&mara, &slug).await.teams[0].id.to_string();
        let which = [("organization", &*slug), ("team", &*id)];
        let otto = email("otto");
        let add = mara.post_plain("teams/add", &[which[0], which[1], ("email", "nobody@x.example")]).await;
        let add = add.is(303).follow().await.is(200);
        assert!(add.shows("Nobody with this address"));
        assert_eq!(add.page().value("email"), Some("nobody@x.example"));
        let add = mara.post_plain("teams/add", &[which[0], which[1], ("email", &otto)]).await;
        assert!(add.is(303).follow().await.shows("Added to the team"));
        let cranes = cranes.to_string();
        let give = [which[0], which[1], ("workspace", &*cranes), ("role", "member")];
        let given = mara.post_plain("teams/give", &give).await.is(303).follow().await;
        assert!(given.shows("Cranes") && given.shows("Role saved"));
        let role = mara.get(&format!("{base}/{id}/workspaces/{cranes}")).await.is(200);
        assert!(role.shows("Role of Crew"));
        for (act, says) in [("edit", "Edit team"), ("delete", "Delete Crew?"), ("add", "Add person")] {
            assert!(mara.get(&format!("{base}/{id}/{act}")).await.is(200).shows(says), "{act}");
        }
        let nothing = mara.get(&format!("{base}/{id}/workspaces")).await.is(200);
        assert!(nothing.shows("a role in every workspace"));
        let _ = mara.get(&format!("{base}/{id}/none")).await.is(404);
        let taken = mara.post_plain("teams/take", &give[..3]).await.is(303).follow().await;
        assert!(taken.shows("Workspace removed from the team"));
        let deleted = mara.post_plain("teams/delete", &which).await.is(303).follow().await;
        assert!(deleted.shows("Team deleted") && deleted.shows("No teams yet"));
    }

    async fn programs_do_the_same(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, otto, slug, cranes) = organization(&app).await;
        let program = app.bearer(&mara.new_token("teams").await);
        let base = format!("/api/v1/organizations/{slug}/teams");
        let made = program.send_json("POST", &base, r#"{"name":"Crew","about":"Sails"}"#).await;
        let made = made.is(201).json::<Value>();
        let of = format!("{base}/{}", made["id"].as_str().unwrap());
        let person = app.id_of("otto").await;
        for _ in 0..2 {
            let _ = program.send_json("PUT", &format!("{of}/people/{person}"), "").await.is(204);
        }
        let to = format!("{of}/workspaces/{cranes}");
        let _ = program.send_json("PUT", &to, r#"{"role":"member"}"#).await.is(204);
        let _ = program.send_json("PUT", &to, r#"{"role":"owner"}"#).await.is(422);
        let shown = program.get(&of).await.is(200).json::<Value>();
        assert_eq!((&shown["total"], &shown["workspaces"][0]["role"]), (&1.into(), &"member".into()));
        let members = format!("/api/v1/workspaces/{cranes}/members");
        let seen = program.get(&members).await.is(200).json::<Value>();
        assert_eq!(seen["members"].as_array().unwrap().len(), 2);
        let changed = program.send_json("PATCH", &of, r#"{"about":"","version":1}"#).await.is(200);
        assert_eq!((&changed.json::<Value>()["name"], &changed.json::<Value>()["about"]), (&"Crew".into(), &"".into()));
        let _ = program.send_json("PATCH", &of, r#"{"name":"x","version":1}"#).await.is(409);
        let people = format!("/api/v1/organizations/{slug}/people/{person}");
        let _ = program.send_json("PATCH", &people, r#"{"teams":[]}"#).await.is(204);
        assert_eq!(program.get(&of).await.is(200).json::<Value>()["total"], 0);

        let theirs = app.bearer(&otto.new_token("mine").await);
        assert_eq!(theirs.get(&base).await.is(200).json::<Value>()["teams"][0]["name"], "Crew");
        let _ = theirs.send_json("DELETE", &of, "").await.is(403);
        let _ = program.send_json("DELETE", &format!("{of}/people/{person}"), "").await.is(404);
        let _ = program.send_json("DELETE", &to, "").await.is(204);
        let _ = program.send_json("DELETE", &of, "").await.is(204);
        let _ = program.get(&of).await.is(404);
        let _ = program.get(&format!("{base}/none")).await.is(404);
    }
}
