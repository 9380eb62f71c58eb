//! Changes that other programs stored, and the programs that have ended. One thread waits for `NOTIFY`; where the server has none,
//! it looks at the table `changes` in short intervals, once for all waiting requests.

use std::{
    collections::BTreeMap,
    future::poll_fn,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_postgres::{AsyncMessage, Client, Error};

use super::{instances::LOSE_RUNNING, server::Server};
use crate::store::{ProspectId, StoreError};

/// Name of the notifications.
const CHANNEL: &str = "onboarding";
/// How long this program counts as running after it last recorded that it is alive.
const ALIVE: &str = "15 seconds";
/// Time between two signs of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(3);
/// How long a notification to oneself may take.
const PROBE_WAIT: Duration = Duration::from_secs(2);
/// Time between two looks, where the server has no notifications.
const LOOK: Duration = Duration::from_millis(100);
/// Pause after a connection was lost.
const RECONNECT: Duration = Duration::from_secs(1);

/// A prospect whose waiting requests have to look, or `None`: all.
pub(super) type Change = Option<ProspectId>;

/// The statement that tells other programs of these changes, before the end of the transaction.
pub(super) fn announcement(server: &Server, prospects: &[ProspectId]) -> String {
    let instance = server.instance();
    // A notification has at most 8000 bytes.
    let lists =
        prospects.chunks(300).map(|some| some.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    lists
        .map(|list| match server.has_notify() {
            true => format!("NOTIFY {CHANNEL}, '{instance}:{list}'; "),
            false => format!("INSERT INTO changes (instance, prospects) VALUES ({instance}, '{list}'); "),
        })
        .collect()
}

/// Starts the thread, which ends when the receiver is dropped.
///
/// # Errors
/// If the system provides no thread.
pub(super) fn start(server: Arc<Server>) -> Result<UnboundedReceiver<Change>, StoreError> {
    let (news, changes) = mpsc::unbounded_channel();
    let failed = |error| StoreError::Unavailable(format!("no thread for news: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let thread = std::thread::Builder::new().name("postgres news".into());
    thread.spawn(move || runtime.block_on(run(&server, &news))).map_err(failed)?;
    Ok(changes)
}

async fn run(server: &Server, news: &UnboundedSender<Change>) {
    loop {
        let error = tokio::select! {
            () = news.closed() => return,
            Err(error) = follow(server, news) => error,
        };
        tracing::warn!(error = %StoreError::from(error), "changes by other programs are not seen until the next try succeeds");
        tokio::select! {
            () = news.closed() => return,
            () = tokio::time::sleep(RECONNECT) => {}
        }
    }
}

/// Passes changes on until the connection is lost.
async fn follow(server: &Server, news: &UnboundedSender<Change>) -> Result<(), Error> {
    let (client, mut connection) = server.config.connect(server.tls.clone()).await?;
    let (notes, mut notifications) = mpsc::unbounded_channel();
    // Ends with the client, or when the connection is lost: then the receiver sees the end.
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(note) = message {
                let _: Result<_, _> = notes.send(note.payload().to_owned()); // nobody may wait any more
            }
        }
    });
    sign_of_life(server, &client).await?;
    let has_notify = can_notify(server, &client, &mut notifications).await;
    server.set_has_notify(has_notify);
    if !has_notify {
        tracing::info!("this server has no notifications; changes by other programs are polled");
    }
    let _: Result<_, _> = news.send(None); // whatever changed while nobody listened
    let mut seen = Seen::default();
    let mut life = tokio::time::interval(SIGN_OF_LIFE);
    let mut look = tokio::time::interval(LOOK);
    loop {
        tokio::select! {
            note = notifications.recv() => match note {
                Some(note) => pass_on(server, news, &note),
                None => client.batch_execute("").await?, // says why the connection was lost
            },
            _ = life.tick() => {
                sign_of_life(server, &client).await?;
                lose_ended(&client, news).await?;
            }
            _ = look.tick(), if !has_notify => seen.look(server, &client, news).await?,
        }
    }
}

/// Whether a notification arrives.
async fn can_notify(server: &Server, client: &Client, notes: &mut UnboundedReceiver<String>) -> bool {
    if !server.may_notify() {
        return false;
    }
    let probe = format!("LISTEN {CHANNEL}; NOTIFY {CHANNEL}, '{}:probe'", server.instance());
    if client.batch_execute(&probe).await.is_err() {
        return false;
    }
    matches!(tokio::time::timeout(PROBE_WAIT, notes.recv()).await, Ok(Some(_)))
}

/// A list `INSTANCE:1,2,3` of another program.
fn pass_on(server: &Server, news: &UnboundedSender<Change>, note: &str) {
    let Some((instance, list)) = note.split_once(':') else { return };
    if instance.parse() == Ok(server.instance()) {
        return; // its own waiting requests know
    }
    for id in list.split(',').filter_map(|id| id.parse().ok()) {
        let _: Result<_, _> = news.send(Some(id)); // the program may end
    }
}

async fn sign_of_life(server: &Server, client: &Client) -> Result<(), Error> {
    let update = "INSERT INTO instances (id, alive_until) VALUES ($1, clock_timestamp() + CAST($2 AS TEXT)::INTERVAL) \
         ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until";
    client.execute(update, &[&server.instance(), &ALIVE]).await?;
    Ok(())
}

/// What a program that has ended was sending to the provider counts as lost.
async fn lose_ended(client: &Client, news: &UnboundedSender<Change>) -> Result<(), Error> {
    let update = [LOSE_RUNNING, " RETURNING prospect_id"].concat();
    for row in client.query(&update, &[]).await? {
        let _: Result<_, _> = news.send(Some(row.try_get(0)?)); // the program may end
    }
    let remove = "DELETE FROM instances WHERE alive_until < clock_timestamp() - INTERVAL '1 day'; \
         DELETE FROM changes WHERE at < clock_timestamp() - INTERVAL '1 minute'";
    client.batch_execute(remove).await
}

/// The changes that a look has passed on already.
#[derive(Default)]
struct Seen(BTreeMap<i64, Instant>);

impl Seen {
    /// Looks at the changes of the last seconds. One with a lower number can appear after one with a higher number, so numbers alone
    /// do not say what is new.
    async fn look(
        &mut self,
        server: &Server,
        client: &Client,
        news: &UnboundedSender<Change>,
    ) -> Result<(), Error> {
        let select =
            "SELECT id, instance, prospects FROM changes WHERE at > clock_timestamp() - INTERVAL '5 seconds'";
        for row in client.query(select, &[]).await? {
            let (id, instance): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            if self.0.insert(id, Instant::now()).is_none() {
                pass_on(server, news, &format!("{instance}:{}", row.try_get::<_, &str>(2)?));
            }
        }
        self.0.retain(|_, at| at.elapsed() < Duration::from_secs(10));
        Ok(())
    }
}
