//! Connections to the database file. A connection is used by one job at a time, and closed if its state may be unknown.

use std::{
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use super::schema;
use crate::store::StoreError;

/// How long a writer waits for another process that holds the write lock.
const WRITER_WAIT: Duration = Duration::from_secs(2);
/// How long a reader waits. In WAL mode writers do not block readers, so this matters only while a file is recovered.
const READER_WAIT: Duration = Duration::from_millis(250);
/// Number of prepared statements that a connection keeps. This crate has fewer.
const STATEMENTS: usize = 128;

/// The database and its idle connections.
pub(super) enum Database {
    /// In memory: it belongs to its only connection.
    Memory(Mutex<Connection>),
    /// A file.
    File(File),
}

/// A database file.
pub(super) struct File {
    path: PathBuf,
    /// Device and inode of the file that was opened at start.
    identity: (u64, u64),
    /// Connections for reading.
    idle: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens the database, and creates or migrates its tables.
    pub(super) fn open(path: &str) -> Result<Self, StoreError> {
        if path == ":memory:" {
            let mut connection = Connection::open_in_memory()?;
            configure(&connection, WRITER_WAIT)?;
            schema::migrate(&mut connection)?;
            return Ok(Self::Memory(Mutex::new(connection)));
        }
        let path = PathBuf::from(path);
        open_alone(&path)?;
        let identity = identity(&path)?;
        Ok(Self::File(File { path, identity, idle: Mutex::default() }))
    }

    /// Does `work` on a connection for reading.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self {
            Self::Memory(connection) => work(&connection.lock().unwrap_or_else(PoisonError::into_inner)),
            Self::File(file) => file.read(work),
        }
    }
}

impl File {
    /// A new connection for writing.
    pub(super) fn connect(&self) -> Result<Connection, StoreError> {
        self.check()?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        configure(&connection, WRITER_WAIT)?;
        // Writers do not move the log into the file, because the log's thread does ([`super::log`]).
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        Ok(connection)
    }

    /// Whether the file is still the one that was opened. Writes to a file that was removed or replaced would be lost
    /// without an error.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match identity(&self.path) {
            Ok(found) if found == self.identity => Ok(()),
            Ok(_) => {
                Err(StoreError::Unavailable("the database file was replaced; restart the backend".into()))
            }
            Err(error) => Err(error),
        }
    }

    /// Bytes in the write-ahead log.
    pub(super) fn log_bytes(&self) -> u64 {
        let mut path = self.path.clone().into_os_string();
        path.push("-wal");
        std::fs::metadata(path).map_or(0, |found| found.len())
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.check()?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| self.connect_reader(), Ok)?;
        let result = work(&connection);
        // A connection that failed to end its transaction, or whose file failed, is closed here.
        if connection.is_autocommit() && !matches!(result, Err(StoreError::Unavailable(_))) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        result
    }

    fn connect_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        configure(&connection, READER_WAIT)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }
}

/// Opens a file, and creates or migrates its tables.
pub(super) fn open_alone(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path)?;
    configure(&connection, WRITER_WAIT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// Device and inode.
fn identity(path: &Path) -> Result<(u64, u64), StoreError> {
    let found = std::fs::metadata(path)
        .map_err(|error| StoreError::Unavailable(format!("the database file cannot be reached: {error}")))?;
    Ok((found.dev(), found.ino()))
}

fn configure(connection: &Connection, wait: Duration) -> Result<(), StoreError> {
    connection.busy_timeout(wait)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}
