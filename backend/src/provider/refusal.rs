//! Reads refusals of the provider and turns their numbered codes into field errors (documentation, errors).

use std::fmt;

use contract::{
    country::is_french,
    path,
    problem::{FieldError, FieldErrorCode},
    profile::Profile,
    submission::Submission,
    tax::Tax,
};
use serde_json::{Map, Value};

use super::field_names;
use crate::reading::words;

/// A user with this id exists already.
pub const USER_EXISTS: u32 = 719;
/// There is no user with this id.
const NO_USER: u32 = 147;
/// A parameter is invalid.
const INVALID: u32 = 177;
/// Several parameters are invalid in combination.
const INVALID_TOGETHER: u32 = 178;
/// A parameter is missing.
const MISSING: u32 = 704;
/// The occupation is not in the list.
const NO_ACTIVITY: u32 = 6003;
/// Fields that contain a name.
const NAMES: [&str; 3] = [path::FIRST_NAME, path::LAST_NAME, path::BIRTH_NAME];

/// A refusal. Its message is dropped, because it is French and may repeat what was sent.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Refusal {
    /// HTTP status. 0 if the refusal came in a successful answer.
    pub status: u16,
    /// The provider's code, if it sent one.
    pub code: Option<u32>,
    /// Whether the message says that the value is already used.
    says_used: bool,
    /// Whether the message says that the object already exists.
    says_exists: bool,
    /// Whether the message says that the user does not exist.
    says_no_user: bool,
    /// The fields that the message names, by their names in a submission.
    named: Vec<&'static str>,
}

