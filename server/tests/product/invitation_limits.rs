//! What an invitation cannot do: outlive its sender's right, flood a mailbox, make others wait.

use domain::{Code, Problem, rights::Role};
use testing::{TestApp, TestDb, both_databases, email};

use crate::invitations::{
    about, answer, id_of, invite, invited, link_to, mails_to, mine, only, opens, organization,
};

both_databases! {
    async fn an_invitation_counts_while_its_sender_may_invite(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto", "eve"]).await;
        app.join(&slug, "mara", "otto", Role::Admin).await;
        let otto = app.sign_in("otto").await;
        let _ = invite(&otto, &slug, &email("eve"), "admin").await.is(200);
        let (id, link) = (id_of(&mara, &slug, &email("eve")).await, link_to(&app, &email("eve")).await);
        let person = app.id_of("otto").await.to_string();
        let fields = [("organization", &*slug), ("person", &*person), ("role", "member")];
        let _ = mara.call("people/role", &fields).await.is(200);
        let eve = app.sign_in("eve").await;
        assert!(mine(&eve).await.waiting.is_empty());
        assert_eq!(opens(&eve, &link).await, None);
        only(&answer(&eve, "accept", &id).await.is(422), Code::InvitationGone);
        // Whoever sends it again stands for it.
        let _ = invite(&mara, &slug, &email("eve"), "viewer").await.is(200);
        assert_eq!(invited(&mara, &slug).await.len(), 1);
        let shown = mine(&eve).await.waiting.remove(0);
        assert_eq!((&*shown.by, shown.role), ("Mara Lindqvist", Role::Viewer));
        let _ = answer(&eve, "accept", &id).await.is(200);
    }

    async fn who_could_not_invite_now_has_invited_nobody(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto", "eve"]).await;
        app.join(&slug, "mara", "otto", Role::Admin).await;
        let otto = app.sign_in("otto").await;
        let _ = invite(&otto, &slug, &email("eve"), "admin").await.is(200);
        let link = link_to(&app, &email("eve")).await;
        let eve = app.sign_in("eve").await;
        for (set, back) in [
            (
                "UPDATE persons SET suspended_at = created_at WHERE first_name = 'Otto'",
                "UPDATE persons SET suspended_at = NULL WHERE first_name = 'Otto'",
            ),
            (
                "UPDATE persons SET leaves_at = created_at WHERE first_name = 'Otto'",
                "UPDATE persons SET leaves_at = NULL WHERE first_name = 'Otto'",
            ),
            (
                "UPDATE organizations SET mfa_required = TRUE",
                "UPDATE organizations SET mfa_required = FALSE",
            ),
        ] {
            assert!(opens(&eve, &link).await.is_some());
            app.db.execute(set).await;
            assert_eq!(opens(&eve, &link).await, None, "{set}");
            assert!(mine(&eve).await.waiting.is_empty(), "{set}");
            app.db.execute(back).await;
        }
        let _ = mara.get(&format!("/settings/{slug}/people")).await.is(200);
    }

    async fn lists_of_two_organizations_never_wait_for_each_other(db: TestDb) {
        let app = TestApp::new(db);
        let mara = app.person("mara").await;
        let otto = app.person("otto").await;
        let (one, other) =
            (mara.new_organization("One").await, otto.new_organization("Other").await);
        let mut list: Vec<_> = (0..40).map(|n| format!("p{n}@x.example")).collect();
        let there = list.join(" ");
        list.reverse();
        let back = list.join(" ");
        let (first, second) =
            tokio::join!(invite(&mara, &one, &there, "viewer"), invite(&otto, &other, &back, "viewer"));
        assert_eq!((first.status, second.status), (200, 200), "{} {}", first.text(), second.text());
        assert_eq!(invited(&otto, &other).await.len(), 40);
    }

    async fn nobody_is_flooded_with_invitations(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[]).await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let id = id_of(&mara, &slug, "ada@x.example").await;
        for _ in 0..2 {
            let _ = about(&mara, "people/resend", &slug, &id).await.is(200);
        }
        let much = about(&mara, "people/resend", &slug, &id).await.is(429);
        assert!(matches!(much.problem(), Problem::TooMany { .. }));
        let _ = about(&mara, "people/revoke", &slug, &id).await.is(200);
        let again = invite(&mara, &slug, "ada@x.example", "member").await.is(422).problem();
        let told = again.of_field("addresses").unwrap();
        assert_eq!(told.sentence, "ada@x.example: no more invitations today. Try again tomorrow.");
        // Nor by another organization of theirs, or into the same mailbox by another address.
        let second = mara.new_organization("Second").await;
        for address in ["ada@x.example", "ada+1@x.example"] {
            let again = invite(&mara, &second, address, "member").await.is(422).problem();
            assert!(again.of_field("addresses").unwrap().sentence.contains("Try again tomorrow"));
        }
        for n in 0..4 {
            let person = app.person(&format!("p{n}")).await;
            let other = person.new_organization(&format!("Other {n}")).await;
            for _ in 0..3 {
                let _ = invite(&person, &other, "ada@x.example", "member").await;
                if let Some((_, id)) = invited(&person, &other).await.pop() {
                    let _ = about(&person, "people/revoke", &other, &id).await.is(200);
                }
            }
        }
        let mut queued = app.rows("mails").await;
        queued.retain(|row| row["letter"].to_string().contains("invitation"));
        assert_eq!(queued.len(), 10, "by all of them together");
        app.wait_days(1);
        let mara = app.sign_in("mara").await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
    }

    async fn a_mail_waits_for_nobody_who_is_not_invited_any_more(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &[]).await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let id = id_of(&mara, &slug, "ada@x.example").await;
        let _ = about(&mara, "people/revoke", &slug, &id).await.is(200);
        assert!(mails_to(&app, "ada@x.example").await.is_empty());
    }

    async fn names_in_the_mail_are_no_links(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, _) = organization(&app, &[]).await;
        let slug = mara.new_organization("Win at https://evil.example/now").await;
        let _ = invite(&mara, &slug, "ada@x.example", "member").await.is(200);
        let mail = mails_to(&app, "ada@x.example").await.pop().unwrap();
        for text in [&mail.text, &mail.html] {
            assert!(text.contains("Win at https   evil example now"), "{text}");
        }
    }

    async fn who_leaves_takes_their_invitations_along(db: TestDb) {
        let app = TestApp::new(db);
        let (mara, slug) = organization(&app, &["otto"]).await;
        let other = mara.new_organization("Other").await;
        for slug in [&slug, &other] {
            let _ = invite(&mara, slug, &email("otto"), "member").await.is(200);
        }
        let otto = app.sign_in("otto").await;
        let id = mine(&otto).await.waiting[0].id.to_string();
        let _ = answer(&otto, "decline", &id).await.is(200);
        let _ = otto.call("data/delete", &[("email", &email("otto"))]).await.is(200);
        app.wait_days(8);
        assert_eq!(app.service.delete_leavers().await.unwrap(), 1);
        assert!(app.rows("invitations").await.is_empty());
    }
}
