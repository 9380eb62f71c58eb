//! The partner's own server: authenticated by its key, naming customers by its own references.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{caller, failure::Failure};
use crate::app::App;

/// The partner's server, authenticated by the right key.
pub(super) struct Partner {
    pub(super) request_id: String,
}

impl FromRequestParts<Arc<App>> for Partner {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let key = caller::bearer(&parts.headers);
        if key.is_some_and(|key| app.secrets.partner_keys().any(|own| caller::is_secret(key, own))) {
            Ok(Self { request_id: caller::request_id(parts) })
        } else {
            Err(Failure::forbidden("The partner's key is missing or wrong"))
        }
    }
}

/// Checks the partner's reference for a customer.
pub(super) fn check_reference(reference: &str) -> Result<(), Failure> {
    if is_id(reference) {
        Ok(())
    } else {
        Err(Failure::malformed("customerReference must be 1 to 64 visible ASCII characters"))
    }
}

/// Whether the text is a valid reference of the partner.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
