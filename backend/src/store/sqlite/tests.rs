//! Faults of the storage that end: afterwards everything works again without a restart.

use std::{path::PathBuf, sync::Arc, time::Instant};

use contract::time::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use super::*;
use crate::store::{Prospects as _, Session, Sessions as _, Store as _};

/// Sets what SQLite keeps for a connection.
fn set(sql: &dyn Sql, pragma: &str) -> Result<(), StoreError> {
    sql.each(&format!("PRAGMA {pragma}"), values![], &mut |_| Ok(true))
}

/// A folder with a database, which is deleted at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("store-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("onboarding.sqlite")
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.file().to_str().unwrap()).await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

const NOW: Timestamp = Timestamp::from_millis(0);

async fn open_prospect(store: &SqliteStore, reference: &str) -> Result<(), StoreError> {
    store.open_prospect(reference, &format!("user-{reference}"), NOW).await.map(drop)
}

fn is_unavailable<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Unavailable(_)))
}

/// Lets no page be added, as on a full disk.
async fn fill_disk(store: &SqliteStore) {
    let filled = store.write(Scope::default(), |sql| {
        let pages = sql.row("PRAGMA page_count", values![], |row| row.get::<i64>("page_count"))?;
        set(sql, &format!("max_page_count = {}", pages.unwrap()))
    });
    filled.await.unwrap();
}

#[tokio::test]
async fn writes_succeed_again_after_a_full_disk() {
    let folder = Folder::new("full");
    let store = folder.open().await;
    open_prospect(&store, "before").await.unwrap();
    fill_disk(&store).await;
    let large = "x".repeat(1_000_000);
    let failed = store
        .write(Scope::default(), move |sql| {
            sql.run("INSERT INTO roles (prospect_id, roles) VALUES (1, ?1)", values![&large])
        })
        .await;
    assert!(is_unavailable(&failed), "{failed:?}");
    // The limit belonged to the connection, which was closed, so there is room again.
    open_prospect(&store, "after").await.unwrap();
    store.ping().await.unwrap();
    assert_eq!(store.prospect_of("before").await.unwrap(), Some(1));
    assert_eq!(store.prospect_of("after").await.unwrap(), Some(2));
}

#[tokio::test]
async fn all_writes_in_the_transaction_of_a_full_disk_fail() {
    let folder = Folder::new("full-together");
    let store = folder.open().await;
    open_prospect(&store, "before").await.unwrap();
    fill_disk(&store).await;
    let begun = Arc::new(tokio::sync::Notify::new());
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let blocking = store.write(Scope::default(), {
        let begun = Arc::clone(&begun);
        move |_| {
            begun.notify_one();
            let _: Result<_, _> = wait.recv();
            Ok(())
        }
    });
    let large = "x".repeat(1_000_000);
    let (first, (small, large)) = tokio::join!(blocking, async {
        begun.notified().await; // the next transaction contains both of these
        let large = store.write(Scope::default(), move |sql| {
            sql.run("INSERT INTO roles (prospect_id, roles) VALUES (1, ?1)", values![&large])
        });
        let (small, large, ()) = tokio::join!(open_prospect(&store, "small"), large, async {
            go.send(()).unwrap();
        });
        (small, large)
    });
    first.unwrap();
    assert!(is_unavailable(&small) && is_unavailable(&large), "{small:?} {large:?}");
    assert_eq!(store.prospect_of("small").await.unwrap(), None);
    open_prospect(&store, "small").await.unwrap();
}

#[tokio::test]
async fn a_failed_write_among_others_loses_only_its_own_changes() {
    let folder = Folder::new("one-fails");
    let store = folder.open().await;
    let fails = |reference: &'static str| {
        store.write(Scope::default(), move |sql| {
            sql.run(
                "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) VALUES (?1, ?1, 0, 0, '')",
                values![reference],
            )?;
            Err::<(), _>(StoreError::Kept)
        })
    };
    let (a, b, c) = tokio::join!(open_prospect(&store, "a"), fails("b"), open_prospect(&store, "c"));
    a.unwrap();
    assert!(matches!(b, Err(StoreError::Kept)));
    c.unwrap();
    assert_eq!(store.prospect_of("b").await.unwrap(), None);
    assert!(
        store.prospect_of("a").await.unwrap().is_some() && store.prospect_of("c").await.unwrap().is_some()
    );
}

#[tokio::test]
async fn a_lock_of_another_process_fails_writes_soon_but_no_reads() {
    let folder = Folder::new("lock");
    let store = folder.open().await;
    open_prospect(&store, "before").await.unwrap();
    let mut other = Connection::open(folder.file()).unwrap();
    let lock = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let refused = tokio::join!(open_prospect(&store, "a"), open_prospect(&store, "b"), store.ping());
    assert!(is_unavailable(&refused.0) && is_unavailable(&refused.1) && is_unavailable(&refused.2));
    assert_eq!(store.prospect_of("before").await.unwrap(), Some(1));
    drop(lock);
    open_prospect(&store, "a").await.unwrap();
    store.ping().await.unwrap();
}

