//! `backend callbacks …`: the operator's commands for callbacks that could not be read. They print no content of a callback,
//! except for `export`.

use std::{error::Error, io::Write as _, path::PathBuf};

use backend::{
    inbox::{Override, Redriven, redrive, redrive_all},
    store::Store,
};

/// The command.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// List the callbacks without effect, because they could not be read or name no customer
    Unread,
    /// Write the body of a callback, as it arrived, to the standard output; it may hold personal data
    Export {
        /// Its number in the list
        id: i64,
    },
    /// Read them again: all, after an update of this program, or one, with what its sender got wrong
    Redrive {
        /// Its number in the list; all without it
        id: Option<i64>,
        /// Media type and charset instead of the sender's, such as "application/json; charset=utf-16"
        #[arg(long, value_name = "TYPE", requires = "id")]
        content_type: Option<String>,
        /// Content coding instead of the sender's: gzip, deflate, br, zstd or identity
        #[arg(long, value_name = "CODING", requires = "id")]
        content_encoding: Option<String>,
        /// File with a corrected body
        #[arg(long, value_name = "FILE", requires = "id")]
        body: Option<PathBuf>,
    },
}

/// Runs the command.
pub(crate) async fn run(database: &str, command: Command) -> Result<(), Box<dyn Error>> {
    let store = super::existing(database).await?;
    let mut stdout = std::io::stdout();
    match command {
        Command::Unread => list(&*store, &mut stdout).await?,
        Command::Export { id } => {
            let (delivery, _) = store.delivery(id).await?.ok_or_else(|| unknown(id))?;
            stdout.write_all(&delivery.body)?;
        }
        Command::Redrive { id: None, .. } => {
            let Redriven { read, left } = redrive_all(&*store).await?;
            writeln!(stdout, "{read} can be read now, {left} cannot")?;
        }
        Command::Redrive { id: Some(id), content_type, content_encoding, body } => {
            let body = body.map(std::fs::read).transpose()?;
            let corrected = Override { content_type, content_encoding, body };
            match redrive(&*store, id, &corrected).await?.ok_or_else(|| unknown(id))? {
                true => writeln!(stdout, "{id} can be read now")?,
                false => return Err(format!("{id} still cannot be read, or names no customer").into()),
            }
        }
    }
    store.overwrite_removed().await?;
    Ok(stdout.flush()?)
}

async fn list(store: &dyn Store, stdout: &mut std::io::Stdout) -> Result<(), Box<dyn Error>> {
    let unread = store.unread().await?;
    if unread.is_empty() {
        writeln!(stdout, "every callback could be read")?;
        return Ok(());
    }
    writeln!(stdout, "{:>8}  {:<24}  {:<8}  {:>9}  why", "number", "arrived", "type", "bytes")?;
    for callback in unread {
        let kind = callback.kind.as_deref().unwrap_or("-");
        let (id, at) = (callback.id, callback.received_at.to_string());
        writeln!(stdout, "{id:>8}  {at:<24}  {kind:<8}  {:>9}  {}", callback.bytes, callback.why)?;
    }
    Ok(())
}

fn unknown(id: i64) -> String {
    format!("there is no callback {id}; see `callbacks unread`")
}
