//! The sandbox's clock: real time, accelerated, frozen, or moved forwards by hand. It never goes back. Real time is the
//! runtime's, which a test can pause. [`crate::time::schedule`] has the planned events.

use std::time::Duration;

use contract::time::Timestamp;
use tokio::time::Instant;

/// Highest speed: a day in under two seconds.
pub const MAX_SPEED: u32 = 50_000;

/// A clock that runs `speed` times as fast as real time; 0 freezes it.
#[derive(Clone, Copy)]
pub struct Clock {
    shown: Timestamp,
    read_at: Instant,
    speed: u32,
}

impl Clock {
    /// Shows `start` at the real instant `real`.
    pub fn new(start: Timestamp, real: Instant, speed: u32) -> Self {
        Self { shown: start, read_at: real, speed }
    }

    /// Sandbox time at the real instant `real`.
    pub fn at(&self, real: Instant) -> Timestamp {
        let elapsed = real.saturating_duration_since(self.read_at).as_millis() * u128::from(self.speed);
        plus(self.shown, u64::try_from(elapsed).unwrap_or(u64::MAX))
    }

    /// How many times faster than real time it runs.
    pub fn speed(&self) -> u32 {
        self.speed
    }

    /// Changes the speed and continues from the time shown at `real`.
    pub fn set_speed(&mut self, speed: u32, real: Instant) {
        *self = Self::new(self.at(real), real, speed);
    }

    /// Shows `time` at `real`. Does nothing if the clock is already later.
    pub fn move_to(&mut self, time: Timestamp, real: Instant) {
        if time > self.at(real) {
            *self = Self::new(time, real, self.speed);
        }
    }

    /// Real time from `real` until the clock shows `time`. `None` if the clock is frozen before it.
    pub fn real_time_until(&self, time: Timestamp, real: Instant) -> Option<Duration> {
        let missing = time.millis_since(self.at(real));
        match (missing, self.speed) {
            (0, _) => Some(Duration::ZERO),
            (_, 0) => None,
            (missing, speed) => Some(Duration::from_millis(missing.div_ceil(u64::from(speed)))),
        }
    }
}

/// `time` plus `millis` milliseconds.
pub fn plus(time: Timestamp, millis: u64) -> Timestamp {
    Timestamp::from_millis(time.as_millis().saturating_add_unsigned(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn it_runs_as_fast_as_its_speed() {
        let real = Instant::now();
        let clock = Clock::new(START, real, 20);
        assert_eq!(clock.at(real + Duration::from_millis(50)), plus(START, 1000));
        assert_eq!(clock.real_time_until(plus(START, 1000), real), Some(Duration::from_millis(50)));
    }

    #[test]
    fn a_frozen_clock_moves_only_by_hand_and_never_back() {
        let real = Instant::now();
        let mut clock = Clock::new(START, real, 0);
        let later = real + Duration::from_secs(3600);
        assert_eq!(clock.at(later), START);
        assert_eq!(clock.real_time_until(plus(START, 1), later), None);
        clock.move_to(plus(START, 500), later);
        clock.move_to(START, later);
        assert_eq!(clock.at(later), plus(START, 500));
    }

    #[test]
    fn a_change_of_speed_keeps_the_time_shown() {
        let real = Instant::now();
        let mut clock = Clock::new(START, real, 10);
        let later = real + Duration::from_secs(1);
        clock.set_speed(0, later);
        assert_eq!(clock.at(later + Duration::from_secs(9)), plus(START, 10_000));
    }
}
