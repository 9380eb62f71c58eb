//! When the next status call is due: pure arithmetic on the times and outcomes of the calls before it.

use crate::model::{message::Message, random::Random};

/// Never ask more often than this while plain polling, in milliseconds.
const FLOOR_MS: u64 = 1_000;
/// While the page is hidden, ask at most once in this time, in milliseconds.
const HIDDEN_MS: u64 = 60_000;
/// Plain polling slows down while nothing changes: (unchanged for, least delay), in milliseconds.
const SLOWDOWN: [(u64, u64); 2] = [(120_000, 15_000), (40_000, 5_000)];
/// A server that answers "nothing changed" only after this time holds answers, in milliseconds.
const HELD_MS: u64 = 3_000;
/// After this many held calls in a row that failed, a proxy on the way is assumed to cut them.
const CUTS: u8 = 2;
/// How long that is assumed, in milliseconds: an outage looks the same.
const CUT_MS: u64 = 300_000;
/// First limit of the random delay after a failure, and the largest, in milliseconds.
const RETRY_MS: u64 = 1_000;
const MAX_RETRY_MS: u64 = 60_000;
/// Failures in a row, and a delay requested by the server in milliseconds, after which the banner says that the
/// connection is poor.
const TOLD_AFTER_FAILURES: u32 = 2;
const TOLD_AFTER_MS: u64 = 30_000;
/// How long a call counts as just made, in milliseconds: the return to a page fires several events.
const FRESH_MS: u64 = 1_000;
/// How long the server may hold, in seconds.
const WAIT_SECONDS: u32 = contract::routes::MAX_WAIT_SECONDS;

/// The state that the next call depends on.
#[derive(Clone, Debug)]
pub(super) struct Status {
    /// When the last call was made, in the model's time in milliseconds.
    pub(super) asked_at: u64,
    /// Whether the last call let the server hold the answer.
    could_hold: bool,
    /// The revision that was known then.
    asked_after: Option<u32>,
    /// When something last changed.
    changed_at: u64,
    /// Whether the server holds answers; assumed until it shows otherwise.
    holds: bool,
    /// Held calls that ended in a failure, since one was answered or the page became visible, and when the last one did.
    cuts: u8,
    cut_at: u64,
    /// Failures in a row.
    failures: u32,
    /// The server wants no call before this moment.
    pub(super) not_before: u64,
    /// Whether that is so late that the banner appears.
    is_put_off: bool,
    /// Whether a call is in progress.
    pub(super) is_asking: bool,
    /// When the timer of the next call fires, while it runs.
    pub(super) due: Option<u64>,
    /// Whether the page was hidden, frozen or offline when the last call was made, or since.
    is_stale: bool,
    pub(super) is_hidden: bool,
    /// Whether the page is frozen or gone: no call is made until it is back.
    pub(super) is_away: bool,
}

impl Status {
    pub(super) const fn new() -> Self {
        Self {
            asked_at: 0,
            could_hold: false,
            asked_after: None,
            changed_at: 0,
            holds: true,
            cuts: 0,
            cut_at: 0,
            failures: 0,
            not_before: 0,
            is_put_off: false,
            is_asking: false,
            due: None,
            is_stale: false,
            is_hidden: false,
            is_away: false,
        }
    }

    /// Notes what a message says about the page.
    pub(super) fn observe(&mut self, message: &Message) {
        match message {
            Message::PageHidden => self.is_hidden = true,
            Message::PageLeft => self.is_away = true,
            Message::PageResumed => self.is_away = false,
            Message::PageShown => (self.is_hidden, self.is_away) = (false, false),
            _ => {}
        }
        self.is_stale |= matches!(message, Message::PageHidden | Message::PageLeft | Message::WentOffline);
        if matches!(message, Message::PageShown | Message::PageResumed | Message::WentOnline) {
            self.cuts = 0;
        }
    }

    /// When the next call may be made without a press.
    pub(super) fn earliest(&self, now: u64) -> u64 {
        // A hidden page may be shown at once: its call would be one that the server may hold.
        let least = if self.is_hidden { (self.asked_at + HIDDEN_MS).max(now + FRESH_MS) } else { now };
        least.max(self.not_before)
    }

    /// Whether the server probably holds the call in progress until something changes.
    pub(super) fn is_held(&self) -> bool {
        self.could_hold && self.holds
    }

    /// Whether a call was made a moment ago and the page was visible, running and online since.
    pub(super) fn is_fresh(&self, now: u64) -> bool {
        !self.is_stale && self.failures == 0 && now.saturating_sub(self.asked_at) < FRESH_MS
    }

    /// Whether the page was hidden, frozen or offline when the last call was made, or since.
    pub(super) fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// The call that was just made is compared with the `known` revision.
    pub(super) fn asked(&mut self, known: Option<u32>, is_offline: bool) {
        self.is_asking = true;
        self.asked_after = known;
        self.is_stale |= is_offline;
    }