#[tokio::test]
async fn a_long_reader_blocks_nobody() {
    let folder = Folder::new("reader");
    let store = folder.open().await;
    open_prospect(&store, "customer").await.unwrap();
    let mut other = Connection::open(folder.file()).unwrap();
    let report = other.transaction().unwrap();
    report.query_row("SELECT COUNT(*) FROM prospects", [], |row| row.get::<_, i64>(0)).unwrap();
    let session = Session { token_digest: "token".into(), prospect_id: 1, expires_at: NOW };
    store.open_session(&session, NOW).await.unwrap();
    // A removal cannot be overwritten in the log while the report may still read it, and the answer says so at once.
    store.remove(Scope::default(), |sql| sql.run("DELETE FROM sessions", values![])).await.unwrap();
    assert!(!store.overwrite_removed().await.unwrap());
    assert!(store.session("token").await.unwrap().is_none());
    report.commit().unwrap();
    assert!(store.overwrite_removed().await.unwrap());
}

#[tokio::test]
async fn a_read_only_file_is_not_ready_until_it_is_writable() {
    let folder = Folder::new("read-only");
    let store = folder.open().await;
    open_prospect(&store, "before").await.unwrap();
    let read_only =
        |is: bool| store.write(Scope::default(), move |sql| set(sql, &format!("query_only = {is}")));
    read_only(true).await.unwrap();
    let refused = store.ping().await;
    assert!(is_unavailable(&refused), "{refused:?}");
    assert_eq!(store.prospect_of("before").await.unwrap(), Some(1), "reading still works");
    store.ping().await.unwrap();
}

#[tokio::test]
async fn a_missing_file_accepts_no_writes_until_it_is_back() {
    let folder = Folder::new("gone");
    let store = folder.open().await;
    open_prospect(&store, "before").await.unwrap();
    let elsewhere = folder.0.join("elsewhere");
    std::fs::rename(folder.file(), &elsewhere).unwrap();
    let lost = open_prospect(&store, "lost").await;
    assert!(is_unavailable(&lost) && is_unavailable(&store.ping().await), "{lost:?}");
    assert!(is_unavailable(&store.prospect_of("before").await));
    assert!(!folder.file().exists(), "no empty database is created in its place");
    // Another file in the same place is not accepted.
    std::fs::copy(&elsewhere, folder.file()).unwrap();
    assert!(is_unavailable(&open_prospect(&store, "lost").await));
    std::fs::rename(&elsewhere, folder.file()).unwrap();
    open_prospect(&store, "after").await.unwrap();
    assert_eq!(store.prospect_of("before").await.unwrap(), Some(1));
}

#[tokio::test]
async fn a_panic_in_a_write_does_not_end_the_writer() {
    let folder = Folder::new("panic");
    let store = folder.open().await;
    let broken = store
        .write(Scope::default(), |_| -> Result<(), StoreError> { std::panic::panic_any("a fault of ours") })
        .await;
    assert!(matches!(broken, Err(StoreError::Database(_))), "{broken:?}");
    open_prospect(&store, "after").await.unwrap();
}

#[tokio::test]
async fn a_write_without_a_caller_is_not_started() {
    let folder = Folder::new("gone-caller");
    let store = Arc::new(folder.open().await);
    let (begun, wait_to_begin) = std::sync::mpsc::channel::<()>();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let blocking = tokio::spawn({
        let store = Arc::clone(&store);
        async move {
            let work = move |_: &dyn Sql| {
                begun.send(()).unwrap();
                wait.recv().unwrap();
                Ok(())
            };
            store.write(Scope::default(), work).await
        }
    });
    tokio::task::spawn_blocking(move || wait_to_begin.recv().unwrap()).await.unwrap();
    let began = Instant::now();
    let abandoned = tokio::spawn({
        let store = Arc::clone(&store);
        async move { open_prospect(&store, "abandoned").await }
    });
    tokio::task::yield_now().await;
    abandoned.abort();
    assert!(abandoned.await.unwrap_err().is_cancelled(), "{:?}", began.elapsed());
    go.send(()).unwrap();
    blocking.await.unwrap().unwrap();
    open_prospect(&store, "next").await.unwrap();
    assert_eq!(store.prospect_of("abandoned").await.unwrap(), None);
}

/// The tables of the last version without a version number.
fn make_first_version(file: &std::path::Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.execute_batch(include_str!("migrations/0001-first.sql")).unwrap();
    connection
}

async fn refusal(folder: &Folder) -> String {
    SqliteStore::open(folder.file().to_str().unwrap()).await.err().unwrap().to_string()
}

#[tokio::test]
async fn a_file_without_a_version_number_is_migrated() {
    let folder = Folder::new("unnumbered");
    let connection = make_first_version(&folder.file());
    connection
        .execute(
            "INSERT INTO prospects (customer_reference, app_user_id, opened_at, revision, view_digest) VALUES ('before', 'u', 0, 7, 'x')",
            [],
        )
        .unwrap();
    drop(connection);
    let store = folder.open().await;
    assert_eq!(store.history(1).await.unwrap().unwrap().prospect.revision, 7);
    open_prospect(&store, "after").await.unwrap();
    drop(store);
    assert_eq!(folder.open().await.prospect_of("after").await.unwrap(), Some(2));
}

