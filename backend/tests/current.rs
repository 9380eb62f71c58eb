//! The current generation: users of version 2.0, an explicit KYC demand, callbacks of the second version.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::*;

const CREATE: &str = "POST /api/v2.0/users";
const DEMAND: &str = "POST /api/v3.0/users/{id}/kyc/demand";
const TOKEN: &str = "webview-token-canary";

/// Callback 4 in its second version.
fn folder(id: &str, status: &str, received: &Value) -> Value {
    json!({
        "type": "4", "appUserId": id, "status": status, "kycLevel": "Medium", "workflowCode": "Identity",
        "expectedDiligences": [
            { "type": "Identity", "expectedCount": 1, "possibleDiligenceSubTypes": ["ID_CARD", "PASSPORT"] },
            { "type": "Complementary", "expectedCount": 1, "possibleDiligenceSubTypes": ["SELFIE", "SCTIN"] },
        ],
        "receivedDiligences": received,
    })
}

fn both(state: &str) -> Value {
    json!([
        { "diligenceType": "ID_CARD", "status": state, "attachments": [{ "fileName": "a", "attachmentKey": "b" }] },
        { "diligenceType": "SELFIE", "status": state, "reason": null },
    ])
}

/// Submits the profile. The provider creates the user and opens the demand.
async fn create(browser: &Browser<'_>) -> String {
    let provider = &browser.world.provider;
    provider.script(CREATE, 201, Value::Null);
    provider.script(DEMAND, 201, Value::Null);
    assert_eq!(browser.put("profile", "create", &profile()).await.state("profile"), "done");
    provider.last(CREATE).body["appUserId"].as_str().unwrap().to_owned()
}

/// As [`create`]. Then the code arrives, a phone is bound and the pictures are being checked.
async fn bind(browser: &Browser<'_>) -> String {
    let id = create(browser).await;
    let world = browser.world;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world.deliver(2, folder(&id, "Pending", &json!([]))).await;
    world.deliver(60, folder(&id, "Incomplete", &both("To_Review_Manually"))).await;
    id
}

