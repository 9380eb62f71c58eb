//! Copies of the database, made while the server runs.

use std::{fs::File, path::Path};

use rusqlite::{Connection, OpenFlags};

use super::schema;
use crate::store::StoreError;

/// Copies the database `from`, as it is at one moment, into the new file `to`: for a backup, and to restore one. Nobody waits
/// for it. Deleted content is not in the copy, and `to` never has an incomplete copy.
///
/// # Errors
/// If `from` is not a database of this program, or is damaged; if `to` exists or cannot be written.
pub fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Database(format!("{} exists; move it away first", to.display())));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags)?;
    schema::check_version(&source)?;
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let _: Result<_, _> = std::fs::remove_file(part); // of a copy that was interrupted
    let name =
        part.to_str().ok_or_else(|| StoreError::Database("the name of the copy is no UTF-8".into()))?;
    source.execute("VACUUM INTO ?1", [name])?;
    let copy = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let found: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    drop(copy);
    if found != "ok" {
        return Err(StoreError::Database(format!("the copy is damaged: {found}")));
    }
    publish(part, to).map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// On the disk first, then under its name.
fn publish(part: &Path, to: &Path) -> std::io::Result<()> {
    File::open(part)?.sync_all()?;
    std::fs::rename(part, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
