//! What all connections of this program share.

use std::{
    sync::atomic::{AtomicBool, AtomicI64, Ordering},
    time::Duration,
};

use tokio_postgres::Config;

use crate::store::StoreError;

/// How long a new connection may take.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// How long a statement may take. Then the server, or the way to it, counts as gone.
pub(super) const STATEMENT_WAIT: Duration = Duration::from_secs(20);

/// The server, and this program's place there.
pub(super) struct Server {
    /// How to connect.
    pub(super) config: Config,
    /// Number of this program in `instances`; 0 until it has one.
    instance: AtomicI64,
    /// Whether the server tells other programs of changes. If not, they look.
    has_notify: AtomicBool,
    /// Whether it is to be asked for that.
    may_notify: bool,
}

/// Setting of an address: `notify=off` for a proxy that passes no notifications on.
const NOTIFY_OFF: &str = "notify=off";

impl Server {
    /// The server with this address.
    ///
    /// # Errors
    /// If it is none. The error does not repeat it, because it may contain a password.
    pub(super) fn at(url: &str) -> Result<Self, StoreError> {
        let refused = "its address must be postgres://USER@HOST/NAME, with further settings after ?";
        let (address, settings) = url.split_once('?').unwrap_or((url, ""));
        let (off, settings): (Vec<&str>, Vec<&str>) =
            settings.split('&').partition(|setting| *setting == NOTIFY_OFF);
        let url = format!("{address}?{}", settings.join("&"));
        let mut config: Config =
            url.trim_end_matches('?').parse().map_err(|_| StoreError::Database(refused.into()))?;
        if config.get_application_name().is_none() {
            config.application_name("onboarding");
        }
        config.connect_timeout(CONNECT_WAIT);
        config.keepalives_idle(Duration::from_secs(10));
        config.tcp_user_timeout(STATEMENT_WAIT);
        Ok(Self {
            config,
            instance: AtomicI64::new(0),
            has_notify: AtomicBool::new(true),
            may_notify: off.is_empty(),
        })
    }

    pub(super) fn instance(&self) -> i64 {
        self.instance.load(Ordering::Relaxed)
    }

    pub(super) fn set_instance(&self, instance: i64) {
        self.instance.store(instance, Ordering::Relaxed);
    }

    pub(super) fn may_notify(&self) -> bool {
        self.may_notify
    }

    pub(super) fn has_notify(&self) -> bool {
        self.has_notify.load(Ordering::Relaxed)
    }

    pub(super) fn set_has_notify(&self, has: bool) {
        self.has_notify.store(has, Ordering::Relaxed);
    }
}
