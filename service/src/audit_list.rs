//! Reading the audit log: in pages, and as a whole.

use std::{collections::HashMap, str::FromStr as _};

use chrono::{NaiveDate, TimeDelta};
use domain::{
    AuditId, OrganizationId, PersonId, Problem, Time, Zone,
    audit::{Changed, Cursor, Field, Format, Line, Log, LogPage, PAGE, Who, write_csv},
    device::Device,
    organizations::Which,
    people::pattern_of,
    person::Face,
    rights::{Right, Role},
    words,
};
use serde_json::{Map, Value, json};
use storage::{LogAsked, LogRow, MembershipRow, Tx};
use uuid::Uuid;

use crate::{
    Actor, Origin, Result, Service,
    audit::{self, Action},
    email::parse,
    organizations::place,
    workspaces::cut,
};

/// Lines of an export that are read at a time.
const BATCH: i64 = 1_000;
/// Exports by one person within an hour.
const EXPORTS: (i64, i64) = (30, 3_600);
const COLUMNS: [&str; 13] = [
    "id",
    "at",
    "organization_id",
    "actor_id",
    "actor_name",
    "actor_email",
    "action",
    "target",
    "details",
    "address",
    "network",
    "user_agent",
    "request_id",
];

/// Which lines are asked for; empty texts ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct LogAsk {
    /// The address of an account, or its id.
    pub person: String,
    /// The name of an action.
    pub action: String,
    pub from: Option<Time>,
    /// Up to this moment, which is not among them.
    pub until: Option<Time>,
    /// A part of a target, an address, a network or a value.
    pub find: String,
    /// Only those before this place.
    pub before: Option<Cursor>,
}

impl LogAsk {
    /// As a page asks: days are those of the reader's zone, both of them within; and what an
    /// address of ours cannot hold is not asked.
    #[must_use]
    pub fn within(self, zone: &Zone, from: &str, until: &str) -> Self {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let after = |day: NaiveDate| zone.end_of(day).map(|end| end + TimeDelta::seconds(1));
        let from = day(from).and_then(|day| day.pred_opt()).and_then(after);
        Self { from, until: day(until).and_then(after), ..self }
    }
}

/// The same, as the database is asked.
#[derive(Debug, Clone)]
struct Wanted {
    organization: Option<OrganizationId>,
    actor: Option<PersonId>,
    action: String,
    from: Option<Time>,
    until: Option<Time>,
    pattern: String,
    before: Option<Cursor>,
}

impl Wanted {
    async fn lines(&self, tx: &mut Tx, limit: i64) -> Result<Vec<LogRow>> {
        let before = self.before.map(|Cursor(at, id)| (at, id));
        let Self { organization, actor, from, until, .. } = *self;
        let (action, pattern) = (&*self.action, &*self.pattern);
        let asked = LogAsked { organization, actor, action, from, until, pattern, before, limit };
        Ok(tx.log_lines(asked).await?)
    }
}

impl Service {
    /// A page of the log of an organization.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`]; [`Problem::TwoFactorFirst`].
    #[tracing::instrument(skip_all)]
    pub async fn log_of(&self, by: Actor<'_>, which: &Which, ask: &LogAsk) -> Result<Log> {
        Ok(self.read_log(by, which, ask).await?.1)
    }

    /// The same as its page shows it.
    ///
    /// # Errors
    /// As [`Self::log_of`].
    #[tracing::instrument(skip_all)]
    pub async fn log_page(&self, by: Actor<'_>, which: &Which, ask: &LogAsk) -> Result<LogPage> {
        let (row, log) = self.read_log(by, which, ask).await?;
        let of_organization = |action: &&Action| action.is_of_organization();
        let actions = Action::ALL.iter().filter(of_organization);
        let named = |action: &Action| (action.name().to_owned(), action.words().to_owned());
        let mut actions: Vec<_> = actions.map(named).collect();
        actions.sort_by(|(_, one), (_, other)| one.cmp(other));
        let place = place(row.id, row.named.slug, row.named.name);
        Ok(LogPage { place, log, actions, now: self.now() })
    }

