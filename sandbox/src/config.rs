//! Start options of the sandbox. Options that can change at run time are in [`crate::world::settings`].

use std::path::PathBuf;

use contract::time::Timestamp;

/// A name and its secret. It has no `Debug`, so that no log can show it.
#[derive(Clone)]
pub struct Credentials {
    /// User name or client id.
    pub id: String,
    /// Password or client secret.
    pub secret: String,
}

/// The partner's address for callbacks.
#[derive(Clone)]
pub struct CallbackTarget {
    /// `http` address of the partner's endpoint.
    pub url: String,
    /// Credentials for basic authentication.
    pub credentials: Credentials,
}

/// Start options of the sandbox.
#[derive(Clone)]
pub struct Config {
    /// The credentials that the token endpoint accepts.
    pub client: Credentials,
    /// The partner's address for callbacks.
    pub callbacks: CallbackTarget,
    /// How many times as fast as real time the clock runs; 0 freezes it.
    pub speed: u32,
    /// Time of the clock at the start.
    pub start: Timestamp,
    /// Folder of the phone's web page, served at `/phone/`. Without it, that page does not exist.
    pub phone_dir: Option<PathBuf>,
}
