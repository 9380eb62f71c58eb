//! What can go wrong, grouped by who can act: the customer, nobody for now, or the integrator.

use std::fmt;

use contract::{
    decimal::decimal,
    document,
    problem::{FieldError, FieldErrorCode, Problem, ProblemCode},
};

/// Why a call to the partner's backend did not succeed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The backend's reference for support; empty if there is none.
    pub request_id: String,
    /// How long the backend asks the client to wait before the next attempt, in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// A message for the host page's developer, for the console: where an answer does not fit, or what the host page did. It
    /// never contains a value. Empty if there is nothing to report.
    pub cause: String,
}

/// The longest delay that a backend can ask for, in milliseconds. A delay of hours, or a date years away, is a mistake and
/// would leave the customer with a page that does nothing.
pub const MAX_PATIENCE_MS: u64 = 900_000;

impl Failure {
    /// The failure of an answer with `status`, from its problem document if it has one, otherwise from its status. `reference` comes
    /// from the answer's header, for answers without such a document.
    pub fn of(
        status: u16,
        problem: Option<Problem>,
        retry_after_ms: Option<u64>,
        reference: impl FnOnce() -> Option<String>,
    ) -> Self {
        let (code, errors, request_id) = match problem {
            Some(problem) => (problem.code, problem.errors, problem.request_id),
            None => (ProblemCode::Unknown, Vec::new(), reference().unwrap_or_default()),
        };
        let kind = match status {
            401 => FailureKind::SessionExpired,
            408 => FailureKind::Timeout,
            // A proxy, which sends no problem documents, may answer this too. Only a document can be too large.
            413 => FailureKind::Fields(vec![FieldError::new(document::FILE, FieldErrorCode::TooLarge)]),
            422 if !errors.is_empty() => FailureKind::Fields(errors),
            429 => FailureKind::RateLimited,
            // 501: the backend does not implement the call, so a later attempt would not help.
            500 | 502.. if code != ProblemCode::ProviderRefused => FailureKind::Unavailable,
            _ => FailureKind::Refused(code),
        };
        let retry_after_ms = retry_after_ms.map(|asked| asked.min(MAX_PATIENCE_MS));
        Self { kind, request_id, retry_after_ms, cause: cause_of(status) }
    }

    /// A failure without a reference or a delay.
    pub fn new(kind: FailureKind) -> Self {
        Self::because(kind, String::new())
    }

    /// As [`Failure::new`], with a message for the developer.
    pub fn because(kind: FailureKind, cause: String) -> Self {
        Self { kind, request_id: String::new(), retry_after_ms: None, cause }
    }

    /// Whether the connection was lost. The browser reports when it is back.
    pub fn is_offline(&self) -> bool {
        matches!(self.kind, FailureKind::Offline)
    }

    /// Whether the snapshot that the page knows is out of date.
    pub fn is_outdated(&self) -> bool {
        matches!(self.kind, FailureKind::Refused(ProblemCode::StepNotOpen))
    }
}

/// The message for a developer about a status. It is set if the status suggests a mistake of the page or of a proxy,
/// but not if any customer can meet it in normal use.
fn cause_of(status: u16) -> String {
    match status {
        401 | 408 | 409 | 413 | 422 | 429 => String::new(),
        400..=499 | 501 => ["answered ", &decimal(status.into())].concat(),
        _ => String::new(),
    }
}

/// What went wrong with a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FailureKind {
    /// No connection.
    Offline,
    /// No answer in time.
    Timeout,
    /// The session ended and could not be renewed.
    SessionExpired,
    /// Fields are wrong.
    Fields(Vec<FieldError>),
    /// Too many calls.
    RateLimited,
    /// The backend, or the provider behind it, is down for now.
    Unavailable,
    /// The backend refused: a retry makes no difference.
    Refused(ProblemCode),
    /// The backend's answer does not follow the contract.
    Malformed,
}

impl FailureKind {
    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout | Self::RateLimited | Self::Unavailable | Self::Malformed => true,
            Self::Refused(code) => *code == ProblemCode::InProgress,
            Self::SessionExpired | Self::Fields(_) => false,
        }
    }

    /// The stable name used in events.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Timeout => "timeout",
            Self::SessionExpired => "session_expired",
            Self::Fields(_) => "validation_failed",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Refused(_) => "refused",
            Self::Malformed => "malformed_answer",
        }
    }
}

/// An option that the integrator must fix. The text names the option, its current value's fault and what was expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OptionError(pub(crate) String);

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_takes_no_file_of_that_size_points_at_the_file() {
        let failure = Failure::of(413, None, None, || None);
        assert_eq!(
            failure.kind,
            FailureKind::Fields(vec![FieldError::new("file", FieldErrorCode::TooLarge)])
        );
    }

    #[test]
    fn a_delay_of_hours_is_shortened() {
        let asked = |millis| Failure::of(503, None, millis, || None).retry_after_ms;
        assert_eq!(asked(Some(86_400_000)), Some(MAX_PATIENCE_MS));
        assert_eq!((asked(Some(30_000)), asked(None)), (Some(30_000), None));
    }
}
