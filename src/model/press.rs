//! A request that the customer makes with the press of a button. All tries of one request have the same idempotency key.

use super::random::Random;
use crate::error::Failure;

/// The idempotency key of a request, and the failure of its last try.
#[derive(Clone, Default)]
pub(super) struct Press {
    /// Made at the first try and kept for retries, so that the server does the same thing only once.
    key: Option<String>,
    failure: Option<Failure>,
}

impl Press {
    /// A try begins: the previous failure is no longer shown.
    pub(super) fn begin(&mut self) {
        self.failure = None;
    }

    /// As [`Self::begin`]. Returns the idempotency key: a new one unless this is a retry.
    pub(super) fn begin_with_key(&mut self, random: &mut Random) -> String {
        self.begin();
        self.key.get_or_insert_with(|| random.key()).clone()
    }

    /// The try failed. If the same call cannot succeed later, the next try has a new key.
    pub(super) fn fail(&mut self, failure: Failure) {
        if !failure.kind.is_retryable() {
            self.key = None;
        }
        self.failure = Some(failure);
    }

    /// The request succeeded, or the customer changed it: the next try has a new key.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Hides the failure; a retry keeps its key.
    pub(super) fn dismiss(&mut self) {
        self.failure = None;
    }

    pub(super) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Whether it is sent again once the connection is back.
    pub(super) fn waits_for_connection(&self) -> bool {
        self.failure.as_ref().is_some_and(Failure::is_offline)
    }

    /// Whether a try was made whose outcome is still open: a retry must send the same.
    pub(super) fn is_bound(&self) -> bool {
        self.key.is_some()
    }
}

#[cfg(test)]
mod tests {
    use contract::problem::ProblemCode;

    use super::*;
    use crate::error::FailureKind;

    #[test]
    fn a_retry_keeps_the_key_and_another_intention_gets_a_new_one() {
        let mut random = Random::new(1);
        let mut press = Press::default();
        let key = press.begin_with_key(&mut random);
        press.fail(Failure::new(FailureKind::Timeout));
        assert_eq!(press.begin_with_key(&mut random), key);
        assert!(press.failure().is_none(), "the previous failure is no longer shown");
        press.reset();
        assert_ne!(press.begin_with_key(&mut random), key);
    }

    #[test]
    fn a_refusal_ends_the_intention() {
        let mut random = Random::new(1);
        let mut press = Press::default();
        let key = press.begin_with_key(&mut random);
        press.fail(Failure::new(FailureKind::Refused(ProblemCode::StepNotOpen)));
        assert_ne!(press.begin_with_key(&mut random), key);
    }

    #[test]
    fn only_a_lost_connection_sends_it_again_without_a_press() {
        let mut press = Press::default();
        press.fail(Failure::new(FailureKind::Unavailable));
        assert!(!press.waits_for_connection());
        press.fail(Failure::new(FailureKind::Offline));
        assert!(press.waits_for_connection());
    }
}
