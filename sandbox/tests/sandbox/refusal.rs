//! Refusals of the API with the documented codes.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Stage, all_terms, declarative, user};

const USER: &str = "k7p2m9x4q";

#[tokio::test]
async fn every_field_of_a_new_user_is_checked() {
    let stage = Stage::new().await;
    for (own, code) in [
        (json!({ "AppUserId": null }), 704),
        (json!({ "AppUserId": "k7p2m9x4" }), 177),
        (json!({ "AppUserId": "k7p2m9x4/" }), 177),
        (json!({ "FirstName": null }), 704),
        (json!({ "FirstName": "Corinne<b>" }), 177),
        (json!({ "FirstName": 7 }), 177),
        (json!({ "LastName": "a".repeat(141) }), 177),
        (json!({ "BirthName": "" }), 704),
        (json!({ "Civility": "Miss" }), 177),
        (json!({ "Civility": 3 }), 177),
        (json!({ "Birthdate": "1965-12-06" }), 567),
        (json!({ "Birthdate": "06/12/1965T00:00:00" }), 567),
        (json!({ "Birthdate": "2001-02-29T00:00:00" }), 567),
        (json!({ "Birthdate": "2008-03-03T00:00:00" }), 377),
        (json!({ "Birthdate": "1926-03-02T00:00:00" }), 6001),
        (json!({ "BirthCountry": "XX" }), 182),
        (json!({ "BirthCity": "Nice" }), 6005),
        (json!({ "BirthZipCode": null }), 704),
        (json!({ "BirthZipCode": "7500" }), 6005),
        (json!({ "Phonenumber": "0612345678" }), 515),
        (json!({ "Phonenumber": "+336 12345678" }), 515),
        (json!({ "Email": "corinne" }), 312),
        (json!({ "Email": "corinne@yopmail.com" }), 312),
        (json!({ "ZipCode": "75001" }), 6004),
        (json!({ "ZipCode": "7".repeat(11), "Country": "BE" }), 177),
        (json!({ "Country": "fr" }), 182),
        (json!({ "EconomicActivity": 14 }), 6003),
        (json!({ "Alias": "1abc" }), 514),
    ] {
        let body = user(USER, own.clone());
        let (status, answer) = stage.api("POST", "/api/v1.1/users", body).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{own}");
        assert_eq!(answer["Priority"], 2);
        assert!(answer["ErrorMessage"].is_string() && answer["Title"].is_string());
    }
    assert_eq!(stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await.0, 201, "none was created");
}

#[tokio::test]
async fn age_is_counted_on_the_sandbox_clock() {
    let stage = Stage::new().await;
    let born = json!({ "Birthdate": "2008-03-02T00:00:00" });
    assert_eq!(stage.api("POST", "/api/v1.1/users", user(USER, born)).await.0, 201);
}

#[tokio::test]
async fn a_birth_abroad_needs_no_postcode() {
    let stage = Stage::new().await;
    let abroad = json!({ "BirthCountry": "BE", "BirthZipCode": null, "BirthCity": "Liège" });
    assert_eq!(stage.api("POST", "/api/v1.1/users", user(USER, abroad)).await.0, 201);
}

#[tokio::test]
async fn identifier_email_and_phone_number_are_unique() {
    let stage = Stage::new().await;
    stage.create(USER, json!({ "Alias": "Corinne.B" })).await;
    let (phone, email) = ("+33600000002", "other@example.fr");
    for (id, own, code) in [
        (USER, json!({ "Phonenumber": phone, "Email": email }), 719),
        ("k7p2m9x4r", json!({ "Phonenumber": phone, "Email": "CORINNE@example.fr" }), 350),
        ("k7p2m9x4r", json!({ "Email": email }), 515),
        ("k7p2m9x4r", json!({ "Phonenumber": phone, "Email": email, "Alias": "Corinne.B" }), 514),
    ] {
        let (status, answer) = stage.api("POST", "/api/v1.1/users", user(id, own.clone())).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{own}");
    }
    let other = user("k7p2m9x4r", json!({ "Phonenumber": phone, "Email": email }));
    assert_eq!(stage.api("POST", "/api/v1.1/users", other).await.0, 201);
}

