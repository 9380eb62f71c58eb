//! What the sandbox is started with. What can change while it runs is in [`crate::world::settings`].

use std::path::PathBuf;

use contract::time::Timestamp;

/// A name and its secret. No `Debug`, so that no log shows it.
#[derive(Clone)]
pub struct Credentials {
    /// User name or client id.
    pub id: String,
    /// Password or client secret.
    pub secret: String,
}

/// Where callbacks are posted.
#[derive(Clone)]
pub struct CallbackTarget {
    /// `http` address of the partner's endpoint.
    pub url: String,
    /// What basic authentication is done with.
    pub credentials: Credentials,
}

/// What the sandbox is started with.
#[derive(Clone)]
pub struct Config {
    /// What the token endpoint accepts.
    pub client: Credentials,
    /// Where callbacks are posted.
    pub callbacks: CallbackTarget,
    /// How many times as fast as real time the clock runs; 0 freezes it.
    pub speed: u32,
    /// What the clock shows at the start.
    pub start: Timestamp,
    /// Folder of the phone's web page, served at `/phone/`; nothing is served there without it.
    pub phone_dir: Option<PathBuf>,
}
