//! What is kept of a person, as an archive for them: made when nobody waits for it, sealed
//! until it is fetched, once.

mod archive;
mod data;

use std::io::Write as _;

use chrono::TimeDelta;
use domain::{
    PersonId, Problem, Secret, Time,
    my_data::{Block, EXPORT_HOURS, Export, MyData},
    photo::{PhotoId, Side},
    secret::{Digest, random_base62},
    words,
};
use storage::{ClaimedExport, ExportRow, ListedNotices, MadeExport};
use zip::CompressionMethod::Stored;

use self::{
    archive::Archive,
    data::{
        Data, InvitationData, NoticeData, NoticesData, OrganizationData, PasskeyData, PendingData,
        PreferencesData, ProfileData, SecurityData, SessionData, TeamData, TokenData,
        WorkspaceData, write_history,
    },
};
use crate::{Caller, Error, Origin, Result, Service, audit::Action, mail::Letter};

/// Archives that a person may ask for within an hour.
const OF_PERSON: (i64, i64) = (1, 3_600);
/// Whoever has not made an archive after this has died, or the bucket fails.
const CLAIM_LASTS: TimeDelta = TimeDelta::minutes(5);
/// Tries to make one, with which a pause goes that is as long as a claim.
const MOST_TRIES: i64 = 3;
/// Lines of the history that are packed at a time: all of them would not fit the memory.
const PAGE: i64 = 2_000;
/// The address of an archive, before its link.
pub const DOWNLOADS: &str = "/downloads/";

impl Service {
    /// What the page of the caller's data shows.
    #[tracing::instrument(skip_all)]
    pub async fn my_data(&self, caller: &Caller) -> Result<MyData> {
        let (now, person) = (self.now(), caller.person());
        let mut reader = self.db().read().await?;
        let export = match reader.export_of(person, MOST_TRIES, now).await? {
            None => Export::None,
            Some(ExportRow { given_up: true, .. }) => Export::Failed,
            Some(ExportRow { link: None, .. }) => Export::BeingMade,
            Some(ExportRow { link: Some(link), expires_at: expires, .. }) => {
                // What no key opens any more is as good as gone.
                match self.settings().secret_keys.open(of_link(caller), &link) {
                    Ok((link, _)) => {
                        let href = [DOWNLOADS, &String::from_utf8_lossy(&link)].concat();
                        Export::Ready { href, expires }
                    }
                    Err(_) => Export::None,
                }
            }
        };
        let last = caller.me.staff && !reader.has_other_staff(person).await?;
        let mut blocks = Vec::new();
        blocks.extend(last.then(|| words::my_data::block(Block::LastStaff).to_owned()));
        let owned = reader.owned_alone(person).await?;
        blocks.extend((!owned.is_empty()).then(|| words::my_data::sole_owner(&owned)));
        let email = caller.me.email.clone();
        Ok(MyData { email, export, blocks, now })
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
            drop(tx);
            // Asked for in another window: it is on its way.
            let data = self.my_data(caller).await?;
            return match data.export {
                Export::BeingMade | Export::Ready { .. } => Ok(data),
                Export::None | Export::Failed => Err(Problem::TooMany { retry_after }.into()),
            };
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
    /// again after five minutes, and given up after the third try.
    pub async fn make_exports(&self) -> Result<u64> {
        let (mut made, mut failed) = (0, Ok(()));
        loop {
            let now = self.now();
            let mut tx = self.db().begin().await?;
            let claimed = tx.claim_export(MOST_TRIES, now, now + CLAIM_LASTS).await?;
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
        let archive = self.pack(data, photo, person).await?;
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
    /// [`Problem::StepUp`]; [`Problem::NotFound`] when the link is another person's, was
    /// used, or is too old.
    #[tracing::instrument(skip_all)]
    pub async fn take_export(
        &self,
        caller: &Caller,
        link: &Secret,
        origin: &Origin,
    ) -> Result<Vec<u8>> {
        self.proven(caller)?;
        let (now, person) = (self.now(), caller.person());
        let mut tx = self.begin_for(caller).await?;
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
        let organizations = reader.organizations_of(person, i64::MAX, now).await?;
        let workspaces = reader.workspaces_of(person, i64::MAX).await?;
        let teams = reader.teams_of(person).await?;
        let mut invitations = reader.invitations_to(person, (true, now), i64::MAX).await?;
        invitations.extend(reader.answered_by(person, i64::MAX).await?);
        let (choices, daily) = reader.notice_choices(person).await?;
        let every =
            ListedNotices { person, unread: false, kind: None, after: None, limit: i64::MAX };
        let told = reader.notices(every).await?;
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
            organizations: organizations.into_iter().map(OrganizationData::from).collect(),
            teams: teams.into_iter().map(TeamData::from).collect(),
            workspaces: workspaces.into_iter().map(WorkspaceData::from).collect(),
            invitations: invitations.into_iter().map(InvitationData::from).collect(),
            notices: NoticesData {
                daily,
                choices,
                told: told.into_iter().map(NoticeData::from).collect(),
            },
        };
        Ok(Some((data, photo)))
    }

    async fn pack(&self, data: Data, photo: Option<Photo>, person: PersonId) -> Result<Vec<u8>> {
        let mut archive = Archive::new(data.made_at);
        archive = archive
            .step(move |zip, options| {
                zip.start_file("data.json", options)?;
                let json = serde_json::to_vec_pretty(&data).map_err(std::io::Error::from)?;
                zip.write_all(&json)?;
                if let Some(Photo { name, bytes }) = photo {
                    // It is as small as it gets.
                    zip.start_file(name, options.compression_method(Stored))?;
                    zip.write_all(&bytes)?;
                }
                zip.start_file("history.json", options)
            })
            .await?;
        // The newest line first. There is one at least: that this was asked for.
        let mut last = None;
        loop {
            let mut reader = self.db().read().await?;
            let page = reader.history_of(person, last.as_ref(), PAGE).await?;
            drop(reader);
            let (is_first, Some(oldest)) = (last.is_none(), page.last().cloned()) else { break };
            archive = archive.step(move |zip, _| Ok(write_history(zip, page, is_first)?)).await?;
            last = Some(oldest);
        }
        archive.step(|zip, _| Ok(zip.write_all(b"\n]\n")?)).await?.finish()
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
