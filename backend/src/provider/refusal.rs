//! How the provider says no: its numbered codes as errors of fields (documentation, errors).

use std::fmt;

use contract::{
    country::is_french,
    problem::{FieldError, FieldErrorCode},
    submission::Submission,
};
use serde_json::{Map, Value};

use crate::reading::words;

/// The id of the new user is taken.
pub const USER_EXISTS: u32 = 719;
/// There is no such user.
const NO_USER: u32 = 147;

/// A refusal. Its message, which is French and may repeat what was sent, is not kept.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Refusal {
    /// HTTP status; 0 where the refusal came inside a success.
    pub status: u16,
    /// The provider's code, where one was given.
    pub code: Option<u32>,
    /// Whether the message says that the value is in use.
    says_used: bool,
    /// Whether the message says that there is one already.
    says_exists: bool,
    /// Whether the message says that there is no such user.
    says_no_user: bool,
}

impl Refusal {
    /// Reads the body of a refusal: `{"Code": 377, "ErrorMessage": …}` in any casing, `{"message": …}`, or nothing. That of
    /// an operation to confirm has it in its `Payload`, as an object or as text.
    pub fn read(status: u16, body: &Map<String, Value>) -> Self {
        match words::get(body, "payload") {
            Some(Value::Object(payload)) => return Self::read(status, payload),
            Some(Value::String(text)) => {
                if let Ok(payload) = serde_json::from_str::<Map<String, Value>>(text) {
                    return Self::read(status, &payload);
                }
            }
            _ => {}
        }
        let message = words::text(body, "errorMessage").or_else(|| words::text(body, "message"));
        let message = message.unwrap_or_default().to_lowercase();
        Self {
            status,
            code: words::text(body, "code").and_then(|code| code.parse().ok()),
            says_used: message.contains("utilis") || message.contains("used"),
            says_exists: message.contains("exist") && !message.contains("not exist"),
            says_no_user: message.contains("user not found"),
        }
    }

    /// Whether the provider has no such user (any more): prospects are forgotten after 90 days. A status of 404 alone
    /// may be an address that does not exist; the KYC demand, whose refusals have no code, says it in words.
    pub fn is_forgotten(&self) -> bool {
        self.code == Some(NO_USER) || (self.status == 404 && self.says_no_user)
    }

    /// Whether a KYC demand was refused because there is one (documentation, KYC: 405, elsewhere 400).
    pub(super) fn is_demand_open(&self) -> bool {
        self.status == 405 || (self.status == 400 && self.says_exists)
    }

    /// The fields of `submission` that it is about; empty where the customer cannot mend it.
    pub fn field_errors(&self, submission: &Submission) -> Vec<FieldError> {
        let Some(code) = self.code else { return Vec::new() };
        let found = match submission {
            Submission::Profile(profile) => {
                let is_french_birth = is_french(&profile.birth_country);
                self.profile_error(code, is_french_birth, profile.nationality == "US")
            }
            Submission::Declarative(_) if code == 6003 => {
                Some(("economicActivity", FieldErrorCode::NotAllowed))
            }
            Submission::Declarative(_)
            | Submission::Tax(_)
            | Submission::Terms(_)
            | Submission::Identity(_) => None,
        };
        found.map(|(field, code)| FieldError::new(field, code)).into_iter().collect()
    }

    fn profile_error(
        &self,
        code: u32,
        is_french_birth: bool,
        is_us_national: bool,
    ) -> Option<(&'static str, FieldErrorCode)> {
        Some(match code {
            350 | 550 => ("email", FieldErrorCode::AlreadyUsed),
            // What has not the form of an address was refused before: this one's domain is not accepted.
            312 => ("email", FieldErrorCode::NotAllowed),
            515 if self.says_used => ("phoneNumber", FieldErrorCode::AlreadyUsed),
            515 => ("phoneNumber", FieldErrorCode::Invalid),
            377 | 6002 => ("birthDate", FieldErrorCode::UnderAge),
            6001 => ("birthDate", FieldErrorCode::OverAge),
            567 => ("birthDate", FieldErrorCode::InvalidFormat),
            6004 => ("address.zipCode", FieldErrorCode::TownMismatch),
            6005 if is_french_birth => ("birthCity", FieldErrorCode::TownMismatch),
            6005 => ("birthCity", FieldErrorCode::Invalid),
            182 | 378 => ("address.country", FieldErrorCode::Invalid),
            5977 if is_us_national => ("nationality", FieldErrorCode::Invalid),
            5977 => ("birthCountry", FieldErrorCode::Invalid),
            _ => return None,
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "status {}, code {code}", self.status),
            None => write!(f, "status {}", self.status),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> Refusal {
        Refusal::read(400, &serde_json::from_str(body).unwrap())
    }

    #[test]
    fn the_refusal_of_an_operation_to_confirm_is_in_its_payload() {
        let header = r#""Header":{"Status":"Failed","Reason":"NotFound"}"#;
        for payload in [r#"{"Code":147,"ErrorMessage":"…"}"#, r#""{\"Code\":147,\"ErrorMessage\":\"…\"}""#]
        {
            let refusal = refusal(&format!(r#"{{{header},"Payload":{payload}}}"#));
            assert!(refusal.is_forgotten(), "{payload}");
        }
        for payload in ["null", r#""""#, r#""not found""#] {
            let refusal = refusal(&format!(r#"{{{header},"Payload":{payload}}}"#));
            assert_eq!(refusal.code, None, "{payload}");
        }
    }

    #[test]
    fn a_demand_for_nobody_is_refused_in_words() {
        let refusal = |status, body: &str| Refusal::read(status, &serde_json::from_str(body).unwrap());
        assert!(refusal(404, r#"{"message":"User not found"}"#).is_forgotten());
        assert!(!refusal(404, r#"{"message":"Demand not found"}"#).is_forgotten());
        assert!(!refusal(404, "{}").is_forgotten(), "it may be the address");
        assert!(!refusal(400, r#"{"message":"User not found"}"#).is_forgotten());
    }

    #[test]
    fn each_code_points_at_its_field() {
        use FieldErrorCode::*;
        let profile = serde_json::from_str(include_str!("../../../contract/fixtures/profile.json")).unwrap();
        let profile = Submission::Profile(profile);
        for (body, field, code) in [
            (r#"{"Code":350,"ErrorMessage":"…"}"#, "email", AlreadyUsed),
            (r#"{"code":"550"}"#, "email", AlreadyUsed),
            (r#"{"Code":312}"#, "email", NotAllowed),
            (r#"{"Code":515,"ErrorMessage":"Ce numéro est déjà utilisé"}"#, "phoneNumber", AlreadyUsed),
            (r#"{"Code":515,"ErrorMessage":"Numéro invalide"}"#, "phoneNumber", Invalid),
            (r#"{"Code":377}"#, "birthDate", UnderAge),
            (r#"{"Code":6001}"#, "birthDate", OverAge),
            (r#"{"Code":6002}"#, "birthDate", UnderAge),
            (r#"{"Code":6004}"#, "address.zipCode", TownMismatch),
            (r#"{"Code":6005}"#, "birthCity", TownMismatch),
            (r#"{"Code":182}"#, "address.country", Invalid),
            (r#"{"Code":378}"#, "address.country", Invalid),
        ] {
            assert_eq!(refusal(body).field_errors(&profile), [FieldError::new(field, code)], "{body}");
        }
        for body in [r#"{"Code":704}"#, r#"{"message":"x"}"#, "{}"] {
            assert_eq!(refusal(body).field_errors(&profile), [], "{body}");
        }
    }
}
