//! Tokens: limits hold in parallel, owners see their own, digests find bearers.

use chrono::TimeDelta;
use domain::{
    PersonId, Time, TokenId,
    tokens::{LastUse, Scopes, TokenFacts, TokenIdentity, TokenPerson, TokenSummary, key_cut},
};
use storage::{
    BearerRow,
    Inserted::{self, LimitReached, NameTaken},
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, digest, now, person, read, token, try_token, uuid, write};

async fn listed(db: &TestDb, person: PersonId, since: Time) -> Vec<TokenId> {
    let tokens = read(db, async |tx| tx.tokens_of(person, since).await).await;
    tokens.into_iter().map(|token| token.id).collect()
}

async fn last_use(db: &TestDb, person: PersonId, id: TokenId) -> Option<LastUse> {
    read(db, async |tx| tx.token_of(person, id).await).await.unwrap().last_use
}

both_databases! {
    async fn a_token_is_kept_as_given(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = token(&db, 10, mara).await;
        let summary = TokenSummary {
            id,
            name: "token 10".into(),
            last_four: "x7Qf".into(),
            scopes: Scopes::ReadWrite,
            created_at: now(),
            expires_at: now() + TimeDelta::days(1),
            last_use: None,
            cut: key_cut(id),
        };
        let listed = read(&db, async |tx| tx.tokens_of(mara, now()).await).await;
        assert_eq!(listed, std::slice::from_ref(&summary));
        assert_eq!(read(&db, async |tx| tx.token_of(mara, id).await).await, Some(summary));
    }

    async fn a_digest_finds_its_bearer(db: TestDb) {
        let mara = person(&db, 1).await;
        let id = token(&db, 11, mara).await;
        let bearer = BearerRow {
            identity: TokenIdentity {
                person: TokenPerson {
                    id: mara,
                    display_name: "Mara L.".into(),
                    email: "person1@fjordline.example".into(),
                },
                token: TokenFacts {
                    id,
                    name: "token 11".into(),
                    scopes: Scopes::Read,
                    created_at: now(),
                    expires_at: now() + TimeDelta::days(1),
                },
            },
            suspended: false,
            two_factor: false,
        };
        let find = async |n| read(&db, async |tx| tx.token_by_digest(&digest(n)).await).await;
        assert_eq!(find(11).await, Some(bearer));
        assert_eq!(find(12).await, None);
        db.execute("UPDATE persons SET suspended_at = created_at").await;
        assert!(find(11).await.unwrap().suspended);
        write(&db, async |tx| tx.delete_token(mara, id).await).await;
        assert_eq!(find(11).await, None, "from the next request on");
    }

    async fn a_token_is_renamed_unless_a_live_one_has_the_name(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        let id = token(&db, 10, mara).await;
        token(&db, 11, mara).await;
        token(&db, 12, mo).await;
        let rename = async |who, name: &str, when| {
            write(&db, async |tx| tx.rename_token(who, id, name, when).await).await
        };
        assert!(!rename(mara, "TOKEN 11", now()).await);
        assert!(!rename(mo, "mine now", now()).await);
        assert!(rename(mara, "Token 10", now()).await, "its own name in another case");
        assert!(rename(mara, "token 12", now()).await, "a name of somebody else");
        let found = read(&db, async |tx| tx.token_of(mara, id).await).await;
        assert_eq!(found.unwrap().name, "token 12");
        let later = now() + TimeDelta::days(2);
        assert!(rename(mara, "token 11", later).await, "expired ones do not count");
    }

    async fn one_is_alive_until_its_end_and_while_its_person_stays(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        let id = token(&db, 10, mara).await;
        let lives = async |whose, time| {
            read(&db, async |tx| tx.is_live_token(whose, id, time).await).await
        };
        assert!(lives(mara, now()).await && !lives(mo, now()).await);
        assert!(!lives(mara, now() + TimeDelta::days(365)).await, "expired");
        for column in ["suspended_at", "leaves_at"] {
            db.execute(if column == "leaves_at" {
                "UPDATE persons SET suspended_at = NULL, leaves_at = created_at"
            } else {
                "UPDATE persons SET suspended_at = created_at"
            })
            .await;
            assert!(!lives(mara, now()).await, "{column}");
        }
    }

    async fn those_made_since_a_moment_are_deleted(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        token(&db, 10, mara).await;
        token(&db, 11, mo).await;
        let later = now() + TimeDelta::seconds(1);
        let delete = async |since| {
            write(&db, async |tx| tx.delete_tokens_since(mara, since).await).await
        };
        assert_eq!(delete(later).await, 0);
        assert_eq!(delete(now()).await, 1);
        assert_eq!(listed(&db, mara, now()).await, []);
        assert_eq!(listed(&db, mo, now()).await.len(), 1, "those of others stay");
    }

    async fn nobody_reaches_the_token_of_another(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        let id = token(&db, 10, mara).await;
        assert_eq!(read(&db, async |tx| tx.token_of(mo, id).await).await, None);
        assert_eq!(listed(&db, mo, now()).await, []);
        assert!(!write(&db, async |tx| tx.delete_token(mo, id).await).await);
        assert!(write(&db, async |tx| tx.delete_token(mara, id).await).await);
        assert!(!write(&db, async |tx| tx.delete_token(mara, id).await).await);
    }

    async fn a_name_is_taken_while_its_token_lives(db: TestDb) {
        let (mara, mo) = (person(&db, 1).await, person(&db, 2).await);
        let add = async |n, who, name: &str, time| try_token(&db, n, who, name, time, 9).await;
        assert_eq!(add(10, mara, "Déploy CI", now()).await, Inserted::Yes);
        assert_eq!(add(11, mara, "Déploy CI", now()).await, NameTaken);
        assert_eq!(add(11, mara, "DÉPLOY ci", now()).await, NameTaken);
        assert_eq!(add(11, mara, "Deploy CI", now()).await, Inserted::Yes);
        assert_eq!(add(12, mo, "déploy ci", now()).await, Inserted::Yes);
        let last = at(86_400) - TimeDelta::microseconds(1);
        assert_eq!(add(13, mara, "déploy ci", last).await, NameTaken);
        assert_eq!(add(13, mara, "déploy ci", at(86_400)).await, Inserted::Yes);
    }

    async fn expired_tokens_do_not_count(db: TestDb) {
        let mara = person(&db, 1).await;
        let add = async |n, name: &str, time| try_token(&db, n, mara, name, time, 2).await;
        assert_eq!(add(10, "a", now()).await, Inserted::Yes);
        assert_eq!(add(11, "b", at(10)).await, Inserted::Yes);
        assert_eq!(add(12, "c", at(20)).await, LimitReached);
        assert_eq!(add(12, "a", at(20)).await, LimitReached, "another name would not help");
        assert_eq!(add(12, "c", at(86_400)).await, Inserted::Yes);
        assert_eq!(add(13, "d", at(86_400)).await, LimitReached);
    }

    async fn a_hundred_at_once_fill_the_limit_and_no_more(db: TestDb) {
        let mara = person(&db, 1).await;
        let answers = crowd(100, |n| {
            let db = db.clone();
            async move { try_token(&db, 100 + n, mara, &format!("t{n}"), now(), 50).await }
        })
        .await;
        let count = |is| answers.iter().filter(|answer| **answer == is).count();
        assert_eq!((count(Inserted::Yes), count(LimitReached)), (50, 50));
        assert_eq!(listed(&db, mara, now()).await.len(), 50);
    }

    async fn a_name_given_by_many_at_once_is_given_once(db: TestDb) {
        let mara = person(&db, 1).await;
        let answers = crowd(20, |n| {
            let db = db.clone();
            async move { try_token(&db, 100 + n, mara, "ci", now(), 50).await }
        })
        .await;
        assert_eq!(answers.iter().filter(|answer| **answer == Inserted::Yes).count(), 1);
    }

    async fn the_list_is_newest_first_and_drops_the_long_expired(db: TestDb) {
        let mara = person(&db, 1).await;
        for (n, created) in [(10, 5), (11, 0), (12, 9), (13, 9)] {
            let name = format!("token {n}");
            try_token(&db, n, mara, &name, at(created), 50).await;
        }
        let ids = |numbers: &[u32]| numbers.iter().map(|n| TokenId(uuid(*n))).collect::<Vec<_>>();
        assert_eq!(listed(&db, mara, now()).await, ids(&[13, 12, 10, 11]));
        assert_eq!(listed(&db, mara, at(86_400)).await, ids(&[13, 12, 10]));
        assert_eq!(listed(&db, mara, at(86_409)).await, []);
    }

    async fn uses_only_move_forward(db: TestDb) {
        let mara = person(&db, 1).await;
        let (a, b) = (token(&db, 10, mara).await, token(&db, 11, mara).await);
        let gone = TokenId(uuid(12));
        let note = |id, seconds, network: &str| (id, at(seconds), network.to_owned());
        let uses = [
            note(b, 7, "192.0.2.1"),
            note(a, 9, "2001:db8::/64"),
            note(gone, 9, "192.0.2.3"),
            note(a, 8, "192.0.2.2"),
        ];
        write(&db, async |tx| tx.save_token_uses(&uses).await).await;
        let a_use = LastUse { at: at(9), network: "2001:db8::/64".into() };
        assert_eq!(last_use(&db, mara, a).await, Some(a_use.clone()));
        let late = [note(a, 9, "192.0.2.9"), note(b, 8, "192.0.2.8")];
        write(&db, async |tx| tx.save_token_uses(&late).await).await;
        assert_eq!(last_use(&db, mara, a).await, Some(a_use));
        assert_eq!(last_use(&db, mara, b).await.unwrap().at, at(8));
        write(&db, async |tx| tx.save_token_uses(&[]).await).await;
    }

    async fn nodes_that_note_the_same_tokens_do_not_block_each_other(db: TestDb) {
        let mara = person(&db, 1).await;
        let mut ids = Vec::new();
        for n in 10..30 {
            ids.push(token(&db, n, mara).await);
        }
        crowd(20, |n| {
            let (db, mut ids) = (db.clone(), ids.clone());
            async move {
                ids.rotate_left(n as usize);
                let uses: Vec<_> =
                    ids.into_iter().map(|id| (id, at(n.into()), n.to_string())).collect();
                write(&db, async |tx| tx.save_token_uses(&uses).await).await;
            }
        })
        .await;
        for id in ids {
            let newest = LastUse { at: at(19), network: "19".into() };
            assert_eq!(last_use(&db, mara, id).await, Some(newest));
        }
    }

    async fn tokens_die_with_their_person(db: TestDb) {
        let mara = person(&db, 1).await;
        token(&db, 10, mara).await;
        db.execute("DELETE FROM persons").await;
        let found = read(&db, async |tx| tx.token_by_digest(&digest(10)).await).await;
        assert_eq!(found, None);
    }

    async fn a_broken_row_is_an_error_and_no_panic(db: TestDb) {
        let mara = person(&db, 1).await;
        token(&db, 10, mara).await;
        db.execute("UPDATE tokens SET scopes = 'everything'").await;
        let mut tx = db.read().await.unwrap();
        let error = tx.tokens_of(mara, now()).await.unwrap_err();
        assert_eq!(error.to_string(), "the database holds a broken scope");
        assert!(!error.is_busy());
    }
}
