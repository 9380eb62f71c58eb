//! Errors of the server and of the connection to it, without the values of a statement.

use tokio_postgres::{Error, error::SqlState};

use crate::store::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let Some(refusal) = error.as_db_error() else {
            // Of its causes, only those of the network are shown: others could repeat a value.
            let cause =
                std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<std::io::Error>());
            let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
            return match error.is_closed() || !cause.is_empty() || is_connecting(&error) {
                true => Self::Unavailable(format!("no connection to the database{cause}")),
                false => Self::Database(format!("{error}")),
            };
        };
        // The detail of a refusal repeats values. The message does not.
        let text = format!("{} {}", refusal.code().code(), refusal.message());
        if is_temporary(refusal.code()) { Self::Unavailable(text) } else { Self::Database(text) }
    }
}

fn is_connecting(error: &Error) -> bool {
    let text = error.to_string();
    text.starts_with("error connecting")
        || text.starts_with("timeout")
        || text.starts_with("error communicating")
}

/// Whether the connection is of no use any more: it was closed, it may only read because its server was replaced, or its
/// prepared statements do not fit because a later version changed the tables.
pub(super) fn is_lost(error: &Error) -> bool {
    let is_useless = [&SqlState::READ_ONLY_SQL_TRANSACTION, &SqlState::FEATURE_NOT_SUPPORTED];
    error.as_db_error().is_none_or(|refusal| {
        is_useless.contains(&refusal.code()) || refusal.code().code().starts_with("57P")
    })
}

/// Whether another transaction was in the way, and this one may succeed if it is done again.
pub(super) fn is_conflict(error: &Error) -> bool {
    let conflicts = [
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
        &SqlState::LOCK_NOT_AVAILABLE,
    ];
    error.code().is_some_and(|code| conflicts.contains(&code))
}

/// Whether the cause lies outside the program and can end without a change of the program.
fn is_temporary(code: &SqlState) -> bool {
    // Connections, conflicts, resources (a full disk), an operator's work, the system, damaged files.
    let classes = ["08", "28", "3D", "40", "53", "55", "57", "58", "XX"];
    *code == SqlState::READ_ONLY_SQL_TRANSACTION || classes.iter().any(|class| code.code().starts_with(class))
}
