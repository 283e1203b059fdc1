//! Who calls, and from where.

use chrono::TimeDelta;
use domain::{PersonId, Secret, SessionId, Time, Zone, person::Me, secret::Digest};
use storage::SessionRow;

use crate::{Result, Service, zones};

/// Activity is written at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Where a request comes from, for throttles, sessions and the audit log.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The IPv4 address, or the /64 of the IPv6 address.
    pub network: String,
    /// The browser as it names itself, cut to a sensible length.
    pub user_agent: String,
    /// What the browser is known by when somebody has signed in there before.
    pub browser: Option<Digest>,
    /// The id under which the log knows the request.
    pub request_id: String,
}

/// The raw value of a session cookie: 256 random bits in base 62.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionCookie(pub Secret);

impl SessionCookie {
    /// What the database knows the cookie by.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.expose())
    }
}

/// A person who is signed in: proof that a live session was found.
#[derive(Debug, Clone)]
pub struct Caller {
    pub me: Me,
    pub session: SessionId,
    /// By which calendar and clock the person lives; UTC while none is chosen.
    pub zone: Zone,
    /// The person has a second factor.
    pub two_factor: bool,
    /// When this person last proved who they are.
    pub proved_at: Time,
    /// Until when the session stays when the browser is closed, if it does.
    pub(crate) keep_until: Option<Time>,
    /// Kept for what is sealed under it.
    pub(crate) cookie: SessionCookie,
}

impl Caller {
    /// The person.
    pub fn person(&self) -> PersonId {
        self.me.id
    }
}

impl Service {
    /// Finds the session of a cookie. Judged anew at each call: a session that
    /// ended a moment ago, on any node, is not found (ASVS 7.4.1).
    #[tracing::instrument(skip_all)]
    pub async fn authenticate(&self, cookie: &SessionCookie) -> Result<Option<Caller>> {
        let now = self.now();
        let found = self.db().read().await?.session(&cookie.digest(), now).await?;
        let Some(row) = found else { return Ok(None) };
        self.touch(&row, now).await?;
        let SessionRow { id, me, time_zone, two_factor, proved_at, keep, expires, .. } = row;
        let zone = time_zone.and_then(|name| zones::zone(&name, now)).unwrap_or_default();
        let (keep_until, cookie) = (keep.then_some(expires), cookie.clone());
        Ok(Some(Caller { me, session: id, zone, two_factor, proved_at, keep_until, cookie }))
    }

    /// Whether the caller has to set up a second factor before anything else opens.
    pub fn must_set_up(&self, caller: &Caller) -> bool {
        self.settings().two_factor.required && !caller.two_factor
    }

    async fn touch(&self, row: &SessionRow, now: Time) -> Result<()> {
        if now - row.last_active < TOUCH_EVERY {
            return Ok(());
        }
        let (idle, _) = self.settings().sessions.lives(row.keep);
        let mut tx = self.db().begin().await?;
        tx.touch_session(row.id, now, (now + idle).min(row.expires)).await?;
        Ok(tx.commit().await?)
    }
}
