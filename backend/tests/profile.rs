//! The customer's details are read back, corrected and locked; places and phone numbers are checked before they are
//! sent.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::{Method, StatusCode};
use contract::path;
use serde_json::{Value, json};
use support::*;

const CREATE: &str = "POST /api/v1.1/users";
const READ: &str = "GET /api/v1.1/users/{id}";
const UPDATE: &str = "PUT /api/v1.1/users/{id}";
const IDENTITY: [&str; 9] = [
    "civility",
    "firstName",
    "lastName",
    "birthName",
    "birthDate",
    "birthCity",
    "birthZipCode",
    "birthCountry",
    "nationality",
];

fn with(changes: &[(&str, &str)]) -> Value {
    let mut body = profile();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = json!(value);
    }
    body
}

/// Another valid value for a path of the profile.
fn another(path: &str) -> (&'static str, &'static str) {
    match path {
        "civility" => ("/civility", "mr"),
        "firstName" => ("/firstName", "Anne"),
        "lastName" => ("/lastName", "Martin"),
        "birthName" => ("/birthName", "Martin"),
        "birthDate" => ("/birthDate", "1966-12-06"),
        "birthCity" => ("/birthCity", "Pariss"),
        "birthZipCode" => ("/birthZipCode", "75012"),
        "birthCountry" => ("/birthCountry", "BE"),
        "nationality" => ("/nationality", "BE"),
        "phoneNumber" => ("/phoneNumber", "+33612345679"),
        "email" => ("/email", "other@example.fr"),
        "address.street" => ("/address/street", "1, rue Neuve"),
        "address.supplementIn" => ("/address/supplementIn", "1er etage"),
        "address.zipCode" => ("/address/zipCode", "1000"),
        other => panic!("no other value for {other}"),
    }
}

async fn read(browser: &Browser<'_>) -> Answer {
    browser.call(Method::GET, "/onboarding/profile").await
}

/// Refuses the identity for `reason`, by callback 4.
async fn refuse(world: &World, seconds: u32, id: &str, reason: &str) {
    let refused = json!([{ "diligenceType": "ID_CARD", "status": "Refused", "reason": reason }]);
    world
        .deliver(
            seconds,
            json!({ "type": "4", "status": "Incomplete", "appUserId": id, "diligences": refused }),
        )
        .await;
}

fn corrected(id: &str, log: &[(&str, &str, &str, &str)]) -> Value {
    let log: Vec<Value> = log
        .iter()
        .map(|(property, original, new, reason)| {
            json!({ "propertyName": property, "originalValue": original, "newValue": new, "reason": reason })
        })
        .collect();
    json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "dataCorrectionLogs": log })
}

#[tokio::test]
async fn without_a_submission_there_is_no_profile_to_read() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let nothing = read(&browser).await;
    assert_eq!((nothing.status, &nothing.body["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    world.provider.script(CREATE, 400, json!({ "Code": 350 }));
    browser.put("profile", "k", &profile()).await;
    assert_eq!(read(&browser).await.status, StatusCode::NOT_FOUND, "the refused values are not on record");
    assert_eq!(world.app.store.submission(1, contract::step::StepId::Profile).await.unwrap(), None);
    world.provider.assert_known();
}

#[tokio::test]
async fn the_provider_s_record_has_priority_over_the_stored_details() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    // Version 1.1 has no nationality, and the supplements follow the street.
    world.provider.script(
        READ,
        200,
        json!({ "Id": 7, "Profile": {
            "Civility": 2, "FirstName": "Corinne", "Birthdate": "1965-12-06T00:00:00", "Birthcity": "Paris",
            "Street": "104, rue des Fleurs, 3e etage", "City": "Boulogne-Billancourt", "Email": "new@example.fr",
        } }),
    );
    let answer = read(&browser).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    let expected = with(&[("/address/city", "Boulogne-Billancourt"), ("/email", "new@example.fr")]);
    assert_eq!(answer.body["profile"], expected);
    assert_eq!(answer.body["locked"], json!(IDENTITY));
    assert_eq!(answer.body["corrections"], json!([]));
}

#[tokio::test]
async fn without_the_provider_the_stored_details_are_read_with_its_corrections() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.provider.script(READ, 503, Value::Null);
    let log = [
        ("profile.address.city", "Boulogne", "Boulogne-Billancourt", "Normalization"),
        ("Profile.BirthCity", "Pariss", "Paris", "Correction"),
        ("profile.somethingElse", "a", "b", "Correction"),
    ];
    world.deliver(5, corrected(&id, &log)).await;
    let answer = read(&browser).await;
    assert_eq!(answer.body["profile"], with(&[("/address/city", "Boulogne-Billancourt")]));
    assert_eq!(
        answer.body["corrections"],
        json!([
            { "field": "address.city", "originalValue": "Boulogne", "newValue": "Boulogne-Billancourt", "kind": "normalization" },
            { "field": "birthCity", "originalValue": "Pariss", "newValue": "Paris", "kind": "correction" },
        ])
    );
    let snapshot = browser.snapshot().await;
    assert_eq!(snapshot.body["corrections"], 2);
    assert!(!snapshot.body.to_string().contains("Boulogne"), "no value is in the snapshot");
    // A single correction instead of a list, in another casing and wrapper.
    let single = json!({ "PropertyName": "profile.civility", "OriginalValue": "Miss", "NewValue": "Mrs", "Reason": "CORRECTION" });
    let body = json!({ "type": "UserCreatedOrUpdated", "AppUserId": id, "DataCorrectionLogs": single });
    world.deliver(6, json!({ "Payload": body })).await;
    let answer = read(&browser).await;
    assert_eq!(answer.body["profile"]["civility"], "mrs");
    assert_eq!(answer.body["corrections"][2]["originalValue"], "miss");
}

