//! Encryption of connections to a server on another computer. Its certificate must be one that this system trusts, or that
//! `SSL_CERT_FILE` names.

use crate::store::StoreError;

/// Makes encrypted connections.
#[cfg(feature = "tls")]
pub(super) type Tls = tokio_postgres_rustls::MakeRustlsConnect;
/// Makes no encrypted connections.
#[cfg(not(feature = "tls"))]
pub(super) type Tls = tokio_postgres::NoTls;

/// # Errors
/// If the system's certificates cannot be used.
#[cfg(feature = "tls")]
pub(super) fn tls() -> Result<Tls, StoreError> {
    use std::sync::Arc;

    use rustls::{ClientConfig, crypto::aws_lc_rs};
    use rustls_platform_verifier::BuilderVerifierExt;

    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier);
    let config =
        config.map_err(|error| StoreError::Database(format!("no connection can be encrypted: {error}")))?;
    Ok(Tls::new(config.with_no_client_auth()))
}

/// A server on another computer then refuses the connection.
///
/// # Errors
/// None.
#[cfg(not(feature = "tls"))]
pub(super) fn tls() -> Result<Tls, StoreError> {
    Ok(tokio_postgres::NoTls)
}
