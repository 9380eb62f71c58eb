//! A confirmation on the phone, "strong customer authentication" (documentation, SCA), and the API's answer about it.
//! [`super::confirmation`] handles it.

use contract::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{tax::declaration::TaxDeclaration, time::date_format};

/// One confirmation.
#[derive(Clone)]
pub struct Authentication {
    /// Its id.
    pub id: Uuid,
    /// What takes effect once it is confirmed.
    pub operation: Operation,
    /// When the partner asked for it.
    pub requested_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// The state.
    pub status: AuthenticationStatus,
    /// The planned result that happens without the customer.
    pub fate: Option<Fate>,
}

/// The planned result of a confirmation, whatever the customer does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is refused on the phone.
    Refused,
    /// It never reaches the phone and expires.
    Unanswered,
    /// No wallet is found, so nothing can be confirmed.
    NoWallet,
}

/// The operation to confirm.
#[derive(Clone)]
pub enum Operation {
    /// The tax step.
    Tax(TaxDeclaration),
    /// Acceptance of the terms.
    Terms,
}

/// The state of a confirmation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuthenticationStatus {
    /// The phone shows it.
    Pending,
    /// It was validated.
    Succeeded,
    /// It was refused, or it expired.
    Failed,
    /// The partner asked for the same confirmation again, so this one ended silently.
    Replaced,
}

/// What the customer does with a confirmation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// The button `Valider`.
    Validate,
    /// The button `Refuser`.
    Refuse,
}

/// Why a decision of the phone was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotDecided {
    /// There is no such confirmation.
    Unknown,
    /// It has ended.
    Over,
}

impl AuthenticationStatus {
    /// The word in answers of the sandbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::Replaced => "Replaced",
        }
    }
}

impl Operation {
    /// The title in the phone's notification (documentation, SCA).
    pub fn label(&self) -> &'static str {
        match self {
            Self::Tax(_) => "Déclaratifs Fiscaux",
            Self::Terms => "Acceptation des CGU",
        }
    }
}

impl Authentication {
    /// The answer of the API for a pending confirmation.
    pub fn pending(&self, app_user_id: &str) -> Value {
        header(self.id, app_user_id, self.requested_at, "Pending", None, None)
    }
}

/// The answer of the API if no confirmation could be requested: the `id` it would have had, `reason` in words, `error`
/// with its body.
pub fn not_asked(id: Uuid, app_user_id: &str, now: Timestamp, reason: &str, error: Option<Value>) -> Value {
    header(id, app_user_id, now, "Failed", Some(reason), error)
}

fn header(
    id: Uuid,
    app_user_id: &str,
    at: Timestamp,
    status: &str,
    reason: Option<&str>,
    payload: Option<Value>,
) -> Value {
    json!({
        "Header": {
            "AuthenticationId": id.to_string(),
            "AppUserId": app_user_id,
            "RequestDate": date_format::iso_without_zone(at),
            "Status": status,
            "Reason": reason,
        },
        "Payload": payload,
    })
}
