//! The token that a request comes with (RFC 6750).

use axum::{
    extract::FromRequestParts,
    http::{
        header::{AUTHORIZATION, HeaderMap},
        request::Parts,
    },
};
use domain::tokens::TokenIdentity;
use service::{BearerError, Origin, Service};

use crate::Rejection;

/// Whom the request acts for.
pub(crate) struct Bearer(pub(crate) TokenIdentity);

impl FromRequestParts<Service> for Bearer {
    type Rejection = Rejection;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Service,
    ) -> Result<Self, Self::Rejection> {
        // A token in an address ends up in logs and histories (RFC 6750, 2.3).
        if parts.uri.query().is_some_and(|query| query.contains("access_token=")) {
            return Err(Rejection::InvalidRequest);
        }
        let token = credentials(&parts.headers)?;
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        service.identify(token, &origin).await.map(Self).map_err(|error| match error {
            BearerError::InvalidToken => Rejection::InvalidToken,
            BearerError::Failed(error) => {
                Rejection::Problem(error.into_problem(&origin.request_id))
            }
        })
    }
}

/// The same for what changes something: the token may write.
pub(crate) struct Writer(pub(crate) TokenIdentity);

impl FromRequestParts<Service> for Writer {
    type Rejection = Rejection;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Service,
    ) -> Result<Self, Self::Rejection> {
        let Bearer(identity) = Bearer::from_request_parts(parts, service).await?;
        if identity.token.scopes.can_write() {
            Ok(Self(identity))
        } else {
            Err(Rejection::InsufficientScope)
        }
    }
}

/// The token in the one `Authorization` header.
fn credentials(headers: &HeaderMap) -> Result<&str, Rejection> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Rejection::NoCredentials)?;
    if values.next().is_some() {
        return Err(Rejection::InvalidRequest);
    }
    let value = value.to_str().map_err(|_| Rejection::InvalidToken)?;
    let (scheme, token) = value.split_once(' ').ok_or(Rejection::NoCredentials)?;
    // The name of a scheme ignores case (RFC 9110, 11.1).
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token) } else { Err(Rejection::NoCredentials) }
}
