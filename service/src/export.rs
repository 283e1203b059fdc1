//! What is kept of a person, as an archive for them: made when nobody waits for it, sealed
//! until it is fetched, once.

use std::io::{Cursor, Write as _};

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _};
use domain::{
    PasskeyId, Problem, Secret, SessionId, Time, TokenId,
    device::Device,
    my_data::{Block, EXPORT_HOURS, Export, MyData},
    photo::{PhotoId, Side},
    secret::{Digest, random_base62},
    tokens::{Kind, Scopes, TokenSummary},
    words,
};
use serde::Serialize;
use storage::{ClaimedExport, HappeningRow, MadeExport, OpenSession, PasskeyRow};
use zip::{CompressionMethod::Stored, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{Caller, Error, Origin, Result, Service, audit::Action, mail::Letter};

/// Archives that a person may ask for within an hour.
const OF_PERSON: (i64, i64) = (1, 3_600);
/// Whoever has not made an archive after this has died, or the bucket fails.
const CLAIM_LASTS: TimeDelta = TimeDelta::minutes(5);
/// Lines of the history that an archive holds, the newest ones.
const HISTORY: i64 = 100_000;
/// The address of an archive, before its link.
const HREF: &str = "/downloads/";

impl Service {
    /// What the page of the caller's data shows.
    #[tracing::instrument(skip_all)]
    pub async fn my_data(&self, caller: &Caller) -> Result<MyData> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let export = match reader.export_of(person, now).await? {
            None => Export::None,
            Some((None, _)) => Export::BeingMade,
            Some((Some(link), expires)) => {
                // What no key opens any more is as good as gone.
                match self.settings().secret_keys.open(of_link(caller), &link) {
                    Ok((link, _)) => {
                        let href = [HREF, &String::from_utf8_lossy(&link)].concat();
                        Export::Ready { href, expires }
                    }
                    Err(_) => Export::None,
                }
            }
        };
        let last = caller.me.staff && !reader.has_other_staff(person).await?;
        let blocks = last.then(|| words::my_data::block(Block::LastStaff).into());
        let email = caller.me.email.clone();
        Ok(MyData { email, export, blocks: blocks.into_iter().collect(), now })
    }

    /// Has an archive made of what is kept of the caller, in place of the one before it.
    ///
    /// # Errors
    /// [`Problem::StepUp`]; [`Problem::TooMany`] within an hour of the one before.
    #[tracing::instrument(skip_all)]
    pub async fn ask_export(&self, caller: &Caller, origin: &Origin) -> Result<MyData> {
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
        let key = format!("export:{person}");
        if let Some(retry_after) = tx.count_in_window(&key, OF_PERSON.0, OF_PERSON.1, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let expires = now + TimeDelta::hours(EXPORT_HOURS);
        tx.put_export(person, &origin.network, now, expires).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::ExportAsked, &person).await?;
        tx.commit().await?;
        self.my_data(caller).await
    }

    /// Makes the archives that wait; answers how many. May run on several nodes at once.
    ///
    /// # Errors
    /// When one of them cannot be made; the others are made all the same. It is tried
    /// again after five minutes.
    pub async fn make_exports(&self) -> Result<u64> {
        let (mut made, mut failed) = (0, Ok(()));
        loop {
            let now = self.now();
            let mut tx = self.db().begin().await?;
            let claimed = tx.claim_export(now, now + CLAIM_LASTS).await?;
            tx.commit().await?;
            let Some(claimed) = claimed else { return failed.map(|()| made) };
            match self.make_export(&claimed).await {
                Ok(kept) => made += u64::from(kept),
                Err(error) => failed = Err(error),
            }
        }
    }

    async fn make_export(&self, claimed: &ClaimedExport) -> Result<bool> {
        let person = claimed.person;
        let Some((data, photo)) = self.everything_of(claimed).await? else { return Ok(false) };
        let packed = tokio::task::spawn_blocking(move || pack(&data, photo)).await;
        let archive = packed.map_err(|_| Error::Fault("packing an archive panicked"))??;
        let keys = &self.settings().secret_keys;
        let link = self.0.random.with(|rng| random_base62(22, rng));
        let id = person.0.as_bytes();
        let sealed_link = keys.seal(&self.0.random, (LINK, id), link.as_bytes())?;
        let archive = keys.seal(&self.0.random, (ARCHIVE, id), &archive)?;
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let made = MadeExport {
            digest: &Digest::of(&link),
            link: &sealed_link,
            archive: &archive,
            expires: now + TimeDelta::hours(EXPORT_HOURS),
        };
        let kept = tx.finish_export(claimed, made).await?;
        if kept {
            let (asked, network) = (claimed.asked_at, claimed.network.clone());
            self.tell(&mut tx, &Letter::ExportReady { person, asked, network }, now).await?;
        }
        tx.commit().await?;
        Ok(kept)
    }

    /// The archive of the caller that this link leads to. It is gone then.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the link is another person's, was used, or is too old.
    #[tracing::instrument(skip_all)]
    pub async fn take_export(
        &self,
        caller: &Caller,
        link: &Secret,
        origin: &Origin,
    ) -> Result<Vec<u8>> {
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.db().begin().await?;
        let taken = tx.take_export(person, &Digest::of(link.expose()), now).await?;
        let sealed = taken.ok_or(Problem::NotFound)?;
        let of = (ARCHIVE, &person.0.as_bytes()[..]);
        let (archive, _) = self.settings().secret_keys.open(of, &sealed)?;
        self.audit(&mut tx, now, origin, Some(person), Action::ExportTaken, &person).await?;
        tx.commit().await?;
        Ok(archive)
    }

    /// None: the person is gone.
    async fn everything_of(
        &self,
        claimed: &ClaimedExport,
    ) -> Result<Option<(Data, Option<Photo>)>> {
        let (now, person) = (self.now(), claimed.person);
        let mut reader = self.db().read().await?;
        let Some(profile) = reader.profile(person).await? else { return Ok(None) };
        let Some(facts) = reader.person_facts(person).await? else { return Ok(None) };
        let Some((_, password_since)) = reader.password_of(person).await? else { return Ok(None) };
        let two_factor = reader.authenticator(person).await?.is_some();
        let recovery_codes_left = reader.recovery_codes_left(person).await?;
        let (known_browsers, _) = reader.known_browsers(person, &Digest::of("")).await?;
        let pending = reader.email_change(person, now).await?;
        let passkeys = reader.passkeys_of(person).await?;
        let sessions = reader.sessions_of(person, now).await?;
        let tokens = reader.tokens_of(person, Time::UNIX_EPOCH).await?;
        let history = reader.history_of(person, HISTORY).await?;
        drop(reader);
        let photo = match profile.face.photo {
            Some(id) => self.photo_of(id).await?,
            None => None,
        };
        let data = Data {
            made_at: now,
            asked_at: claimed.asked_at,
            profile: ProfileData {
                id: person.to_string(),
                email: profile.email,
                pending_email: pending.map(|(email, until)| PendingData { email, until }),
                first_name: profile.name.first,
                last_name: profile.name.last,
                display_name: profile.name.display,
                photo: photo.as_ref().map(|photo| photo.name),
                runs_the_instance: facts.staff,
                created_at: facts.created_at,
                updated_at: facts.updated_at,
            },
            preferences: PreferencesData { time_zone: facts.time_zone },
            security: SecurityData {
                password_changed_at: password_since,
                two_factor,
                recovery_codes_left,
                known_browsers,
                passkeys: passkeys.into_iter().map(PasskeyData::from).collect(),
            },
            sessions: sessions.into_iter().map(SessionData::from).collect(),
            tokens: tokens.into_iter().map(TokenData::from).collect(),
            history: history.into_iter().map(HappeningData::from).collect(),
        };
        Ok(Some((data, photo)))
    }

    /// None: it was replaced or removed meanwhile.
    async fn photo_of(&self, id: PhotoId) -> Result<Option<Photo>> {
        match self.photo_file(id, Side::Large).await {
            Ok(file) => {
                let name = if file.kind == "image/png" { "photo.png" } else { "photo.jpg" };
                Ok(Some(Photo { name, bytes: file.bytes }))
            }
            Err(Error::Problem(Problem::NotFound)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What the seals are for.
const LINK: &str = "export link";
const ARCHIVE: &str = "export";

fn of_link(caller: &Caller) -> (&'static str, &[u8]) {
    (LINK, caller.me.id.0.as_bytes())
}

struct Photo {
    name: &'static str,
    bytes: Vec<u8>,
}

/// `data.json`. Its names are for good: programs read them.
#[derive(Serialize)]
struct Data {
    made_at: Time,
    asked_at: Time,
    profile: ProfileData,
    preferences: PreferencesData,
    security: SecurityData,
    sessions: Vec<SessionData>,
    tokens: Vec<TokenData>,
    history: Vec<HappeningData>,
}

#[derive(Serialize)]
struct ProfileData {
    id: String,
    email: String,
    pending_email: Option<PendingData>,
    first_name: String,
    last_name: String,
    display_name: String,
    /// The file beside this one.
    photo: Option<&'static str>,
    runs_the_instance: bool,
    created_at: Time,
    updated_at: Time,
}

#[derive(Serialize)]
struct PendingData {
    email: String,
    until: Time,
}

#[derive(Serialize)]
struct PreferencesData {
    time_zone: Option<String>,
}

#[derive(Serialize)]
struct SecurityData {
    password_changed_at: Time,
    two_factor: bool,
    recovery_codes_left: i64,
    known_browsers: i64,
    passkeys: Vec<PasskeyData>,
}

#[derive(Serialize)]
struct PasskeyData {
    id: PasskeyId,
    name: String,
    security_key: bool,
    created_at: Time,
    last_used_at: Option<Time>,
}

impl From<PasskeyRow> for PasskeyData {
    fn from(row: PasskeyRow) -> Self {
        let PasskeyRow {
            id, name, security_key, created: created_at, last_used: last_used_at, ..
        } = row;
        Self { id, name, security_key, created_at, last_used_at }
    }
}

#[derive(Serialize)]
struct SessionData {
    id: SessionId,
    name: Option<String>,
    device: String,
    user_agent: String,
    network: String,
    created_at: Time,
    last_active_at: Time,
}

impl From<OpenSession> for SessionData {
    fn from(row: OpenSession) -> Self {
        Self {
            id: row.id,
            name: row.name,
            device: Device::of(&row.user_agent).name,
            user_agent: row.user_agent,
            network: row.network,
            created_at: row.created,
            last_active_at: row.last_active,
        }
    }
}

#[derive(Serialize)]
struct TokenData {
    id: TokenId,
    name: String,
    prefix: &'static str,
    last_four: String,
    scopes: Scopes,
    created_at: Time,
    expires_at: Time,
    last_used_at: Option<Time>,
    last_used_network: Option<String>,
}

impl From<TokenSummary> for TokenData {
    fn from(token: TokenSummary) -> Self {
        let (last_used_at, last_used_network) =
            token.last_use.map(|last| (last.at, last.network)).unzip();
        Self {
            id: token.id,
            name: token.name,
            prefix: Kind::Personal.prefix(),
            last_four: token.last_four,
            scopes: token.scopes,
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at,
            last_used_network,
        }
    }
}

#[derive(Serialize)]
struct HappeningData {
    at: Time,
    action: String,
    /// What the page calls it; none, of what another version of the program has written.
    what: Option<&'static str>,
    network: String,
    user_agent: String,
}

impl From<HappeningRow> for HappeningData {
    fn from(row: HappeningRow) -> Self {
        let what = Action::named(&row.action).map(Action::words);
        let HappeningRow { at, action, network, user_agent } = row;
        Self { at, action, what, network, user_agent }
    }
}

/// The zip file.
fn pack(data: &Data, photo: Option<Photo>) -> Result<Vec<u8>> {
    const NO_JSON: Error = Error::Fault("what is kept of a person has no form as JSON");
    let json = serde_json::to_vec_pretty(data).map_err(|_| NO_JSON)?;
    zipped(&json, photo, data.made_at).map_err(|_| Error::Fault("an archive cannot be packed"))
}

fn zipped(json: &[u8], photo: Option<Photo>, now: Time) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default().last_modified_time(moment(now));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("data.json", options)?;
    zip.write_all(json)?;
    if let Some(Photo { name, bytes }) = photo {
        // It is as small as it gets.
        zip.start_file(name, options.compression_method(Stored))?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// As zip files have it: without a zone, in UTC here.
fn moment(at: Time) -> zip::DateTime {
    let at: DateTime<_> = at;
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    let (year, month, day) = (u16::try_from(at.year()).unwrap_or_default(), at.month(), at.day());
    zip::DateTime::from_date_and_time(
        year,
        part(month),
        part(day),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .unwrap_or_default()
}
