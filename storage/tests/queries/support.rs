//! What the tests set up: moments, persons, sessions, tokens, and crowds.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use domain::{
    OrganizationId, PersonId, SessionId, Time, TokenId, WorkspaceId, email::Email,
    organizations::Named, person::Name, rights::Role, secret::Digest, tokens::Scopes,
};
use storage::{
    Inserted, NewOrganization, NewPerson, NewSession, NewTokenRow, NewWorkspace, StorageError, Tx,
    testing::TestDb,
};
use uuid::Uuid;

/// A moment in the present of the tests, down to the microsecond.
pub fn now() -> Time {
    DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap()
}

/// So many seconds after [`now`], or before.
pub fn at(seconds: i64) -> Time {
    now() + TimeDelta::seconds(seconds)
}

pub fn uuid(n: u32) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + u128::from(n))
}

pub fn digest(n: u32) -> Digest {
    Digest::of(n.to_le_bytes())
}

pub fn name(first: &str) -> Name {
    Name { first: first.into(), last: "Lindqvist".into(), display: format!("{first} L.") }
}

/// Runs `act` in a transaction of its own and commits.
pub async fn write<T>(db: &TestDb, act: impl AsyncFnOnce(&mut Tx) -> Result<T, StorageError>) -> T {
    let mut tx = db.begin().await.unwrap();
    let result = act(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    result
}

/// Runs `act` on a reader.
pub async fn read<T>(db: &TestDb, act: impl AsyncFnOnce(&mut Tx) -> Result<T, StorageError>) -> T {
    act(&mut db.read().await.unwrap()).await.unwrap()
}

/// Adds `email`, known by number `n`. False when the address is taken.
pub async fn add_person(db: &TestDb, n: u32, email: &str) -> bool {
    let email = Email::parse(email).unwrap();
    let new = NewPerson {
        id: PersonId(uuid(n)),
        email: &email,
        name: &name("Mara"),
        password_hash: "$argon2id$old",
        staff: n == 1,
        now: now(),
    };
    let key = email.canonical().unwrap();
    write(db, async |tx| tx.insert_person(new, &key).await).await
}

/// Adds person number `n`.
pub async fn person(db: &TestDb, n: u32) -> PersonId {
    assert!(add_person(db, n, &format!("person{n}@fjordline.example")).await);
    PersonId(uuid(n))
}

/// Adds session number `n`: an hour idle, a day in all.
pub async fn session(db: &TestDb, n: u32, person: PersonId) -> SessionId {
    let new = NewSession {
        id: SessionId(uuid(n)),
        digest: &digest(n),
        person,
        now: now(),
        proved_at: now(),
        idle_expires: at(3600),
        expires: at(86_400),
        keep: n % 2 == 1,
        user_agent: "Firefox",
        network: "192.0.2.7",
    };
    write(db, async |tx| tx.insert_session(new).await).await;
    SessionId(uuid(n))
}

/// Tries to add token number `n`, made at `created`, for a day.
pub async fn try_token(
    db: &TestDb,
    n: u32,
    person: PersonId,
    name: &str,
    created: Time,
    limit: u32,
) -> Inserted {
    let new = NewTokenRow {
        id: TokenId(uuid(n)),
        person,
        name,
        digest: &digest(n),
        last_four: "x7Qf",
        scopes: if n % 2 == 1 { Scopes::Read } else { Scopes::ReadWrite },
        now: created,
        expires: created + TimeDelta::days(1),
        warn: Some(created + TimeDelta::days(1)),
    };
    write(db, async |tx| tx.insert_token(new, limit).await).await
}

/// Adds token number `n` with a name of its own.
pub async fn token(db: &TestDb, n: u32, person: PersonId) -> TokenId {
    let inserted = try_token(db, n, person, &format!("token {n}"), now(), 50).await;
    assert_eq!(inserted, Inserted::Yes);
    TokenId(uuid(n))
}

/// Lets `n` tasks loose at once and gathers what they bring back.
pub async fn crowd<T, F>(n: u32, act: impl Fn(u32) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let start = Arc::new(tokio::sync::Barrier::new(n as usize));
    let mut tasks = tokio::task::JoinSet::new();
    for i in 0..n {
        let (start, act) = (start.clone(), act(i));
        tasks.spawn(async move {
            start.wait().await;
            act.await
        });
    }
    tasks.join_all().await
}

/// Adds organization number `n`.
pub async fn organization(db: &TestDb, n: u32, by: PersonId) -> OrganizationId {
    let named = Named { name: format!("Organization {n}"), slug: format!("organization{n}") };
    let new = NewOrganization { id: OrganizationId(uuid(n)), named: &named, by, now: now() };
    assert!(write(db, async |tx| tx.insert_organization(new).await).await);
    new.id
}

/// Makes somebody belong to an organization. False when they do.
pub async fn member(db: &TestDb, id: OrganizationId, who: PersonId, role: Role) -> bool {
    write(db, async |tx| tx.insert_membership(id, who, role, now()).await).await
}

/// Adds workspace number `n`, with somebody who looks after it.
pub async fn workspace(
    db: &TestDb,
    n: u32,
    organization: OrganizationId,
    by: PersonId,
) -> WorkspaceId {
    let (id, name) = (WorkspaceId(uuid(n)), format!("Workspace {n}"));
    let new = NewWorkspace { id, organization, name: &name, now: now() };
    write(db, async |tx| {
        tx.insert_workspace(new).await?;
        tx.insert_workspace_member(id, by, Role::Admin, now()).await
    })
    .await;
    id
}