impl Refusal {
    /// Reads the body of a refusal: `{"Code": 377, "ErrorMessage": …}` in any casing, `{"message": …}`, or nothing. An
    /// operation to confirm has it in its `Payload`, as an object or as text.
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
        let message = message.unwrap_or_default();
        let named = field_names::in_message(&message);
        let message = message.to_lowercase();
        Self {
            status,
            code: words::text(body, "code").and_then(|code| code.parse().ok()),
            says_used: message.contains("utilis") || message.contains("used"),
            says_exists: message.contains("exist") && !message.contains("not exist"),
            says_no_user: message.contains("user not found"),
            named,
        }
    }

    /// Whether the provider does not (or no longer) know the user: it removes prospects after 90 days. A 404 alone may
    /// mean that the address does not exist. Refusals of the KYC demand have no code, only a message.
    pub fn is_forgotten(&self) -> bool {
        self.code == Some(NO_USER) || (self.status == 404 && self.says_no_user)
    }

    /// Whether a KYC demand was refused because one is open (documentation, KYC: 405, elsewhere 400).
    pub(super) fn is_demand_open(&self) -> bool {
        self.status == 405 || (self.status == 400 && self.says_exists)
    }

    /// The fields of `submission` that the refusal is about. Empty if the customer cannot change the cause.
    pub fn field_errors(&self, submission: &Submission) -> Vec<FieldError> {
        match submission {
            Submission::Profile(profile) => self.profile_errors(profile),
            Submission::Declarative(_) if self.code == Some(NO_ACTIVITY) => {
                vec![FieldError::new("economicActivity", FieldErrorCode::NotAllowed)]
            }
            Submission::Declarative(_) => {
                let is_field = |name: &&str| matches!(*name, "economicActivity" | "income" | "asset");
                self.of_parameters(self.named.iter().copied().filter(is_field).map(str::to_owned))
            }
            Submission::Tax(tax) => self.of_parameters(residence_fields(&self.named, tax)),
            Submission::Terms(_) | Submission::Identity(_) => Vec::new(),
        }
    }

    fn profile_errors(&self, profile: &Profile) -> Vec<FieldError> {
        let is_french_birth = is_french(&profile.birth_country);
        let known =
            self.code.and_then(|code| self.profile_error(code, is_french_birth, profile.nationality == "US"));
        if let Some((field, code)) = known {
            return vec![FieldError::new(field, code)];
        }
        let named = self.named.iter().copied().filter(|name| path::ALL.contains(name));
        let errors = self.of_parameters(named.map(str::to_owned));
        let unnamed = if errors.is_empty() { self.suspects(profile) } else { Vec::new() };
        errors.into_iter().map(|error| refine(error, profile)).chain(unnamed).collect()
    }

    fn names_country(&self, path: &str) -> bool {
        self.named.contains(&path)
    }

    /// A refusal for invalid or missing parameters, as errors of `fields`.
    fn of_parameters(&self, fields: impl Iterator<Item = String>) -> Vec<FieldError> {
        let code = match self.code {
            Some(MISSING) => FieldErrorCode::Required,
            Some(INVALID | INVALID_TOGETHER) => FieldErrorCode::Invalid,
            // Newer services send a message without a code.
            None if matches!(self.status, 400 | 422) => FieldErrorCode::Invalid,
            _ => return Vec::new(),
        };
        fields.map(|field| FieldError { field, code }).collect()
    }

    /// The likely errors if no parameter is named: names with characters that the provider does not document.
    fn suspects(&self, profile: &Profile) -> Vec<FieldError> {
        if !matches!(self.code, Some(INVALID | INVALID_TOGETHER)) {
            return Vec::new();
        }
        let suspects =
            NAMES.into_iter().filter(|field| has_undocumented_character(path::get(profile, field)));
        suspects.map(|field| FieldError::new(field, FieldErrorCode::InvalidCharacters)).collect()
    }

    fn profile_error(
        &self,
        code: u32,
        is_french_birth: bool,
        is_us_national: bool,
    ) -> Option<(&'static str, FieldErrorCode)> {
        Some(match code {
            350 | 550 => (path::EMAIL, FieldErrorCode::AlreadyUsed),
            // The form of the address was checked before, so its domain is the reason.
            312 => (path::EMAIL, FieldErrorCode::NotAllowed),
            515 if self.says_used => (path::PHONE_NUMBER, FieldErrorCode::AlreadyUsed),
            515 => (path::PHONE_NUMBER, FieldErrorCode::Invalid),
            377 | 6002 => (path::BIRTH_DATE, FieldErrorCode::UnderAge),
            6001 => (path::BIRTH_DATE, FieldErrorCode::OverAge),
            567 => (path::BIRTH_DATE, FieldErrorCode::InvalidFormat),
            6004 => (path::ZIP_CODE, FieldErrorCode::TownMismatch),
            6005 if is_french_birth => (path::BIRTH_CITY, FieldErrorCode::TownMismatch),
            6005 => (path::BIRTH_CITY, FieldErrorCode::Invalid),
            // If the message names one of three countries, that one.
            182 if self.names_country(path::BIRTH_COUNTRY) => (path::BIRTH_COUNTRY, FieldErrorCode::Invalid),
            182 if self.names_country(path::NATIONALITY) => (path::NATIONALITY, FieldErrorCode::Invalid),
            182 | 378 => (path::COUNTRY, FieldErrorCode::Invalid),
            5977 if is_us_national => (path::NATIONALITY, FieldErrorCode::Invalid),
            5977 => (path::BIRTH_COUNTRY, FieldErrorCode::Invalid),
            _ => return None,
        })
    }
}

/// If an invalid name has a character that the provider does not document, the error is about that character.
fn refine(error: FieldError, profile: &Profile) -> FieldError {
    let is_name = NAMES.contains(&error.field.as_str());
    if is_name
        && error.code == FieldErrorCode::Invalid
        && has_undocumented_character(path::get(profile, &error.field))
    {
        return FieldError { code: FieldErrorCode::InvalidCharacters, ..error };
    }
    error
}

/// The documentation allows letters, digits, hyphens and spaces in names (users: create).
fn has_undocumented_character(name: &str) -> bool {
    !name.chars().all(|character| character.is_alphanumeric() || matches!(character, ' ' | '-'))
}

