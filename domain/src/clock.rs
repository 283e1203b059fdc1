//! Time is given, never taken: nothing but a [`Clock`] knows what time it is.

use chrono::{DateTime, Utc};

/// A moment in UTC, with microseconds (the finest that PostgreSQL keeps).
pub type Time = DateTime<Utc>;

/// A moment between server and browser: whole microseconds since 1970. Reading a
/// number takes the browser a tenth of the code that reading a date takes.
pub mod micros {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use super::Time;

    /// For `#[serde(with)]`.
    pub fn serialize<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(time.timestamp_micros())
    }

    /// For `#[serde(with)]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        let micros = i64::deserialize(deserializer)?;
        Time::from_timestamp_micros(micros).ok_or_else(|| D::Error::custom("no such moment"))
    }
}

/// The same for a moment that may not have come.
pub mod maybe_micros {
    use serde::{Deserialize, Deserializer, Serialize as _, Serializer, de::Error as _};

    use super::Time;

    /// For `#[serde(with)]`.
    pub fn serialize<S: Serializer>(time: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
        time.map(|time| time.timestamp_micros()).serialize(serializer)
    }

    /// For `#[serde(with)]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Time>, D::Error> {
        let Some(micros) = Option::deserialize(deserializer)? else { return Ok(None) };
        Time::from_timestamp_micros(micros).map(Some).ok_or_else(|| D::Error::custom("no moment"))
    }
}

/// Where the server gets the time from.
pub trait Clock: Send + Sync + 'static {
    /// The present moment, cut to whole microseconds.
    fn now(&self) -> Time;
}

/// The machine's own clock.
#[cfg(feature = "server")]
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[cfg(feature = "server")]
impl Clock for SystemClock {
    fn now(&self) -> Time {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
        to_micros(Utc::now())
    }
}

/// A clock that stands still until a test moves it.
#[cfg(feature = "server")]
#[derive(Debug)]
pub struct TestClock(std::sync::Mutex<Time>);

#[cfg(feature = "server")]
impl TestClock {
    /// A clock that shows `now`.
    pub fn at(now: Time) -> Self {
        Self(std::sync::Mutex::new(to_micros(now)))
    }

    /// Moves the clock forward, or back with a negative duration.
    pub fn advance(&self, by: chrono::TimeDelta) {
        let mut now = self.lock();
        *now += by;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(feature = "server")]
impl Clock for TestClock {
    fn now(&self) -> Time {
        *self.lock()
    }
}

#[cfg(feature = "server")]
fn to_micros(time: Time) -> Time {
    DateTime::from_timestamp_micros(time.timestamp_micros()).unwrap_or(time)
}
