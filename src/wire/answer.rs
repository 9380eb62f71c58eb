//! Reads an HTTP answer: either as the message that answers the call, or as the reason why the call failed.

use contract::{
    message::{self, Value},
    routes,
    snapshot::Snapshot,
    time::Timestamp,
};

use super::{
    date,
    record::{read_draft, read_record, read_towns},
    request::PDF,
};
use crate::{
    error::{Failure, FailureKind},
    model::{Call, CallId, Message},
};

/// An answer as received.
pub struct Answer<'a, V> {
    /// The HTTP status.
    pub status: u16,
    /// The value of a header.
    pub header: &'a dyn Fn(&str) -> Option<String>,
    /// The parsed body; `None` if it is not JSON.
    pub body: Option<V>,
    /// This computer's clock when the answer arrived.
    pub came_at: Timestamp,
}

impl<V: Value> Answer<'_, V> {
    /// Reads the answer to the call with that id.
    ///
    /// # Errors
    /// The failure, if the answer is not a success.
    pub fn read(self, id: CallId, call: &Call) -> Result<Message, Failure> {
        match (self.status, call) {
            (200..=299, _) => self.message(id, call).map_err(malformed),
            (304, Call::FetchSnapshot { .. }) => Ok(Message::SnapshotArrived(id, None)),
            _ => Err(self.failure()),
        }
    }

    /// The message, or the path of the member that does not fit.
    fn message(self, id: CallId, call: &Call) -> Result<Message, String> {
        let body = self.body;
        Ok(match call {
            Call::FetchSnapshot { .. } => Message::SnapshotArrived(id, Some(snapshot(body)?)),
            Call::SubmitStep { .. }
            | Call::ReportCode
            | Call::ResendConfirmation(_)
            | Call::TakeAlternative
            | Call::Upload { .. }
            | Call::Restart => Message::Accepted(id, snapshot(body)?),
            Call::RevealCode => Message::CodeRevealed(id, message::read(body)?),
            Call::ReadProfile => {
                let record = body.as_ref().and_then(read_record).ok_or("profile")?;
                Message::ProfileRead(id, Box::new(record))
            }
            Call::ReadDraft(_) => Message::DraftAnswered(id, body.as_ref().and_then(read_draft).ok_or("")?),
            Call::SaveDraft { .. } => Message::DraftAnswered(id, Vec::new()),
            Call::FetchPlaces { .. } => {
                Message::TownsArrived(id, body.as_ref().and_then(read_towns).ok_or("places")?)
            }
            Call::FetchCertificate => {
                let media_type = (self.header)("Content-Type").unwrap_or_default();
                media_type.starts_with(PDF).then_some(Message::CertificateSaved(id)).ok_or("Content-Type")?
            }
        })
    }

    fn failure(self) -> Failure {
        let retry_after_ms = self.retry_after_ms();
        let problem = message::read(self.body).ok();
        Failure::of(self.status, problem, retry_after_ms, || (self.header)(routes::REQUEST_ID))
    }

    /// `Retry-After` (RFC 9110, 10.2.3) in milliseconds: a number of seconds, or a date, which is compared with the server's own
    /// clock if the answer states it.
    fn retry_after_ms(&self) -> Option<u64> {
        let value = (self.header)("Retry-After")?;
        if let Ok(seconds) = value.trim().parse::<u32>() {
            return Some(u64::from(seconds) * 1000);
        }
        let now = (self.header)("Date").and_then(|date| date::parse(&date)).unwrap_or(self.came_at);
        date::parse(&value).map(|moment| moment.millis_since(now)).filter(|delay| *delay > 0)
    }
}

fn snapshot(body: Option<impl Value>) -> Result<Box<Snapshot>, String> {
    message::read(body).map(Box::new)
}

fn malformed(path: String) -> Failure {
    let cause = if path.is_empty() {
        "answered no JSON of the contract".into()
    } else {
        ["does not fit the contract at \"", &path, "\""].concat()
    };
    Failure::because(FailureKind::Malformed, cause)
}
