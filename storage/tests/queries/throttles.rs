//! Limits hold when everybody tries at once, and outlive a restart.

use std::time::Duration;

use chrono::TimeDelta;
use domain::Time;
use storage::{
    Db, Ladder,
    testing::{TestDb, both_databases},
};

use crate::support::{at, crowd, now, write};

const LADDER: Ladder = Ladder { free: 3, first_ms: 30_000, max_ms: 100_000, hard: 8 };

async fn attempt(db: &TestDb, time: Time) -> Option<i64> {
    write(db, async |tx| tx.count_attempt("password:mara", &LADDER, time).await).await
}

async fn act(db: &TestDb, limit: i64, time: Time) -> Option<u32> {
    write(db, async |tx| tx.count_in_window("network:a", limit, 60, time).await).await
}

both_databases! {
    async fn waits_double_up_to_the_longest_and_then_end(db: TestDb) {
        let mut time = now();
        for free in 1..=3 {
            assert_eq!(attempt(&db, time).await, Some(free));
        }
        for (count, wait) in [(4, 30_000), (5, 60_000), (6, 100_000), (7, 100_000), (8, 100_000)] {
            let ends = time + TimeDelta::milliseconds(wait);
            for early in [time, ends - TimeDelta::milliseconds(1)] {
                assert_eq!(attempt(&db, early).await, None, "attempt {count}, {wait} ms");
            }
            assert_eq!(attempt(&db, ends).await, Some(count), "a blocked one changes nothing");
            time = ends;
        }
        let years = time + TimeDelta::days(9999);
        assert_eq!(attempt(&db, years).await, None, "blocked for good");
        write(&db, async |tx| tx.clear_attempts("password:mara").await).await;
        assert_eq!(attempt(&db, time).await, Some(1));
    }

    async fn keys_do_not_share_a_counter(db: TestDb) {
        for _ in 0..5 {
            attempt(&db, now()).await;
        }
        let other = write(&db, async |tx| tx.count_attempt("totp:mara", &LADDER, now()).await);
        assert_eq!(other.await, Some(1));
        write(&db, async |tx| tx.clear_attempts("totp:mara").await).await;
        assert_eq!(attempt(&db, now()).await, None, "one success clears one counter");
    }

    async fn a_key_is_cleared_with_all_below_it(db: TestDb) {
        let count = async |key: &str| {
            write(&db, async |tx| tx.count_attempt(key, &LADDER, now()).await).await
        };
        for key in ["password:mara", "password:mara:b1", "password:marama", "code:mara:b1"] {
            assert_eq!(count(key).await, Some(1));
        }
        write(&db, async |tx| tx.clear_attempts_below("password:mara").await).await;
        assert_eq!((count("password:mara").await, count("password:mara:b1").await), (Some(1), Some(1)));
        assert_eq!((count("password:marama").await, count("code:mara:b1").await), (Some(2), Some(2)));
    }

    async fn a_clock_that_steps_back_blocks_no_free_attempt(db: TestDb) {
        assert_eq!(attempt(&db, at(5)).await, Some(1));
        assert_eq!(attempt(&db, at(0)).await, Some(2));
    }

    async fn no_free_attempt_means_waiting_from_the_first(db: TestDb) {
        let strict = Ladder { free: 1, first_ms: 1000, max_ms: 1000, hard: 2 };
        let attempt = async |time| {
            write(&db, async |tx| tx.count_attempt("k", &strict, time).await).await
        };
        assert_eq!(attempt(now()).await, Some(1));
        assert_eq!(attempt(now()).await, None);
        assert_eq!(attempt(at(1)).await, Some(2));
        assert_eq!(attempt(at(10_000_000)).await, None);
    }

    async fn of_five_hundred_parallel_guesses_only_the_free_are_judged(db: TestDb) {
        // As many nodes do: a second set of connections to the same database.
        let node = Db::connect(db.url()).await.unwrap();
        let judged = crowd(500, |n| {
            let db = if n % 2 == 0 { (*db).clone() } else { node.clone() };
            async move {
                // Busy is an answer, too: such a guess is not judged.
                for _ in 0..20 {
                    let Ok(mut tx) = db.begin().await else { continue };
                    let judged = tx.count_attempt("password:mara", &LADDER, now()).await;
                    let Ok(judged) = judged else { continue };
                    if tx.commit().await.is_ok() {
                        return judged;
                    }
                }
                panic!("busy twenty times over")
            }
        });
        let mut judged: Vec<_> = judged.await.into_iter().flatten().collect();
        judged.sort_unstable();
        assert_eq!(judged, [1, 2, 3]);
        node.close().await;
    }

    async fn a_count_that_is_not_committed_does_not_count(db: TestDb) {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.count_attempt("password:mara", &LADDER, now()).await.unwrap(), Some(1));
        drop(tx);
        assert_eq!(attempt(&db, now()).await, Some(1));
    }

    async fn a_window_lets_its_limit_through_and_names_the_wait(db: TestDb) {
        assert_eq!(act(&db, 2, now()).await, None);
        assert_eq!(act(&db, 2, at(10)).await, None);
        assert_eq!(act(&db, 2, at(10)).await, Some(50));
        assert_eq!(act(&db, 2, at(59) + TimeDelta::milliseconds(500)).await, Some(1));
        assert_eq!(act(&db, 2, at(60)).await, None, "a new window");
        assert_eq!(act(&db, 2, at(61)).await, None);
        assert_eq!(act(&db, 2, at(62)).await, Some(58));
        assert_eq!(act(&db, 0, at(999)).await, Some(60), "nothing is allowed");
    }

    async fn one_can_be_given_back(db: TestDb) {
        let give_back =
            async || write(&db, async |tx| tx.uncount_in_window("network:a").await).await;
        give_back().await;
        assert_eq!(act(&db, 1, now()).await, None);
        assert_eq!(act(&db, 1, now()).await, Some(60));
        for _ in 0..5 {
            give_back().await;
        }
        assert_eq!(act(&db, 1, now()).await, None);
        assert_eq!(act(&db, 1, now()).await, Some(60), "never below nothing");
    }

    async fn all_of_one_key_can_be_forgotten(db: TestDb) {
        assert_eq!(act(&db, 1, now()).await, None);
        let clear = async |key| write(&db, async |tx| tx.clear_window(key).await).await;
        clear("network:b").await;
        assert_eq!(act(&db, 1, now()).await, Some(60));
        clear("network:a").await;
        assert_eq!(act(&db, 1, now()).await, None);
    }

    async fn a_window_is_never_exceeded_in_parallel(db: TestDb) {
        for (round, limit) in [(0, 1), (60, 7), (120, 50)] {
            let allowed = crowd(100, |_| {
                let db = db.clone();
                async move { act(&db, limit, at(round)).await }
            });
            let allowed = allowed.await.into_iter().filter(Option::is_none).count();
            assert_eq!(i64::try_from(allowed), Ok(limit));
        }
    }

    async fn counters_survive_a_restart(db: TestDb) {
        for _ in 0..3 {
            attempt(&db, now()).await;
            act(&db, 3, now()).await;
        }
        let again = Db::connect(db.url()).await.unwrap();
        let mut tx = again.begin().await.unwrap();
        assert_eq!(tx.count_attempt("password:mara", &LADDER, now()).await.unwrap(), None);
        assert_eq!(tx.count_in_window("network:a", 3, 60, now()).await.unwrap(), Some(60));
        drop(tx);
        tokio::time::timeout(Duration::from_secs(5), again.close()).await.unwrap();
    }
}