#[tokio::test]
async fn a_customer_goes_straight_through_in_the_current_generation() {
    let world = World::current().await;
    let browser = world.open("customer-4711").await;
    let id = create(&browser).await;
    assert!((9..=30).contains(&id.len()), "{id}");
    assert_eq!(world.provider.last(CREATE).body["profile"]["birthDate"], "1965-12-06");
    assert_eq!(world.provider.last(DEMAND).body, json!({ "workflowCode": "Identity" }));

    world.deliver(1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" })).await;
    world.deliver(1, json!({ "type": "45", "appUserId": id, "accountStatus": "Initialized" })).await;
    assert_eq!(browser.snapshot().await.body["activation"]["state"], "waiting_code");
    world.deliver(3, json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" })).await;
    world
        .deliver(3, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE, "ErrorMessage": null }))
        .await;
    world.deliver(4, folder(&id, "Pending", &json!([]))).await;
    let ready = browser.snapshot().await;
    assert_eq!(ready.body["activation"]["state"], "ready", "an opened folder is no sign of a phone");
    assert_eq!(
        ready.body["diligences"],
        json!([{ "kind": "identity_document", "state": "expected" }, { "kind": "selfie", "state": "expected" }])
    );

    world.deliver(60, folder(&id, "Incomplete", &both("To_Review_Manually"))).await;
    let bound = browser.snapshot().await;
    assert_eq!((bound.state("device"), bound.state("identity")), ("done", "submitted"));
    world.provider.script("POST /api/v2.0/users/{id}/declarative", 201, json!({}));
    assert_eq!(browser.put("declarative", "d", &declarative()).await.state("declarative"), "done");
    world.provider.script("PATCH /api/sca/v3.0/users/{id}/fatca-eai", 201, confirmation_asked("sca-1"));
    assert_eq!(browser.put("tax", "t", &tax()).await.state("tax"), "confirm_on_phone");
    world.deliver(90, json!({ "Header": { "AuthenticationId": "sca-1", "Status": "Succeeded" } })).await;
    world
        .deliver(91, json!({ "type": "44", "appUserId": id, "fatcaEaiStatus": "OK", "diligences": [] }))
        .await;
    world.provider.script("POST /api/sca/v2.0/users/{id}/cgu", 201, confirmation_asked("sca-2"));
    assert_eq!(browser.put("terms", "c", &terms()).await.state("terms"), "confirm_on_phone");
    world.deliver(120, json!({ "Header": { "AuthenticationId": "sca-2", "Status": "Succeeded" } })).await;
    world.deliver(240, folder(&id, "Complete", &both("Validated"))).await;
    let identified = browser.snapshot().await;
    for step in ["identity", "tax", "terms"] {
        assert_eq!(identified.state(step), "done", "{step}");
    }
    world.deliver(241, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Validated" })).await;
    world.deliver(241, json!({ "type": "45", "appUserId": id, "accountStatus": "Activated" })).await;
    assert_eq!(browser.snapshot().await.body["onboarding"], "validated");
    world.provider.assert_known();
}

#[tokio::test]
async fn an_existing_demand_counts_as_success() {
    for (status, body) in [
        (405, json!({ "message": "Method not allowed" })),
        (400, json!({ "message": "A demand already exists" })),
    ] {
        let world = World::current().await;
        let browser = world.open("customer").await;
        world.provider.script(CREATE, 201, Value::Null);
        world.provider.script(DEMAND, status, body.clone());
        assert_eq!(browser.put("profile", "k", &profile()).await.state("profile"), "done", "{body}");
    }
    let world = World::current().await;
    let browser = world.open("customer").await;
    world.provider.script(CREATE, 201, Value::Null);
    world.provider.script(DEMAND, 400, json!({ "message": "The workflow is not in the referential" }));
    assert_eq!(browser.put("profile", "k", &profile()).await.status, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_retry_opens_the_demand_that_was_lost() {
    // With the same key, or with a new one after the page was loaded again.
    for second in ["k", "another"] {
        let world = World::current().await;
        let browser = world.open("customer").await;
        world.provider.script(CREATE, 201, Value::Null);
        world.provider.script(CREATE, 400, json!({ "Code": 719 }));
        world.provider.script(DEMAND, 503, Value::Null);
        world.provider.script(DEMAND, 201, Value::Null);
        assert_eq!(browser.put("profile", "k", &profile()).await.status, StatusCode::SERVICE_UNAVAILABLE);
        let id = world.provider.last(CREATE).body["appUserId"].as_str().unwrap().to_owned();
        // Callbacks about the created user do not prove that the demand was opened.
        world.deliver(1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" })).await;
        let half = browser.snapshot().await;
        assert_eq!((half.state("profile"), half.body["onboarding"].as_str()), ("todo", Some("initialized")));
        let page = json!({ "pageSize": 50, "values": [{ "appUserId": id }] });
        world.provider.script("GET /api/v2.0/users", 200, page);
        assert_eq!(browser.put("profile", second, &profile()).await.state("profile"), "done", "{second}");
        assert_eq!(world.provider.asked(DEMAND).len(), 2);
        world.provider.assert_known();
    }
}

#[tokio::test]
async fn callbacks_of_the_demand_settle_a_lost_answer() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    world.provider.script(CREATE, 201, Value::Null);
    world.provider.cut(DEMAND);
    assert_eq!(browser.put("profile", "k", &profile()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let id = world.provider.last(CREATE).body["appUserId"].as_str().unwrap().to_owned();
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    assert_eq!(browser.snapshot().await.state("profile"), "done");
    assert_eq!(browser.put("profile", "k", &profile()).await.state("profile"), "done");
    assert_eq!((world.provider.asked(CREATE).len(), world.provider.asked(DEMAND).len()), (1, 1));
}

#[tokio::test]
async fn an_empty_submission_opens_a_rejected_demand_again() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = bind(&browser).await;
    assert_eq!(browser.put("identity", "early", &json!({})).await.body["code"], "step_not_open");
    world.deliver(300, folder(&id, "Rejected", &json!([]))).await;
    let rejected = browser.snapshot().await;
    assert_eq!(rejected.state("identity"), "action_required");
    assert_eq!(rejected.body["steps"][2]["reasons"], json!(["expired"]));
    assert_eq!(rejected.body["steps"][2]["canRestart"], true);
    assert_eq!(browser.put("identity", "again", &json!({ "x": 1 })).await.body["code"], "malformed_request");
    let asked = browser.put("identity", "again", &json!({})).await;
    assert_eq!((asked.status, asked.state("identity")), (StatusCode::OK, "todo"));
    assert!(asked.body["steps"].as_array().unwrap().iter().all(|step| step["canRestart"].is_null()));
    assert_eq!(asked.body["diligences"], json!([]));
    // One intention makes one call.
    assert_eq!(browser.put("identity", "again", &json!({})).await.status, StatusCode::OK);
    assert_eq!(world.provider.asked(DEMAND).len(), 2);
    world.deliver(301, folder(&id, "Pending", &json!([]))).await;
    let renewed = browser.snapshot().await;
    assert_eq!((renewed.state("device"), renewed.state("identity")), ("done", "todo"));
    world.deliver(360, folder(&id, "Incomplete", &both("To_Review_Manually"))).await;
    assert_eq!(browser.snapshot().await.state("identity"), "submitted");
    world.provider.assert_known();
}

#[tokio::test]
async fn a_rejection_gives_its_reason_unless_fraud_is_suspected() {
    let refused = |reason: &str| json!([{ "diligenceType": "ESIGN", "status": "Refused", "reason": reason }]);
    for (received, state, reasons) in [
        (refused("Refusal to sign the T&Cs"), "action_required", json!(["terms_refused"])),
        (refused(""), "action_required", json!(["other"])),
        (refused("Identity fraud"), "review", Value::Null),
    ] {
        let world = World::current().await;
        let browser = world.open("customer").await;
        let id = bind(&browser).await;
        world.deliver(300, folder(&id, "Rejected", &received)).await;
        let rejected = browser.snapshot().await;
        assert_eq!(
            (rejected.state("identity"), &rejected.body["steps"][2]["reasons"]),
            (state, &reasons),
            "{received}"
        );
        assert!(!rejected.body.to_string().contains("fraud"));
        let can_restart = rejected.body["steps"][2]["canRestart"] == true;
        assert_eq!(can_restart, state == "action_required", "{received}");
        if !can_restart {
            assert_eq!(browser.put("identity", "k", &json!({})).await.body["code"], "step_not_open");
        }
    }
}

#[tokio::test]
async fn a_demand_that_expires_before_the_phone_is_bound_can_be_opened_again() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = create(&browser).await;
    world.deliver(2, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE })).await;
    world.deliver(300, folder(&id, "Rejected", &json!([]))).await;
    assert_eq!(browser.snapshot().await.state("identity"), "action_required");
    assert_eq!(browser.put("identity", "again", &json!({})).await.state("identity"), "todo");
}

#[tokio::test]
async fn details_that_differ_from_the_document_are_corrected_by_put() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = bind(&browser).await;
    let received = json!([{ "diligenceType": "ID_CARD", "status": "Refused",
        "reason": "Inconsistent birthDate between ID document and user’s information" }]);
    world.deliver(100, folder(&id, "Incomplete", &received)).await;
    assert_eq!(browser.snapshot().await.body["steps"][0]["reasons"], json!(["birth_date_mismatch"]));
    world.provider.script("PUT /api/v2.0/users/{id}", 200, json!({}));
    let mut corrected = profile();
    corrected["birthDate"] = json!("1965-12-07");
    assert_eq!(browser.put("profile", "correction", &corrected).await.state("profile"), "done");
    assert_eq!(world.provider.last("PUT /api/v2.0/users/{id}").body["profile"]["birthDate"], "1965-12-07");
    assert_eq!(world.provider.asked(DEMAND).len(), 1);
    world.provider.assert_known();
}