    /// A call is made now, for revisions `after` a known one. Returns how long the server may hold it, in seconds.
    pub(super) fn ask(&mut self, now: u64, after: Option<u32>, may_hold: bool) -> u32 {
        self.asked_at = now;
        self.is_stale = self.is_hidden;
        self.due = None;
        self.asked_after = after;
        if now.saturating_sub(self.cut_at) > CUT_MS {
            self.cuts = 0;
        }
        self.could_hold = may_hold && after.is_some() && !self.is_hidden && self.cuts < CUTS;
        if self.could_hold { WAIT_SECONDS } else { 0 }
    }

    /// Something changed, or the customer did something: ask often again.
    pub(super) fn touch(&mut self, now: u64) {
        self.changed_at = now;
    }

    /// An answer arrived, with a snapshot of `revision` or with none. Returns the delay to the next call in milliseconds; `None`:
    /// nothing can change any more.
    pub(super) fn answered(&mut self, now: u64, revision: Option<u32>, poll_after_ms: u64) -> Option<u64> {
        self.failures = 0;
        self.not_before = 0;
        self.is_put_off = false;
        let took = now.saturating_sub(self.asked_at);
        // A snapshot older than the known one is not new: asking again at once would return it again.
        let is_news = revision > self.asked_after;
        if is_news {
            self.touch(now);
        } else if self.could_hold {
            self.holds = took >= HELD_MS;
        }
        if self.could_hold {
            self.cuts = 0;
        }
        if poll_after_ms == 0 {
            return None;
        }
        if self.is_hidden {
            return Some(poll_after_ms.max(HIDDEN_MS));
        }
        let unchanged = now.saturating_sub(self.changed_at);
        let slowest =
            SLOWDOWN.iter().find(|(after, _)| unchanged >= *after).map_or(FLOOR_MS, |(_, delay)| *delay);
        let delay = poll_after_ms.max(slowest);
        Some(if !self.holds || self.cuts >= CUTS {
            delay
        } else if !self.could_hold {
            0
        } else if is_news {
            FLOOR_MS / 4
        } else {
            // A slow server looks like one that holds for a moment.
            delay.saturating_sub(took)
        })
    }

    /// A call failed. Returns the delay to the next in milliseconds. Full jitter: any delay up to a limit that doubles.
    pub(super) fn failed(&mut self, now: u64, retry_after_ms: Option<u64>, random: &mut Random) -> u64 {
        if self.could_hold && now.saturating_sub(self.asked_at) >= HELD_MS {
            self.cuts = self.cuts.saturating_add(1);
            self.cut_at = now;
        }
        let asked = retry_after_ms.unwrap_or_default();
        self.is_put_off = asked > TOLD_AFTER_MS;
        let limit = RETRY_MS.saturating_mul(1 << self.failures.min(16)).min(MAX_RETRY_MS);
        self.failures = self.failures.saturating_add(1);
        let jitter = random.up_to(limit).max(RETRY_MS / 4);
        let least = if self.is_hidden { HIDDEN_MS } else { 0 };
        // Spreads clients that were given the same Retry-After, and those that come back to the page meanwhile.
        let spread = (asked / 4).clamp(RETRY_MS, MAX_RETRY_MS);
        let wait = if asked > 0 { asked.saturating_add(random.up_to(spread)) } else { 0 };
        self.not_before = if asked > 0 { now.saturating_add(wait) } else { 0 };
        jitter.max(least).max(wait)
    }

