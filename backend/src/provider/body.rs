//! Bodies as the provider expects them (documentation, users v1.1; declarative; FATCA/EAI v2.1; CGU).

use contract::{
    declarative::Declarative,
    profile::{Address, Civility, MAX_STREET, Profile},
    tax::Tax,
};
use serde_json::{Map, Value, json};

/// `POST /api/v1.1/users`.
pub(super) fn create_user(app_user_id: &str, partner_country: &str, profile: &Profile) -> Value {
    let mut fields = details(profile);
    fields.insert("AppUserId".into(), app_user_id.into());
    fields.insert("CountryCode".into(), partner_country.into());
    Value::Object(fields)
}

/// `PUT /api/v1.1/users/{id}`.
pub(super) fn update_user(profile: &Profile) -> Value {
    Value::Object(details(profile))
}

/// `POST /api/v2.0/users/{id}/declarative`: exactly three numbers.
pub(super) fn declarative(declarative: &Declarative) -> Value {
    json!({
        "economicActivity": declarative.economic_activity,
        "asset": declarative.asset,
        "income": declarative.income,
    })
}

/// `PATCH /api/v2.1/user/{id}/fatcaEai`.
pub(super) fn tax(tax: &Tax) -> Value {
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

/// `POST /api/v2.0/users/{id}/cgu`: texts, not booleans; there is no refusal.
pub(super) fn terms() -> Value {
    json!({ "cardCgu": "true", "partnerCgu": "true", "accountCgu": "true" })
}

fn details(profile: &Profile) -> Map<String, Value> {
    let civility = match profile.civility {
        Some(Civility::Mrs) => 1,
        Some(Civility::Miss) => 2,
        Some(Civility::Mr) | None => 0, // None does not pass the check before
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

/// Version 1.1 has one line: the supplements follow the street as far as they fit, for what is longer is cut off.
fn street(address: &Address) -> String {
    let mut line = address.street.trim().to_owned();
    for supplement in [address.supplement_in.trim(), address.supplement_out.trim()] {
        let is_fitting = line.chars().count() + 2 + supplement.chars().count() <= MAX_STREET;
        if !supplement.is_empty() && is_fitting {
            line = [line.as_str(), supplement].join(", ");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        serde_json::from_str(include_str!("../../../contract/fixtures/profile.json")).unwrap()
    }

    #[test]
    fn a_user_is_written_in_the_names_of_version_1_1() {
        assert_eq!(
            create_user("a1b2c3d4e", "FR", &profile()),
            json!({
                "AppUserId": "a1b2c3d4e", "CountryCode": "FR", "Civility": 2, "FirstName": "Corinne",
                "LastName": "Berthier", "BirthName": "Berthier", "Birthdate": "1965-12-06T00:00:00",
                "BirthCity": "Paris", "BirthZipCode": "75001", "BirthCountry": "FR",
                "Phonenumber": "+33612345678", "Email": "corinne@example.fr",
                "Street": "104, rue des Fleurs, 3e etage", "ZipCode": "92100", "City": "Boulogne", "Country": "FR",
            })
        );
        assert!(update_user(&profile()).get("AppUserId").is_none());
    }

    #[test]
    fn a_supplement_that_does_not_fit_is_left_out_whole() {
        let mut address = profile().address;
        address.supplement_in = "Residence les Hirondelles".into();
        address.supplement_out = "Bat. D".into();
        assert_eq!(street(&address), "104, rue des Fleurs, Bat. D");
    }

    #[test]
    fn tax_terms_and_declarative_are_written_as_documented() {
        let sent: Tax = serde_json::from_str(include_str!("../../../contract/fixtures/tax.json")).unwrap();
        assert_eq!(
            tax(&sent),
            json!({ "Americanness": false, "TaxInfo": [
                { "TaxCountry": "FR" }, { "TaxCountry": "BE", "TIN": "85073003328" }
            ] })
        );
        assert_eq!(terms(), json!({ "cardCgu": "true", "partnerCgu": "true", "accountCgu": "true" }));
        let sent = Declarative { income: 3, asset: 2, economic_activity: 38 };
        assert_eq!(declarative(&sent), json!({ "economicActivity": 38, "asset": 2, "income": 3 }));
    }
}
