//! The body of a request: JSON, with no field that is not known.

use axum::{
    extract::{FromRequest, Json, Request},
    response::{IntoResponse as _, Response},
};
use domain::Problem;
use serde::de::DeserializeOwned;

use crate::Rejection;

/// What a program sends.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(_) => Err(Rejection::Problem(Problem::Invalid(Vec::new())).into_response()),
        }
    }
}
