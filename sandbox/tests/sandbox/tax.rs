//! The tax step: which declarations are accepted, and which require a document.

use serde_json::{Value, json};

use crate::harness::Stage;

const USER: &str = "k7p2m9x4q";

fn declaration(is_us_person: bool, countries: &[&str]) -> Value {
    let entries: Vec<_> =
        countries.iter().map(|country| json!({ "TaxCountry": country, "TIN": "19999999" })).collect();
    json!({ "Americanness": is_us_person, "TaxInfo": entries })
}

async fn result(profile: Value, body: Value) -> (Value, Vec<String>) {
    let stage = Stage::new().await;
    stage.create(USER, profile).await;
    stage.partner.news();
    let (status, answer) = stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), body).await;
    assert_eq!(status, 201);
    stage.advance(2_000).await;
    (answer, stage.partner.news())
}

#[tokio::test]
async fn a_resident_of_the_country_of_the_address_passes() {
    let (answer, news) = result(json!({}), declaration(false, &["FR", "BE"])).await;
    assert_eq!(
        answer,
        json!({ "VraisemblanceStatus": "OK", "FatcaEaiStatus": "OK", "RequiredDocuments": [] })
    );
    assert_eq!(news, ["34 InProgress", "44 OK"]);
}

#[tokio::test]
async fn american_or_implausible_declarations_require_a_document() {
    let us_born = json!({ "BirthCountry": "US", "BirthCity": "Boston", "BirthZipCode": null });
    for (profile, body, plausibility, documents) in [
        (json!({}), declaration(true, &["FR", "US"]), "OK", json!(["FATCA_W9"])),
        (us_born, declaration(false, &["FR"]), "NOK", json!(["FATCA_W8-BEN"])),
        (json!({}), declaration(false, &["BE"]), "NOK", json!(["FATCA-OTHER"])),
    ] {
        let (answer, news) = result(profile, body.clone()).await;
        let expected = json!({
            "VraisemblanceStatus": plausibility, "FatcaEaiStatus": "NOK", "RequiredDocuments": documents,
        });
        assert_eq!(answer, expected, "{body}");
        assert_eq!(news, ["34 InProgress", "44 NOK"]);
    }
}

#[tokio::test]
async fn callback_44_lists_the_required_documents() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    stage.api("PATCH", &format!("/api/v2.1/user/{USER}/fatcaEai"), declaration(false, &["BE"])).await;
    stage.advance(2_000).await;
    let body = stage.partner.callbacks().last().unwrap().body.clone();
    assert_eq!(body["diligences"], json!([{ "files": "FATCA-OTHER", "status": "Awaiting", "reason": "" }]));
}

#[tokio::test]
async fn one_to_three_countries_with_their_numbers() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let path = format!("/api/v2.1/user/{USER}/fatcaEai");
    let without_number = json!({ "Americanness": false, "TaxInfo": [{ "TaxCountry": "BE" }] });
    for (body, code) in [
        (declaration(false, &[]), 704),
        (without_number, 704),
        (json!({ "TaxInfo": [{ "TaxCountry": "FR" }] }), 704),
        (json!({ "Americanness": "false", "TaxInfo": [{ "TaxCountry": "FR" }] }), 177),
        (json!({ "Americanness": false, "TaxInfo": [{ "TaxCountry": "FR", "TIN": "1;2" }] }), 177),
        (declaration(false, &["FR", "FR"]), 178),
        (declaration(false, &["FR", "BE", "DE", "ES"]), 178),
        (declaration(false, &["ZZ"]), 182),
    ] {
        let (status, answer) = stage.api("PATCH", &path, body.clone()).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{body}");
    }
    let compliance = format!("/api/v2.1/user/compliance/{USER}");
    assert_eq!(stage.api("GET", &compliance, Value::Null).await.0, 404);
    assert_eq!(stage.api("PATCH", &path, declaration(false, &["FR"])).await.0, 201);
    let (_, answer) = stage.api("GET", &compliance, Value::Null).await;
    assert_eq!((&answer["FatcaEaiStatus"], &answer["Americaness"]), (&json!("OK"), &json!(false)));
}
