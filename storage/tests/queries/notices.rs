//! What people are told: once of each thing, as they chose, and to nobody else.

use domain::{
    NoticeId, PersonId, Time, TokenId,
    email::Email,
    notices::{About, COUNTED_MOST, Choice, KEPT_DAYS, KEPT_UNREAD_DAYS, Kind},
};
use storage::{
    ListedNotices, NewNotice, Whom,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, session, token, uuid, write};

const DAY: i64 = 86_400;

fn expires(n: u32) -> About {
    About::TokenExpires { token: TokenId(uuid(n)), name: format!("token {n}"), expires: at(DAY) }
}

fn made(n: u32) -> About {
    About::TokenCreated { token: TokenId(uuid(n)), name: format!("token {n}") }
}

/// Tells of `about` by notice number `n`, of a subject of the same number.
async fn tell(db: &TestDb, n: u32, whom: Whom<'_>, about: &About, then: Time) -> NoticeId {
    tell_of(db, n, whom, &format!("subject {n}"), about, then).await
}

async fn tell_of(
    db: &TestDb,
    n: u32,
    whom: Whom<'_>,
    subject: &str,
    about: &About,
    then: Time,
) -> NoticeId {
    let id = NoticeId(uuid(n));
    let new = NewNotice { id, whom, subject, about, by: None, now: then };
    write(db, async |tx| tx.insert_notice(new).await).await;
    id
}

fn all(person: PersonId) -> ListedNotices {
    ListedNotices { person, unread: false, kind: None, after: None, limit: 99 }
}

async fn ids(db: &TestDb, listed: ListedNotices) -> Vec<NoticeId> {
    read(db, async |tx| tx.notices(listed).await).await.into_iter().map(|one| one.id).collect()
}

async fn unread(db: &TestDb, person: PersonId) -> i64 {
    read(db, async |tx| tx.unread_notices(person).await).await
}

async fn chooses(db: &TestDb, person: PersonId, kind: Kind, in_app: bool, by_mail: bool) {
    let choice = Choice { kind, in_app, by_mail };
    write(db, async |tx| tx.put_notice_choice(person, choice).await).await;
}

