//! Limits on what a caller may ask for, and lifetimes.

use contract::routes::MAX_WAIT_SECONDS;
use serde::Deserialize;

/// Limits and lifetimes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Lifetime of a session, in hours from its opening. Default 12.
    pub session_hours: u32,
    /// Longest time a snapshot request is held, in seconds, at most [`MAX_WAIT_SECONDS`]. Default 25; 0: plain polling.
    pub long_poll_seconds: u32,
    /// Maximum number of reveals of an activation code in ten minutes of a session. Default 5.
    pub reveals_per_session: u32,
    /// Maximum number of reveals of one activation code in all. Default 20.
    pub reveals_per_code: u32,
    /// Maximum number of requests for a confirmation on the phone, for one step in ten minutes. Default 5.
    pub confirmations: u32,
    /// Maximum number of calls to the provider, and of reads of the profile and of the self-certification, for one customer in
    /// ten minutes: the provider's own limits are shared by all customers of the partner. Default 30.
    pub provider_calls: u32,
    /// Maximum number of drafts read and saved, for one customer in ten minutes. Default 300.
    pub drafts: u32,
    /// Maximum size of a document to upload, in bytes. Default 5,000,000, at most 20,000,000.
    pub upload_bytes: u32,
    /// Interval for fetching callbacks that could not be delivered, in seconds. Default 60, at most 86,400; 0: never.
    pub missed_callbacks_seconds: u32,
    /// Time without news after which the provider is asked where a customer stands, in hours. Default 1, at most 168; 0: never.
    pub overdue_hours: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session_hours: 12,
            long_poll_seconds: MAX_WAIT_SECONDS,
            reveals_per_session: 5,
            reveals_per_code: 20,
            confirmations: 5,
            provider_calls: 30,
            drafts: 300,
            upload_bytes: 5_000_000,
            missed_callbacks_seconds: 60,
            overdue_hours: 1,
        }
    }
}