#[tokio::test]
async fn a_later_change_by_the_customer_replaces_a_correction() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.create().await;
    world.provider.script(READ, 503, Value::Null);
    world.provider.script(UPDATE, 200, json!({}));
    world
        .deliver(5, corrected(&id, &[("profile.address.city", "Boulogne", "Boulogne-Billancourt", "")]))
        .await;
    assert_eq!(browser.snapshot().await.body["corrections"], 1);
    browser
        .put(
            "profile",
            "mail",
            &with(&[("/email", "other@example.fr"), ("/address/city", "Boulogne-Billancourt")]),
        )
        .await;
    assert_eq!(browser.snapshot().await.body["corrections"], 1, "another field");
    let moved =
        with(&[("/email", "other@example.fr"), ("/address/zipCode", "75001"), ("/address/city", "Paris")]);
    assert_eq!(browser.put("profile", "move", &moved).await.status, StatusCode::OK);
    assert!(browser.snapshot().await.body["corrections"].is_null());
    let answer = read(&browser).await;
    assert_eq!((&answer.body["profile"], &answer.body["corrections"]), (&moved, &json!([])));
}

#[tokio::test]
async fn contact_data_is_unlocked_and_sent_to_the_provider() {
    for path in ["phoneNumber", "email", "address.street", "address.supplementIn", "address.zipCode"] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        browser.create().await;
        world.provider.script(UPDATE, 200, json!({}));
        let mut body = with(&[another(path)]);
        if path == "address.zipCode" {
            body["address"]["country"] = json!("BE");
        }
        let answer = browser.put("profile", "change", &body).await;
        assert_eq!((answer.status, answer.state("profile")), (StatusCode::OK, "done"), "{path}");
        assert_eq!(world.provider.asked(UPDATE).len(), 1, "{path}");
        world.provider.script(READ, 503, Value::Null);
        assert_eq!(read(&browser).await.body["profile"], body, "{path}");
        world.provider.assert_known();
    }
}

#[tokio::test]
async fn identification_data_is_locked_once_entered() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    world.provider.script(READ, 503, Value::Null);
    for path in IDENTITY {
        let mut body = with(&[another(path)]);
        if path == "birthCountry" {
            body["birthZipCode"] = json!("75001");
        }
        let answer = browser.put("profile", path, &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(answer.body["errors"], json!([{ "field": path, "code": "locked" }]));
    }
    assert_eq!(world.provider.asked(UPDATE).len(), 0);
}

#[tokio::test]
async fn a_mismatch_unlocks_only_its_fields() {
    for (reason, open) in [
        ("Data inversion: firstName and lastName", &["firstName", "lastName"][..]),
        ("Data inversion: birthName and lastName", &["birthName", "lastName"]),
        ("Inconsistent firstName between ID document and user's information", &["firstName"]),
        ("Inconsistent lastName between ID document and user's information", &["lastName"]),
        ("Inconsistent birthName between ID document and user's information", &["birthName"]),
        (
            "Inconsistent fullName between ID document and user's information",
            &["firstName", "lastName", "birthName"],
        ),
        ("Inconsistent birthDate between ID document and user's information", &["birthDate"]),
        ("Inconsistent civility between ID document and user's information", &["civility"]),
        ("Nationality on id card does not match with user's nationality", &["nationality"]),
        (
            "Document and data mismatch",
            &["civility", "firstName", "lastName", "birthName", "birthDate", "nationality"],
        ),
        ("Blurred document", &[]),
    ] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        let id = browser.bind().await;
        world.provider.script(READ, 503, Value::Null);
        refuse(&world, 100, &id, reason).await;
        let locked = read(&browser).await.body["locked"].clone();
        let locked: Vec<&str> =
            locked.as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
        for path in IDENTITY {
            assert_eq!(locked.contains(&path), !open.contains(&path), "{reason}: {path}");
        }
        assert_eq!(locked.len(), IDENTITY.len() - open.len(), "{reason}: contact data is free");
        let closed = IDENTITY.iter().find(|path| !open.contains(path)).unwrap();
        let refused = browser.put("profile", "closed", &with(&[another(closed)])).await;
        assert_eq!(refused.body["errors"], json!([{ "field": closed, "code": "locked" }]), "{reason}");
        let Some(first) = open.first() else { continue };
        world.provider.script(UPDATE, 200, json!({}));
        assert_eq!(browser.put("profile", "open", &with(&[another(first)])).await.state("profile"), "done");
        // After the correction it is locked again, until the folder refuses again.
        let again = browser.put("profile", "again", &profile()).await;
        assert_eq!(again.body["errors"], json!([{ "field": first, "code": "locked" }]), "{reason}");
    }
}

