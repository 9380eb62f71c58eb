//! The legacy generation: users of version 1.1, the tax declaration of version 2.1 (documentation, users; FATCA/EAI).

use axum::http::Method;
use contract::{
    profile::{Address, Civility, Profile, STREET_ON_LETTER},
    session::Role,
    tax::Tax,
};
use serde_json::{Map, Value, json};

use super::{
    dialect::{Call, Dialect},
    standing::{Folder, Standing},
};
use crate::reading::words;

/// Media type of the calls of version 1.1 (documentation, media types).
const V1_JSON: &str = "application/vnd.s-money.v1+json";

/// See [`crate::generation::Generation::Legacy`].
pub(super) struct Legacy {
    /// ISO 3166-1 alpha-2 country of the partner.
    pub(super) partner_country: String,
}

impl Dialect for Legacy {
    /// This version has no roles, so a session cannot be opened with any.
    fn create_user(&self, id: &str, profile: &Profile, _: &[Role]) -> Call {
        let mut fields = details(profile);
        fields.insert("AppUserId".into(), id.into());
        fields.insert("CountryCode".into(), self.partner_country.as_str().into());
        users(Method::POST, "/api/v1.1/users".into(), Some(Value::Object(fields)))
    }

    fn find_user(&self, id: &str) -> Call {
        users(Method::GET, format!("/api/v1.1/users/{id}"), None)
    }

    fn found<'a>(&self, _: &str, answer: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
        Some(answer) // an unknown user is a 404
    }

    /// This version has no status of the record.
    fn standing(&self, user: &Map<String, Value>) -> Standing {
        let status = words::text(user, "kycStatus").and_then(|number| folder_status(&number));
        let folder = status.map(|status| Folder { status: status.into(), diligences: Vec::new() });
        Standing { record: None, folder }
    }

    fn read_demand(&self, _: &str) -> Option<Call> {
        None
    }

    fn update_user(&self, id: &str, profile: &Profile) -> Call {
        users(Method::PUT, format!("/api/v1.1/users/{id}"), Some(Value::Object(details(profile))))
    }

    fn declare_tax(&self, below: &str, id: &str, tax: &Tax) -> Call {
        Call::json(Method::PATCH, format!("{below}/v2.1/user/{id}/fatcaEai"), self::tax(tax))
    }

    fn demand_identity(&self, _: &str) -> Option<Call> {
        None // the creation of the user opens it
    }

    fn demand_identity_without_scan(&self, _: &str) -> Option<Call> {
        None
    }

    fn refuse_scan(&self, _: &str, _: Method) -> Option<Call> {
        None // the provider starts another way without a call
    }

    fn tax_attachments(&self, id: &str) -> String {
        format!("/api/v2.0/users/{id}/fatca/attachments")
    }
}

fn users(method: Method, path: String, body: Option<Value>) -> Call {
    Call { method, path, media_type: V1_JSON, body }
}

/// The word of callback 4 for a number of `KycStatus`. 2, 3 and 4 have none. 0 (`Incomplete`) may also be the number of a user for whom
/// nothing was sent yet, so it proves nothing.
fn folder_status(number: &str) -> Option<&'static str> {
    Some(match number {
        "1" => "Pending",
        "5" => "Initialized",
        "6" => "Complete",
        "7" => "AwaitingExpertise",
        "8" => "FraudSuspicion",
        "9" => "Rejected",
        _ => return None,
    })
}

fn tax(tax: &Tax) -> Value {
    let residences: Vec<Value> = tax
        .residences
        .iter()
        .map(|residence| match residence.tin.trim() {
            "" => json!({ "TaxCountry": residence.country }),
            tin => json!({ "TaxCountry": residence.country, "TIN": tin }),
        })
        .collect();
    json!({ "Americanness": tax.is_us_person == Some(true), "TaxInfo": residences })
}

