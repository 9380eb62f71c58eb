//! Delivers every published callback (`contract/callbacks/*.json`, one file for each payload) in every wrapper and spelling. The
//! meaning is always the same. Every answer is a 2xx, even if fields are missing or have another type.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Request, header},
};
use backend::{
    callback::{
        delivery::{Delivery, Frame},
        report,
    },
    journey::fact::Report,
};
use contract::time::Timestamp;
use serde_json::{Map, Value, json};
use support::{
    published::{USER, published},
    *,
};

/// The wrappers that the documentation and independent clients show.
fn wrapped(body: &Value) -> Vec<Value> {
    vec![
        body.clone(),
        json!({ "Payload": body }),
        json!({ "payload": body }),
        json!({ "metadata": { "id": "x", "processDate": "2026-11-23", "type": body["type"], "version": 1 },
            "payload": body, "response": { "status": 500 } }),
    ]
}

/// The same value with its keys renamed by `rename` and its values replaced by `change`.
fn rewritten(value: &Value, rename: &dyn Fn(&str) -> String, change: &dyn Fn(&Value) -> Value) -> Value {
    let changed = match value {
        Value::Object(fields) => Value::Object(
            fields.iter().map(|(key, value)| (rename(key), rewritten(value, rename, change))).collect(),
        ),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| rewritten(item, rename, change)).collect())
        }
        other => other.clone(),
    };
    change(&changed)
}

fn capitalised(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn snake(key: &str) -> String {
    key.chars().flat_map(|letter| letter.is_uppercase().then_some('_').into_iter().chain([letter])).collect()
}

fn text_for_number(value: &Value) -> Value {
    if value.is_number() { json!(value.to_string()) } else { value.clone() }
}

fn number_for_text(value: &Value) -> Value {
    value
        .as_str()
        .and_then(|text| text.parse::<u32>().ok())
        .map_or_else(|| value.clone(), |number| json!(number))
}

fn single_for_list(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.len() == 1 => items[0].clone(),
        other => other.clone(),
    }
}

/// The spellings that must all be understood.
fn spelled(body: &Value) -> Vec<Value> {
    let as_is = |key: &str| key.to_owned();
    let same = |value: &Value| value.clone();
    vec![
        rewritten(body, &capitalised, &same),
        rewritten(body, &|key| key.to_uppercase(), &same),
        rewritten(body, &|key| key.to_lowercase(), &same),
        rewritten(body, &snake, &same),
        rewritten(body, &as_is, &text_for_number),
        rewritten(body, &as_is, &number_for_text),
        rewritten(body, &as_is, &single_for_list),
    ]
}

/// Broken variants, which need not be understood: each field missing, empty, or of another type.
fn broken(body: &Value) -> Vec<Value> {
    let Value::Object(fields) = body else { return Vec::new() };
    let with = |key: &str, value: Option<Value>| {
        let mut fields: Map<String, Value> = fields.clone();
        fields.remove(key);
        fields.extend(value.map(|value| (key.to_owned(), value)));
        Value::Object(fields)
    };
    let others =
        [Value::Null, json!(""), json!([]), json!({}), json!(7), json!([null, 1, "x", {}]), json!(true)];
    let keys = fields.keys();
    keys.flat_map(|key| {
        [None].into_iter().chain(others.iter().cloned().map(Some)).map(|value| with(key, value))
    })
    .collect()
}

fn read(headers: &BTreeMap<String, String>, body: &Value) -> Option<Report> {
    let frame = Frame::new(None, |name| headers.get(name).cloned());
    let body_bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let arrivals = Delivery { frame, body: body_bytes }.read(Timestamp::parse(START).unwrap());
    assert_eq!(arrivals.len(), 1, "{body}");
    let envelope = &arrivals[0].envelope;
    let found = report::read(envelope);
    assert_eq!(envelope.app_user_id.as_deref(), Some(USER), "{body}");
    found.map(|dated| dated.report)
}

#[test]
fn every_wrapper_and_spelling_of_a_published_callback_means_the_same() {
    let mut read_ones = 0;
    for file in published().into_iter().filter(|file| file.query.is_empty()) {
        let said = read(&file.headers, &file.body);
        assert_eq!(said.is_some(), file.says, "{}", file.published);
        if file.body.is_null() {
            continue;
        }
        for body in [vec![file.body.clone()], spelled(&file.body)].concat() {
            for wrapped in wrapped(&body) {
                read_ones += 1;
                assert_eq!(read(&file.headers, &wrapped), said, "{}: {wrapped}", file.published);
            }
        }
    }
    assert!(read_ones > 1000, "{read_ones}");
}

/// Posts all variants. Every answer is a 2xx, and the snapshot can still be computed.
async fn acknowledged_by(world: &World) {
    for file in published() {
        let path = format!("/callbacks/xpollens?{}", file.query);
        let spelled = [vec![file.body.clone()], spelled(&file.body)].concat();
        for body in spelled.iter().flat_map(wrapped).chain(broken(&file.body)) {
            let text = if file.body.is_null() { String::new() } else { body.to_string() };
            let mut request = Request::post(path.trim_end_matches('?'))
                .header(header::AUTHORIZATION, "Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=");
            for (name, value) in &file.headers {
                request = request.header(name, value);
            }
            let answer = world.send(request.body(Body::from(text)).unwrap()).await;
            assert!(answer.status.is_success(), "{}: {body} is answered {}", file.published, answer.status);
        }
    }
    // Their customer is opened only now. Otherwise each callback would compute a snapshot of all callbacks before it.
    let now = Timestamp::parse(START).unwrap();
    world.app.store.open_prospect("customer", USER, now).await.unwrap();
    let answer = world.open("customer").await.snapshot().await;
    assert_ne!(answer.body["onboarding"], "not_started");
}

#[tokio::test]
async fn every_published_callback_is_answered_with_a_2xx() {
    acknowledged_by(&World::new().await).await;
}

#[tokio::test]
async fn every_published_callback_is_answered_with_a_2xx_in_the_current_generation() {
    acknowledged_by(&World::current().await).await;
}
