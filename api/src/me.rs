//! `GET /api/v1/me`: whom a token acts for.

use axum::Json;
use domain::tokens::TokenIdentity;

use crate::bearer::Bearer;

/// The person, and the token with its scopes and its end.
pub(crate) fn show(Bearer(identity): Bearer) -> Json<TokenIdentity> {
    Json(identity)
}
