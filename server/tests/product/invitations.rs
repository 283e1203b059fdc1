//! Inviting people into an organization, and being invited: who may, by which address, once.
//! Its limits are in `invitation_limits`.

use domain::{
    Code, Problem,
    invitations::{Answer, Invitations, Opened, Reader},
    people::People,
    rights::Role,
    security::Strength,
};
use server::config::SignUp;
use testing::{
    Answer as Told, Client, Mail, PASSWORD, TestApp, TestDb, both_databases, crowd, email,
};

use crate::two_factor::turns_on;

const LINK: &str = "http://localhost:3000/invitations/";

/// An organization of `mara`, and an account for each of these.
pub async fn organization(app: &TestApp, others: &[&str]) -> (Client, String) {
    let mara = app.person("mara").await;
    for name in others {
        app.person(name).await;
    }
    let slug = mara.new_organization("Fjordline").await;
    (mara, slug)
}

pub async fn invite(by: &Client, slug: &str, addresses: &str, role: &str) -> Told {
    let fields = [("organization", slug), ("addresses", addresses), ("role", role)];
    by.call("people/invite", &fields).await
}

/// Who is invited, and the ids of their invitations.
pub async fn invited(by: &Client, slug: &str) -> Vec<(String, String)> {
    let fields = [("organization", slug), ("show", "invited")];
    let page: People = by.call("people/list", &fields).await.is(200).data();
    page.invited.into_iter().map(|one| (one.email, one.id.to_string())).collect()
}

pub async fn id_of(by: &Client, slug: &str, address: &str) -> String {
    let all = invited(by, slug).await;
    all.into_iter().find(|(email, _)| email == address).expect("an invitation").1
}

pub async fn about(by: &Client, act: &str, slug: &str, id: &str) -> Told {
    by.call(act, &[("organization", slug), ("invitation", id)]).await
}

pub async fn mine(person: &Client) -> Invitations {
    person.call("invitations/load", &[]).await.is(200).data()
}

pub async fn answer(person: &Client, act: &str, id: &str) -> Told {
    person.call(&format!("invitations/{act}"), &[("id", id)]).await
}

/// The mails of invitations to an address, oldest first.
pub async fn mails_to(app: &TestApp, address: &str) -> Vec<Mail> {
    let mut mails = app.mails().await;
    mails.retain(|mail| mail.to == address && mail.subject.starts_with("You are invited"));
    mails
}

pub async fn link_to(app: &TestApp, address: &str) -> String {
    mails_to(app, address).await.pop().expect("a mail").link(LINK).to_owned()
}

pub async fn opens(browser: &Client, link: &str) -> Option<Opened> {
    browser.call("invitations/link", &[("link", link)]).await.is(200).data()
}

fn form(link: &str) -> [(&str, &str); 5] {
    [
        ("link", link),
        ("first_name", "Ada"),
        ("last_name", "Holm"),
        ("password", PASSWORD),
        ("time_zone", "Asia/Tokyo"),
    ]
}

async fn members(by: &Client, slug: &str) -> Vec<(String, Role)> {
    let page: People = by.call("people/list", &[("organization", slug)]).await.is(200).data();
    page.people.into_iter().map(|one| (one.email, one.role)).collect()
}

pub fn only(answer: &Told, code: Code) {
    assert_eq!(answer.problem(), Problem::form(code));
}

