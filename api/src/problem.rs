//! Refusals as RFC 9457 problems, made of the same `Problem` that the screens
//! show.

use std::str::FromStr;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Problem, problem::FieldProblem, words};
use serde::Serialize;
use service::Origin;

/// Why a request is refused.
#[derive(Debug)]
pub enum Rejection {
    /// It came without a token.
    NoCredentials,
    /// Malformed, unknown, expired or deleted.
    InvalidToken,
    /// A token in the wrong place, or two of them.
    InvalidRequest,
    /// The token only reads.
    InsufficientScope,
    /// Everything that is not about the token.
    Problem(Problem),
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: Vec<FieldError<'a>>,
}

/// One wrong field, by its name in the request.
#[derive(Serialize)]
struct FieldError<'a> {
    field: &'a str,
    detail: String,
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        // RFC 6750, 3: no error code where no token was sent.
        let (status, kind, challenge) = match &self {
            Self::NoCredentials => (401, "no-credentials", Some(r#"Bearer realm="latchkey""#)),
            Self::InvalidToken => (
                401,
                "invalid-token",
                Some(
                    r#"Bearer realm="latchkey", error="invalid_token", error_description="The token is malformed, expired or deleted""#,
                ),
            ),
            Self::InvalidRequest => (
                400,
                "invalid-request",
                Some(
                    r#"Bearer realm="latchkey", error="invalid_request", error_description="Send one token, in the Authorization header""#,
                ),
            ),
            Self::InsufficientScope => (
                403,
                "insufficient-scope",
                Some(
                    r#"Bearer realm="latchkey", error="insufficient_scope", scope="write", error_description="The token only reads""#,
                ),
            ),
            Self::Problem(problem) => (problem.status(), kind(problem), None),
        };
        let (title, detail, fields) = self.words();
        let errors =
            fields.iter().map(|f| FieldError { field: &f.field, detail: f.sentence.clone() });
        let body = Body { kind, title: &title, status, detail: &detail, errors: errors.collect() };
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, json);
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Self::Problem(Problem::TooMany { retry_after }) = self {
            headers.insert(header::RETRY_AFTER, retry_after.into());
        }
        response
    }
}

impl Rejection {
    fn words(&self) -> (String, String, &[FieldProblem]) {
        let told = |(title, detail): (&str, &str)| (title.into(), detail.into(), [].as_slice());
        match self {
            Self::NoCredentials => told(words::api::NO_CREDENTIALS),
            Self::InvalidToken => told(words::api::INVALID_TOKEN),
            Self::InvalidRequest => told(words::api::INVALID_REQUEST),
            Self::InsufficientScope => told(words::api::INSUFFICIENT_SCOPE),
            Self::Problem(problem) => {
                let (title, detail) = words::of_problem(problem);
                let fields: &[FieldProblem] =
                    if let Problem::Invalid(fields) = problem { fields } else { &[] };
                (title, detail, fields)
            }
        }
    }
}

/// The id in an address. What is none is nobody's.
pub(crate) fn id<T: FromStr>(text: &str) -> service::Result<T> {
    text.parse().map_err(|_| Problem::NotFound.into())
}

/// The outcome of a use-case, as it may leave the server.
pub(crate) fn told<T>(outcome: service::Result<T>, origin: &Origin) -> Result<T, Rejection> {
    outcome.map_err(|error| match error.into_problem(&origin.request_id) {
        // The token ended while its request was on the way.
        Problem::SignInAgain => Rejection::InvalidToken,
        problem => Rejection::Problem(problem),
    })
}

/// The relative reference that names a kind of problem.
fn kind(problem: &Problem) -> &'static str {
    match problem {
        Problem::Invalid(_) => "invalid",
        Problem::NotFound => "not-found",
        Problem::Forbidden => "forbidden",
        Problem::SignInAgain => "sign-in-again",
        Problem::StepUp => "step-up",
        Problem::TwoFactorFirst => "two-factor-first",
        Problem::OtherPerson => "other-person",
        Problem::Conflict => "conflict",
        Problem::TooMany { .. } => "too-many",
        Problem::Unavailable | Problem::Offline | Problem::Outdated => "unavailable",
        Problem::Internal { .. } => "internal",
    }
}

/// An address that answers other methods.
pub(crate) fn method_not_allowed() -> Response {
    let (title, detail) = words::api::METHOD_NOT_ALLOWED;
    let body = Body { kind: "method-not-allowed", title, status: 405, detail, errors: Vec::new() };
    let body = serde_json::to_vec(&body).unwrap_or_default();
    let json = [(header::CONTENT_TYPE, "application/problem+json")];
    (StatusCode::METHOD_NOT_ALLOWED, json, body).into_response()
}
