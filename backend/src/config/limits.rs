//! How much a caller may ask for, and how long things live.

use contract::routes::MAX_WAIT_SECONDS;
use serde::Deserialize;

/// How much, how long.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Life of a session, in hours from its opening. Default 12.
    pub session_hours: u32,
    /// Longest time a snapshot request is held, in seconds, at most [`MAX_WAIT_SECONDS`]. Default 25; 0: plain polling.
    pub long_poll_seconds: u32,
    /// Reveals of an activation code in ten minutes of a session. Default 5.
    pub reveals_per_session: u32,
    /// Reveals of one activation code in all. Default 20.
    pub reveals_per_code: u32,
    /// Confirmations on the phone asked for one step in ten minutes. Default 5.
    pub confirmations: u32,
    /// What is sent to the provider, and reads of the profile and of the self-certification, in ten minutes of a customer:
    /// its own limits are for all customers of the partner. Default 30.
    pub provider_calls: u32,
    /// Drafts read and kept, in ten minutes of a customer. Default 300.
    pub drafts: u32,
    /// Largest document that can be uploaded, in bytes. Default 5,000,000, at most 20,000,000.
    pub upload_bytes: u32,
    /// How often callbacks that could not be delivered are fetched, in seconds. Default 60, at most 86,400; 0: never.
    pub missed_callbacks_seconds: u32,
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
        }
    }
}