both_databases! {
    async fn who_is_invited_accepts_and_is_in(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let sent: Vec<String> =
            invite(&mara, &slug, "OTTO@fjordline.example", "admin").await.is(200).data();
        assert_eq!(sent, ["OTTO@fjordline.example"]);
        let page = mara.get(&format!("/settings/{slug}/people")).await.is(200);
        assert!(page.shows("Invite pending") && page.shows("1 person, 1 invite"));
        let mail = mails_to(&app, "OTTO@fjordline.example").await.pop().unwrap();
                assert!(mail.text.contains("Mara Lindqvist invites you to Fjordline"), "{}", mail.text);
        let otto = app.sign_in("otto").await;
        let page = otto.get("/account/invitations").await.is(200);
        assert!(page.shows("Fjordline Admin") && page.shows("Mara Lindqvist invited you"));
        let shown = mine(&otto).await;
        let one = &shown.waiting[0];
        assert_eq!((&*one.by, one.role, shown.earlier.len()), ("Mara Lindqvist", Role::Admin, 0));
        let done = answer(&otto, "accept", &one.id.to_string()).await.is(200);
        assert_eq!(done.location(), format!("/settings/{slug}/general"));
        let _ = otto.get(done.location()).await.is(200);
        assert!(members(&mara, &slug).await.contains(&(email("otto"), Role::Admin)));
        assert!(invited(&mara, &slug).await.is_empty());
        let after = mine(&otto).await;
        assert!(after.waiting.is_empty());
        assert_eq!(after.earlier[0].answer, Answer::Accepted);
        let again = answer(&otto, "accept", &one.id.to_string()).await.is(200);
        assert_eq!(again.location(), done.location(), "twice is once");
        let late = answer(&otto, "decline", &one.id.to_string()).await.is(422);
        only(&late, Code::InvitationGone);
        for action in ["person_invited", "invitation_accepted"] {
            assert!(app.audited(&format!("organization.{action}")).await, "{action}");
        }
    }

    async fn who_declines_stays_out(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = invite(&mara, &slug, &email("otto"), "member").await.is(200);
        let otto = app.sign_in("otto").await;
        let id = mine(&otto).await.waiting[0].id.to_string();
        let _ = answer(&otto, "decline", &id).await.is(200);
        let _ = answer(&otto, "decline", &id).await.is(200);
        only(&answer(&otto, "accept", &id).await.is(422), Code::InvitationGone);
        assert_eq!(members(&mara, &slug).await.len(), 1);
        assert_eq!(mine(&otto).await.earlier[0].answer, Answer::Declined);
        let _ = invite(&mara, &slug, &email("otto"), "member").await.is(200);
        assert_eq!(mine(&otto).await.waiting.len(), 1, "they can be asked once more");
    }

    async fn a_list_is_told_line_by_line(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let list = "Otto <otto@fjordline.example>, bob.example\nmara@fjordline.example; ada@x.example ADA@X.example";
        let told = invite(&mara, &slug, list, "member").await.is(422).problem();
        let Problem::Invalid(lines) = told else { panic!("{told:?}") };
        let lines: Vec<_> = lines.iter().map(|line| (&*line.field, &*line.sentence)).collect();
        assert_eq!(lines, [
            ("", "2 invitations sent, 1 not."),
            ("addresses", "bob.example: not an email address."),
        ]);
        assert_eq!(invited(&mara, &slug).await.len(), 2, "what is right goes all the same");
        let again = invite(&mara, &slug, "otto@fjordline.example mara@fjordline.example", "member").await;
        let Problem::Invalid(lines) = again.is(422).problem() else { panic!() };
        let lines: Vec<_> = lines.iter().map(|line| &*line.sentence).collect();
        assert_eq!(lines, [
            "No invitation was sent.",
            "otto@fjordline.example: invited already. Resend it in the list.",
            "mara@fjordline.example: in the organization already.",
        ]);
        assert_eq!(mails_to(&app, "otto@fjordline.example").await.len(), 1);
        for (list, code) in [
            (" ,\n", Code::Required),
            (&*"a@x.example,".repeat(101), Code::ListLong { most: 100 }),
        ] {
            let refused = invite(&mara, &slug, list, "member").await.is(422);
            assert_eq!(refused.code("addresses"), Some(code));
        }
        let owner = invite(&mara, &slug, "eve@x.example", "owner").await.is(422);
        assert_eq!(owner.code("role"), Some(Code::InvitedOwner));
        let king = invite(&mara, &slug, "eve@x.example", "king").await.is(422);
        assert_eq!(king.code("role"), Some(Code::Choice));
        assert_eq!(invited(&mara, &slug).await.len(), 2);
    }

    async fn whether_somebody_has_an_account_makes_no_difference(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let mut told = Vec::new();
        for name in ["otto", "ada"] {
            let answer = invite(&mara, &slug, &email(name), "viewer").await.is(200);
            told.push((answer.status, answer.raw().len() - name.len()));
        }
        assert_eq!(told[0], told[1]);
        let list = mara.get(&format!("/settings/{slug}/people")).await.is(200);
        let both = |text: &str| list.page().text.matches(text).count() == 2;
        assert!(both("Invite pending") && both("Resend"));
        assert!(!list.shows("Otto Lindqvist"), "nor whose the address is");
        let mails = [mails_to(&app, &email("otto")).await, mails_to(&app, &email("ada")).await];
        let text = |n: usize| mails[n][0].text.split(LINK).next().unwrap().to_owned();
        assert_eq!(text(0), text(1));
    }

    async fn an_invitation_is_for_one_address(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto", "eve"]).await;
        let _ = invite(&mara, &slug, &email("otto"), "admin").await.is(200);
        let id = id_of(&mara, &slug, &email("otto")).await;
        let link = link_to(&app, &email("otto")).await;
        let eve = app.sign_in("eve").await;
        assert!(mine(&eve).await.waiting.is_empty());
        for act in ["accept", "decline"] {
            assert_eq!(answer(&eve, act, &id).await.is(404).problem(), Problem::NotFound);
        }
        let opened = opens(&eve, &link).await.unwrap();
        assert_eq!(opened.reader, Reader::Other { email: email("eve") });
        let page = eve.get(&format!("/invitations/{link}")).await.is(200);
        assert!(page.shows("but you are signed in as eve@fjordline.example"));
        assert!(!page.page().has_form("invitations/accept"));
        let joined = eve.call("invitations/join", &form(&link)).await.is(422);
        only(&joined, Code::InvitationGone);
        assert_eq!(opens(&app.stranger(), &link).await.unwrap().reader, Reader::Known);
        let otto = app.sign_in("otto").await;
        assert_eq!(opens(&otto, &link).await.unwrap().reader, Reader::Invited);
        let page = otto.get(&format!("/invitations/{link}")).await.is(200);
        assert!(page.page().has_form("invitations/accept"));
        assert_eq!(members(&mara, &slug).await.len(), 1, "looking answers nothing");
    }

    async fn who_has_no_account_makes_one_by_the_link(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[]).await;
        let _ = invite(&mara, &slug, "Ada@Harbour.example", "viewer").await.is(200);
        let link = link_to(&app, "Ada@Harbour.example").await;
        assert_eq!(link.len(), 22);
        let ada = app.stranger();
        assert_eq!(opens(&ada, &link).await.unwrap().reader, Reader::New);
        let page = ada.get(&format!("/invitations/{link}")).await.is(200);
        assert!(page.page().has_form("invitations/join"));
        assert_eq!(page.page().value("email"), Some("Ada@Harbour.example"));
        let asked = [("link", &*link), ("password", "ada@harbour.example")];
        let judged: Strength = ada.call("link/strength", &asked).await.is(200).data();
        assert!(judged.score < 2, "their own address");
        let short = [&form(&link)[..3], &[("password", "fourteen chars")]].concat();
        let refused = ada.call("invitations/join", &short).await.is(422);
        assert_eq!(refused.code("password"), Some(Code::PasswordShort { min: 15 }));
        let more = [("email", "eve@evil.example"), ("role", "owner"), ("staff", "true")];
        let fields = [&form(&link)[..], &more].concat();
        let done = ada.call("invitations/join", &fields).await.is(200);
        assert_eq!(done.location(), format!("/settings/{slug}/general"));
        let joined = ("Ada@Harbour.example".to_owned(), Role::Viewer);
        assert!(members(&mara, &slug).await.contains(&joined));
        assert!(ada.get("/account/profile").await.is(200).shows("Ada Holm"));
        assert_eq!(opens(&app.stranger(), &link).await, None, "once");
        only(&app.stranger().call("invitations/join", &form(&link)).await.is(422), Code::InvitationGone);
        app.stranger().sign_in("ada@harbour.example", PASSWORD).await;
    }

    async fn whoever_joins_as_somebody_else_is_no_longer_who_they_were(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = invite(&mara, &slug, "ada@x.example", "viewer").await.is(200);
        let link = link_to(&app, "ada@x.example").await;
        let otto = app.sign_in("otto").await;
        let before = otto.copy();
        let short = [&form(&link)[..3], &[("password", "fourteen chars")]].concat();
        let _ = otto.call("invitations/join", &short).await.is(422);
        let _ = before.get("/account/profile").await.is(200);
        let _ = otto.call("invitations/join", &form(&link)).await.is(200);
        assert!(otto.get("/account/profile").await.is(200).shows("ada@x.example"));
        assert_eq!(before.get("/account/profile").await.status, 303, "that session has ended");
    }

    async fn the_policy_says_who_may_make_an_account(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let all = format!("ada@harbour.example, eve@evil.example, {}", email("otto"));
        let _ = invite(&mara, &slug, &all, "viewer").await.is(200);
        let ada = link_to(&app, "ada@harbour.example").await;
        let eve = link_to(&app, "eve@evil.example").await;
        let otto = link_to(&app, &email("otto")).await;
        let closed = app.node_with(|config| config.sign_up.policy = SignUp::Closed);
        let some = app.node_with(|config| {
            config.sign_up.policy = SignUp::Domains;
            config.sign_up.domains = vec!["harbour.example".into()];
        });
        for (node, link, reader) in [
            (&closed, &ada, Reader::NotHere),
            (&closed, &otto, Reader::Known),
            (&some, &ada, Reader::New),
            (&some, &eve, Reader::NotHere),
        ] {
            let stranger = node.stranger();
            assert_eq!(opens(&stranger, link).await.unwrap().reader, reader);
            if reader != Reader::New {
                let joined = stranger.call("invitations/join", &form(link)).await.is(422);
                only(&joined, Code::InvitationGone);
                let page = stranger.get(&format!("/invitations/{link}")).await.is(200);
                assert!(!page.page().has_form("invitations/join"));
            }
        }
    }

    async fn who_looks_after_people_sends_again_changes_and_withdraws(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = invite(&mara, &slug, &email("otto"), "viewer").await.is(200);
        let id = id_of(&mara, &slug, &email("otto")).await;
        let old = link_to(&app, &email("otto")).await;
        app.wait_days(8);
        let mara = app.sign_in("mara").await;
        let otto = app.sign_in("otto").await;
        assert_eq!(opens(&otto, &old).await, None, "too old, though nobody has swept it");
        only(&answer(&otto, "accept", &id).await.is(422), Code::InvitationGone);
        assert!(mine(&otto).await.waiting.is_empty());
        let page = mara.get(&format!("/settings/{slug}/people")).await.is(200);
        assert!(page.shows("Invite expired"));
        let to: String = about(&mara, "people/resend", &slug, &id).await.is(200).data();
        assert_eq!(to, email("otto"));
        let new = link_to(&app, &email("otto")).await;
        assert!(new != old && opens(&otto, &new).await.is_some());
        assert_eq!(opens(&otto, &old).await, None);
        let fields = [("organization", &*slug), ("invitation", &*id), ("role", "admin")];
        let _ = mara.call("people/invited-role", &fields).await.is(200);
        assert_eq!(mine(&otto).await.waiting[0].role, Role::Admin);
        let owner = [fields[0], fields[1], ("role", "owner")];
        let refused = mara.call("people/invited-role", &owner).await.is(422);
        assert_eq!(refused.code("role"), Some(Code::InvitedOwner));
        let _ = about(&mara, "people/revoke", &slug, &id).await.is(200);
        assert_eq!(opens(&otto, &new).await, None);
        let _ = answer(&otto, "accept", &id).await.is(404);
        for act in ["people/revoke", "people/resend"] {
            let _ = about(&mara, act, &slug, &id).await.is(404);
        }
        assert_eq!(mara.call("people/invited-role", &fields).await.is(404).problem(), Problem::NotFound);
        for action in ["invitation_resent", "invitation_changed", "invitation_revoked"] {
            assert!(app.audited(&format!("organization.{action}")).await, "{action}");
        }
    }

    async fn invitations_of_others_are_as_if_there_were_none(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto", "eve"]).await;
        app.join(&slug, "mara", "otto", Role::Member).await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let id = id_of(&mara, &slug, "ada@x.example").await;
        let (otto, eve) = (app.sign_in("otto").await, app.sign_in("eve").await);
        let theirs = eve.new_organization("Elsewhere").await;
        for act in ["people/resend", "people/revoke", "people/invited-role"] {
            let fields = [("organization", &*theirs), ("invitation", &*id), ("role", "viewer")];
            assert_eq!(eve.call(act, &fields).await.is(404).problem(), Problem::NotFound, "{act}");
            let fields = [("organization", &*slug), ("invitation", &*id), ("role", "viewer")];
            assert_eq!(eve.call(act, &fields).await.is(404).problem(), Problem::NotFound, "{act}");
            assert_eq!(otto.call(act, &fields).await.is(403).problem(), Problem::Forbidden, "{act}");
        }
        let _ = invite(&otto, &slug, "bo@x.example", "viewer").await.is(403);
        let page: People =
            otto.call("people/list", &[("organization", &slug)]).await.is(200).data();
        assert_eq!((page.invited.len(), page.total_invited), (0, 0), "nor how many");
        let asked = [("organization", &*slug), ("show", "invited")];
        let page: People = otto.call("people/list", &asked).await.is(200).data();
        assert_eq!((page.people.len(), page.invited.len()), (2, 0), "as if it was not asked");
        let about = [("organization", &*slug), ("about", &*id)];
        let page: People = otto.call("people/list", &about).await.is(200).data();
        assert_eq!(page.about_invited, None);
        assert_eq!(invited(&mara, &slug).await.len(), 1);
    }

    async fn of_fifty_who_accept_at_once_there_is_one_membership(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = invite(&mara, &slug, &email("otto"), "member").await.is(200);
        let otto = app.sign_in("otto").await;
        let id = mine(&otto).await.waiting[0].id.to_string();
        let done = crowd(50, |n| {
            let (otto, id) = (otto.clone(), id.clone());
            let act = if n % 5 == 4 { "decline" } else { "accept" };
            async move { (act, answer(&otto, act, &id).await.status) }
        })
        .await;
        let in_it = members(&mara, &slug).await.len() == 2;
        let (won, lost) = if in_it { ("accept", "decline") } else { ("decline", "accept") };
        for (act, status) in done {
            assert!(status == if act == won { 200 } else { 422 }, "{act} {status}, not {lost}");
        }
        let rows = app.rows("memberships").await;
        assert_eq!(rows.len(), if in_it { 2 } else { 1 });
    }

    async fn of_many_who_join_by_one_link_one_has_an_account(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[]).await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let link = link_to(&app, "ada@x.example").await;
        let done = crowd(8, |_| {
            let (stranger, link) = (app.stranger(), link.clone());
            async move { stranger.call("invitations/join", &form(&link)).await.status }
        })
        .await;
        assert_eq!(done.iter().filter(|status| **status == 200).count(), 1, "{done:?}");
        assert_eq!(members(&mara, &slug).await.len(), 2);
        assert_eq!(app.rows("persons").await.len(), 2);
    }

    async fn withdrawn_and_accepted_at_once_is_one_of_both(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let otto = app.sign_in("otto").await;
        for _ in 0..3 {
            let _ = invite(&mara, &slug, &email("otto"), "member").await.is(200);
            let id = id_of(&mara, &slug, &email("otto")).await;
            let done = crowd(2, |n| {
                let (mara, otto, slug, id) = (mara.clone(), otto.clone(), slug.clone(), id.clone());
                async move {
                    if n == 0 {
                        (false, about(&mara, "people/revoke", &slug, &id).await.status)
                    } else {
                        (true, answer(&otto, "accept", &id).await.status)
                    }
                }
            })
            .await;
            let won: Vec<_> = done.iter().filter(|(_, status)| *status == 200).collect();
            assert_eq!(won.len(), 1, "{done:?}");
            let accepted = won[0].0;
            assert_eq!(members(&mara, &slug).await.len() == 2, accepted);
            if accepted {
                let person = app.id_of("otto").await.to_string();
                let fields = [("organization", &*slug), ("person", &*person)];
                let _ = mara.call("people/remove", &fields).await.is(200);
            }
        }
    }

    async fn whoever_has_the_link_can_decline(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[]).await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let link = link_to(&app, "ada@x.example").await;
        let stranger = app.stranger();
        let done = stranger.post_plain("invitations/decline-link", &[("link", &link)]).await.is(303);
        assert_eq!(done.location(), "/invitations/declined");
        assert!(done.follow().await.is(200).shows("Invitation declined"));
        assert!(invited(&mara, &slug).await.is_empty());
        assert_eq!(stranger.get(&format!("/invitations/{link}")).await.status, 404);
        let again = stranger.call("invitations/decline-link", &[("link", &link)]).await.is(422);
        only(&again, Code::InvitationGone);
    }

    async fn links_of_one_kind_open_no_other_door(db: TestDb) {
        let app = TestApp::with(db, |config| config.sign_up.policy = SignUp::Open);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let invitation = link_to(&app, "ada@x.example").await;
        let _ = app.stranger().call("sign-up/ask", &[("email", "eve@x.example")]).await.is(200);
        let _ = app.stranger().call("reset/ask", &[("email", &email("otto"))]).await.is(200);
        let mails = app.mails().await;
        let link = |before: &str| {
            mails.iter().find(|mail| mail.text.contains(before)).unwrap().link(before).to_owned()
        };
        let sign_up = link("http://localhost:3000/sign-up/");
        let reset = link("http://localhost:3000/sign-in/reset-");
        for link in [&sign_up, &reset, &invitation[..21].to_owned(), &String::new()] {
            assert_eq!(opens(&app.stranger(), link).await, None);
            let joined = app.stranger().call("invitations/join", &form(link)).await.is(422);
            only(&joined, Code::InvitationGone);
        }
        let made = app.stranger().call("sign-up/finish", &form(&invitation)).await.is(422);
        only(&made, Code::SignUpLinkGone);
    }

    async fn where_a_second_factor_is_required_one_joins_and_sets_it_up(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = turns_on(&app, &mara).await;
        let fields = [("organization", &*slug), ("required", "true")];
        let _ = mara.call("organizations/mfa", &fields).await.is(200);
        let _ = invite(&mara, &slug, &email("otto"), "member").await.is(200);
        let otto = app.sign_in("otto").await;
        let id = mine(&otto).await.waiting[0].id.to_string();
        let _ = answer(&otto, "accept", &id).await.is(200);
        let kept = otto.call("people/list", &[("organization", &slug)]).await.is(403);
        assert_eq!(kept.problem(), Problem::TwoFactorFirst);
    }

    async fn an_organization_that_ends_invites_nobody(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let _ = invite(&mara, &slug, &email("otto"), "member").await.is(200);
        let otto = app.sign_in("otto").await;
        let id = mine(&otto).await.waiting[0].id.to_string();
        let fields = [("organization", &*slug), ("name", "Fjordline")];
        let _ = mara.call("organizations/delete", &fields).await.is(200);
        assert!(mine(&otto).await.waiting.is_empty());
        only(&answer(&otto, "accept", &id).await.is(422), Code::InvitationGone);
        only(&invite(&mara, &slug, "ada@x.example", "member").await.is(422), Code::OrganizationEnds);
        let _ = about(&mara, "people/resend", &slug, &id).await.is(422);
    }

    async fn programs_invite_and_answer_too(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let program = app.bearer(&mara.new_token("ci").await);
        let otto = app.sign_in("otto").await;
        let his = app.bearer(&otto.new_token("ci").await);
        let base = format!("/api/v1/organizations/{slug}/invitations");
        let body = r#"{"emails":["otto@fjordline.example","bob"],"role":"viewer"}"#;
        let report: serde_json::Value = program.send_json("POST", &base, body).await.is(200).json();
        assert_eq!(report["report"][0]["outcome"], "sent");
        assert_eq!(report["report"][1]["outcome"], "no_address");
        let list: serde_json::Value = program.get(&base).await.is(200).json();
        assert_eq!((&list["total"], &list["invitations"][0]["expired"]), (&1.into(), &false.into()));
        let id = list["invitations"][0]["id"].as_str().unwrap().to_owned();
        let of = format!("{base}/{id}");
        let _ = program.send_json("PATCH", &of, r#"{"role":"member"}"#).await.is(204);
        let _ = program.send_json("POST", &format!("{of}/resend"), "").await.is(204);
        let mine: serde_json::Value = his.get("/api/v1/invitations").await.is(200).json();
        assert_eq!(mine["waiting"][0]["role"], "member");
        assert_eq!(mine["waiting"][0]["organization"]["slug"], *slug);
        let path = format!("/api/v1/invitations/{id}");
        let _ = program.send_json("POST", &format!("{path}/accept"), "").await.is(404);
        let joined = his.send_json("POST", &format!("{path}/accept"), "").await.is(200);
        assert_eq!(joined.json::<serde_json::Value>()["organization"]["name"], "Fjordline");
        let _ = his.send_json("POST", &format!("{path}/decline"), "").await.is(422);
        let _ = program.send_json("DELETE", &of, "").await.is(404);
        let _ = program.send_json("POST", &base, r#"{"emails":[],"role":"viewer"}"#).await.is(422);
        let _ = his.send_json("POST", &base, body).await.is(403);
        let _ = program.get(&format!("{base}?after=x")).await.is(422);
    }

    async fn forms_work_without_the_script(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let dialog = format!("/settings/{slug}/people/invite");
        assert!(mara.get(&dialog).await.is(200).shows("Invite people"));
        let fields = [("organization", &*slug), ("addresses", "<b> bob\notto@fjordline.example"), ("role", "viewer")];
        let partly = mara.post_plain("people/invite", &fields).await.is(303);
        assert_eq!(partly.location(), dialog);
        let page = partly.follow().await.is(200);
        assert!(page.shows("1 invitation sent, 1 not."), "{}", page.page().text);
        assert!(page.text().contains("&lt;b> bob\notto@fjordline.example</textarea>"), "as it was typed");
        let done = mara.post_plain("people/invite", &[fields[0], ("addresses", "ada@x.example"), fields[2]]).await;
        assert_eq!(done.location(), format!("/settings/{slug}/people"));
        assert!(done.is(303).follow().await.is(200).shows("Invitation sent"));
        let id = id_of(&mara, &slug, "ada@x.example").await;
        let one = [("organization", &*slug), ("invitation", &*id)];
        let again = mara.post_plain("people/resend", &one).await.is(303).follow().await.is(200);
        assert!(again.shows("Invitation sent again"));
        let address = format!("/settings/{slug}/people/invited/{id}");
        assert!(mara.get(&format!("{address}/role")).await.is(200).shows("Edit ada@x.example"));
        let failed = mara.post_plain("people/invited-role", &one).await.is(303);
        assert_eq!(failed.location(), format!("{address}/role"));
        let saved = mara.post_plain("people/invited-role", &[one[0], one[1], ("role", "admin")]).await;
        assert!(saved.is(303).follow().await.is(200).shows("Saved"));
        let asked = mara.get(&format!("{address}/cancel")).await.is(200);
        assert!(asked.shows("Cancel the invite to ada@x.example?"));
        let gone = mara.post_plain("people/revoke", &one).await.is(303).follow().await.is(200);
        assert!(gone.shows("Invite cancelled"));
        for act in ["role", "cancel", "none"] {
            assert_eq!(mara.get(&format!("{address}/{act}")).await.status, 404, "{act}");
        }
        let otto = app.sign_in("otto").await;
        let page = otto.get("/account/invitations").await.is(200);
        assert!(page.page().has_form("invitations/accept"));
        let id = mine(&otto).await.waiting[0].id.to_string();
        let declined = otto.post_plain("invitations/decline", &[("id", &id)]).await.is(303);
        assert!(declined.follow().await.is(200).shows("Invitation declined"));
        let late = otto.post_plain("invitations/accept", &[("id", &id)]).await.is(303);
        assert_eq!(late.location(), "/account/invitations");
    }
}
