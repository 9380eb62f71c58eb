//! Secrets appear in no log, snapshot or problem. The test has its own program, because the first test decides for the
//! whole process which log lines exist.

mod support;

use axum::http::Method;
use serde_json::{Value, json};
use support::{log::Log, *};

#[tokio::test]
async fn code_token_and_personal_data_are_in_no_log_snapshot_or_problem() {
    let log = Log::default();
    let _guard = log.keep();

    let world = World::new().await;
    let browser = world.open("customer-canary").await;
    world.provider.script(
        "POST /api/v1.1/users",
        400,
        json!({ "Code": 999, "ErrorMessage": "Corinne Berthier" }),
    );
    let mut answers = vec![browser.put("profile", "a", &profile()).await];
    let typed = json!({ "firstName": "Typed-canary" });
    for path in ["/onboarding/drafts/profile?page=1&order=1", "/onboarding/drafts/Typed-canary"] {
        let draft = browser.request(Method::PUT, path).body(typed.to_string().into()).unwrap();
        answers.push(world.send(draft).await);
    }
    assert_eq!(browser.call(Method::GET, "/onboarding/drafts/profile").await.body, typed);
    answers.push(browser.snapshot().await);
    world.provider.script("POST /api/v1.1/users", 201, json!({}));
    answers.push(browser.put("profile", "b", &profile()).await); // uses up the scripted refusal
    answers.push(browser.put("profile", "c", &profile()).await);
    let id = world.provider.last("POST /api/v1.1/users").body["AppUserId"].clone();
    world.callback(&[], json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE, "ExtraData": { "WebViewUrl": "https://canary.example" } })).await;
    world.callback(&[], format!("{{ broken {CODE}")).await;
    answers.push(browser.snapshot().await);
    // Personal data is read back, corrected and refused. It appears in the calls to the provider and nowhere else.
    let log_of_corrections = json!([{ "propertyName": "profile.birthCity", "originalValue": "Pariss-canary", "newValue": "Paris-canary" }]);
    world.callback(&[], json!({ "type": "UserCreatedOrUpdated", "appUserId": id, "dataCorrectionLogs": log_of_corrections })).await;
    world.provider.script(
        "GET /api/v1.1/users/{id}",
        200,
        json!({ "Profile": { "Email": "corinne@canary.example" } }),
    );
    assert!(browser.call(Method::GET, "/onboarding/profile").await.body.to_string().contains("Paris-canary"));
    let mut other = profile();
    other["lastName"] = json!("Locked-canary");
    answers.push(browser.put("profile", "d", &other).await);
    answers.push(browser.call(Method::GET, "/places?country=FR&postcode=92100").await);
    answers.push(browser.snapshot().await);
    assert_eq!(browser.reveal().await.body["activationCode"], CODE);
    answers.push(browser.call(Method::GET, &format!("/onboarding/{CODE}?code={CODE}")).await);
    for _ in 0..5 {
        answers.push(Answer { body: Value::Null, ..browser.reveal().await });
    }
    browser.refuse_scan().await;
    let account = json!({ "iban": "FR76IBANCANARY", "bic": "BICCANARY" });
    world.provider.script("GET /api/v2.0/accounts/{id}", 200, account);
    let accepted = json!({ "type": "4", "appUserId": id, "status": "Incomplete",
        "diligences": [{ "diligenceType": "ID_CARD", "status": "Validated" }] });
    world.callback(&[], accepted).await;
    assert_eq!(browser.transfer().await.body["transfer"]["iban"], "FR76IBANCANARY");
    let document = "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nw9\r\n--b\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"name-canary\"\r\n\r\n%PDF-file-canary\r\n--b--\r\n";
    let request =
        browser.request(Method::POST, "/onboarding/documents").header("Idempotency-Key", "document");
    let request =
        request.header("content-type", "multipart/form-data; boundary=b").body(document.into()).unwrap();
    answers.push(world.send(request).await);

    // Without a webhook, only the log reports that somebody else used the code, and it does not name the customer.
    assert_eq!(browser.report().await.body["activation"]["state"], "reported");
    backend::notices::delivery::deliver_due(&world.app).await.unwrap();

    let log = log.text();
    let answers: String =
        answers.iter().map(|answer| format!("{:?}{}", answer.headers, answer.body)).collect();
    assert!(log.contains("route=\"/onboarding/activation\" status=429"), "{log}");
    assert_eq!(log.matches("activation_reported").count(), 1, "{log}");
    for canary in [
        CODE,
        &browser.token,
        "Corinne",
        "Berthier",
        "33612345678",
        "corinne@",
        "Hirondelles",
        "Fleurs",
        "1965-12-06",
        "canary.example",
        "Typed-canary",
        "Paris-canary",
        "Pariss-canary",
        "Locked-canary",
        "postcode=92100",
        "IBANCANARY",
        "BICCANARY",
        "name-canary",
        "file-canary",
        "customer-canary",
        "partner-key",
        "client-secret",
        "callback-password",
        "token-1",
    ] {
        assert!(!log.contains(canary), "{canary} is in the log:\n{log}");
        assert!(!answers.contains(canary), "{canary} is in an answer: {answers}");
    }
}
