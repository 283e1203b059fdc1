//! Preferences: what a person set for themselves.

use domain::{Code, Problem, Zone, preferences::Preferences};

use crate::{Caller, Origin, Result, Service, audit::Action, zones};

impl Service {
    /// The caller's preferences.
    pub fn preferences(&self, caller: &Caller) -> Preferences {
        Preferences { time_zone: caller.zone.name.clone(), zones: zones::choices(self.now()) }
    }

    /// Makes `name` the time zone of the caller, and answers it.
    ///
    /// # Errors
    /// [`Problem::Invalid`] for the field `time_zone` when there is no such zone.
    #[tracing::instrument(skip_all)]
    pub async fn save_time_zone(
        &self,
        caller: &Caller,
        name: &str,
        origin: &Origin,
    ) -> Result<Zone> {
        let (person, now) = (caller.person(), self.now());
        let name = zones::known(name).ok_or_else(|| Problem::field("time_zone", Code::Choice))?;
        let mut tx = self.begin_change(caller).await?;
        tx.save_time_zone(person, &name, now).await?;
        self.audit(&mut tx, now, origin, Some(person), Action::TimeZoneSaved, &name).await?;
        tx.commit().await?;
        Ok(zones::zone(&name, now).unwrap_or_default())
    }
}
