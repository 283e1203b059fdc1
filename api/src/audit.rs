//! `/api/v1/organizations/{org}/audit`: who did what in an organization, in pages or as a whole.

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    Code, PersonId, Problem, Time,
    audit::{Changed, Cursor, Format, Line, Log, Who, day},
};
use futures_util::stream::try_unfold;
use serde::{Deserialize, Serialize};
use service::{LogAsk, LogExport, Origin, Service};

use crate::{Rejection, bearer::Bearer, problem::told};

#[derive(Serialize)]
struct Entry {
    id: domain::AuditId,
    at: Time,
    /// None: nobody who is known.
    actor: Option<Actor>,
    action: String,
    target: String,
    changes: Vec<Change>,
    network: String,
    device: String,
}

#[derive(Serialize)]
struct Actor {
    id: PersonId,
    /// None: the account is deleted.
    display_name: Option<String>,
    email: Option<String>,
}

#[derive(Serialize)]
struct Change {
    field: String,
    before: Option<String>,
    after: Option<String>,
}

impl From<Line> for Entry {
    fn from(line: Line) -> Self {
        let Line { id, at, who, action, target, changes, network, device, .. } = line;
        let actor = match who {
            Who::Person { id, name, email, .. } => {
                Some(Actor { id, display_name: Some(name), email: Some(email) })
            }
            Who::Gone { id } => Some(Actor { id, display_name: None, email: None }),
            Who::Nobody => None,
        };
        let change = |Changed { field, before, after, .. }| Change { field, before, after };
        let changes = changes.into_iter().map(change).collect();
        Self { id, at, actor, action, target, changes, network, device }
    }
}

/// A page of lines, newest first.
#[derive(Serialize)]
struct Page {
    lines: Vec<Entry>,
    /// The next page is `?before=` this; none is the last page.
    next: Option<String>,
}

/// Which of them; days are days in UTC.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// An id, or an address.
    #[serde(default)]
    person: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    find: String,
    #[serde(default)]
    before: String,
    /// `csv` or `ndjson`: all of them, in place of a page.
    #[serde(default)]
    format: String,
}

impl Asked {
    fn ask(&self) -> Result<LogAsk, Problem> {
        let odd = |name| Problem::field(name, Code::Choice);
        let moment = |name, text: &str| {
            let day = (!text.is_empty()).then(|| day(text));
            day.transpose().map_err(|_| odd(name))
        };
        let before: Option<Result<Cursor, _>> =
            (!self.before.is_empty()).then(|| self.before.parse());
        Ok(LogAsk {
            person: self.person.clone(),
            action: self.action.clone(),
            from: moment("from", &self.from)?,
            until: moment("until", &self.until)?,
            find: self.find.clone(),
            before: before.transpose().map_err(|_| odd("before"))?,
        })
    }

    /// The form of all lines, if they are wanted.
    fn format(&self, head: &HeaderMap) -> Result<Option<Format>, Problem> {
        if !self.format.is_empty() {
            let format = self.format.parse().map_err(|_| Problem::field("format", Code::Choice));
            return format.map(Some);
        }
        let accepts = head.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        Ok(match accepts.unwrap_or_default() {
            "text/csv" => Some(Format::Csv),
            "application/x-ndjson" => Some(Format::Ndjson),
            _ => None,
        })
    }
}

pub(crate) async fn list(
    Bearer(identity): Bearer,
    State(service): State<Service>,
    Extension(origin): Extension<Origin>,
    Path(which): Path<String>,
    head: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Rejection> {
    let Ok(Query(asked)) = asked else {
        return Err(Rejection::Problem(Problem::Invalid(Vec::new())));
    };
    let ask = asked.ask().map_err(Rejection::Problem)?;
    let (by, which) = ((&identity).into(), (&*which).into());
    let Some(format) = asked.format(&head).map_err(Rejection::Problem)? else {
        let Log { lines, next } = told(service.log_of(by, &which, &ask).await, &origin)?;
        let lines = lines.into_iter().map(Into::into).collect();
        return Ok(Json(Page { lines, next }).into_response());
    };
    let export = told(service.export_log(by, &which, &ask, format, &origin).await, &origin)?;
    Ok(file(export, format))
}

/// A log that is written while it is read, as a file.
pub fn file(export: LogExport, format: Format) -> Response {
    let pieces = try_unfold(export, async |mut export| {
        Ok::<_, service::Error>(export.next().await?.map(|piece| (piece, export)))
    });
    let name = ["attachment; filename=\"audit.", format.as_str(), "\""].concat();
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
