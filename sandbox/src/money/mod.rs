//! Money that is sent to a prospect's account: the account number, the transfer, and whether it proves an identity.

pub mod iban;
pub mod incoming;
pub mod payer;
pub mod transfer;