    async fn read_log(
        &self,
        by: Actor<'_>,
        which: &Which,
        ask: &LogAsk,
    ) -> Result<(MembershipRow, Log)> {
        let mut reader = self.db().read().await?;
        let row = self.member(&mut reader, by.person(), which, Right::ReadLog).await?;
        let mut rows = match wanted(&mut reader, Some(row.id), ask).await? {
            Some(wanted) => wanted.lines(&mut reader, PAGE + 1).await?,
            None => Vec::new(),
        };
        let more = rows.len() > usize::try_from(PAGE).unwrap_or_default();
        (rows, _) = cut(rows, PAGE);
        let next = rows.last().map(|last| Cursor(last.at, last.id).to_string()).filter(|_| more);
        let ids = rows.iter().flat_map(|row| ids_in(&row.target));
        let names: HashMap<Uuid, String> =
            reader.names_of(ids, row.id).await?.into_iter().collect();
        let lines = rows.into_iter().map(|row| line(row, &names)).collect();
        Ok((row, Log { lines, next }))
    }

    /// Begins to write the log of an organization, newest first, as it is now. That is itself
    /// a line of it.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::Forbidden`]; [`Problem::TwoFactorFirst`];
    /// [`Problem::TooMany`].
    #[tracing::instrument(skip_all)]
    pub async fn export_log(
        &self,
        by: Actor<'_>,
        which: &Which,
        ask: &LogAsk,
        format: Format,
        origin: &Origin,
    ) -> Result<LogExport> {
        let (now, person) = (self.now(), by.person());
        let mut tx = self.db().begin().await?;
        let row = self.member(&mut tx, person, which, Right::ReadLog).await?;
        let key = format!("log-exports:{person}");
        if let Some(retry_after) = tx.count_in_window(&key, EXPORTS.0, EXPORTS.1, now).await? {
            return Err(Problem::TooMany { retry_after }.into());
        }
        let wanted = wanted(&mut tx, Some(row.id), ask).await?;
        let line = audit::Line {
            organization: row.id,
            action: Action::LogExported,
            target: &row.id,
            details: domain::audit::Details::default(),
        };
        self.audit_in(&mut tx, now, origin, Some(person), line).await?;
        tx.commit().await?;
        Ok(LogExport { service: self.clone(), wanted, format, begun: false })
    }

    /// The same of the whole instance, or of one organization, for whoever runs it.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for an organization.
    pub async fn export_whole_log(
        &self,
        which: Option<&Which>,
        from: Option<Time>,
        format: Format,
    ) -> Result<LogExport> {
        let mut reader = self.db().read().await?;
        let organization = match which {
            Some(which) => Some(reader.organization_of(which).await?.ok_or(Problem::NotFound)?),
            None => None,
        };
        let ask = LogAsk { from, ..LogAsk::default() };
        let wanted = wanted(&mut reader, organization, &ask).await?;
        drop(reader);
        Ok(LogExport { service: self.clone(), wanted, format, begun: false })
    }
}

/// None when they name a person whom there is not, so that nothing is found.
async fn wanted(
    tx: &mut Tx,
    organization: Option<OrganizationId>,
    ask: &LogAsk,
) -> Result<Option<Wanted>> {
    let actor = match &*ask.person {
        "" => None,
        person => match (person.parse(), parse(person)) {
            (Ok(id), _) => Some(id),
            (_, Ok((_, key))) => match tx.credentials(&key, None).await? {
                Some(found) => Some(found.person),
                None => return Ok(None),
            },
            _ => return Ok(None),
        },
    };
    Ok(Some(Wanted {
        organization,
        actor,
        action: ask.action.clone(),
        from: ask.from,
        until: ask.until,
        pattern: pattern_of(&ask.find),
        before: ask.before,
    }))
}

/// A log that is being written, piece by piece.
pub struct LogExport {
    service: Service,
    /// What is left; None: nothing.
    wanted: Option<Wanted>,
    format: Format,
    begun: bool,
}

