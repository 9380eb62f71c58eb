//! Errors of the storage.

/// Why a storage call failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database returned an error.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored value cannot be read. The cause is left out because its text may repeat the value.
    #[error("a kept value cannot be read back")]
    Kept(#[from] serde_json::Error),
}