    /// Failures in a row.
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether the banner says that the connection is poor.
    pub(super) fn is_poor(&self) -> bool {
        self.failures >= TOLD_AFTER_FAILURES || self.is_put_off
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requests of a plain poll during `minutes` in which nothing changes.
    fn requests(minutes: u64, is_hidden: bool) -> u64 {
        let mut status = Status { is_hidden, ..Status::new() };
        let (mut now, mut count) = (0, 0);
        while now < minutes * 60_000 {
            status.ask(now, Some(1), true);
            count += 1;
            now += 50;
            now += status.answered(now, None, 2_000).unwrap();
        }
        count
    }

    #[test]
    fn a_plain_poll_keeps_its_budget() {
        assert!(requests(15, false) <= 90, "{}", requests(15, false));
        assert!(requests(15, true) <= 15, "{}", requests(15, true));
    }

    #[test]
    fn a_server_that_holds_is_asked_again_at_once() {
        let mut status = Status::new();
        assert_eq!(status.ask(0, Some(1), true), WAIT_SECONDS);
        assert_eq!(status.answered(25_000, None, 2_000), Some(0));
        status.ask(30_000, Some(1), true);
        assert_eq!(status.answered(30_010, None, 2_000), Some(2_000), "answered at once: it does not hold");
    }

    #[test]
    fn a_held_call_that_ends_early_with_news_still_shows_that_the_server_holds() {
        let mut status = Status::new();
        status.ask(0, Some(1), true);
        assert_eq!(status.answered(500, Some(2), 2_000), Some(FLOOR_MS / 4));
        status.ask(1_000, Some(2), true);
        assert_eq!(status.answered(26_000, None, 2_000), Some(0));
    }

    #[test]
    fn an_older_snapshot_is_not_new() {
        let mut status = Status::new();
        status.ask(0, Some(7), true);
        assert_eq!(status.answered(10, Some(6), 2_000), Some(2_000));
    }

    #[test]
    fn a_final_answer_ends_it() {
        assert_eq!(Status::new().answered(0, Some(1), 0), None);
    }

    #[test]
    fn retries_spread_out_and_never_stop() {
        let mut status = Status::new();
        let mut random = Random::new(3);
        for failure in 0..1000_u32 {
            let limit = (RETRY_MS << failure.min(6)).min(MAX_RETRY_MS);
            let delay = status.failed(0, None, &mut random);
            assert!((RETRY_MS / 4..=limit).contains(&delay), "{failure}: {delay}");
        }
    }

    #[test]
    fn the_server_can_ask_for_a_delay() {
        let mut status = Status::new();
        let delay = status.failed(0, Some(20_000), &mut Random::new(3));
        assert!((20_000..=25_000).contains(&delay), "{delay}");
        assert!(!status.is_poor(), "a short wait shows no banner");
    }

    #[test]
    fn clients_with_the_same_retry_after_are_spread() {
        let mut random = Random::new(3);
        let delays: Vec<_> = (0..1000).map(|_| Status::new().failed(0, Some(200_000), &mut random)).collect();
        assert!(delays.iter().all(|delay| *delay >= 200_000), "no client calls before the wait is over");
        let in_a_second =
            |second: u64| delays.iter().filter(|delay| (**delay - 200_000) / 1000 == second).count();
        assert!((0..50).all(|second| in_a_second(second) < 60), "{:?}", delays.iter().max());
    }

    #[test]
    fn a_long_delay_shows_the_banner_at_once_until_an_answer_comes() {
        let mut status = Status::new();
        status.ask(0, Some(1), true);
        status.failed(26_000, Some(5_000), &mut Random::new(3));
        assert!(!status.is_poor(), "only the wait counts, not the duration of the call");
        let mut status = Status::new();
        status.failed(0, Some(60_000), &mut Random::new(3));
        assert!(status.is_poor());
        status.ask(status.not_before, Some(1), true);
        assert!(status.is_poor(), "a new call does not hide the banner");
        status.answered(70_000, None, 2_000);
        assert!(!status.is_poor());
    }

    #[test]
    fn a_known_snapshot_is_not_new() {
        let mut status = Status::new();
        status.ask(200_000, None, true);
        status.asked_after = Some(7);
        assert_eq!(status.answered(200_050, Some(7), 2_000), Some(0), "a held call follows at once");
        assert_eq!(status.changed_at, 0);
    }

    #[test]
    fn a_return_to_the_page_does_not_shorten_the_servers_delay() {
        let mut status = Status::new();
        let delay = status.failed(0, Some(200_000), &mut Random::new(3));
        assert_eq!(status.earliest(100_000), delay);
    }

    #[test]
    fn behind_a_proxy_that_cuts_held_calls_the_server_is_polled_for_a_while() {
        let (mut status, mut random) = (Status::new(), Random::new(3));
        for now in [0, 60_000] {
            assert_eq!(status.ask(now, Some(1), true), WAIT_SECONDS);
            status.failed(now + 10_000, None, &mut random);
        }
        assert_eq!(status.ask(120_000, Some(1), true), 0);
        assert!(status.answered(120_050, None, 2_000) >= Some(2_000), "it is asked again after a pause");
        let (mut shown, mut later) = (status.clone(), status);
        shown.observe(&Message::PageShown);
        assert_eq!(shown.ask(180_000, Some(1), true), WAIT_SECONDS);
        assert_eq!(later.ask(180_000, Some(1), true), 0);
        assert_eq!(
            later.ask(70_001 + CUT_MS, Some(1), true),
            WAIT_SECONDS,
            "an outage looks the same, and ends"
        );
    }

    #[test]
    fn a_call_that_fails_at_once_does_not_count_as_cut() {
        let (mut status, mut random) = (Status::new(), Random::new(3));
        for now in [0, 60_000, 120_000] {
            assert_eq!(status.ask(now, Some(1), true), WAIT_SECONDS);
            status.failed(now + 100, None, &mut random);
        }
        assert_eq!(status.ask(180_000, Some(1), true), WAIT_SECONDS);
    }

    #[test]
    fn a_slow_server_is_polled_within_the_budget() {
        let mut status = Status::new();
        let (mut now, mut count) = (0, 0);
        while now < 15 * 60_000 {
            status.ask(now, Some(1), true);
            count += 1;
            now += 4_000;
            now += status.answered(now, None, 2_000).unwrap();
        }
        assert!(count <= 90, "{count}");
    }

    #[test]
    fn a_hidden_page_does_not_let_the_server_hold() {
        let mut status = Status { is_hidden: true, ..Status::new() };
        assert_eq!(status.ask(0, Some(1), true), 0);
    }
}