impl LogExport {
    /// The next piece; None after the last. Between two of them no transaction is open.
    pub async fn next(&mut self) -> Result<Option<String>> {
        let mut piece = String::new();
        if !self.begun && self.format == Format::Csv {
            write_csv(&mut piece, &COLUMNS);
        }
        self.begun = true;
        if let Some(mut wanted) = self.wanted.take() {
            let mut reader = self.service.db().read().await?;
            let rows = wanted.lines(&mut reader, BATCH).await?;
            drop(reader);
            if let Some(last) = rows.last() {
                wanted.before = Some(Cursor(last.at, last.id));
                self.wanted = Some(wanted);
            }
            for row in &rows {
                write(&mut piece, self.format, row);
            }
        }
        Ok(Some(piece).filter(|piece| !piece.is_empty()))
    }
}

fn write(out: &mut String, format: Format, row: &LogRow) {
    let id = |id: Option<Uuid>| id.map(|id| id.simple().to_string()).unwrap_or_default();
    let (own, place, actor) = (id(Some(row.id)), id(row.organization_id), id(row.actor_id));
    let at = row.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let cells: [&str; 13] = [
        &own,
        &at,
        &place,
        &actor,
        row.actor_name.as_deref().unwrap_or_default(),
        row.actor_email.as_deref().unwrap_or_default(),
        &row.action,
        &row.target,
        &row.details,
        &row.address,
        &row.network,
        &row.user_agent,
        &row.request_id,
    ];
    match format {
        Format::Csv => write_csv(out, &cells),
        Format::Ndjson => {
            let cell = |(column, cell): (&str, &str)| {
                let value = match column {
                    "details" => Value::from_str(cell).unwrap_or_else(|_| json!({})),
                    _ if cell.is_empty() => Value::Null,
                    _ => cell.into(),
                };
                (column.to_owned(), value)
            };
            let line: Map<_, _> = COLUMNS.into_iter().zip(cells).map(cell).collect();
            out.push_str(&Value::Object(line).to_string());
            out.push('\n');
        }
    }
}

/// The ids of which a target is made.
fn ids_in(target: &str) -> impl Iterator<Item = Uuid> + '_ {
    target.split(' ').filter_map(|part| Uuid::try_parse(part).ok())
}

fn line(row: LogRow, names: &HashMap<Uuid, String>) -> Line {
    let photo = row.photo();
    let who = match (row.actor_id.map(PersonId), row.actor_name, row.actor_email) {
        (Some(id), Some(name), Some(email)) => {
            Who::Person { id, face: Face::of(id, &name, photo), name, email }
        }
        (Some(id), ..) => Who::Gone { id },
        (None, ..) => Who::Nobody,
    };
    let known: Vec<_> =
        ids_in(&row.target).filter_map(|id| names.get(&id)).map(String::as_str).collect();
    let target = if row.address.is_empty() { known.join(", ") } else { row.address };
    let what = Action::named(&row.action).map(Action::words).unwrap_or_default().to_owned();
    let device =
        if row.user_agent.is_empty() { String::new() } else { Device::of(&row.user_agent).name };
    let changes = changes(&row.details);
    Line {
        id: AuditId(row.id),
        at: row.at,
        who,
        action: row.action,
        what,
        target,
        changes,
        network: row.network,
        device,
    }
}

/// What changed, in words.
fn changes(details: &str) -> Vec<Changed> {
    let Ok(Value::Object(kept)) = Value::from_str(details) else { return Vec::new() };
    let changed = |field: Field| {
        let both = kept.get(field.as_str())?.as_array()?;
        let value = |n: usize| both.get(n).and_then(Value::as_str).map(|text| said(field, text));
        let what = words::audit::field(field).to_owned();
        Some(Changed { field: field.as_str().into(), what, before: value(0), after: value(1) })
    };
    Field::ALL.into_iter().filter_map(changed).collect()
}

fn said(field: Field, value: &str) -> String {
    match (field, value.parse::<Role>()) {
        (Field::Role, Ok(role)) => words::organizations::role(role).to_owned(),
        _ => value.to_owned(),
    }
}
