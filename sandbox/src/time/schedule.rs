//! Planned events, ordered by time, and by the order of planning if the times are equal.

use std::{cmp::Ordering, collections::BinaryHeap};

use contract::time::Timestamp;

/// The planned events.
pub struct Schedule<E> {
    waiting: BinaryHeap<Planned<E>>,
    planned: u64,
}

struct Planned<E> {
    due: Timestamp,
    number: u64,
    event: E,
}

impl<E> Default for Schedule<E> {
    fn default() -> Self {
        Self { waiting: BinaryHeap::new(), planned: 0 }
    }
}

impl<E> Schedule<E> {
    /// Plans `event` for `due`.
    pub fn plan(&mut self, due: Timestamp, event: E) {
        self.planned += 1;
        self.waiting.push(Planned { due, number: self.planned, event });
    }

    /// The time of the next event.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.waiting.peek().map(|planned| planned.due)
    }

    /// Takes the next event if it is due at `time` or earlier.
    pub fn take_due(&mut self, time: Timestamp) -> Option<(Timestamp, E)> {
        if self.next_due()? > time {
            return None;
        }
        self.waiting.pop().map(|planned| (planned.due, planned.event))
    }
}

impl<E> Planned<E> {
    fn rank(&self) -> (Timestamp, u64) {
        (self.due, self.number)
    }
}

impl<E> Ord for Planned<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank().cmp(&self.rank()) // the heap returns its greatest entry first, and the earliest event must come first
    }
}

impl<E> PartialOrd for Planned<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Planned<E> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl<E> Eq for Planned<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_then_in_the_order_of_planning() {
        let mut schedule = Schedule::default();
        for (due, name) in [(20, "c"), (10, "a"), (20, "d"), (10, "b"), (30, "e")] {
            schedule.plan(Timestamp::from_millis(due), name);
        }
        let mut taken = Vec::new();
        while let Some((_, name)) = schedule.take_due(Timestamp::from_millis(20)) {
            taken.push(name);
        }
        assert_eq!(taken, ["a", "b", "c", "d"]);
        assert_eq!(schedule.next_due(), Some(Timestamp::from_millis(30)));
    }
}
