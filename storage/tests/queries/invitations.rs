//! Who is invited to an organization: once for each address, answered once, and by whom.

use domain::{
    InvitationId, OrganizationId, PersonId,
    email::{CanonicalEmail, Email},
    invitations::Answer,
    people::pattern_of,
    rights::{Right, Role},
};
use storage::{
    InvitationRow, ListedInvited, NewInvitation,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, member, now, organization, person, read, uuid, write};

fn key(email: &str) -> CanonicalEmail {
    Email::parse(email).unwrap().canonical().unwrap()
}

/// Invites an address, by number `n`. False when it is invited.
async fn try_invite(
    db: &TestDb,
    n: u32,
    organization: OrganizationId,
    by: PersonId,
    email: &str,
) -> bool {
    let (parsed, key) = (Email::parse(email).unwrap(), key(email));
    let new = NewInvitation {
        id: InvitationId(uuid(n)),
        organization,
        email: &parsed,
        key: &key,
        role: if n % 2 == 1 { Role::Admin } else { Role::Viewer },
        by,
        now: now(),
        expires: at(600),
    };
    write(db, async |tx| tx.insert_invitation(new).await).await
}

async fn invite(
    db: &TestDb,
    n: u32,
    organization: OrganizationId,
    by: PersonId,
    email: &str,
) -> InvitationId {
    assert!(try_invite(db, n, organization, by, email).await);
    InvitationId(uuid(n))
}

fn all(organization: OrganizationId) -> ListedInvited<'static> {
    ListedInvited { organization, pattern: "%", role: None, after: None, limit: 9 }
}

async fn emails(db: &TestDb, listed: ListedInvited<'_>) -> Vec<String> {
    let rows = read(db, async |tx| tx.invited(listed).await).await;
    rows.into_iter().map(|row| row.email).collect()
}

async fn row(db: &TestDb, id: InvitationId) -> Option<InvitationRow> {
    read(db, async |tx| tx.invitation(id).await).await
}