#[tokio::test]
async fn another_address_does_not_resolve_a_mismatch() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    refuse(&world, 100, &id, "Inconsistent birthDate between ID document and user's information").await;
    world.provider.script(UPDATE, 200, json!({}));
    let answer = browser.put("profile", "mail", &with(&[another("email")])).await;
    assert_eq!((answer.status, answer.state("profile")), (StatusCode::OK, "action_required"));
    let corrected = with(&[another("email"), another("birthDate")]);
    let answer = browser.put("profile", "date", &corrected).await;
    assert_eq!((answer.state("profile"), answer.state("identity")), ("done", "submitted"));
    assert!(answer.body["steps"][2]["expectedBy"].is_string(), "the check runs again");
    world.provider.assert_known();
}

#[tokio::test]
async fn everything_is_locked_once_the_identity_is_validated() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    world.provider.script(READ, 503, Value::Null);
    world.deliver(240, json!({ "type": "4", "status": "Complete", "appUserId": id, "diligences": [] })).await;
    assert_eq!(read(&browser).await.body["locked"].as_array().unwrap().len(), path::ALL.len());
    for body in [profile(), with(&[another("email")])] {
        assert_eq!(browser.put("profile", "late", &body).await.body["code"], "step_not_open");
    }
    world.deliver(300, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
    browser.snapshot().await;
    assert_eq!(
        read(&browser).await.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "nothing is kept, nobody answers"
    );
}

#[tokio::test]
async fn an_unchanged_profile_makes_no_call() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    let mut same = profile();
    same["firstName"] = json!(" Corinne ");
    same["phoneNumber"] = json!("0612345678");
    same["phoneCountry"] = json!("FR");
    assert_eq!(browser.put("profile", "again", &same).await.state("profile"), "done");
    assert_eq!(world.provider.asked(UPDATE).len(), 0);
    world.provider.assert_known();
}

#[tokio::test]
async fn a_correction_that_the_provider_did_not_report_is_on_record() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    // The store has "Paris"; the form was filled with the provider's value.
    world.provider.script(READ, 200, json!({ "Profile": { "BirthCity": "Paris 01" } }));
    let told = read(&browser).await.body["profile"].clone();
    assert_eq!(told["birthCity"], "Paris 01");
    assert_eq!(browser.put("profile", "same", &told).await.status, StatusCode::OK);
    world.provider.assert_known();
}

#[tokio::test]
async fn a_refused_correction_does_not_change_the_record() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    world.provider.script(READ, 503, Value::Null);
    world.provider.script(UPDATE, 400, json!({ "Code": 550 }));
    let refused = browser.put("profile", "mail", &with(&[another("email")])).await;
    assert_eq!(refused.body["errors"], json!([{ "field": "email", "code": "already_used" }]));
    assert_eq!(read(&browser).await.body["profile"], profile());
}

#[tokio::test]
async fn a_postcode_and_a_town_that_do_not_match_are_errors_of_their_field() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for (changes, field) in [
        (&[("/address/city", "Lyon")][..], "address.city"),
        (&[("/address/country", "RE")], "address.zipCode"),
        (&[("/birthCity", "Nice")], "birthCity"),
        (&[("/birthZipCode", "00100")], "birthZipCode"),
    ] {
        let answer = browser.put("profile", "wrong", &with(changes)).await;
        assert_eq!(
            answer.body["errors"],
            json!([{ "field": field, "code": "town_mismatch" }]),
            "{changes:?}"
        );
    }
    assert_eq!(world.provider.asked(CREATE).len(), 0);
    world.provider.script(CREATE, 201, json!({}));
    let near = with(&[("/address/city", "BOULOGNE BILANCOURT CEDEX 1"), ("/birthCity", "Pariss")]);
    assert_eq!(
        browser.put("profile", "near", &near).await.status,
        StatusCode::OK,
        "the provider puts it right"
    );
    assert_eq!(world.provider.last(CREATE).body["City"], "BOULOGNE BILANCOURT");
}

