//! Polling: when this tab asks the backend for the snapshot. `status` plans the calls, `lead` says which of the customer's
//! tabs makes them. One call at a time; it slows down and never stops for good.

mod lead;
mod status;
mod tabs;

use self::{status::Status, tabs::Tabs};
use super::{
    call::Call,
    effect::{Effect, Timer},
    message::Message,
    outcome::{Outcome, Request},
    random::Random,
};

/// The parameters of a status call.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// The revision of the known snapshot.
    pub(super) revision: u32,
    /// Whether the screen counts down to a time of the server's clock.
    pub(super) has_countdown: bool,
}

#[derive(Clone)]
pub(super) struct Polling {
    /// The model's time.
    now: u64,
    status: Status,
    tabs: Tabs,
}

impl Polling {
    pub(super) fn new() -> Self {
        Self { now: 0, status: Status::new(), tabs: Tabs::default() }
    }

    /// Another onboarding begins: only whether the page is hidden is still true.
    pub(super) fn restart(&mut self) {
        let is_hidden = self.status.is_hidden;
        self.status = Status::new();
        self.status.is_hidden = is_hidden;
    }

    /// Notes the time, and what a message says about the page.
    pub(super) fn observe(&mut self, now: u64, message: &Message) {
        self.now = now;
        self.status.observe(message);
    }

    /// Something changed, or the customer did something: ask often again.
    pub(super) fn touch(&mut self) {
        self.status.touch(self.now);
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.status.is_hidden
    }

    /// Whether the page is frozen or gone: nothing is asked until it is back.
    pub(super) fn is_away(&self) -> bool {
        self.status.is_away
    }

    /// Whether the banner says that the connection is poor.
    pub(super) fn is_poor(&self) -> bool {
        self.status.is_poor()
    }

    /// The status call to make now; `known` is absent before the first answer.
    pub(super) fn ask(&mut self, known: Option<Known>, is_offline: bool) -> Call {
        // The page's clock may have stopped. "Nothing changed" contains no time, so the whole snapshot is requested.
        let after = known.filter(|known| !(self.status.is_stale() && known.has_countdown));
        let after = after.map(|known| known.revision);
        let may_hold = self.may_hold();
        let wait_seconds = self.status.ask(self.now, after, may_hold);
        self.status.asked(known.map(|known| known.revision), is_offline);
        Call::FetchSnapshot { after, wait_seconds }
    }

    /// Plans the next call after `delay_ms` milliseconds, instead of an earlier plan.
    pub(super) fn ask_after(&mut self, delay_ms: u64) -> Outcome {
        self.status.due = Some(self.now.saturating_add(delay_ms));
        Outcome::none().perform(Effect::StartTimer(Timer::Poll, delay_ms))
    }

    /// Asks soon after the server accepted something, unless the page is hidden or the backend asked it to wait.
    pub(super) fn ask_after_press(&mut self, poll_after_ms: u64) -> Outcome {
        let has_time = self.status.is_hidden
            || self.status.is_away
            || self.status.failures() > 0
            || self.tabs.is_following();
        if self.status.is_asking || poll_after_ms == 0 || has_time {
            return Outcome::none();
        }
        self.ask_after(poll_after_ms)
    }

    /// Asks at once if the server allows it, else as soon as it does.
    pub(super) fn check(&mut self) -> Outcome {
        if self.status.is_away {
            return Outcome::none();
        }
        let earliest = self.status.earliest(self.now);
        if earliest <= self.now {
            Outcome::of(Request::Ask)
        } else if self.status.is_asking {
            Outcome::none()
        } else {
            self.ask_by(earliest)
        }
    }

    /// Asks at that moment at the latest.
    fn ask_by(&mut self, at: u64) -> Outcome {
        if self.status.due.is_none_or(|due| due > at) {
            return self.ask_after(at - self.now);
        }
        Outcome::none()
    }

    /// Asks once for the changes that were missed while the page was hidden or offline.
    pub(super) fn catch_up(&mut self) -> Outcome {
        let is_followed = self.status.is_asking || self.status.due.is_some();
        if is_followed && self.status.is_fresh(self.now) { Outcome::none() } else { self.check() }
    }

    /// Delays the planned call, because the page is no longer visible.
    pub(super) fn slow_down(&mut self) -> Outcome {
        let earliest = self.status.earliest(self.now);
        if self.status.due.is_some_and(|due| due < earliest) {
            return self.ask_after(earliest - self.now);
        }
        Outcome::none()
    }

    /// The page is gone or frozen: no call is in progress or planned until it is back.
    pub(super) fn stop(&mut self) -> Outcome {
        self.status.due = None;
        let was_asking = std::mem::take(&mut self.status.is_asking);
        let outcome = Outcome::none().perform(Effect::StopTimer(Timer::Poll));
        if was_asking { outcome.then(Request::AbortStatus) } else { outcome }
    }

    /// The status call is over, however it ended.
    pub(super) fn end_call(&mut self) {
        self.status.is_asking = false;
    }

    /// The status call brought a snapshot of `answer`, or none. `revision` and `poll_after_ms` are of the newest snapshot.
    pub(super) fn answered(&mut self, answer: Option<u32>, revision: u32, poll_after_ms: u64) -> Outcome {
        match self.status.answered(self.now, answer, poll_after_ms) {
            Some(delay_ms) => {
                let delay_ms = self.delay_in_turn(delay_ms);
                self.ask_after(delay_ms).and(self.doubt_rumour(revision))
            }
            None => Outcome::none(),
        }
    }

    /// The status call failed; the server may ask for a delay. Also returns whether the connection has just become poor.
    pub(super) fn failed(&mut self, retry_after_ms: Option<u64>, random: &mut Random) -> (Outcome, bool) {
        let was_poor = self.status.is_poor();
        let delay_ms = self.status.failed(self.now, retry_after_ms, random);
        (self.ask_after(delay_ms), !was_poor && self.status.is_poor())
    }
}