fn details(profile: &Profile) -> Map<String, Value> {
    let civility = match profile.civility {
        Some(Civility::Mrs) => 1,
        Some(Civility::Miss) => 2,
        Some(Civility::Mr) | None => 0, // None does not pass the earlier check
    };
    let texts = [
        ("FirstName", profile.first_name.clone()),
        ("LastName", profile.last_name.clone()),
        ("BirthName", profile.birth_name.clone()),
        ("Birthdate", format!("{}T00:00:00", profile.birth_date)),
        ("BirthCity", profile.birth_city.clone()),
        ("BirthZipCode", profile.birth_zip_code.clone()),
        ("BirthCountry", profile.birth_country.clone()),
        ("Phonenumber", profile.phone_number.clone()),
        ("Email", profile.email.clone()),
        ("Street", street(&profile.address)),
        ("ZipCode", profile.address.zip_code.clone()),
        ("City", profile.address.city.clone()),
        ("Country", profile.address.country.clone()),
    ];
    let given = texts.into_iter().map(|(name, text)| (name, text.trim().to_owned()));
    let mut fields: Map<String, Value> = given
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.to_owned(), Value::String(text)))
        .collect();
    fields.insert("Civility".into(), civility.into());
    fields
}

/// Version 1.1 has a single line. Supplements follow the street as long as they fit, because the provider cuts off what
/// is too long.
fn street(address: &Address) -> String {
    let mut line = address.street.trim().to_owned();
    for supplement in [address.supplement_in.trim(), address.supplement_out.trim()] {
        let is_fitting = line.chars().count() + 2 + supplement.chars().count() <= STREET_ON_LETTER;
        if !supplement.is_empty() && is_fitting {
            line = [line.as_str(), supplement].join(", ");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEGACY: fn() -> Legacy = || Legacy { partner_country: "FR".into() };

    fn profile() -> Profile {
        serde_json::from_str(include_str!("../../../contract/fixtures/profile.json")).unwrap()
    }

    #[test]
    fn a_user_is_written_with_the_names_of_version_1_1() {
        assert_eq!(
            LEGACY().create_user("a1b2c3d4e", &profile(), &[]).body.unwrap(),
            json!({
                "AppUserId": "a1b2c3d4e", "CountryCode": "FR", "Civility": 2, "FirstName": "Corinne",
                "LastName": "Berthier", "BirthName": "Berthier", "Birthdate": "1965-12-06T00:00:00",
                "BirthCity": "Paris", "BirthZipCode": "75001", "BirthCountry": "FR",
                "Phonenumber": "+33612345678", "Email": "corinne@example.fr",
                "Street": "104, rue des Fleurs, 3e etage", "ZipCode": "92100", "City": "Boulogne", "Country": "FR",
            })
        );
        let update = LEGACY().update_user("a1b2c3d4e", &profile());
        assert_eq!(update.path, "/api/v1.1/users/a1b2c3d4e");
        assert!(update.body.unwrap().get("AppUserId").is_none());
    }

    #[test]
    fn a_supplement_that_does_not_fit_is_left_out_entirely() {
        let mut address = profile().address;
        address.supplement_in = "Residence les Hirondelles".into();
        address.supplement_out = "Bat. D".into();
        assert_eq!(street(&address), "104, rue des Fleurs, Bat. D");
        // Cleared supplements disappear, because the line is always sent whole.
        address.supplement_out.clear();
        address.supplement_in.clear();
        assert_eq!(street(&address), "104, rue des Fleurs");
    }

    #[test]
    fn tax_is_written_as_documented() {
        let sent: Tax = serde_json::from_str(include_str!("../../../contract/fixtures/tax.json")).unwrap();
        assert_eq!(
            tax(&sent),
            json!({ "Americanness": false, "TaxInfo": [
                { "TaxCountry": "FR" }, { "TaxCountry": "BE", "TIN": "85073003328" }
            ] })
        );
    }
}
