//! How storage fails.

/// Why storage failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A kept value cannot be read back. The cause is not shown: it may repeat what cannot be read.
    #[error("a kept value cannot be read back")]
    Kept(#[from] serde_json::Error),
}