#[tokio::test]
async fn the_identification_page_is_kept_apart_and_shown_nowhere() {
    for (kind, body, expected) in [
        (
            "48",
            json!({ "url": "https://id.example/p.html", "token": TOKEN }),
            format!("https://id.example/p.html?token={TOKEN}"),
        ),
        (
            "48",
            json!({ "Url": "https://id.example/?a=b", "Token": TOKEN }),
            format!("https://id.example/?a=b&token={TOKEN}"),
        ),
        (
            "47",
            json!({ "webviewUrl": format!("https://id.example/{TOKEN}") }),
            format!("https://id.example/{TOKEN}"),
        ),
        (
            "35",
            json!({ "ActivationCode": CODE, "ExtraData": { "WebViewUrl": format!("https://id.example/{TOKEN}") } }),
            format!("https://id.example/{TOKEN}"),
        ),
    ] {
        let world = World::current().await;
        let browser = world.open("customer").await;
        let id = bind(&browser).await;
        let mut message = body.clone();
        message["type"] = json!(kind);
        message["appUserId"] = json!(id);
        world.deliver(70, json!({ "Payload": message })).await;
        assert_eq!(world.app.store.webview(&id).await.unwrap(), Some(expected), "{body}");
        let history = world.app.store.history(1).await.unwrap().unwrap();
        assert!(history.inbox.iter().all(|envelope| !envelope.body.contains(TOKEN)), "{body}");
        assert!(!browser.snapshot().await.body.to_string().contains(TOKEN));
        world.deliver(240, folder(&id, "Complete", &both("Validated"))).await;
        browser.snapshot().await;
        assert_eq!(world.app.store.webview(&id).await.unwrap(), None, "no longer than needed");
    }
}

