//! Submissions: rules, refusals, lost answers, repeats.

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::*;

const CREATE: &str = "POST /api/v1.1/users";
const TAX: &str = "PATCH /api/sca/v2.1/user/{id}/fatcaEai";

#[tokio::test]
async fn wrong_fields_never_reach_the_provider() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let mut wrong = profile();
    wrong["birthDate"] = json!("2010-01-01");
    wrong["address"]["zipCode"] = json!("9210");
    let answer = browser.put("profile", "k", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.body["code"], "validation_failed");
    assert_eq!(
        answer.body["errors"],
        json!([
            { "field": "birthDate", "code": "under_age" },
            { "field": "address.zipCode", "code": "invalid_format" },
        ])
    );
    for body in [json!({}), json!({ "surprise": 1 }), Value::Null] {
        assert_eq!(browser.put("profile", "k", &body).await.body["code"], "malformed_request");
    }
    assert_eq!(browser.put("profile", "", &profile()).await.body["code"], "malformed_request");
    assert_eq!(browser.put("selfie", "k", &profile()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.provider.asked(CREATE).len(), 0);
    world.provider.assert_known();
}

#[tokio::test]
async fn a_refusal_of_the_provider_is_an_error_of_the_field() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let refusal =
        json!({ "Code": 350, "ErrorMessage": "Cette adresse est déjà utilisée", "Title": "", "Priority": 2 });
    world.provider.script(CREATE, 400, refusal);
    world.provider.script(CREATE, 201, json!({}));
    let refused = browser.put("profile", "first", &profile()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.body["errors"], json!([{ "field": "email", "code": "already_used" }]));
    // The same idempotency key gets the same answer, without a second call.
    let again = browser.put("profile", "first", &profile()).await;
    assert_eq!((again.status, &again.body["errors"]), (refused.status, &refused.body["errors"]));
    assert_eq!(world.provider.asked(CREATE).len(), 1);
    // An edited form needs a new key.
    let mut edited = profile();
    edited["email"] = json!("other@example.fr");
    assert_eq!(browser.put("profile", "first", &edited).await.body["code"], "key_reused");
    assert_eq!(browser.put("profile", "second", &edited).await.state("profile"), "done");
}

#[tokio::test]
async fn a_refusal_that_the_customer_cannot_resolve_is_a_502() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.script(
        CREATE,
        400,
        json!({ "Code": 704, "ErrorMessage": "Paramètre manquant : Corinne" }),
    );
    let answer = browser.put("profile", "k", &profile()).await;
    assert_eq!(
        (answer.status, answer.body["code"].as_str()),
        (StatusCode::BAD_GATEWAY, Some("provider_refused"))
    );
    assert!(!answer.body.to_string().contains("Corinne"));
}

#[tokio::test]
async fn a_consent_is_stored_even_if_the_provider_s_answer_is_lost() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.create().await;
    browser.bind().await;
    world.provider.cut("POST /api/sca/v2.0/users/{id}/cgu");
    let lost = browser.put("terms", "c", &terms()).await;
    assert_eq!(lost.status, StatusCode::SERVICE_UNAVAILABLE);
    let consents = world.app.store.consents(1).await.unwrap();
    let given: Vec<_> = consents.iter().map(|consent| (consent.version.as_str(), consent.at)).collect();
    assert_eq!(given, [(terms()["version"].as_str().unwrap(), world.app.clock.now())]);
    // Accepting the same terms again does not change the date.
    world.clock.advance_seconds(60);
    browser.put("terms", "c", &terms()).await;
    assert_eq!(world.app.store.consents(1).await.unwrap(), consents);
}

#[tokio::test]
async fn a_failing_provider_is_a_503_and_the_same_key_can_be_retried() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.script(CREATE, 500, Value::Null);
    world.provider.script(CREATE, 429, Value::Null);
    world.provider.script(CREATE, 201, json!({}));
    for _ in 0..2 {
        let answer = browser.put("profile", "k", &profile()).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.body["code"], "provider_unavailable");
        assert_eq!(answer.header("retry-after"), "5");
    }
    world.clock.advance_seconds(5);
    assert_eq!(browser.put("profile", "k", &profile()).await.state("profile"), "done");
}

