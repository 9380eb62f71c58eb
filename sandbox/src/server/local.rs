//! Restricts the control calls and the phone to this machine, because they show secrets.

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::server::connection::Connection;

/// Refuses callers on other machines, host names that others could control (DNS rebinding), and pages of other origins.
pub(crate) async fn only(
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> Response {
    if connection.peer.ip().is_loopback() && is_addressed_locally(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "only pages and programs of this machine may ask").into_response()
    }
}

fn is_addressed_locally(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let Some(host) = text(header::HOST) else { return false };
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_same_origin = text(header::ORIGIN)
        .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host));
    ["127.0.0.1", "localhost", "[::1]"].contains(&name) && is_same_origin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_strange_name_or_origin_is_refused() {
        assert!(is_addressed_locally(&headers("127.0.0.1:8090", None)));
        assert!(is_addressed_locally(&headers("localhost:8090", Some("http://localhost:8090"))));
        assert!(!is_addressed_locally(&headers("evil.example:8090", None)));
        assert!(!is_addressed_locally(&headers("127.0.0.1:8090", Some("http://127.0.0.1:8070"))));
        assert!(!is_addressed_locally(&headers("127.0.0.1:8090", Some("null"))));
    }
}