both_databases! {
    async fn an_address_is_invited_once_until_it_has_answered(db: TestDb) {
        let mara = person(&db, 1).await;
        let (id, elsewhere) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let first = invite(&db, 20, id, mara, "Ada@Harbour.example").await;
        assert!(!try_invite(&db, 21, id, mara, "ada@harbour.example").await, "in any letters");
        assert!(try_invite(&db, 22, elsewhere, mara, "ada@harbour.example").await);
        let found = read(&db, async |tx| {
            tx.invitation_for(id, &key("ADA@harbour.example")).await
        })
        .await
        .unwrap();
        assert_eq!((found.id, &*found.email), (first, "Ada@Harbour.example"));
        assert_eq!((found.role, found.by_may), (Role::Viewer, true));
        assert_eq!((found.sent, found.expires, found.answer), (now(), at(600), None));
        assert_eq!(found.named.slug, "organization10");
        assert_eq!(found.key().unwrap(), key("ada@harbour.example"));
        let otto = person(&db, 2).await;
        let answer = async |what| {
            write(&db, async |tx| tx.answer_invitation(first, otto, what, at(1)).await).await
        };
        assert!(answer(Answer::Declined).await);
        assert!(!answer(Answer::Accepted).await, "once");
        let answered = row(&db, first).await.unwrap();
        assert_eq!((answered.answer, answered.answered), (Some(Answer::Declined), Some(at(1))));
        assert!(try_invite(&db, 23, id, mara, "ada@harbour.example").await, "anew");
    }

    async fn of_many_that_answer_at_once_one_does(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let invitation = invite(&db, 20, id, mara, "ada@harbour.example").await;
        let db = std::sync::Arc::new(db);
        let answered = crowd(20, |_| {
            let db = db.clone();
            async move {
                write(&db, async |tx| {
                    tx.answer_invitation(invitation, mara, Answer::Accepted, now()).await
                })
                .await
            }
        })
        .await;
        assert_eq!(answered.into_iter().filter(|answered| *answered).count(), 1);
    }

    async fn they_are_listed_newest_first_found_and_paged(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        for (n, email) in [(20, "ada@x.example"), (21, "bo@x.example"), (22, "a_a@y.example")] {
            invite(&db, n, id, mara, email).await;
        }
        let newest = ["a_a@y.example", "bo@x.example", "ada@x.example"];
        assert_eq!(emails(&db, all(id)).await, newest);
        assert_eq!(read(&db, async |tx| tx.people_count(id).await).await, (1, 3));
        let after = Some(InvitationId(uuid(22)));
        assert_eq!(emails(&db, ListedInvited { after, limit: 1, ..all(id) }).await, newest[1..2]);
        let role = Some(Role::Admin);
        assert_eq!(emails(&db, ListedInvited { role, ..all(id) }).await, ["bo@x.example"]);
        let pattern = &pattern_of("A_A");
        assert_eq!(emails(&db, ListedInvited { pattern, ..all(id) }).await, ["a_a@y.example"]);
        let gone = write(&db, async |tx| {
            tx.delete_invitation(InvitationId(uuid(21)), id).await
        })
        .await;
        assert!(gone);
        assert_eq!(emails(&db, all(id)).await.len(), 2);
    }

    async fn people_find_theirs_by_the_address_that_they_have(db: TestDb) {
        let mara = person(&db, 1).await;
        let otto = person(&db, 2).await;
        let id = organization(&db, 10, mara).await;
        let his = invite(&db, 20, id, mara, "PERSON2@fjordline.example").await;
        invite(&db, 21, id, mara, "person3@fjordline.example").await;
        let of = async |who| {
            let rows = read(&db, async |tx| tx.invitations_to(who, (true, now()), 9).await).await;
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!((of(otto).await, of(mara).await), (vec![his], vec![]));
        for (when, seen) in [(now(), 1), (at(600), 0)] {
            let live = read(&db, async |tx| tx.invitations_to(otto, (false, when), 9).await).await;
            assert_eq!(live.len(), seen, "{when}");
        }
        let to = async |who| read(&db, async |tx| tx.invitation_to(his, who).await).await.is_some();
        assert!(to(otto).await && !to(mara).await);
        write(&db, async |tx| tx.answer_invitation(his, otto, Answer::Accepted, at(1)).await).await;
        assert!(of(otto).await.is_empty());
        assert!(to(otto).await && !to(mara).await, "who has answered still sees it");
        let earlier = read(&db, async |tx| tx.answered_by(otto, 9).await).await;
        assert_eq!(earlier.len(), 1);
        assert!(read(&db, async |tx| tx.answered_by(mara, 9).await).await.is_empty());
    }

    async fn only_the_newest_link_leads_somewhere(db: TestDb) {
        let mara = person(&db, 1).await;
        let otto = person(&db, 2).await;
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Admin).await;
        let ada = invite(&db, 20, id, mara, "ada@x.example").await;
        let link = async |n| {
            write(&db, async |tx| tx.link_invitation(ada, &digest(n)).await).await
        };
        let leads = async |n| {
            read(&db, async |tx| tx.invitation_of_link(&digest(n)).await).await.is_some()
        };
        assert!(!leads(1).await);
        assert!(link(1).await && leads(1).await);
        assert!(link(2).await && leads(2).await && !leads(1).await);
        let renewed = write(&db, async |tx| {
            tx.renew_invitation(ada, Role::Member, otto, at(5), at(900)).await
        })
        .await;
        assert!(renewed && !leads(2).await, "sent again, the one from before is dead");
        let now = row(&db, ada).await.unwrap();
        assert_eq!((now.sent, now.expires, now.role), (at(5), at(900), Role::Member));
        assert!(now.by_may, "by another");
        assert!(link(3).await);
        write(&db, async |tx| tx.answer_invitation(ada, otto, Answer::Declined, at(6)).await).await;
        assert!(!leads(3).await && !link(4).await);
        let late = write(&db, async |tx| {
            tx.renew_invitation(ada, Role::Member, otto, at(7), at(900)).await
        });
        assert!(!late.await);
    }

    async fn only_its_organization_changes_one_that_waits(db: TestDb) {
        let mara = person(&db, 1).await;
        let (id, elsewhere) = (organization(&db, 10, mara).await, organization(&db, 11, mara).await);
        let ada = invite(&db, 20, id, mara, "ada@x.example").await;
        let set = async |at| {
            write(&db, async |tx| tx.set_invited_role(ada, at, Role::Member).await).await
        };
        assert!(!set(elsewhere).await && set(id).await);
        assert_eq!(row(&db, ada).await.unwrap().role, Role::Member);
        let delete = async |at| {
            write(&db, async |tx| tx.delete_invitation(ada, at).await).await
        };
        assert!(!delete(elsewhere).await && delete(id).await);
        assert!(!delete(id).await && !set(id).await);
        let belongs = async |email: &str| {
            let key = key(email);
            read(&db, async |tx| tx.belongs(id, &key).await).await
        };
        assert!(belongs("Person1@fjordline.example").await);
        person(&db, 2).await;
        assert!(!belongs("person2@fjordline.example").await);
    }

    async fn who_goes_leaves_no_invitation_behind(db: TestDb) {
        let mara = person(&db, 1).await;
        let otto = person(&db, 2).await;
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Admin).await;
        let his = invite(&db, 20, id, otto, "ada@x.example").await;
        write(&db, async |tx| tx.leave_organization(id, otto).await).await;
        assert!(!row(&db, his).await.unwrap().by_may, "who invited is nothing there");
        let answered = invite(&db, 21, id, mara, "person2@fjordline.example").await;
        write(&db, async |tx| tx.answer_invitation(answered, otto, Answer::Declined, now()).await)
            .await;
        write(&db, async |tx| tx.leave(otto, now()).await).await;
        assert!(write(&db, async |tx| tx.delete_person(otto, now()).await).await);
        assert!(row(&db, answered).await.is_none());
        assert_eq!(row(&db, his).await.unwrap().by, None);
        let key = key("ada@x.example");
        write(&db, async |tx| tx.delete_invitations_for(&key).await).await;
        assert!(row(&db, his).await.is_none());
    }

    async fn they_count_while_their_sender_looks_after_people(db: TestDb) {
        let mara = person(&db, 1).await;
        let otto = person(&db, 2).await;
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Viewer).await;
        let his = invite(&db, 20, id, otto, "person1@fjordline.example").await;
        for role in Role::ALL {
            write(&db, async |tx| tx.set_role(id, otto, (role, None)).await).await;
            let may = role.has(Right::ManagePeople);
            assert_eq!(row(&db, his).await.unwrap().by_may, may, "{role:?}");
            let found = async |now| {
                read(&db, async |tx| tx.whereabouts(mara, None, None, now).await).await.invitations
            };
            assert_eq!(found(now()).await, i64::from(may), "{role:?}");
            assert_eq!(found(at(600)).await, 0, "too old");
        }
    }

    async fn those_of_one_sender_since_then_are_withdrawn(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let id = organization(&db, 10, mara).await;
        member(&db, id, otto, Role::Admin).await;
        for (n, by, email) in
            [(20, otto, "ada@x.example"), (21, otto, "bo@x.example"), (22, mara, "cy@x.example")]
        {
            invite(&db, n, id, by, email).await;
        }
        let delete = async |since| {
            write(&db, async |tx| tx.delete_invitations_since(otto, since).await).await
        };
        assert_eq!((delete(at(1)).await, delete(now()).await), (0, 2));
        assert_eq!(emails(&db, all(id)).await, ["cy@x.example"]);
    }

    async fn they_are_swept_a_while_after_their_end(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = organization(&db, 10, mara).await;
        let old = invite(&db, 20, id, mara, "ada@x.example").await;
        let answered = invite(&db, 21, id, mara, "bo@x.example").await;
        let day = 86_400;
        write(&db, async |tx| {
            tx.answer_invitation(answered, mara, Answer::Declined, at(5 * day)).await
        })
        .await;
        let sweep = async |days| write(&db, async |tx| tx.sweep(at(days * day + 601)).await).await;
        assert_eq!(sweep(29).await, 0);
        assert_eq!(sweep(30).await, 1);
        assert!(row(&db, old).await.is_none() && row(&db, answered).await.is_some());
        assert_eq!(sweep(35).await, 1);
        assert!(row(&db, answered).await.is_none());
    }
}