#[tokio::test]
async fn what_an_earlier_version_stored_and_nobody_needs_is_removed_from_its_file() {
    let folder = Folder::new("unneeded");
    let connection = make_first_version(&folder.file());
    let insert = "INSERT INTO inbox (dedupe_key, kind, app_user_id, received_at, is_readable, headers, body) \
         VALUES (?1, ?2, 'user', 0, 1, '{}', ?3)";
    for (kind, body) in [
        ("26", r#"{"otp":"CANARY"}"#),
        ("31", r#"{"status":"Validated","transmitterFullName":"CANARY"}"#),
        ("16", r#"{"status":"1","label":"CANARY"}"#),
        ("34", r#"{"userRecordStatus":"InProgress"}"#),
    ] {
        connection.execute(insert, [kind, kind, body]).unwrap();
    }
    drop(connection);
    let store = folder.open().await;
    assert!(store.overwrite_removed().await.unwrap());
    let kept = store.read(|sql| {
        let select = "SELECT kind || body AS kept FROM inbox ORDER BY kind";
        sql.rows(select, values![], |row| row.get::<String>("kept"))
    });
    assert_eq!(
        kept.await.unwrap(),
        [r#"31{"status":"Validated"}"#, r#"34{"userRecordStatus":"InProgress"}"#]
    );
    for file in std::fs::read_dir(&folder.0).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"CANARY"));
    }
}

#[tokio::test]
async fn a_file_with_other_tables_is_refused_with_their_names() {
    let folder = Folder::new("other-tables");
    make_first_version(&folder.file())
        .execute_batch(
            "ALTER TABLE sent DROP COLUMN authentication_id; ALTER TABLE reveals ADD COLUMN extra TEXT",
        )
        .unwrap();
    let text = refusal(&folder).await;
    assert!(text.contains("lacks sent.authentication_id") && text.contains("has reveals.extra"), "{text}");
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_untouched() {
    let folder = Folder::new("another-program");
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("CREATE TABLE bookings (id INTEGER PRIMARY KEY)").unwrap();
    let text = refusal(&folder).await;
    assert!(text.contains("another program"), "{text}");
    let tables: i64 = other.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[tokio::test]
async fn a_file_of_a_later_version_is_refused_with_its_number() {
    let folder = Folder::new("later");
    drop(folder.open().await);
    Connection::open(folder.file()).unwrap().pragma_update(None, "user_version", 4711).unwrap();
    let text = refusal(&folder).await;
    assert!(text.contains("version 4711"), "{text}");
}

#[tokio::test]
async fn a_file_that_is_not_a_database_is_refused() {
    let folder = Folder::new("no-database");
    std::fs::write(folder.file(), "hello, this is a text and no database".repeat(100)).unwrap();
    let text = refusal(&folder).await;
    assert!(text.contains("not a database"), "{text}");
}

#[tokio::test]
async fn a_backup_that_is_made_beside_writers_has_every_row_that_was_acknowledged_before_it() {
    let folder = Folder::new("backup");
    let store = Arc::new(folder.open().await);
    for number in 0..150 {
        open_prospect(&store, &format!("before-{number}")).await.unwrap();
    }
    let writing = tokio::spawn({
        let store = Arc::clone(&store);
        async move {
            for number in 0.. {
                open_prospect(&store, &format!("beside-{number}")).await.unwrap();
            }
        }
    });
    let (file, copy) = (folder.file(), folder.0.join("copy"));
    let made = tokio::task::spawn_blocking({
        let copy = copy.clone();
        move || super::copy(&file, &copy)
    });
    made.await.unwrap().unwrap();
    writing.abort();
    let restored = folder.0.join("restored");
    super::copy(&copy, &restored).unwrap();
    let restored = SqliteStore::open(restored.to_str().unwrap()).await.unwrap();
    for number in 0..150 {
        assert!(restored.prospect_of(&format!("before-{number}")).await.unwrap().is_some(), "{number}");
    }
    open_prospect(&restored, "after").await.unwrap();
}

#[tokio::test]
async fn a_copy_overwrites_nothing_and_takes_nothing_else_for_a_database() {
    let folder = Folder::new("copy");
    drop(folder.open().await);
    let (file, other) = (folder.file(), folder.0.join("other"));
    std::fs::write(&other, "this is a text and no database".repeat(100)).unwrap();
    assert!(super::copy(&file, &other).unwrap_err().to_string().contains("exists"));
    assert!(super::copy(&other, &folder.0.join("copy")).is_err());
    assert!(super::copy(&folder.0.join("missing"), &folder.0.join("copy")).is_err());
    assert!(!folder.0.join("copy").exists() && !folder.0.join("missing").exists());
}
