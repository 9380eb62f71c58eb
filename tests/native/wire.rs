//! Every call as it is sent, and every answer as it is read.

use contract::{
    document,
    draft::Draft,
    problem::{FieldError, FieldErrorCode, ProblemCode},
    read_back::{Correction, ProfileResponse},
    snapshot::Snapshot,
    step::{DocumentKind, StepId},
    submission::{IdentityDemand, Submission},
    terms::Terms,
    time::Timestamp,
};
use serde_json::Value;
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, CallId, FieldId, Message, Record, Typed},
    wire::{Answer, Body, Request},
};

use crate::page::{CODE, named, on_record};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../contract/fixtures/", $name, ".json"))
    };
}

fn terms() -> Call {
    let submission =
        Submission::Terms(Terms { account: true, card: true, partner: true, version: "7".into() });
    Call::SubmitStep { idempotency_key: "key-1".into(), submission: Box::new(submission) }
}

fn upload(kind: DocumentKind, justification: &str) -> Call {
    Call::Upload { idempotency_key: "key-2".into(), kind, justification: justification.into() }
}

fn draft() -> Call {
    let values = vec![(FieldId::FirstName, Typed::from("Zoé \"Z\"")), (FieldId::City, Typed::from(""))];
    Call::SaveDraft { step: StepId::Profile, page: 4_000_000_000, order: 12, values }
}

/// Each call with its request, as it would be written on a connection.
fn requests() -> Vec<(Call, &'static str)> {
    let identity = Box::new(Submission::Identity(IdentityDemand {}));
    vec![
        (Call::FetchSnapshot { after: None, wait_seconds: 20 }, "GET /onboarding"),
        (
            Call::FetchSnapshot { after: Some(17), wait_seconds: 20 },
            "GET /onboarding?after=17&waitSeconds=20\nIf-None-Match: \"17\"",
        ),
        (
            Call::FetchSnapshot { after: Some(0), wait_seconds: 0 },
            "GET /onboarding?after=0&waitSeconds=0\nIf-None-Match: \"0\"",
        ),
        (
            terms(),
            "PUT /onboarding/steps/terms\nIdempotency-Key: key-1\nContent-Type: application/json\n\n\
             {\"account\":true,\"card\":true,\"partner\":true,\"version\":\"7\"}",
        ),
        (
            Call::SubmitStep { idempotency_key: "key-3".into(), submission: identity },
            "PUT /onboarding/steps/identity\nIdempotency-Key: key-3\nContent-Type: application/json\n\n{}",
        ),
        (Call::ResendConfirmation(StepId::Tax), "POST /onboarding/steps/tax/confirmation"),
        (Call::TakeAlternative, "POST /onboarding/identity/alternative"),
        (
            upload(DocumentKind::W9, ""),
            "POST /onboarding/documents\nIdempotency-Key: key-2\n\nkind=w9&file=(file)",
        ),
        (
            upload(DocumentKind::Other, "I study in Lille."),
            "POST /onboarding/documents\nIdempotency-Key: key-2\n\n\
             kind=other&justification=I study in Lille.&file=(file)",
        ),
        (Call::FetchCertificate, "GET /onboarding/self-certification"),
        (Call::RevealCode, "POST /onboarding/activation"),
        (Call::ReportCode, "POST /onboarding/activation/report"),
        (Call::ReadProfile, "GET /onboarding/profile"),
        (Call::ReadDraft(StepId::Declarative), "GET /onboarding/drafts/declarative"),
        (
            draft(),
            "PUT /onboarding/drafts/profile?page=4000000000&order=12\nContent-Type: application/json\n\n\
             {\"firstName\":\"Zoé \\\"Z\\\"\",\"address.city\":\"\"}",
        ),
        (
            Call::FetchPlaces { country: "FR".into(), postcode: "92100".into() },
            "GET /places?country=FR&postcode=92100",
        ),
        (Call::Restart, "POST /onboarding/restart"),
    ]
}

/// A request without the headers that every call has.
fn written(request: &Request, token: &str) -> String {
    let mut text = format!("{} {}", request.method, request.path);
    let of_every_call = ["Accept", "X-Onboarding-Client", "Authorization"];
    for (name, value) in request.headers(token) {
        if !of_every_call.contains(&name) {
            text += &format!("\n{name}: {value}");
        }
    }
    match &request.body {
        Body::Empty => {}
        Body::Json(json) => text += &format!("\n\n{json}"),
        Body::Document(document) => {
            let parts = document.parts.iter().map(|(name, text)| format!("{name}={text}&"));
            text += &format!("\n\n{}{}=(file)", parts.collect::<String>(), document.file);
        }
    }
    text
}

#[test]
fn every_call_is_sent_as_the_contract_has_it() {
    for (call, expected) in requests() {
        assert_eq!(written(&Request::of(&call), "token-1"), expected, "{call:?}");
    }
}

