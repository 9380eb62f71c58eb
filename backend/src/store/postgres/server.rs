//! What all connections of this program share.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicBool, AtomicI64, Ordering},
    time::Duration,
};

use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};

use super::tls::{Tls, tls};
use crate::store::StoreError;

/// How long a new connection may take.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// How long a statement may take. Then the server, or the way to it, counts as gone.
pub(super) const STATEMENT_WAIT: Duration = Duration::from_secs(20);

/// The server, and this program's place there.
pub(super) struct Server {
    /// How to connect.
    pub(super) config: Config,
    /// How to connect to another computer.
    pub(super) tls: Tls,
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
    /// The server with this address. The password comes from the environment.
    ///
    /// # Errors
    /// If it is not an address, or if others could read what is sent there. The error does not repeat it.
    pub(super) fn at(url: &str) -> Result<Self, StoreError> {
        let (config, may_notify) = config(url)?;
        let (instance, has_notify) = (AtomicI64::new(0), AtomicBool::new(true));
        Ok(Self { config, tls: tls()?, instance, has_notify, may_notify })
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

/// How to connect to an address, and whether the server may be asked for notifications.
///
/// # Errors
/// If it is not an address, has a password, or if others could read what is sent there.
pub(super) fn config(url: &str) -> Result<(Config, bool), StoreError> {
    let refuse = |why: &str| Err(StoreError::Database(why.into()));
    let (address, settings) = url.split_once('?').unwrap_or((url, ""));
    let (off, settings): (Vec<&str>, Vec<&str>) =
        settings.split('&').partition(|setting| *setting == NOTIFY_OFF);
    let url = format!("{address}?{}", settings.join("&"));
    let Ok(mut config) = url.trim_end_matches('?').parse::<Config>() else {
        return refuse("its address must be postgres://USER@HOST/NAME, with further settings after ?");
    };
    if config.get_password().is_some() {
        return refuse("its address must not hold a password; set ONBOARDING_DATABASE_PASSWORD");
    }
    let is_local = config.get_hosts().iter().all(is_this_computer)
        && config.get_hostaddrs().iter().all(IpAddr::is_loopback);
    match (is_local, config.get_ssl_mode()) {
        (true, SslMode::Prefer) => config.ssl_mode(SslMode::Disable),
        (true, _) => &mut config,
        (false, SslMode::Disable) => {
            return refuse("sslmode=disable is only for this computer (a socket, localhost, 127.0.0.1)");
        }
        (false, _) => config.ssl_mode(SslMode::Require),
    };
    if let Ok(password) = std::env::var("ONBOARDING_DATABASE_PASSWORD") {
        config.password(password);
    }
    if config.get_application_name().is_none() {
        config.application_name("onboarding");
    }
    config.connect_timeout(CONNECT_WAIT);
    config.keepalives_idle(Duration::from_secs(10));
    config.tcp_user_timeout(STATEMENT_WAIT);
    Ok((config, off.is_empty()))
}

fn is_this_computer(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_leaves_this_computer_only_over_tls() {
        let mode = |url: &str| config(url).map(|(config, _)| config.get_ssl_mode());
        for local in [
            "postgres://u@localhost/d",
            "postgres://u@127.0.0.1:5433/d",
            "postgresql://u@%2Frun%2Fpostgresql/d",
        ] {
            assert_eq!(mode(local).unwrap(), SslMode::Disable, "{local}");
        }
        assert_eq!(mode("postgres://u@localhost/d?sslmode=require").unwrap(), SslMode::Require);
        for remote in [
            "postgres://u@db.example/d",
            "postgres://u@10.0.0.7/d?sslmode=prefer",
            "postgres://u@localhost,db.example/d",
            "postgres://u@localhost/d?hostaddr=10.0.0.7",
        ] {
            assert_eq!(mode(remote).unwrap(), SslMode::Require, "{remote}");
        }
        let text = mode("postgres://u@db.example/d?sslmode=disable").unwrap_err().to_string();
        assert!(text.contains("sslmode=disable"), "{text}");
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_without_its_password() {
        for wrong in [
            "postgres://u:CANARY@db.example/d",
            "postgres://u:CANARY@localhost/d?what=ever",
            "postgres://u:CANARY@localhost:port/d",
        ] {
            let text = config(wrong).unwrap_err().to_string();
            assert!(!text.contains("CANARY"), "{text}");
        }
        assert!(config("postgres://u@localhost/d").unwrap().1);
        assert!(!config("postgres://u@localhost/d?connect_timeout=3&notify=off").unwrap().1);
    }
}
