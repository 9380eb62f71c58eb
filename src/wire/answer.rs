//! What an HTTP answer says: a message of the call that it answers, or why the call failed.

use contract::{
    activation::ActivationResponse, message, problem::Problem, routes, snapshot::Snapshot, time::Timestamp,
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

/// An answer as it came.
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The value of a header.
    pub header: &'a dyn Fn(&str) -> Option<String>,
    /// The text of the body; empty where it is a document.
    pub body: &'a str,
    /// The clock of this computer when it came.
    pub came_at: Timestamp,
}

impl Answer<'_> {
    /// What it says to the call with that id.
    ///
    /// # Errors
    /// Why it is no success.
    pub fn read(&self, id: CallId, call: &Call) -> Result<Message, Failure> {
        match (self.status, call) {
            (200..=299, _) => self.message(id, call).map_err(malformed),
            (304, Call::FetchSnapshot { .. }) => Ok(Message::SnapshotArrived(id, None)),
            _ => Err(self.failure()),
        }
    }

    /// The message; else the path of what does not fit in it.
    fn message(&self, id: CallId, call: &Call) -> Result<Message, String> {
        let snapshot = || message::read::<Snapshot>(self.body).map(Box::new);
        Ok(match call {
            Call::FetchSnapshot { .. } => Message::SnapshotArrived(id, Some(snapshot()?)),
            Call::SubmitStep { .. }
            | Call::ReportCode
            | Call::ResendConfirmation(_)
            | Call::TakeAlternative
            | Call::Upload { .. }
            | Call::Restart => Message::Accepted(id, snapshot()?),
            Call::RevealCode => Message::CodeRevealed(id, message::read::<ActivationResponse>(self.body)?),
            Call::ReadProfile => Message::ProfileRead(id, Box::new(read_record(self.body).ok_or("profile")?)),
            Call::ReadDraft(_) => Message::DraftAnswered(id, read_draft(self.body).ok_or("")?),
            Call::SaveDraft { .. } => Message::DraftAnswered(id, Vec::new()),
            Call::FetchPlaces { .. } => Message::TownsArrived(id, read_towns(self.body).ok_or("places")?),
            Call::FetchCertificate if self.is_pdf() => Message::CertificateSaved(id),
            Call::FetchCertificate => return Err("Content-Type".into()),
        })
    }

    fn is_pdf(&self) -> bool {
        (self.header)("Content-Type").is_some_and(|media_type| media_type.starts_with(PDF))
    }

    fn failure(&self) -> Failure {
        let problem = message::read::<Problem>(self.body).ok();
        Failure::of(self.status, problem, self.retry_after_ms(), || (self.header)(routes::REQUEST_ID))
    }

    /// `Retry-After` (RFC 9110, 10.2.3) in milliseconds: seconds, or a date, which is counted from the server's own clock
    /// where it is told.
    fn retry_after_ms(&self) -> Option<u64> {
        let value = (self.header)("Retry-After")?;
        if let Ok(seconds) = value.trim().parse::<u32>() {
            return Some(u64::from(seconds) * 1000);
        }
        let now = (self.header)("Date").and_then(|date| date::parse(&date)).unwrap_or(self.came_at);
        date::parse(&value).map(|moment| moment.millis_since(now)).filter(|delay| *delay > 0)
    }
}

fn malformed(_path: String) -> Failure {
    Failure::new(FailureKind::Malformed)
}
