//! The sandbox's own time: its clock, its planned events, durations, and the provider's date formats.

pub mod clock;
pub mod date_format;
pub mod schedule;
pub mod timetable;