#[tokio::test]
async fn a_lost_answer_does_not_create_a_second_user() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.cut(CREATE);
    world.provider.script(CREATE, 400, json!({ "Code": 719, "ErrorMessage": "existe" }));
    world.provider.script("GET /api/v1.1/users/{id}", 200, json!({ "AppUserId": "x" }));
    assert_eq!(browser.put("profile", "k", &profile()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(browser.put("profile", "k", &profile()).await.state("profile"), "done");
    let ids: Vec<Value> =
        world.provider.asked(CREATE).iter().map(|asked| asked.body["AppUserId"].clone()).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
    world.provider.assert_known();
}

#[tokio::test]
async fn an_edit_after_a_lost_answer_corrects_the_created_user() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.cut(CREATE);
    world.provider.script(CREATE, 400, json!({ "Code": 719 }));
    world.provider.script("GET /api/v1.1/users/{id}", 200, json!({}));
    world.provider.script("PUT /api/v1.1/users/{id}", 200, json!({}));
    assert_eq!(browser.put("profile", "k", &profile()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let mut edited = profile();
    edited["firstName"] = json!("Corinne Anne");
    assert_eq!(browser.put("profile", "edited", &edited).await.state("profile"), "done");
    assert_eq!(world.provider.last("PUT /api/v1.1/users/{id}").body["FirstName"], "Corinne Anne");
}

#[tokio::test]
async fn a_callback_settles_a_lost_answer() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.cut(CREATE);
    browser.put("profile", "k", &profile()).await;
    let id = world.provider.last(CREATE).body["AppUserId"].clone();
    world.deliver(1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" })).await;
    assert_eq!(browser.snapshot().await.state("profile"), "done");
    assert_eq!(browser.put("profile", "k", &profile()).await.state("profile"), "done");
    assert_eq!(world.provider.asked(CREATE).len(), 1);
}

#[tokio::test]
async fn an_expired_token_is_renewed_once() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    world.provider.script(CREATE, 401, json!({ "Code": 569 }));
    world.provider.script(CREATE, 201, json!({}));
    assert_eq!(browser.put("profile", "k", &profile()).await.state("profile"), "done");
    let tokens: Vec<_> =
        world.provider.asked(CREATE).iter().map(|asked| asked.headers["authorization"].clone()).collect();
    assert_eq!(tokens, ["Bearer token-1", "Bearer token-2"]);
    // A token is used until a minute before it expires.
    world.provider.script("POST /api/v2.0/users/{id}/declarative", 500, Value::Null);
    world.clock.advance_seconds(3539);
    browser.put("declarative", "a", &declarative()).await;
    assert_eq!(world.provider.tokens(), 2);
    world.clock.advance_seconds(1);
    browser.put("declarative", "b", &declarative()).await;
    assert_eq!(world.provider.tokens(), 3);
}

#[tokio::test]
async fn details_that_differ_from_the_document_are_corrected_by_put() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    world.deliver(100, json!({ "type": "4", "status": "Incomplete", "appUserId": id, "diligences": [
        { "diligenceType": "ID_CARD", "status": "Refused", "reason": "Data inversion: firstName and lastName" }
    ] })).await;
    let asked = browser.snapshot().await;
    assert_eq!(asked.body["steps"][0]["reasons"], json!(["names_swapped"]));
    world.provider.script("PUT /api/v1.1/users/{id}", 200, json!({}));
    // Confirming the same details is passed on, but resolves nothing.
    let same = browser.put("profile", "same", &profile()).await;
    assert_eq!(same.state("profile"), "action_required");
    let mut swapped = profile();
    swapped["firstName"] = json!("Berthier");
    swapped["lastName"] = json!("Corinne");
    assert_eq!(browser.put("profile", "correction", &swapped).await.state("profile"), "done");
    assert_eq!(world.provider.asked("PUT /api/v1.1/users/{id}").len(), 2);
    assert_eq!(world.provider.last("PUT /api/v1.1/users/{id}").body["FirstName"], "Berthier");
    world.provider.assert_known();
}

