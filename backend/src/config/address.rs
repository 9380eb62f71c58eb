//! Addresses that secrets are sent to or received at: over TLS, unless the secrets never leave this computer.

use std::net::{IpAddr, SocketAddr};

use reqwest::Url;

use super::error::ConfigError;

/// Checks the address `value` of the setting `name`, to which secrets are sent.
///
/// # Errors
/// If it is not an address, or if others could read what is sent to it.
pub(super) fn check(name: &str, value: &str) -> Result<(), ConfigError> {
    let refuse = |why: &str| Err(ConfigError::Value(format!("{name}: {why}")));
    let Ok(url) = Url::parse(value) else {
        return refuse("is not an address; https://host/path is expected");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("must not hold a name or a password");
    }
    if url.fragment().is_some() {
        return refuse("must end before the #");
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => Ok(()),
        ("http", Some(host)) if is_this_computer(host) => Ok(()),
        ("http", _) => refuse(
            "must begin with https://, because secrets are sent there; http:// is only for this computer (localhost, 127.0.0.1)",
        ),
        _ => refuse("must begin with https://"),
    }
}

/// Whether the address to listen on can be reached only from this computer; `None` if it is not an address that can be judged.
pub(super) fn is_local_listen(listen: &str) -> Option<bool> {
    if let Ok(address) = listen.parse::<SocketAddr>() {
        return Some(address.ip().is_loopback());
    }
    listen.rsplit_once(':').map(|(host, _)| is_this_computer(host))
}

fn is_this_computer(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_name = host.eq_ignore_ascii_case("localhost") || host.to_ascii_lowercase().ends_with(".localhost");
    is_name || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_leave_this_computer_only_over_tls() {
        for good in [
            "https://api.provider.example",
            "HTTPS://api.provider.example:8443/base",
            "http://localhost:8090",
            "http://LocalHost",
            "http://sandbox.localhost:1",
            "http://127.0.0.1:8090/connect/token",
            "http://127.1",
            "http://[::1]:8090",
        ] {
            assert!(check("provider", good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.com",
            "http://10.0.0.1",
            "http://0.0.0.0:8090",
            "http://localhost.example.com",
            "http://127.0.0.1:80@example.com",
            "http://127.0.0.1.example.com",
            "https://name:password@example.com",
            "https://example.com/#part",
            "ftp://example.com",
            "example.com",
            "not a url",
            "",
            "/path",
        ] {
            let error = check("provider", bad).unwrap_err().to_string();
            assert!(error.starts_with("provider: "), "{bad}: {error}");
        }
    }

    #[test]
    fn addresses_that_other_computers_reach_are_recognised() {
        for (listen, expected) in [
            ("127.0.0.1:8080", Some(true)),
            ("[::1]:0", Some(true)),
            ("localhost:8080", Some(true)),
            ("0.0.0.0:8080", Some(false)),
            ("[::]:8080", Some(false)),
            ("192.168.1.4:80", Some(false)),
            ("backend:8080", Some(false)),
            ("8080", None),
        ] {
            assert_eq!(is_local_listen(listen), expected, "{listen}");
        }
    }
}