#[test]
fn every_request_is_described_with_its_query_and_its_headers() {
    let description: Value = serde_json::from_str(include_str!("../../contract/openapi.json")).unwrap();
    for (call, _) in requests() {
        let request = Request::of(&call);
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let described = description["paths"].as_object().unwrap();
        let (_, methods) = described.iter().find(|(template, _)| fits(path, template)).unwrap();
        let described = &methods[request.method.to_lowercase()];
        let parameters = described["parameters"].as_array().unwrap().iter().map(|parameter| {
            let name = parameter["$ref"].as_str().and_then(|path| path.rsplit('/').next());
            name.map_or(parameter, |name| &description["components"]["parameters"][name])
        });
        let named = |place: &str| -> Vec<(&str, bool)> {
            let there = parameters.clone().filter(|parameter| parameter["in"] == place);
            there.map(|one| (one["name"].as_str().unwrap(), one["required"] == true)).collect()
        };
        let sent: Vec<_> =
            query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect();
        let headers: Vec<_> = request.headers("token-1").into_iter().map(|(name, _)| name).collect();
        assert!(sent.iter().all(|name| named("query").iter().any(|(known, _)| known == name)), "{call:?}");
        for (place, there) in [("query", sent), ("header", headers)] {
            let missing = named(place).into_iter().find(|(name, needed)| *needed && !there.contains(name));
            assert_eq!(missing, None, "{call:?}");
        }
        let media_types = &described["requestBody"]["content"];
        let media_type = match request.body {
            Body::Empty => None,
            Body::Json(_) => Some("application/json"),
            Body::Document(_) => Some("multipart/form-data"),
        };
        assert_eq!(
            media_types.as_object().and_then(|types| types.keys().next()).map(String::as_str),
            media_type
        );
    }
}

fn fits(path: &str, template: &str) -> bool {
    path.split('/').count() == template.split('/').count()
        && path.split('/').zip(template.split('/')).all(|(part, name)| part == name || name.starts_with('{'))
}

#[test]
fn every_call_names_the_client_and_carries_the_token_unless_a_cookie_does() {
    for (call, _) in requests() {
        let request = Request::of(&call);
        let value = |token: &str, name: &str| {
            request.headers(token).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
        };
        assert_eq!(value("token-1", "X-Onboarding-Client").as_deref(), Some("1"), "{call:?}");
        assert_eq!(value("", "X-Onboarding-Client").as_deref(), Some("1"), "{call:?}");
        assert_eq!(value("token-1", "Authorization").as_deref(), Some("Bearer token-1"), "{call:?}");
        assert_eq!(value("", "Authorization"), None, "{call:?}");
        let accepted = if call == Call::FetchCertificate { "application/pdf" } else { "application/json" };
        assert_eq!(value("token-1", "Accept").as_deref(), Some(accepted), "{call:?}");
    }
}

#[test]
fn a_call_waits_for_what_the_server_holds_and_for_a_file_to_be_sent() {
    for (call, _) in requests() {
        let request = Request::of(&call);
        let held = matches!(&call, Call::FetchSnapshot { after: Some(_), wait_seconds: 20 });
        let expected = match &call {
            Call::Upload { .. } => 315_000,
            _ if held => 35_000,
            _ => 15_000,
        };
        assert_eq!(request.timeout_ms, expected, "{call:?}");
        let unheld = held.then_some("/onboarding?after=17&waitSeconds=0");
        assert_eq!(request.unheld_path.as_deref(), unheld, "{call:?}");
        assert_eq!(request.outlives_page, matches!(&call, Call::SaveDraft { .. }), "{call:?}");
        assert_eq!(request.wants_document, call == Call::FetchCertificate, "{call:?}");
    }
}

#[test]
fn the_name_of_a_file_is_not_the_customers() {
    let Body::Document(document) = Request::of(&upload(DocumentKind::W9, "")).body else { panic!() };
    assert_eq!((document.kind, document.file), (DocumentKind::W9, document::FILE));
}

fn read(call: &Call, status: u16, headers: &[(&str, &str)], body: &str) -> Result<Message, Failure> {
    let header =
        |name: &str| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let came_at = Timestamp::parse("2026-11-23T09:00:00Z").unwrap();
    let body = serde_json::from_str::<Value>(body).ok();
    Answer { status, header: &header, body: body.as_ref(), came_at }.read(CallId::default(), call)
}

fn read_ok(call: &Call, body: &str) -> Message {
    read(call, 200, &[], body).unwrap()
}

