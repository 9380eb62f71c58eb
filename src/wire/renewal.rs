//! When a call asks the host for a fresh token, and when it is sent again with it. `browser/` and the simulation perform both.

/// The token of one call. A token that is refused is replaced once.
pub struct Renewal {
    can_renew: bool,
    needs_token: bool,
}

impl Renewal {
    /// `can_renew`: whether the host can be asked for a token. `is_missing`: whether there is none to begin with.
    pub fn new(can_renew: bool, is_missing: bool) -> Self {
        Self { can_renew, needs_token: is_missing }
    }

    /// Whether the host must be asked for a token before the call is sent.
    pub fn needs_token(&self) -> bool {
        self.needs_token
    }

    /// Whether the call is sent again after an answer with this status. `is_current`: whether the token that it was sent with is still
    /// the newest. If another call has renewed it in the meantime, the host is not asked again.
    pub fn repeats(&mut self, status: u16, is_current: bool) -> bool {
        let repeats = status == 401 && self.can_renew;
        if repeats {
            (self.can_renew, self.needs_token) = (false, is_current);
        }
        repeats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_token_is_replaced_once() {
        let mut renewal = Renewal::new(true, false);
        assert!(!renewal.needs_token());
        assert!(renewal.repeats(401, true));
        assert!(renewal.needs_token());
        assert!(!renewal.repeats(401, true), "the fresh token is refused too");
    }

    #[test]
    fn a_token_that_another_call_renewed_is_used_without_asking() {
        let mut renewal = Renewal::new(true, false);
        assert!(renewal.repeats(401, false));
        assert!(!renewal.needs_token());
    }

    #[test]
    fn nothing_is_repeated_without_a_host_to_ask_or_after_another_answer() {
        assert!(!Renewal::new(false, false).repeats(401, true));
        for status in [200, 304, 403, 429, 503] {
            assert!(!Renewal::new(true, false).repeats(status, true), "{status}");
        }
        assert!(Renewal::new(true, true).needs_token());
    }
}
