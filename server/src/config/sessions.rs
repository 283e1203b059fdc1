//! `[sessions]`: how long people stay signed in.

use chrono::TimeDelta;
use serde::Deserialize;
use service::SessionSettings;

/// Lifetimes without a second factor; 63B-4 allows 30 days at most.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionsConfig {
    pub idle_minutes: u32,
    pub max_hours: u32,
    /// The same for *Keep me signed in*.
    pub keep_idle_days: u32,
    pub keep_max_days: u32,
    /// What matters asks again who one is after so long.
    pub step_up_seconds: u32,
}

impl Default for SessionsConfig {
    fn default() -> Self {
        Self {
            idle_minutes: 60,
            max_hours: 24,
            keep_idle_days: 14,
            keep_max_days: 30,
            step_up_seconds: 600,
        }
    }
}

impl SessionsConfig {
    pub(super) fn settings(&self) -> SessionSettings {
        SessionSettings {
            idle: TimeDelta::minutes(self.idle_minutes.into()),
            max: TimeDelta::hours(self.max_hours.into()),
            keep_idle: TimeDelta::days(self.keep_idle_days.into()),
            keep_max: TimeDelta::days(self.keep_max_days.into()),
            step_up: TimeDelta::seconds(self.step_up_seconds.into()),
        }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let all = [
            ("max_hours", self.max_hours, 30 * 24),
            ("idle_minutes", self.idle_minutes, self.max_hours.saturating_mul(60)),
            ("keep_max_days", self.keep_max_days, 30),
            ("step_up_seconds", self.step_up_seconds, 3_600),
            ("keep_idle_days", self.keep_idle_days, self.keep_max_days),
        ];
        match all.iter().find(|(_, value, most)| *value == 0 || value > most) {
            Some((name, value, most)) => {
                Err(format!("sessions.{name} is {value}; it must be 1 to {most}."))
            }
            None => Ok(()),
        }
    }
}
