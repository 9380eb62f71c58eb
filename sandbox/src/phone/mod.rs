//! The customer's phone: the answers its web page needs ([`api`]), what they rest on ([`device`]), and the page itself,
//! which is only served here.

pub mod api;
pub mod device;
pub mod page;
