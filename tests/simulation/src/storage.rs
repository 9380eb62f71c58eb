//! The backend's SQLite storage as one process uses it. Each use completes before anything else happens, so that the
//! seed decides the order of events. After a crash there is none.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use backend::{
    callback::{
        delivery::{Arrival, Delivery},
        envelope::Envelope,
    },
    journey::fact::Change,
    store::{
        Attempt, AttemptOutcome, Attempts, Backlog, Claim, CodeReport, Computed, Consent, Consents,
        CredentialStore, Drafts, EventQueue, History, Inbox, Instances, KeptDraft, KeptPrefill, Lifetime,
        Limited, Look, Looks, MayReveal, NewEvent, Notice, NoticeQueue, Prefills, Prospect, ProspectId,
        Prospects, QueuedEvent, Quiet, Reminders, Reveal, RevealCounts, Reveals, Session, Sessions, Silence,
        Store, StoreError, Submissions, Tallies, Tally, TransferAccount, Transfers, UnreadCallback, View,
        sqlite::SqliteStore,
    },
};
use contract::{draft::Draft, session::Role, step::StepId, time::Timestamp};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::life::Life;

/// Runs the database's own tasks and timers in real time, which no journey sees.
static DATABASES: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a thread can be started")
});

/// Runs one use of the storage to its end.
fn at_once<T>(use_of_storage: impl Future<Output = T>) -> T {
    let _within = DATABASES.enter();
    // Exempt from the budget of the calling task, because the task does not yield meanwhile.
    futures_executor::block_on(tokio::task::unconstrained(use_of_storage))
}

/// The database file of one world. It is deleted with the world.
pub struct File(PathBuf);

impl File {
    /// A file that no other world has. It is in a file system in memory if there is one, because only processes crash
    /// here.
    pub fn of_one_world() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self(folder.join(format!("onboarding-{}-{number}.sqlite", std::process::id())))
    }

    /// Opens the file, as a process of the backend does at its start.
    pub fn open(&self, life: Arc<Life>) -> Storage {
        let path = self.0.to_str().expect("a path of ours");
        let store = at_once(SqliteStore::open(path)).expect("the database opens");
        at_once(store.lose_running()).expect("the database can be written");
        Storage { store, life }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(suffix);
            let _: Result<_, _> = std::fs::remove_file(name);
        }
    }
}

/// The storage of one process.
pub struct Storage {
    store: SqliteStore,
    life: Arc<Life>,
}

macro_rules! each_at_once {
    ($($concept:ident { $($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)* })*) => {
        $(#[async_trait]
        impl $concept for Storage {
            $(async fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
                self.life.use_storage().await;
                at_once(self.store.$name($($argument),*))
            })*
        })*
    };
}