#[tokio::test]
async fn phone_numbers_are_sent_in_e164_and_must_be_mobile() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    for (number, code) in
        [("0123456789", "not_allowed"), ("0012345678", "invalid_format"), ("0612", "invalid_format")]
    {
        let body = with(&[("/phoneNumber", number), ("/phoneCountry", "FR")]);
        let answer = browser.put("profile", "wrong", &body).await;
        assert_eq!(answer.body["errors"], json!([{ "field": "phoneNumber", "code": code }]), "{number}");
    }
    world.provider.script(CREATE, 201, json!({}));
    let body = with(&[("/phoneNumber", "0612345678"), ("/phoneCountry", "FR")]);
    assert_eq!(browser.put("profile", "k", &body).await.status, StatusCode::OK);
    assert_eq!(world.provider.last(CREATE).body["Phonenumber"], "+33612345678");
    // The same intention with the same body counts as the same submission.
    assert_eq!(browser.put("profile", "k", &body).await.status, StatusCode::OK);
    assert_eq!(world.provider.asked(CREATE).len(), 1);
}

#[tokio::test]
async fn the_towns_of_a_postcode_need_no_session_and_may_be_cached() {
    let world = World::new().await;
    let get = |query: &str| {
        let request =
            axum::http::Request::get(format!("/places{query}")).body(axum::body::Body::empty()).unwrap();
        world.send(request)
    };
    let answer = get("?country=FR&postcode=92100").await;
    let expected: Value = serde_json::from_str(include_str!("../../contract/fixtures/places.json")).unwrap();
    assert_eq!((answer.status, &answer.body), (StatusCode::OK, &expected));
    assert_eq!(answer.header("cache-control"), "public, max-age=86400");
    for none in
        ["?country=BE&postcode=1000", "?country=FR&postcode=00000", "?country=FR&postcode=%3Cscript%3E"]
    {
        assert_eq!(get(none).await.body, json!({ "places": [] }), "{none}");
    }
    assert_eq!(get("?country=FR").await.body["code"], "malformed_request");
}

#[tokio::test]
async fn a_correction_that_did_not_help_can_be_corrected_again() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    world.provider.script(UPDATE, 200, json!({}));
    let reason = "Inconsistent birthDate between ID document and user's information";
    for (seconds, date) in [(100, "1966-12-06"), (200, "1967-12-06"), (300, "1968-12-06")] {
        refuse(&world, seconds, &id, reason).await;
        assert_eq!(browser.snapshot().await.state("profile"), "action_required", "{date}");
        let answer = browser.put("profile", date, &with(&[("/birthDate", date)])).await;
        assert_eq!((answer.status, answer.state("profile")), (StatusCode::OK, "done"), "{date}");
    }
    // The same report, delivered again, changes nothing.
    refuse(&world, 300, &id, reason).await;
    assert_eq!(browser.snapshot().await.state("profile"), "done");
}

#[tokio::test]
async fn the_first_correction_after_a_lost_creation_is_a_correction() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.cut(CREATE);
    assert_eq!(browser.put("profile", "k", &profile()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let id = world.provider.last(CREATE).body["AppUserId"].as_str().unwrap().to_owned();
    world.deliver(1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" })).await;
    let before = browser.snapshot().await.body["prospectExpiresAt"].clone();
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world.deliver(60, pending(&id)).await;
    refuse(&world, 100, &id, "Inconsistent birthDate between ID document and user's information").await;
    world.provider.script(UPDATE, 200, json!({}));
    world.clock.advance_seconds(86_400);
    let browser = world.open("customer").await;
    let answer = browser.put("profile", "corrected", &with(&[another("birthDate")])).await;
    assert_eq!((answer.status, answer.state("profile")), (StatusCode::OK, "done"), "{}", answer.body);
    assert_eq!(answer.body["prospectExpiresAt"], before, "the correction does not extend the lifetime");
}

#[tokio::test]
async fn calls_that_reach_the_provider_are_counted() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    world.provider.script(READ, 404, Value::Null);
    for _ in 0..29 {
        assert_eq!(read(&browser).await.status, StatusCode::OK);
    }
    let refused = read(&browser).await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "600"));
    assert_eq!(refused.body["code"], "rate_limited");
    let put = browser.put("profile", "one-more", &with(&[another("email")])).await;
    assert_eq!(put.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(world.provider.asked(READ).len(), 29);
    world.clock.advance_seconds(600);
    assert_eq!(read(&browser).await.status, StatusCode::OK);
}
