//! The customer's phone: the answers its web page needs ([`api`]), what they rest on ([`device`]), what it is asked to
//! confirm ([`confirmation`]), and the page itself, which is only served here.

pub mod api;
pub mod authentication;
pub mod confirmation;
pub mod device;
pub mod page;
