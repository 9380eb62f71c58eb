//! `backend replay-events --since TIME`: makes the server send events again that it sent before.

use std::{error::Error, io::Write as _};

use backend::clock::{Clock as _, SystemClock};
use contract::time::Timestamp;

/// Reads a time.
pub(crate) fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "a time such as 2026-11-30T09:00:00Z is expected".to_owned())
}

/// Runs the command.
pub(crate) async fn run(database: &str, since: Timestamp) -> Result<(), Box<dyn Error>> {
    let store = super::existing(database).await?;
    let waiting = store.replay_events(since, SystemClock::default().now()).await?;
    writeln!(
        std::io::stdout(),
        "{waiting} events wait; a running server sends them, those of a customer in their order"
    )?;
    Ok(())
}
