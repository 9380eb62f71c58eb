//! The customer's phone: the answers for its web page ([`api`]), its state ([`device`]) and its confirmations
//! ([`confirmation`]). The page itself is only served here.

pub mod api;
pub mod authentication;
pub mod confirmation;
pub mod device;
pub mod page;
