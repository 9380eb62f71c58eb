//! The credentials of backend and sandbox.

/// Name and password of callbacks.
pub const CALLBACKS: (&str, &str) = ("xpollens", "callback-password");
/// Name and secret of the OAuth client.
pub const CLIENT: (&str, &str) = ("client", "client-secret");
