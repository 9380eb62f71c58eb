//! Errors of the store.

use rusqlite::ErrorCode;

/// Why a use of the store failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be used now: the disk is full, another process holds a lock, the file is gone or cannot be
    /// written. Nothing was changed. The same use may succeed later.
    #[error("the storage is unavailable: {0}")]
    Unavailable(String),
    /// The database refused a statement.
    #[error("database: {0}")]
    Database(String),
    /// A stored value cannot be read back. The cause is hidden, because it may repeat the value.
    #[error("a kept value cannot be read back")]
    Kept,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if is_temporary(&error) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Database(error.to_string())
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Kept
    }
}

/// Whether the cause lies outside the program and can end without a change of the program.
fn is_temporary(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::OutOfMemory
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
        )
    )
}
