//! The sandbox's own time: its clock, what is planned, how long things take, and how the provider writes a date.

pub mod clock;
pub mod date_format;
pub mod schedule;
pub mod timetable;
