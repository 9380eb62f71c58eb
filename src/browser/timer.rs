//! The module's timers, each owned until it fires or is stopped.

use crate::{
    dom::Timeout,
    model::{Message, Timer},
    ui::Dispatch,
};

/// Longest delay that `setTimeout` accepts, in milliseconds; a longer one would fire at once.
const MAX_DELAY_MS: u64 = i32::MAX as u64;

#[derive(Default)]
pub(super) struct Timers {
    poll: Option<Timeout>,
    draft: Option<Timeout>,
    second: Option<Timeout>,
}

impl Timers {
    pub(super) fn start(&mut self, timer: Timer, delay_ms: u64, dispatch: Dispatch) {
        let delay_ms = u32::try_from(delay_ms.min(MAX_DELAY_MS)).unwrap_or(u32::MAX);
        *self.slot(timer) = Some(Timeout::new(delay_ms, move || dispatch.send(Message::TimerFired(timer))));
    }

    pub(super) fn stop(&mut self, timer: Timer) {
        *self.slot(timer) = None;
    }

    fn slot(&mut self, timer: Timer) -> &mut Option<Timeout> {
        match timer {
            Timer::Poll => &mut self.poll,
            Timer::Draft => &mut self.draft,
            Timer::Second => &mut self.second,
        }
    }
}