#[tokio::test]
async fn only_the_partner_s_server_gets_the_identification_page() {
    const KEY: &str = "Bearer partner-key";
    let folder = std::env::temp_dir().join(format!("backend-identification-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("onboarding.sqlite");
    let world = World::in_file(file.to_str().unwrap()).await;
    let browser = world.open("customer").await;
    let other = world.open("another").await;
    let id = browser.bind().await;
    let asked = json!({ "customerReference": "customer" });
    let none = world.identification(KEY, &asked).await;
    assert_eq!((none.status, &none.body["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    let page = json!({ "type": "48", "appUserId": id, "url": "https://id.example/p.html", "token": TOKEN });
    world.deliver(70, page).await;

    let answer = world.identification(KEY, &asked).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, json!({ "url": format!("https://id.example/p.html?token={TOKEN}") }));
    assert_eq!(answer.header("cache-control"), "no-store");
    for reference in ["another", "nobody"] {
        let body = json!({ "customerReference": reference });
        assert_eq!(world.identification(KEY, &body).await.status, StatusCode::NOT_FOUND, "{reference}");
    }
    for key in ["", "Bearer wrong", "Basic partner-key", &format!("Bearer {}", browser.token)] {
        let refused = world.identification(key, &asked).await;
        assert_eq!((refused.status, &refused.body["code"]), (StatusCode::FORBIDDEN, &json!("forbidden")));
    }
    for body in [json!({}), json!({ "customerReference": "a b" }), json!({ "appUserId": id })] {
        assert_eq!(world.identification(KEY, &body).await.status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert!(!other.snapshot().await.body.to_string().contains(TOKEN));

    // The audit has every time that the address was handed out, by the request id that is in the log, and without the
    // address.
    let connection = rusqlite::Connection::open(&file).unwrap();
    let handed = "SELECT url_digest, request_id FROM handed_webviews";
    let rows: Vec<(String, String)> =
        kept::read(&connection, handed, |row| (row.get(0).unwrap(), row.get(1).unwrap()));
    let [(digest, request_id)] = rows.as_slice() else { panic!("{} rows", rows.len()) };
    assert_eq!(request_id, answer.header("x-request-id"));
    assert!(digest.len() == 64 && !digest.contains(TOKEN));
    drop(connection);

    world.deliver(240, json!({ "type": "4", "appUserId": id, "status": "Complete" })).await;
    assert_eq!(
        world.identification(KEY, &asked).await.status,
        StatusCode::NOT_FOUND,
        "no longer than needed"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn the_newest_identification_page_of_callback_48_has_priority() {
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = bind(&browser).await;
    let page =
        |token: &str| json!({ "type": "48", "appUserId": id, "url": "https://id.example/", "token": token });
    world.deliver(90, page("newer")).await;
    world.deliver(80, page("older")).await;
    world
        .deliver(95, json!({ "type": "47", "appUserId": id, "webviewUrl": "https://id.example/other" }))
        .await;
    assert_eq!(world.app.store.webview(&id).await.unwrap().unwrap(), "https://id.example/?token=newer");
}

#[tokio::test]
async fn screening_and_proof_steps_are_shown_with_neutral_texts() {
    use contract::step::StepId::{Device, Identity, Profile, Proof, Screening};
    let mut world = World::current().await;
    world.use_steps(&[Profile, Device, Identity, Proof, Screening]);
    let browser = world.open("customer").await;
    let id = bind(&browser).await;
    let exposed = |seconds, is_exposed: Value, decision: Value, status: &str| {
        let body = json!({
            "type": "PoliticallyExposedPersonStatusCreatedOrUpdated", "appUserId": id,
            "isPoliticallyExposedPerson": is_exposed, "finalDecisionPep": decision, "riskAnalysisStatut": status,
        });
        world.deliver(seconds, body)
    };
    exposed(100, Value::Null, Value::Null, "inProgress").await;
    assert_eq!(browser.snapshot().await.state("screening"), "review");
    exposed(110, json!(true), Value::Null, "InProgress").await;
    assert_eq!(browser.snapshot().await.state("screening"), "review");
    exposed(120, json!(true), json!(false), "done").await;
    let done = browser.snapshot().await;
    assert_eq!((done.state("screening"), done.body["onboarding"].as_str()), ("done", Some("initialized")));
    for (seconds, status, state) in [
        (130, "To_Review_Manually", "review"),
        (140, "Refused", "action_required"),
        (150, "Validated", "done"),
    ] {
        let reason = "The beneficiary's name is different from the transmitter's name";
        let transfer = json!({
            "type": "31", "appUserId": id, "diligenceType": "SCTIN", "status": status, "reason": reason,
            "amount": 100, "transmitterFullname": "Somebody Else", "score": { "name": 0.2, "firstName": 1 },
        });
        world.deliver(seconds, folder(&id, "Incomplete", &json!([]))).await;
        world.deliver(seconds, transfer).await;
        let snapshot = browser.snapshot().await;
        assert_eq!(snapshot.state("proof"), state, "{status}");
        assert!(!snapshot.body.to_string().contains("Somebody"));
    }
}

#[tokio::test]
async fn corrections_of_the_provider_and_the_account_are_read_from_callbacks() {
    use backend::journey::fact::{Account, Correction};
    let world = World::current().await;
    let browser = world.open("customer").await;
    let id = bind(&browser).await;
    let log = |property: &str, reason: &str| json!({ "propertyName": property, "originalValue": "Pariss", "newValue": "Paris", "reason": reason });
    world
        .deliver(
            5,
            json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "recordStatus": "Initialized",
        "profile": { "firstName": "Corinne" }, "dataCorrectionLogs": [
            log("profile.birthCity", "Correction"), log("profile.address.city", "Normalization"),
        ] }),
        )
        .await;
    world.deliver(6, json!({ "type": "45", "appUserId": id, "accountStatus": "pending_closure" })).await;
    let progress = backend::current::Current::load(&world.app, 1).await.unwrap().unwrap().progress;
    let correction = |field: &str, is_normalization| Correction { field: field.into(), is_normalization };
    assert_eq!(progress.corrections, [correction("birthCity", false), correction("address.city", true)]);
    assert_eq!(progress.account, Some(Account::Closing));
    assert!(!browser.snapshot().await.body.to_string().contains("Pariss"));
}

#[tokio::test]
async fn an_edit_after_the_demand_failed_is_not_lost() {
    let update = "PUT /api/v2.0/users/{id}";
    let world = World::current().await;
    let browser = world.open("customer").await;
    world.provider.script(CREATE, 201, Value::Null);
    world.provider.script(CREATE, 400, json!({ "Code": 719 }));
    world.provider.script(DEMAND, 400, json!({ "message": "The workflow is not in the referential" }));
    world.provider.script(DEMAND, 400, json!({ "message": "The workflow is not in the referential" }));
    world.provider.script(DEMAND, 201, Value::Null);
    assert_eq!(browser.put("profile", "a", &profile()).await.body["code"], "provider_refused");
    let id = world.provider.last(CREATE).body["appUserId"].as_str().unwrap().to_owned();
    let page = json!({ "pageSize": 50, "values": [{ "appUserId": id }] });
    world.provider.script("GET /api/v2.0/users", 200, page);
    world.provider.script(update, 200, json!({}));
    // The unchanged profile only continues where the first submission stopped.
    assert_eq!(browser.put("profile", "a", &profile()).await.body["code"], "provider_refused");
    assert!(world.provider.asked(update).is_empty());
    let mut edited = profile();
    edited["firstName"] = json!("Anne");
    assert_eq!(browser.put("profile", "b", &edited).await.state("profile"), "done");
    assert_eq!(world.provider.last(update).body["profile"]["firstName"], "Anne");
    world.provider.assert_known();
}

#[tokio::test]
async fn a_rejection_for_a_mismatch_is_corrected_before_or_after_the_new_demand() {
    let update = "PUT /api/v2.0/users/{id}";
    let mut corrected = profile();
    corrected["birthDate"] = json!("1965-12-07");
    for is_first in [true, false] {
        let world = World::current().await;
        let browser = world.open("customer").await;
        let id = bind(&browser).await;
        world.provider.script(update, 200, json!({}));
        let received = json!([{ "diligenceType": "ID_CARD", "status": "Refused",
            "reason": "Inconsistent birthDate between ID document and user’s information" }]);
        world.deliver(100, folder(&id, "Rejected", &received)).await;
        let rejected = browser.snapshot().await;
        assert_eq!(
            (rejected.state("profile"), rejected.state("identity")),
            ("action_required", "action_required")
        );
        if is_first {
            assert_eq!(browser.put("profile", "c", &corrected).await.state("profile"), "done");
            assert_eq!(
                browser.snapshot().await.state("identity"),
                "action_required",
                "a new demand is needed"
            );
        }
        assert_eq!(browser.put("identity", "again", &json!({})).await.state("identity"), "todo");
        world.deliver(120, folder(&id, "Pending", &json!([]))).await;
        let demanded = browser.snapshot().await;
        assert_eq!(demanded.state("identity"), "todo");
        if !is_first {
            assert_eq!(demanded.body["steps"][0]["reasons"], json!(["birth_date_mismatch"]));
            assert_eq!(browser.put("profile", "c", &corrected).await.state("profile"), "done");
        }
        assert_eq!(browser.snapshot().await.state("profile"), "done");
        assert_eq!(world.provider.asked(update).len(), 1);
    }
}