/// The fields of the residences that a message names: the number if one was given, otherwise the country.
fn residence_fields(named: &[&'static str], tax: &Tax) -> impl Iterator<Item = String> {
    let indexed = tax.residences.iter().enumerate();
    let fields = indexed.flat_map(|(index, residence)| {
        let has_number = !residence.tin.trim().is_empty();
        let number = (named.contains(&"tin") && has_number).then(|| format!("residences.{index}.tin"));
        let country = named.contains(&"taxCountry").then(|| format!("residences.{index}.country"));
        number.into_iter().chain(country)
    });
    fields.collect::<Vec<_>>().into_iter()
}

impl fmt::Display for Refusal {
    /// Leaves out the fields that the message names: a log must not show what a customer declares, not even the names
    /// of fields.
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
    fn a_demand_for_an_unknown_user_is_recognised_by_its_message() {
        let refusal = |status, body: &str| Refusal::read(status, &serde_json::from_str(body).unwrap());
        assert!(refusal(404, r#"{"message":"User not found"}"#).is_forgotten());
        assert!(!refusal(404, r#"{"message":"Demand not found"}"#).is_forgotten());
        assert!(!refusal(404, "{}").is_forgotten(), "it may be the address");
        assert!(!refusal(400, r#"{"message":"User not found"}"#).is_forgotten());
    }

    #[test]
    fn each_code_is_an_error_of_its_field() {
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
        for body in [r#"{"Code":704}"#, r#"{"Code":177}"#, r#"{"message":"x"}"#, "{}"] {
            assert_eq!(refusal(body).field_errors(&profile), [], "{body}");
        }
    }

    #[test]
    fn a_named_parameter_is_an_error_of_its_field() {
        use FieldErrorCode::*;
        let mut profile: Profile =
            serde_json::from_str(include_str!("../../../contract/fixtures/profile.json")).unwrap();
        profile.last_name = "St. Martin".into();
        let profile = Submission::Profile(Box::new(profile));
        for (body, expected) in [
            (r#"{"Code":177,"ErrorMessage":"Paramètre invalide : FirstName"}"#, vec![("firstName", Invalid)]),
            (
                r#"{"Code":177,"ErrorMessage":"Paramètre invalide : LastName"}"#,
                vec![("lastName", InvalidCharacters)],
            ),
            (r#"{"Code":177,"ErrorMessage":"Paramètre invalide"}"#, vec![("lastName", InvalidCharacters)]),
            (r#"{"Code":178,"ErrorMessage":"Paramètres invalides"}"#, vec![("lastName", InvalidCharacters)]),
            (
                r#"{"Code":178,"ErrorMessage":"Paramètres invalides : profile.address.zipCode, profile.address.city"}"#,
                vec![("address.zipCode", Invalid), ("address.city", Invalid)],
            ),
            (
                r#"{"Code":704,"ErrorMessage":"Paramètre manquant : Nationality"}"#,
                vec![("nationality", Required)],
            ),
            (
                r#"{"code":"704","errorMessage":"Le nom de naissance et le prénom sont obligatoires"}"#,
                vec![("birthName", Required), ("firstName", Required)],
            ),
            (r#"{"Code":182,"ErrorMessage":"Pays inconnu : BirthCountry"}"#, vec![("birthCountry", Invalid)]),
            (r#"{"message":"profile.phoneNumber is not valid"}"#, vec![("phoneNumber", Invalid)]),
            (r#"{"Code":999,"ErrorMessage":"FirstName"}"#, vec![]),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(field, code)| FieldError::new(field, code)).collect();
            assert_eq!(refusal(body).field_errors(&profile), expected, "{body}");
        }
    }

    #[test]
    fn refusals_of_other_steps_are_errors_of_their_fields() {
        use FieldErrorCode::*;
        let declarative =
            serde_json::from_str(include_str!("../../../contract/fixtures/declarative.json")).unwrap();
        let declarative = Submission::Declarative(declarative);
        let tax = serde_json::from_str(include_str!("../../../contract/fixtures/tax.json")).unwrap();
        let tax = Submission::Tax(tax);
        for (submission, body, expected) in [
            (
                &declarative,
                r#"{"Code":177,"ErrorMessage":"Paramètre invalide : income"}"#,
                vec![("income", Invalid)],
            ),
            (
                &declarative,
                r#"{"Code":704,"ErrorMessage":"Paramètre manquant : Asset"}"#,
                vec![("asset", Required)],
            ),
            (&declarative, r#"{"Code":6003}"#, vec![("economicActivity", NotAllowed)]),
            (
                &tax,
                r#"{"Code":177,"ErrorMessage":"Paramètre invalide : TIN"}"#,
                vec![("residences.1.tin", Invalid)],
            ),
            (
                &tax,
                r#"{"Code":177,"ErrorMessage":"taxInformation.taxCountry"}"#,
                vec![("residences.0.country", Invalid), ("residences.1.country", Invalid)],
            ),
            (&tax, r#"{"Code":177}"#, vec![]),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(field, code)| FieldError::new(field, code)).collect();
            assert_eq!(refusal(body).field_errors(submission), expected, "{body}");
        }
    }
}
