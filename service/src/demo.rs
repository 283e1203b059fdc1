//! A lively instance to look around in.

use chrono::TimeDelta;
use domain::{
    PersonId, Secret, SessionId, Time, TokenId,
    email::Email,
    notices::warning,
    person::Name,
    photo::PhotoId,
    secret::{Digest, random_base62},
    tokens::{Kind, Scopes, TokenSecret},
};
use storage::{NewPhoto, NewSession, NewTokenRow, Tx};

use crate::{Error, Origin, Result, Service, audit::Action, pictures::Picture};

/// How to sign in to the demo.
#[derive(Debug)]
pub struct DemoSignIn {
    pub email: String,
    pub password: Secret,
}

/// A drawing of nobody.
const PORTRAIT: &[u8] = include_bytes!("../assets/portrait.jpg");

/// Name, scopes, age and remaining life in days, hours since the last use.
const TOKENS: [(&str, Scopes, i64, i64, Option<i64>); 5] = [
    ("terraform-staging", Scopes::ReadWrite, 100, -10, Some(24 * 40)),
    ("backup-nightly", Scopes::Read, 52, 313, Some(7)),
    ("laptop-cli", Scopes::ReadWrite, 1, 89, Some(26)),
    ("grafana-readonly", Scopes::Read, 27, 3, Some(0)),
    ("deploy-from-ci", Scopes::ReadWrite, 0, 30, None),
];

/// Where else the person is signed in: the browser, its network, and since when and until
/// when it was used, in hours.
const ELSEWHERE: [(&str, &str, i64, i64); 3] = [
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 \
         (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
        "198.51.100.61",
        24 * 12,
        2,
    ),
    (
        "Mozilla/5.0 (X11; Fedora; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "203.0.113.88",
        24 * 3,
        19,
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        "2001:db8:7:1::/64",
        24 * 6,
        24 * 4,
    ),
];

impl Service {
    /// Fills an empty database with a person whose tokens include one that
    /// expires in 3 days and one that has expired. A database that is already
    /// filled keeps what it has; the password is new each time, so that the demo
    /// has no default credentials either.
    pub async fn fill_demo(&self) -> Result<DemoSignIn> {
        let email = Email::parse("mara@fjordline.example").map_err(|_| Error::Fault("demo"))?;
        let key = email.canonical().map_err(|_| Error::Fault("demo"))?;
        let password = Secret::new(self.0.random.with(|rng| random_base62(20, rng)));
        let hash = self.0.passwords.hash(&password, &self.0.random).await?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        if let Some(known) = tx.credentials(&key, None).await? {
            tx.replace_password_hash(known.person, &known.password_hash, &hash).await?;
        } else {
            let [first, last, display] = ["Mara", "Lindqvist", "Mara Lindqvist"].map(Into::into);
            let name = Name { first, last, display };
            let person = self.add_person(&mut tx, &email, &name, &hash, true, now).await?;
            self.add_portrait(&mut tx, person, now).await?;
            self.add_sessions(&mut tx, person, now).await?;
            self.add_organizations(&mut tx, person, now).await?;
            for (name, scopes, age, left, used) in TOKENS {
                // A few hours off, so that the demo does not look ruled with a line. The
                // ends are not: 3 days are 3 days at any hour.
                let made = now - TimeDelta::days(age) - TimeDelta::hours(5);
                let expires = now + TimeDelta::days(left);
                let (id, secret) = self.0.random.with(|rng| {
                    (TokenId::new(made, rng), TokenSecret::generate(Kind::Personal, rng))
                });
                let row = NewTokenRow {
                    id,
                    person,
                    name,
                    digest: &secret.digest(),
                    last_four: secret.last_four(),
                    scopes,
                    now: made,
                    expires,
                    // What is told of by now is told below.
                    warn: warning(&self.settings().tokens.warn_days, (made, expires), now).1,
                };
                tx.insert_token(row, u32::MAX).await?;
                if let Some(hours) = used {
                    tx.save_token_uses(&[(id, used_at(now, hours), "203.0.113.24".into())]).await?;
                }
            }
            self.add_notices(&mut tx, person, now).await?;
        }
        tx.commit().await?;
        Ok(DemoSignIn { email: email.to_string(), password })
    }

    async fn add_portrait(&self, tx: &mut Tx, person: PersonId, now: Time) -> Result<()> {
        let picture = self.0.pictures.enter()?.run(|| Picture::of(PORTRAIT)).await?;
        let picture = picture.map_err(|_| Error::Fault("demo"))?;
        let id = PhotoId(self.0.random.bytes());
        let new = NewPhoto { id, kind: picture.kind, files: Some(&picture.files), now };
        tx.put_photo(person, new).await?;
        Ok(())
    }

    async fn add_sessions(&self, tx: &mut Tx, person: PersonId, now: Time) -> Result<()> {
        let (idle, max) = self.settings().sessions.lives(true);
        for (user_agent, network, since, until) in ELSEWHERE {
            let (since, until) = (used_at(now, since), used_at(now, until));
            let raw = self.0.random.with(|rng| random_base62(43, rng));
            let id = self.0.random.with(|rng| SessionId::new(since, rng));
            tx.insert_session(NewSession {
                id,
                digest: &Digest::of(&raw),
                person,
                now: since,
                proved_at: since,
                idle_expires: until + idle,
                expires: since + max,
                keep: true,
                user_agent,
                network,
            })
            .await?;
            tx.touch_session(id, until, (until + idle).min(since + max)).await?;
            let (network, user_agent) = (network.into(), user_agent.into());
            let origin = Origin { network, user_agent, ..Origin::default() };
            self.audit(tx, since, &origin, Some(person), Action::SignedIn, &id).await?;
        }
        Ok(())
    }
}

fn used_at(now: Time, hours: i64) -> Time {
    now - TimeDelta::hours(hours) - TimeDelta::minutes(4)
}
