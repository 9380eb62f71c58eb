//! Changes of a user: locked fields, and the correction of a mismatch.

use serde_json::{Value, json};

use crate::harness::{MINUTE, Stage};

const USER: &str = "k7p2m9x4q";
const PATH: &str = "/api/v1.1/users/k7p2m9x4q";

#[tokio::test]
async fn a_prospect_may_change_everything_except_the_identity() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let change = json!({ "Street": "1 rue Haute", "Phonenumber": "+33600000002", "FirstName": "Corinne" });
    let (status, user) = stage.api("PUT", PATH, change).await;
    assert_eq!((status, &user["Profile"]["Address"]["Street"]), (200, &json!("1 rue Haute")));
    let (status, answer) = stage.api("PUT", PATH, json!({ "LastName": "Bertier" })).await;
    assert_eq!((status, &answer["Code"]), (400, &json!(177)));
    assert_eq!(stage.api("GET", PATH, Value::Null).await.1["Profile"]["LastName"], "Berthier");
}

/// Version 1.1 has street and supplements in a single line.
#[tokio::test]
async fn the_street_is_replaced_entirely() {
    let stage = Stage::new().await;
    stage.create(USER, json!({ "Street": "1 rue Haute, 3e etage" })).await;
    assert_eq!(stage.api("PUT", PATH, json!({ "Street": "1 rue Haute" })).await.0, 200);
    let (_, user) = stage.api("GET", PATH, Value::Null).await;
    assert_eq!(user["Profile"]["Address"]["Street"], "1 rue Haute");
}

#[tokio::test]
async fn changes_are_checked_like_creation() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let other = json!({ "Email": "other@example.fr", "Phonenumber": "+33600000002" });
    stage.create("k7p2m9x4r", other).await;
    for (change, code) in [
        (json!({ "Email": "other@example.fr" }), 550),
        (json!({ "Phonenumber": "+33600000002" }), 515),
        (json!({ "ZipCode": "75001" }), 6004),
        (json!({ "Email": "corinne@" }), 312),
    ] {
        let (status, answer) = stage.api("PUT", PATH, change.clone()).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{change}");
    }
    assert_eq!(stage.api("PUT", PATH, json!({ "Phonenumber": "+33612345678" })).await.0, 200, "one's own");
}

#[tokio::test]
async fn after_a_mismatch_a_correction_makes_the_pictures_be_checked_again() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({ "Email": "corinne+LC_OTHER@example.fr" })).await;
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    stage.partner.news();
    assert_eq!(stage.api("PUT", PATH, json!({ "LastName": "Bertier" })).await.0, 200);
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["4 Pending", "4 Incomplete", "4 Complete"]);
}

#[tokio::test]
async fn a_corrected_civility_makes_the_pictures_be_checked_again() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    let outcome = format!("/control/prospects/{USER}/outcome");
    assert_eq!(stage.ask("PUT", &outcome, json!({ "mismatch": "civility" })).await.0, 200);
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    stage.partner.news();
    assert_eq!(stage.api("PUT", PATH, json!({ "Civility": 1 })).await.0, 200);
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.partner.news(), ["4 Pending", "4 Incomplete", "4 Complete"]);
}

#[tokio::test]
async fn once_proven_the_birth_is_locked_and_the_name_is_not() {
    let stage = Stage::new().await;
    let code = stage.create(USER, json!({})).await;
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.api("PUT", PATH, json!({ "LastName": "Durand" })).await.0, 200);
    assert_eq!(stage.api("PUT", PATH, json!({ "Birthdate": "1965-12-07T00:00:00" })).await.0, 400);
}