each_at_once! {
    Prospects {
        open_prospect(customer_reference: &str, app_user_id: &str, at: Timestamp) -> Prospect;
        prospect_of(customer_reference: &str) -> Option<ProspectId>;
        keep_roles(prospect_id: ProspectId, roles: &[Role]) -> ();
        history(prospect_id: ProspectId) -> Option<History>;
    }
    Consents {
        keep_consent(prospect: &Prospect, version: &str, at: Timestamp) -> ();
        consents(prospect_id: ProspectId) -> Vec<Consent>;
    }
    Sessions {
        open_session(session: &Session, now: Timestamp) -> ();
        session(token_digest: &str) -> Option<Session>;
        end_session(token_digest: &str) -> ();
    }
    Attempts {
        claim(attempt: &Attempt, now: Timestamp, stale_before: Timestamp) -> Claim;
        note_change(attempt: &Attempt, change: &Change) -> ();
        is_running(attempt: &Attempt, stale_before: Timestamp) -> bool;
        was_taken(attempt: &Attempt) -> bool;
        end(attempt: &Attempt, outcome: &AttemptOutcome) -> ();
        lose_running() -> usize;
        has_attempt(prospect_id: ProspectId, key: &str) -> bool;
    }
    Submissions {
        keep_submission(prospect: &Prospect, step: StepId, body: &str) -> ();
        submission(prospect_id: ProspectId, step: StepId) -> Option<String>;
        forget_submission(prospect_id: ProspectId, step: StepId) -> ();
    }
    Drafts {
        keep_draft(prospect: &Prospect, kept: &KeptDraft) -> ();
        draft(prospect_id: ProspectId, step: StepId) -> Draft;
        forget_draft(prospect_id: ProspectId, step: StepId) -> ();
    }
    Prefills {
        keep_prefill(prospect: &Prospect, prefill: &KeptPrefill, at: Timestamp) -> ();
        prefill(prospect_id: ProspectId) -> Option<KeptPrefill>;
        forget_prefill(prospect_id: ProspectId) -> ();
    }
    Inbox {
        receive(arrivals: Arc<[Arrival]>) -> Vec<bool>;
        addressee(envelope: &Envelope) -> Option<ProspectId>;
        unread() -> Vec<UnreadCallback>;
        delivery(id: i64) -> Option<(Delivery, Timestamp)>;
        reread(id: i64, arrivals: Arc<[Arrival]>) -> bool;
    }
    CredentialStore {
        code(app_user_id: &str, digest: &str) -> Option<String>;
        forget_code(app_user_id: &str, digest: &str) -> ();
        webview(app_user_id: &str) -> Option<String>;
        note_webview(prospect: &Prospect, url_digest: &str, at: Timestamp, request_id: &str) -> bool;
        forget_webviews(app_user_id: &str) -> ();
    }
    Reveals {
        reveal(
        reveal: &Reveal,
        since: Timestamp,
        allows: MayReveal
    ) -> RevealCounts;
        report_code(report: &CodeReport) -> bool;
    }
    NoticeQueue {
        claim_notice(now: Timestamp, busy_until: Timestamp) -> Option<Notice>;
        postpone_notice(id: &str, until: Timestamp) -> ();
        end_notice(id: &str) -> ();
        next_notice_at() -> Option<Timestamp>;
    }
    EventQueue {
        claim_events(now: Timestamp, busy_until: Timestamp, most: u32) -> Vec<QueuedEvent>;
        take_event(event: &QueuedEvent, at: Timestamp) -> ();
        postpone_event(event: &QueuedEvent, until: Timestamp) -> ();
        next_event_at() -> Option<Timestamp>;
        replay_events(since: Timestamp, now: Timestamp) -> u64;
        event_backlog() -> Backlog;
    }
    Reminders {
        unreminded(days: u32, opened_after: Timestamp, opened_until: Timestamp, most: u32) -> Vec<ProspectId>;
        remind(prospect: &Prospect, days: u32, at: Timestamp, event: Option<NewEvent>) -> bool;
        outdated(now: Timestamp, after: ProspectId, most: u32) -> Vec<ProspectId>;
        unfolded(after: ProspectId, most: u32) -> Vec<ProspectId>;
    }
    Quiet {
        quiet(silence: Silence, after: ProspectId, most: u32) -> Vec<ProspectId>;
    }
    Lifetime {
        aged(opened_until: Timestamp) -> Vec<ProspectId>;
        settle(prospect: &Prospect, at: Timestamp) -> ();
        purge(prospect: &Prospect, at: Timestamp) -> ();
        erase(prospect: &Prospect, at: Timestamp) -> ();
        forget_corrections(prospect: &Prospect) -> ();
        export(prospect: &Prospect) -> Value;
        forget_entries(prospect: &Prospect, until: Timestamp) -> ();
        purge_leftovers(received_until: Timestamp) -> ();
        restart(prospect: &Prospect, app_user_id: &str, at: Timestamp) -> bool;
    }
    Looks {
        look(token_digest: &str) -> Option<Look>;
        view(prospect_id: ProspectId) -> Option<View>;
        keep_view(computed: &Computed) -> bool;
    }
    Tallies {
        tally(stuck_before: Timestamp) -> Tally;
    }
    Transfers {
        keep_transfer(prospect: &Prospect, account: &TransferAccount) -> ();
        transfer(prospect_id: ProspectId) -> Option<TransferAccount>;
        forget_transfer(prospect_id: ProspectId) -> ();
    }
    Store {
        ping() -> ();
        overwrite_removed() -> bool;
    }
}

/// One process uses the file, and counts calls in its own memory.
#[async_trait]
impl Instances for Storage {
    async fn changed_elsewhere(&self) -> Option<ProspectId> {
        self.store.changed_elsewhere().await
    }

    async fn may_do(&self, work: &'static str) -> Result<bool, StoreError> {
        self.store.may_do(work).await
    }

    async fn count_call(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> Result<Result<(), u64>, StoreError> {
        self.store.count_call(prospect_id, limited, now, most).await
    }
}
