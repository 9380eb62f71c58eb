//! The account to send money to for the proof by a transfer, as the screen shows it.

use std::{fmt, rc::Rc};

use contract::{
    link::is_web_address,
    snapshot::{Snapshot, Transfer},
};

use crate::{
    payment,
    qr::{self, Symbol},
    text::Text,
};

/// The account to send money to, and its code for banking apps. Shown as long as the snapshot has it.
#[derive(PartialEq, Eq)]
pub struct Payment {
    transfer: Transfer,
    /// The drawn code; absent if the standard cannot express the transfer.
    pub symbol: Option<Symbol>,
}

/// A text of a [`Payment`] that the customer can copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaymentField {
    /// Name of the account holder.
    Beneficiary,
    /// Number of the account.
    Iban,
    /// Code of the bank.
    Bic,
    /// Text to give with the transfer.
    Reference,
}

impl PaymentField {
    /// All texts, in the order of the screen.
    pub const ALL: [Self; 4] = [Self::Beneficiary, Self::Iban, Self::Bic, Self::Reference];

    /// Its label.
    pub fn label(self) -> Text {
        Text::new(match self {
            Self::Beneficiary => "transfer.beneficiary",
            Self::Iban => "transfer.iban",
            Self::Bic => "transfer.bic",
            Self::Reference => "transfer.reference",
        })
    }
}

impl Payment {
    pub(super) fn of(snapshot: &Snapshot) -> Option<Rc<Self>> {
        let transfer = snapshot.transfer.clone()?;
        let symbol = payment::payload(&transfer).and_then(|text| qr::draw_payment(&text).ok());
        Some(Rc::new(Self { transfer, symbol }))
    }

    /// The text to copy; may be empty.
    pub fn value(&self, field: PaymentField) -> &str {
        match field {
            PaymentField::Beneficiary => &self.transfer.beneficiary,
            PaymentField::Iban => &self.transfer.iban,
            PaymentField::Bic => &self.transfer.bic,
            PaymentField::Reference => &self.transfer.reference,
        }
    }

    /// The IBAN in groups of four, which are easier to read.
    pub fn iban_groups(&self) -> impl Iterator<Item = &str> {
        let iban = &self.transfer.iban;
        (0..iban.len()).step_by(4).filter_map(|start| iban.get(start..iban.len().min(start + 4)))
    }

    /// The page of a payment service that makes the transfer for the customer.
    pub fn url(&self) -> Option<&str> {
        self.transfer.payment_url.as_deref().filter(|url| is_web_address(url))
    }

    /// The text of `key`, with the smallest and the largest amount.
    pub(super) fn limits(&self, key: &'static str) -> Text {
        Text::new(key).with_cents("min", self.transfer.min_cents).with_cents("max", self.transfer.max_cents)
    }
}

impl fmt::Debug for Payment {
    /// Without the account.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payment")
    }
}