#[tokio::test]
async fn a_phone_that_cannot_confirm_is_reported() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script(
        TAX,
        200,
        json!({ "Header": { "Status": "Failed", "Reason": "NotFound" }, "Payload": null }),
    );
    let answer = browser.put("tax", "t", &tax()).await;
    assert_eq!(answer.state("tax"), "action_required");
    assert_eq!(answer.body["steps"][4]["reasons"], json!(["device_not_ready"]));
    world.provider.script(TAX, 200, confirmation_asked("sca"));
    browser.confirm("tax").await; // uses up the first script
    assert_eq!(browser.confirm("tax").await.state("tax"), "confirm_on_phone");
}

#[tokio::test]
async fn an_expired_confirmation_is_requested_again_with_the_submitted_data() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    world.provider.script(TAX, 201, confirmation_asked("first"));
    world.provider.script(TAX, 201, confirmation_asked("second"));
    browser.put("tax", "t", &tax()).await;
    world.clock.advance_seconds(300);
    let lapsed = browser.snapshot().await;
    assert_eq!(lapsed.state("tax"), "action_required");
    assert_eq!(lapsed.body["steps"][4]["reasons"], json!(["confirmation_timed_out"]));
    assert_eq!(browser.confirm("tax").await.state("tax"), "confirm_on_phone");
    let bodies: Vec<Value> = world.provider.asked(TAX).into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1]);
    world
        .deliver(
            400,
            json!({ "Header": { "AuthenticationId": "second", "AppUserId": id, "Status": "succeeded" },
        "Payload": "{\"VraisemblanceStatus\":\"OK\",\"FatcaEaiStatus\":\"OK\",\"RequiredDocuments\":[]}" }),
        )
        .await;
    assert_eq!(browser.snapshot().await.state("tax"), "done");
    assert_eq!(browser.confirm("tax").await.status, StatusCode::CONFLICT);
    assert_eq!(browser.confirm("declarative").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn repeated_confirmation_requests_are_limited() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    for number in 0..5 {
        world.provider.script(TAX, 201, confirmation_asked(&format!("sca-{number}")));
    }
    browser.put("tax", "t", &tax()).await;
    for _ in 0..4 {
        assert_eq!(browser.confirm("tax").await.status, StatusCode::OK);
    }
    let answer = browser.confirm("tax").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "600"));
    world.clock.advance_seconds(600);
    assert_eq!(browser.confirm("tax").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_submission_is_stored_no_longer_than_needed() {
    use contract::step::StepId;
    let world = World::new().await;
    let browser = world.open("customer").await;
    let id = browser.bind().await;
    let kept = async |step| world.app.store.submission(1, step).await.unwrap().is_some();
    world.provider.script(TAX, 201, confirmation_asked("sca"));
    browser.put("tax", "t", &tax()).await;
    assert!(kept(StepId::Tax).await && kept(StepId::Profile).await);
    world
        .deliver(
            90,
            json!({ "Header": { "AuthenticationId": "sca", "AppUserId": id, "Status": "Succeeded" } }),
        )
        .await;
    browser.snapshot().await;
    assert!(!kept(StepId::Tax).await && kept(StepId::Profile).await);
    world.deliver(300, json!({ "type": "34", "appUserId": id, "userRecordStatus": 4 })).await;
    browser.snapshot().await;
    assert!(!kept(StepId::Profile).await);
}

#[tokio::test]
async fn only_the_texts_that_were_shown_can_be_accepted() {
    let shown = contract::terms::TermsDocuments {
        version: "2026-02".into(),
        account_url: "https://partner.example/account".into(),
        card_url: "https://partner.example/card".into(),
        partner_url: "https://partner.example/partner".into(),
    };
    let world = World::with_terms(shown).await;
    let browser = world.open("customer").await;
    browser.bind().await;
    assert_eq!(browser.snapshot().await.body["terms"]["version"], "2026-02");
    let older = browser.put("terms", "c", &terms()).await;
    assert_eq!(older.body["errors"], json!([{ "field": "version", "code": "not_allowed" }]));
    let mut accepted = terms();
    accepted["version"] = json!("2026-02");
    world.provider.script("POST /api/sca/v2.0/users/{id}/cgu", 201, confirmation_asked("sca"));
    assert_eq!(browser.put("terms", "c", &accepted).await.state("terms"), "confirm_on_phone");
    // The store has which version was accepted, and when.
    let history = world.app.store.history(1).await.unwrap().unwrap();
    let last = history.sent.last().unwrap();
    assert_eq!(last.sent.terms_version.as_deref(), Some("2026-02"));
    assert_eq!(last.at.to_string(), START);
}

#[tokio::test]
async fn a_confirmation_is_requested_again_for_the_accepted_submission() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script(TAX, 201, confirmation_asked("first"));
    world.provider.script(TAX, 400, json!({ "Code": 704 }));
    world.provider.script(TAX, 503, Value::Null);
    world.provider.script(TAX, 201, confirmation_asked("second"));
    browser.put("tax", "a", &tax()).await;
    world
        .deliver(
            90,
            json!({ "Header": { "AuthenticationId": "first", "Status": "Failed", "Reason": "TIMEOUT" } }),
        )
        .await;
    let mut other = tax();
    other["residences"] = json!([{ "country": "FR", "tin": "" }]);
    assert_eq!(browser.put("tax", "b", &other).await.body["code"], "provider_refused");
    assert_eq!(browser.confirm("tax").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(browser.confirm("tax").await.state("tax"), "confirm_on_phone");
    let bodies: Vec<Value> = world.provider.asked(TAX).into_iter().map(|asked| asked.body).collect();
    assert_ne!(bodies[0], bodies[1]);
    assert_eq!((&bodies[2], &bodies[3]), (&bodies[0], &bodies[0]));
}

#[tokio::test]
async fn calls_to_the_provider_are_limited_for_every_step() {
    let world = World::new().await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script(TAX, 400, json!({ "Code": 1 }));
    let mut refused = 0;
    for key in 0..40 {
        let answer = browser.put("tax", &key.to_string(), &tax()).await;
        refused += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0);
    assert_eq!(world.provider.asked(TAX).len() + 1, 30, "the creation counts too");
}

#[tokio::test]
async fn a_refused_parameter_is_an_error_of_its_field_and_another_value_is_accepted() {
    for (refusal, field, code) in [
        (
            json!({ "Code": 177, "ErrorMessage": "Paramètre invalide : LastName" }),
            "lastName",
            "invalid_characters",
        ),
        (json!({ "Code": 177, "ErrorMessage": "Paramètre invalide" }), "lastName", "invalid_characters"),
        (
            json!({ "Code": 178, "ErrorMessage": "Paramètres invalides : Street" }),
            "address.street",
            "invalid",
        ),
        (
            json!({ "Code": 704, "ErrorMessage": "Paramètre manquant : Nationality" }),
            "nationality",
            "required",
        ),
    ] {
        let world = World::new().await;
        let browser = world.open("customer").await;
        world.provider.script("POST /api/v1.1/users", 400, refusal.clone());
        world.provider.script("POST /api/v1.1/users", 201, json!({}));
        let mut entered = profile();
        entered["lastName"] = json!("St. Martin");
        let answer = browser.put("profile", "first", &entered).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{refusal}");
        assert_eq!(answer.body["errors"], json!([{ "field": field, "code": code }]), "{refusal}");
        entered["lastName"] = json!("Saint Martin");
        assert_eq!(browser.put("profile", "second", &entered).await.status, StatusCode::OK);
    }
}