#[tokio::test]
async fn declarative_has_three_whole_numbers() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let path = format!("/api/v2.0/users/{USER}/declarative");
    for (field, value, code) in [
        ("income", Value::Null, 704),
        ("income", json!(8), 177),
        ("income", json!("3"), 177),
        ("asset", json!(0), 177),
        ("economicActivity", json!(14), 6003),
        ("economicActivity", json!("38"), 6003),
    ] {
        let mut body = declarative();
        body[field] = value;
        let (status, answer) = stage.api("POST", &path, body.clone()).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{body}");
    }
    assert_eq!(stage.api("GET", &path, Value::Null).await.0, 404);
    assert_eq!(stage.api("PUT", &path, declarative()).await.0, 404);
    assert_eq!(stage.api("POST", &path, declarative()).await.0, 201);
    let change = json!({ "economicActivity": 21, "asset": 1, "income": 7 });
    assert_eq!(stage.api("PUT", &path, change.clone()).await.0, 200);
    assert_eq!(stage.api("GET", &path, Value::Null).await, (200, change));
}

#[tokio::test]
async fn terms_are_accepted_by_the_text_true() {
    let stage = Stage::new().await;
    stage.create(USER, json!({})).await;
    let path = format!("/api/v2.0/users/{USER}/cgu");
    for (value, code) in [(json!(true), 177), (json!("false"), 177), (Value::Null, 704)] {
        let mut body = all_terms();
        body["cardCgu"] = value;
        let (status, answer) = stage.api("POST", &path, body.clone()).await;
        assert_eq!((status, &answer["Code"]), (400, &json!(code)), "{body}");
    }
    let accepted = json!({ "card": true, "partner": true, "account": true });
    assert_eq!(stage.api("POST", &path, all_terms()).await, (201, accepted));
}

#[tokio::test]
async fn an_unknown_user_is_not_found() {
    let stage = Stage::new().await;
    for (method, path, body) in [
        ("GET", "/api/v1.1/users/nobody123", Value::Null),
        ("PUT", "/api/v1.1/users/nobody123", json!({})),
        ("POST", "/api/v2.0/users/nobody123/declarative", declarative()),
        ("POST", "/api/v2.0/users/nobody123/cgu", all_terms()),
        ("GET", "/api/v2.1/user/compliance/nobody123", Value::Null),
    ] {
        let (status, answer) = stage.api(method, path, body).await;
        assert_eq!((status, &answer["Code"]), (404, &json!(147)), "{path}");
    }
}

#[tokio::test]
async fn a_token_is_needed_and_lives_an_hour() {
    let mut stage = Stage::new().await;
    let path = "/api/v1.1/users/nobody123";
    for bearer in ["", "Bearer x"] {
        let answer = stage.request(Method::GET, path).header("Authorization", bearer).send().await.unwrap();
        assert_eq!(answer.status(), 401);
        assert_eq!(answer.json::<Value>().await.unwrap()["Code"], 570);
    }
    stage.advance(3_599_000).await;
    assert_eq!(stage.api("GET", path, Value::Null).await.0, 404);
    stage.advance(1_000).await;
    let (status, answer) = stage.api("GET", path, Value::Null).await;
    assert_eq!((status, &answer["Code"]), (401, &json!(569)));
    stage.renew_token().await;
    assert_eq!(stage.api("GET", path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn the_token_endpoint_names_the_error() {
    let stage = Stage::new().await;
    for (secret, grant_type, scope, error) in [
        ("wrong", "client_credentials", "partner", "invalid_client"),
        ("partner-secret", "password", "partner", "unsupported_grant_type"),
        ("partner-secret", "client_credentials", "Partner", "invalid_scope"),
    ] {
        let form = [
            ("grant_type", grant_type),
            ("scope", scope),
            ("client_id", "partner"),
            ("client_secret", secret),
        ];
        let answer = stage.request(Method::POST, "/connect/token").form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 400);
        assert_eq!(answer.json::<Value>().await.unwrap()["error"], error);
    }
}

#[tokio::test]
async fn a_wrong_path_method_or_body_is_refused() {
    let stage = Stage::new().await;
    assert_eq!(stage.api("POST", "/api/v1.1/user", user(USER, json!({}))).await.0, 404);
    assert_eq!(stage.api("PATCH", "/api/v1.1/users", json!({})).await.0, 405);
    assert_eq!(stage.api("POST", "/api/v1.1/users", json!([])).await.1["Code"], 177);
    assert_eq!(
        stage.api("POST", "/API/V1.1/Users", user(USER, json!({}))).await.0,
        201,
        "paths have no case"
    );
}