both_databases! {
    async fn of_each_thing_there_is_the_newest(db: TestDb) {
        let mara = person(&db, 1).await;
        let whom = Whom::Person(mara);
        tell_of(&db, 10, whom, "token", &made(1), now()).await;
        let first = tell_of(&db, 11, whom, "other", &made(2), now()).await;
        write(&db, async |tx| tx.read_notices(mara, at(1)).await).await;
        assert_eq!(unread(&db, mara).await, 0);
        let newest = tell_of(&db, 12, whom, "token", &expires(1), at(5)).await;
        assert_eq!(ids(&db, all(mara)).await, [newest, first]);
        assert_eq!(unread(&db, mara).await, 1, "it is new again");
        let found = read(&db, async |tx| tx.notices(all(mara)).await).await;
        assert_eq!((&found[0].about, found[0].at, found[0].read), (&expires(1), at(5), false));
        assert_eq!((&found[1].about, found[1].by.clone(), found[1].read), (&made(2), None, true));
    }

    async fn of_many_who_tell_the_same_one_is_kept(db: TestDb) {
        let mara = person(&db, 1).await;
        let shared = std::sync::Arc::new(db);
        crowd(20, |n| {
            let db = shared.clone();
            async move {
                tell_of(&db, 100 + n, Whom::Person(mara), "same", &made(1), now()).await;
            }
        })
        .await;
        assert_eq!(ids(&shared, all(mara)).await.len(), 1);
    }

    async fn they_are_listed_by_kind_and_page_and_belong_to_one(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        let a = tell(&db, 10, Whom::Person(mara), &made(1), now()).await;
        let b = tell(&db, 11, Whom::Person(mara), &expires(1), now()).await;
        let c = tell(&db, 12, Whom::Person(mara), &made(2), now()).await;
        let theirs = tell(&db, 13, Whom::Person(otto), &made(3), now()).await;
        assert_eq!(ids(&db, all(mara)).await, [c, b, a]);
        assert_eq!(ids(&db, ListedNotices { limit: 2, ..all(mara) }).await, [c, b]);
        assert_eq!(ids(&db, ListedNotices { after: Some(b), ..all(mara) }).await, [a]);
        let of = ListedNotices { kind: Some(Kind::TokenCreated), ..all(mara) };
        assert_eq!(ids(&db, of).await, [c, a]);
        let reads = async |who, id, then| {
            write(&db, async |tx| tx.read_notice(who, id, then).await).await
        };
        assert_eq!(reads(mara, theirs, at(1)).await, None, "another person's");
        assert_eq!(reads(mara, a, at(1)).await, Some(made(1)));
        assert_eq!(reads(mara, a, at(2)).await, Some(made(1)), "the second time, too");
        let unread = ListedNotices { unread: true, ..all(mara) };
        assert_eq!(ids(&db, unread).await, [c, b]);
        assert_eq!(write(&db, async |tx| tx.read_notices(mara, at(3)).await).await, 2);
        assert_eq!(ids(&db, unread).await, []);
        assert_eq!(ids(&db, ListedNotices { unread: true, ..all(otto) }).await, [theirs]);
    }

    async fn choices_hold_for_their_kind(db: TestDb) {
        let mara = person(&db, 1).await;
        let whom = Whom::Person(mara);
        let choices = async || read(&db, async |tx| tx.notice_choices(mara).await).await;
        let wants = async |kind| read(&db, async |tx| tx.wants_mail(whom, kind).await).await;
        assert_eq!(choices().await, (vec![], false));
        assert!(wants(Kind::TokenExpires).await, "everything, at first");
        chooses(&db, mara, Kind::TokenExpires, true, true).await;
        chooses(&db, mara, Kind::TokenExpires, false, false).await;
        let chosen = Choice { kind: Kind::TokenExpires, in_app: false, by_mail: false };
        assert_eq!(choices().await, (vec![chosen], false));
        assert!(!wants(Kind::TokenExpires).await && wants(Kind::Role).await);
        tell(&db, 10, whom, &expires(1), now()).await;
        let shown = tell(&db, 11, whom, &made(1), now()).await;
        assert_eq!(ids(&db, all(mara)).await, [shown], "what is not listed is not there");
        let hidden = write(&db, async |tx| tx.read_notice(mara, NoticeId(uuid(10)), now()).await);
        assert_eq!(hidden.await, None);
        write(&db, async |tx| tx.set_daily_mail(mara, true).await).await;
        assert!(!wants(Kind::Role).await, "it comes with the mail of the day");
        assert!(choices().await.1);
    }

    async fn an_address_is_told_if_somebody_has_it(db: TestDb) {
        let mara = person(&db, 1).await;
        let key = |text: &str| Email::parse(text).unwrap().canonical().unwrap();
        let (known, unknown) = (key("Person1@fjordline.example"), key("x@fjordline.example"));
        let id = tell(&db, 10, Whom::Address(&known), &made(1), now()).await;
        tell(&db, 11, Whom::Address(&unknown), &made(1), now()).await;
        assert_eq!(ids(&db, all(mara)).await, [id]);
        let wants = async |key| {
            read(&db, async |tx| tx.wants_mail(Whom::Address(key), Kind::Invitation).await).await
        };
        assert!(wants(&known).await && wants(&unknown).await);
        chooses(&db, mara, Kind::Invitation, true, false).await;
        assert!(!wants(&known).await && wants(&unknown).await);
    }

    async fn what_is_over_is_read(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        for (n, who) in [(10, mara), (11, otto)] {
            tell_of(&db, n, Whom::Person(who), "same", &made(1), now()).await;
        }
        tell(&db, 12, Whom::Person(mara), &made(2), now()).await;
        write(&db, async |tx| tx.settle_notices("same", at(1)).await).await;
        assert_eq!((unread(&db, mara).await, unread(&db, otto).await), (1, 0));
    }

    async fn no_more_are_counted_than_are_shown(db: TestDb) {
        let mara = person(&db, 1).await;
        let most = u32::try_from(COUNTED_MOST).unwrap();
        for n in 0..most + 2 {
            tell(&db, 100 + n, Whom::Person(mara), &made(n), now()).await;
        }
        assert_eq!(unread(&db, mara).await, COUNTED_MOST);
    }

    async fn a_warning_is_moved_on_by_one(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = token(&db, 5, mara).await; // told of after a day
        let due = async |seconds| read(&db, async |tx| tx.due_warnings(at(seconds), 9).await).await;
        assert_eq!(due(DAY - 1).await, []);
        let found = due(DAY).await.remove(0);
        assert_eq!((found.token, found.person, &*found.name), (id, mara, "token 5"));
        assert_eq!((found.created, found.expires, found.due), (now(), at(DAY), at(DAY)));
        let shared = std::sync::Arc::new(db);
        let moved = crowd(9, |_| {
            let (db, found) = (shared.clone(), found.clone());
            async move { write(&db, async |tx| tx.move_warning(&found, None).await).await }
        })
        .await;
        assert_eq!(moved.into_iter().filter(|moved| *moved).count(), 1);
        let due = read(&shared, async |tx| tx.due_warnings(at(99 * DAY), 9).await).await;
        assert_eq!(due, []);
    }

    async fn the_mail_of_the_day_takes_what_waits_once(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        write(&db, async |tx| {
            tx.set_daily_mail(mara, true).await?;
            tx.set_daily_mail(otto, true).await
        })
        .await;
        tell(&db, 10, Whom::Person(mara), &expires(1), now()).await;
        tell(&db, 11, Whom::Person(mara), &expires(2), at(1)).await;
        tell(&db, 12, Whom::Person(mara), &expires(3), at(60)).await;
        tell(&db, 13, Whom::Person(mara), &made(4), now()).await; // told at once
        tell(&db, 14, Whom::Person(otto), &expires(5), now()).await;
        chooses(&db, otto, Kind::TokenExpires, true, false).await;
        tell(&db, 15, Whom::Person(otto), &expires(6), now()).await; // not by mail
        let due = async |after| read(&db, async |tx| tx.due_digests(after, 9).await).await;
        let found = due(None).await;
        let people: Vec<_> = found.iter().map(|one| (one.person, one.since)).collect();
        assert_eq!(people, [(mara, now()), (otto, now())]);
        assert_eq!(due(Some(mara)).await.len(), 1);
        assert_eq!(due(Some(otto)).await, []);
        let take = async |until, last, then| {
            write(&db, async |tx| tx.take_digest(mara, until, last, then).await).await
        };
        let taken = take(at(60), at(0), at(70)).await;
        assert_eq!(taken, [
            (NoticeId(uuid(10)), expires(1), None),
            (NoticeId(uuid(11)), expires(2), None),
        ]);
        assert_eq!(take(at(99), at(69), at(80)).await, [], "not so soon again");
        assert_eq!(take(at(99), at(70), at(80)).await.len(), 1);
        assert_eq!(due(None).await.len(), 1, "only the other one's");
    }

    async fn sessions_are_watched_by_one_query(db: TestDb) {
        let (mara, otto) = (person(&db, 1).await, person(&db, 2).await);
        session(&db, 30, mara).await; // an hour idle
        session(&db, 31, otto).await;
        tell(&db, 10, Whom::Person(mara), &made(1), now()).await;
        let watched = async |numbers: &[u32], seconds| {
            let digests: Vec<u8> = numbers.iter().flat_map(|n| digest(*n).0).collect();
            let before = db.queries();
            let rows = read(&db, async |tx| tx.watched(&digests, at(seconds)).await).await;
            assert_eq!(db.queries() - before, 1);
            let mut rows: Vec<_> = rows.into_iter().map(|row| (row.digest, row.unread)).collect();
            rows.sort_unstable_by_key(|(_, unread)| *unread);
            rows
        };
        assert_eq!(watched(&[30, 99, 31], 0).await, [(digest(31), 0), (digest(30), 1)]);
        assert_eq!(watched(&[31], 0).await, [(digest(31), 0)]);
        assert_eq!(watched(&[30], 3600).await, [], "it has ended");
        let many: Vec<_> = (1_000..3_000).chain([30]).collect();
        assert_eq!(watched(&many, 0).await, [(digest(30), 1)]);
    }

    async fn old_ones_are_swept_and_all_of_a_person_with_them(db: TestDb) {
        let mara = person(&db, 1).await;
        tell(&db, 10, Whom::Person(mara), &made(1), now()).await;
        let other = tell(&db, 11, Whom::Person(mara), &made(2), now()).await;
        write(&db, async |tx| tx.read_notice(mara, NoticeId(uuid(10)), now()).await).await;
        let sweep =
            async |days| write(&db, async |tx| tx.sweep(at(days * DAY)).await).await;
        sweep(KEPT_DAYS - 1).await;
        assert_eq!(ids(&db, all(mara)).await.len(), 2);
        sweep(KEPT_DAYS).await;
        assert_eq!(ids(&db, all(mara)).await, [other], "what was not read stays");
        sweep(KEPT_UNREAD_DAYS).await;
        assert_eq!(ids(&db, all(mara)).await, []);
        tell(&db, 12, Whom::Person(mara), &made(3), now()).await;
        chooses(&db, mara, Kind::Role, false, false).await;
        db.execute("DELETE FROM persons").await;
        assert_eq!(unread(&db, mara).await, 0);
    }
}