#[test]
fn the_answer_to_every_call_is_the_message_of_the_call() {
    let id = CallId::default();
    let fetch = Call::FetchSnapshot { after: Some(17), wait_seconds: 0 };
    for text in [
        fixture!("snapshot.start"),
        fixture!("snapshot.running"),
        fixture!("snapshot.transfer"),
        fixture!("snapshot.documents"),
        fixture!("snapshot.opened"),
        fixture!("snapshot.expired"),
    ] {
        let snapshot: Box<Snapshot> = serde_json::from_str(text).unwrap();
        for (call, message) in [
            (fetch.clone(), Message::SnapshotArrived(id, Some(snapshot.clone()))),
            (terms(), Message::Accepted(id, snapshot.clone())),
            (Call::ReportCode, Message::Accepted(id, snapshot.clone())),
            (Call::ResendConfirmation(StepId::Tax), Message::Accepted(id, snapshot.clone())),
            (Call::TakeAlternative, Message::Accepted(id, snapshot.clone())),
            (upload(DocumentKind::W9, ""), Message::Accepted(id, snapshot.clone())),
            (Call::Restart, Message::Accepted(id, snapshot)),
        ] {
            assert_eq!(read_ok(&call, text), message, "{call:?}");
        }
    }
    assert_eq!(read(&fetch, 304, &[], ""), Ok(Message::SnapshotArrived(id, None)));
    let Message::CodeRevealed(_, activation) = read_ok(&Call::RevealCode, fixture!("activation")) else {
        panic!()
    };
    assert_eq!((activation.activation_code.as_str(), activation.issue), (CODE, 1));
    let towns = Message::TownsArrived(id, named(&["Boulogne-Billancourt"]));
    let places = Call::FetchPlaces { country: "FR".into(), postcode: "92100".into() };
    assert_eq!(read_ok(&places, fixture!("places")), towns);
    assert_eq!(read_ok(&places, r#"{"places": []}"#), Message::TownsArrived(id, Vec::new()));
    assert_eq!(read_ok(&draft(), ""), Message::DraftAnswered(id, Vec::new()));
}

#[test]
fn a_draft_is_read_field_by_field() {
    let kept = r#"{"residences.0.tin": "85073003328", "isUsPerson": "false", "unknown": "x", "income": 3}"#;
    let typed =
        vec![(FieldId::IsUsPerson, Typed::from("false")), (FieldId::Tin(0), Typed::from("85073003328"))];
    let message = Message::DraftAnswered(CallId::default(), typed);
    assert_eq!(read_ok(&Call::ReadDraft(StepId::Tax), kept), message);
    let expected: Draft = serde_json::from_str(fixture!("draft")).unwrap();
    let call = Call::ReadDraft(StepId::Profile);
    let Message::DraftAnswered(_, texts) = read_ok(&call, fixture!("draft")) else { panic!() };
    assert_eq!(texts.len(), expected.len());
    assert!(texts.iter().all(|(id, text)| expected.get(id.path()).map(String::as_str) == Some(&**text)));
}

/// The record as serde_json reads it.
fn expected_record(answer: &ProfileResponse) -> Record {
    let profile = serde_json::to_value(&answer.profile).unwrap();
    let value = |id: FieldId| {
        let pointer = format!("/{}", id.path().replace('.', "/"));
        Some((id, profile.pointer(&pointer)?.as_str()?.into()))
    };
    let correction = |correction: &Correction| {
        let (before, after) = (correction.original_value.as_str(), correction.new_value.as_str());
        Some((FieldId::at(&correction.field)?, before.into(), after.into()))
    };
    Record {
        values: FieldId::all().filter_map(value).collect(),
        is_prefill: false,
        locked: answer.locked.iter().filter_map(|path| FieldId::at(path)).collect(),
        corrections: answer.corrections.iter().filter_map(correction).collect(),
    }
}

#[test]
fn the_record_is_read_field_by_field() {
    let message = Message::ProfileRead(CallId::default(), Box::new(expected_record(&on_record())));
    assert_eq!(read_ok(&Call::ReadProfile, fixture!("profile.response")), message);
    let odd = r#"{"profile": {"firstName": 7, "address": "x"}, "locked": {}, "corrections": [null, {"field": "x"}]}"#;
    let Message::ProfileRead(_, record) = read_ok(&Call::ReadProfile, odd) else { panic!() };
    assert!(record.values.is_empty() && record.locked.is_empty() && record.corrections.is_empty());
}

#[test]
fn an_answer_that_is_not_of_the_contract_is_malformed() {
    let fetch = Call::FetchSnapshot { after: None, wait_seconds: 0 };
    let places = Call::FetchPlaces { country: "FR".into(), postcode: "92100".into() };
    for (call, body) in [
        (fetch.clone(), "<html>"),
        (fetch.clone(), "{}"),
        (terms(), ""),
        (Call::RevealCode, "{\"activationCode\": 7, \"issue\": 1}"),
        (Call::ReadProfile, "{}"),
        (Call::ReadProfile, "{\"profile\": 7}"),
        (Call::ReadDraft(StepId::Tax), "[]"),
        (places.clone(), "{}"),
        (places, "{\"places\": 7}"),
        (Call::FetchCertificate, "%PDF-1.4"),
    ] {
        assert_eq!(read(&call, 200, &[], body).unwrap_err().kind, FailureKind::Malformed, "{call:?} {body}");
    }
    let pdf = [("Content-Type", "application/pdf; charset=binary")];
    let saved = Message::CertificateSaved(CallId::default());
    assert_eq!(read(&Call::FetchCertificate, 200, &pdf, ""), Ok(saved));
    let page = [("Content-Type", "text/html")];
    assert_eq!(read(&Call::FetchCertificate, 200, &page, "").unwrap_err().kind, FailureKind::Malformed);
}

/// The message for the page's developer in the console.
fn cause(call: &Call, status: u16, body: &str) -> String {
    read(call, status, &[], body).unwrap_err().cause
}

#[test]
fn the_console_names_an_invalid_member_but_never_its_value() {
    let running = fixture!("snapshot.running");
    let fetch = Call::FetchSnapshot { after: None, wait_seconds: 0 };
    for (call, body, place) in [
        (fetch.clone(), running.replace("17", "\"seventeen\""), "at \"revision\""),
        (fetch.clone(), running.replace("\"selfie\"", "{}"), "at \"diligences.1.kind\""),
        (Call::RevealCode, r#"{"activationCode": "0123456789abcdef", "issue": "1"}"#.into(), "at \"issue\""),
        (Call::ReadProfile, r#"{"profiles": "Berthier"}"#.into(), "at \"profile\""),
    ] {
        assert_eq!(cause(&call, 200, &body), format!("does not fit the contract {place}"));
    }
    // A proxy that answers every unknown path with the page of the site.
    assert_eq!(cause(&fetch, 200, "<!doctype html>"), "answered no JSON of the contract");
}

#[test]
fn the_console_names_a_status_that_shows_a_mistake_of_page_or_proxy() {
    let fetch = Call::FetchSnapshot { after: None, wait_seconds: 0 };
    for status in [400, 403, 404, 405, 410, 501] {
        assert_eq!(cause(&fetch, status, "<html>"), format!("answered {status}"));
        assert_eq!(cause(&fetch, status, "{}"), format!("answered {status}"));
    }
    for status in [401, 408, 409, 413, 422, 429, 500, 502, 503] {
        assert_eq!(cause(&fetch, status, ""), "", "{status}");
    }
}

#[test]
fn a_refusal_is_read_from_its_problem_else_from_its_status() {
    let failure =
        |status, headers: &[(&str, &str)], body: &str| read(&terms(), status, headers, body).unwrap_err();
    let refused = failure(422, &[], fixture!("problem.validation"));
    let FailureKind::Fields(errors) = &refused.kind else { panic!("{refused:?}") };
    assert_eq!(errors[0], FieldError::new("address.zipCode", FieldErrorCode::TownMismatch));
    assert_eq!(refused.request_id, "01JDBQ4ZK8");
    let problem = r#"{"status": 409, "code": "step_not_open", "requestId": "in the body"}"#;
    let header = [("X-Request-Id", "in the header")];
    let refused = failure(409, &header, problem);
    assert_eq!(refused.kind, FailureKind::Refused(ProblemCode::StepNotOpen));
    assert_eq!(refused.request_id, "in the body");
    let refused = failure(502, &header, "<html>Bad gateway</html>");
    assert_eq!((refused.kind, refused.request_id.as_str()), (FailureKind::Unavailable, "in the header"));
    assert_eq!(failure(401, &[], "").kind, FailureKind::SessionExpired);
    assert_eq!(failure(304, &[], "").kind, FailureKind::Refused(ProblemCode::Unknown));
}

#[test]
fn the_wait_that_a_server_asks_for_is_read_as_seconds_or_as_a_date() {
    let date = ("Date", "Mon, 23 Nov 2026 08:00:00 GMT");
    let later = ("Retry-After", "Mon, 23 Nov 2026 09:00:30 GMT");
    let wait = |headers: &[(&str, &str)]| read(&terms(), 429, headers, "").unwrap_err().retry_after_ms;
    assert_eq!(wait(&[("Retry-After", "30")]), Some(30_000));
    assert_eq!(wait(&[("Retry-After", " 0 ")]), Some(0));
    assert_eq!(wait(&[("Retry-After", "Mon, 23 Nov 2026 08:00:30 GMT"), date]), Some(30_000));
    // Counted from this computer's clock, where the page may not see the server's.
    assert_eq!(wait(&[later]), Some(30_000));
    assert_eq!(wait(&[("Retry-After", "Mon, 23 Nov 2026 07:00:00 GMT"), date]), None);
    assert_eq!(wait(&[("Retry-After", "soon")]), None);
    assert_eq!(wait(&[]), None);
}
