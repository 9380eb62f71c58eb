//! What the partner's server is told: every change of a status, in order, signed, until it takes it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use backend::events::{delivery, reminders};
use contract::{event::Event, time::Timestamp};
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use support::{kept::Kept, provider::Asked, *};

const HOOK: &str = "POST /events";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECOND_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// A world that sends events, which the partner's server answers with `status`.
async fn world(status: u16) -> World {
    let mut world = World::new().await;
    turn_on(&mut world, status);
    world
}

fn turn_on(world: &mut World, status: u16) {
    let url = format!("{}/events", world.provider.url);
    world.send_events(url, &[SECRET, SECOND_SECRET]);
    world.provider.script(HOOK, status, json!({}));
}

/// What was posted so far.
async fn posted(world: &World) -> Vec<Asked> {
    delivery::deliver_due(&world.app).await.unwrap();
    world.provider.asked(HOOK)
}

fn event(asked: &Asked) -> Event {
    serde_json::from_value(asked.body.clone()).unwrap()
}

fn status_of(asked: &Asked) -> String {
    asked.body["data"]["customer"]["onboarding"].as_str().unwrap().to_owned()
}

fn record(id: &str, status: &str) -> Value {
    json!({ "type": "34", "appUserId": id, "userRecordStatus": status })
}

/// Takes a customer to the opened account, in the background of the partner's server.
async fn open_account(world: &World, reference: &str, second: u32) {
    let browser = world.open(reference).await;
    browser.snapshot().await;
    let id = browser.create().await;
    for (later, status) in [(1, "Initialized"), (20, "InProgress"), (40, "Validated")] {
        world.deliver(second + later, record(&id, status)).await;
        world.at_rest().await;
        world.clock.advance_seconds(HOUR);
        delivery::deliver_due(&world.app).await.unwrap();
    }
}

#[tokio::test]
async fn every_change_is_told_once_in_its_order_without_personal_data() {
    let world = world(200).await;
    open_account(&world, "customer-4711", 0).await;
    let posted = posted(&world).await;
    let told: Vec<String> = posted.iter().map(status_of).collect();
    assert_eq!(told.first().unwrap(), "not_started");
    assert_eq!(told.last().unwrap(), "validated");
    let revisions: Vec<u32> = posted.iter().map(|asked| event(asked).data.customer.revision).collect();
    assert!(revisions.is_sorted_by(|a, b| a < b), "{revisions:?}");
    let texts: BTreeSet<String> = posted
        .iter()
        .map(|asked| asked.body["data"]["customer"]["steps"].to_string() + &status_of(asked))
        .collect();
    assert_eq!(texts.len(), posted.len(), "each says something new");
    let profile = profile().to_string();
    for asked in &posted {
        let text = String::from_utf8(asked.raw.clone()).unwrap();
        for word in ["Corinne", "Berthier", "corinne@", "612345678", "rue des Fleurs", "1965"] {
            assert!(profile.contains(word) && !text.contains(word), "{text}");
        }
    }
    // What the last event says is what the partner's server reads.
    let request =
        Request::get("/customers/customer-4711").header(header::AUTHORIZATION, "Bearer partner-key");
    let read = world.send(request.body(Body::empty()).unwrap()).await.body;
    assert_eq!(posted.last().unwrap().body["data"]["customer"], read);
}

#[tokio::test]
async fn each_event_is_signed_with_every_secret_over_its_id_and_time() {
    let mut world = World::new().await;
    turn_on(&mut world, 200);
    // The receiver's library compares the time with the real clock.
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    world.clock.advance_seconds(now - Timestamp::parse(START).unwrap().as_millis() / 1000);
    world.open("customer").await.snapshot().await;
    let asked = posted(&world).await.pop().unwrap();
    for secret in [SECRET, SECOND_SECRET] {
        Webhook::new(secret).unwrap().verify(&asked.raw, &asked.headers).unwrap();
    }
    let other = Webhook::new("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
    assert!(other.verify(&asked.raw, &asked.headers).is_err());
    let changed = [&asked.raw[..], b" "].concat();
    assert!(Webhook::new(SECRET).unwrap().verify(&changed, &asked.headers).is_err());
}

#[tokio::test]
async fn after_thirteen_days_without_the_partner_no_event_is_missing_and_none_is_out_of_order() {
    let world = world(503).await;
    for day in 0..13_u32 {
        open_account(&world, &format!("customer-{day}"), day * 60).await;
        world.clock.advance_seconds(21 * HOUR);
        reminders::sweep(&world.app, false).await.unwrap();
    }
    let tries = posted(&world).await.len();
    assert!(tries < 13 * 24 * 6 * 13, "{tries} attempts in 13 days");
    let waiting = world.app.store.event_backlog().await.unwrap();
    world.provider.script(HOOK, 200, json!({}));
    let mut is_back = false;
    for _ in 0..120 {
        world.clock.advance_seconds(10);
        delivery::deliver_due(&world.app).await.unwrap();
        is_back = world.app.store.event_backlog().await.unwrap().count == 0;
        if is_back {
            break;
        }
    }
    assert!(is_back, "all were taken within twenty minutes");
    let taken: Vec<Asked> = world.provider.asked(HOOK).into_iter().skip(tries + 1).collect();
    let ids: BTreeSet<&str> =
        taken.iter().map(|asked| asked.headers["webhook-id"].to_str().unwrap()).collect();
    assert_eq!((ids.len() as u64, taken.len() as u64), (waiting.count, waiting.count), "each once");
    let mut told: BTreeMap<String, Vec<(u32, String)>> = BTreeMap::new();
    for asked in &taken {
        let Event { data, .. } = event(asked);
        let all = told.entry(data.customer.customer_reference).or_default();
        all.push((data.customer.revision, status_of(asked)));
    }
    assert_eq!(told.len(), 13);
    for (reference, all) in told {
        assert!(all.is_sorted_by(|a, b| a.0 < b.0), "{reference}: {all:?}");
        let statuses: Vec<&str> = all.iter().map(|(_, status)| status.as_str()).collect();
        assert_eq!(statuses.first(), Some(&"not_started"));
        for status in ["initialized", "in_progress", "validated"] {
            assert!(statuses.contains(&status), "{reference}: {status}");
        }
    }
}

#[tokio::test]
async fn a_refused_event_holds_back_its_own_customer_and_no_other() {
    let world = world(400).await;
    let (first, second) = (world.open("first").await, world.open("second").await);
    first.snapshot().await;
    assert_eq!(posted(&world).await.len(), 1, "refused");
    world.provider.script(HOOK, 400, json!({}));
    world.provider.script(HOOK, 200, json!({}));
    world.clock.advance_seconds(5);
    assert_eq!(posted(&world).await.len(), 2, "refused again, and tried next after ten seconds");
    first.create().await;
    first.snapshot().await;
    second.snapshot().await;
    let of = |posted: &[Asked], reference: &str| -> Vec<u32> {
        let events =
            posted.iter().map(event).filter(|event| event.data.customer.customer_reference == reference);
        events.map(|event| event.data.customer.revision).collect()
    };
    posted(&world).await;
    world.clock.advance_seconds(5);
    let all = posted(&world).await;
    assert_eq!(of(&all, "second"), [1, 1], "refused once and taken");
    assert_eq!(of(&all, "first"), [1, 1], "waits");
    world.clock.advance_seconds(5);
    let revisions = of(&posted(&world).await, "first");
    assert_eq!(revisions[..3], [1, 1, 1]);
    assert!(revisions.len() > 3 && revisions[2..].is_sorted_by(|a, b| a < b), "{revisions:?}");
}

#[tokio::test]
async fn events_are_replayed_in_their_order_with_the_same_ids() {
    let world = world(200).await;
    open_account(&world, "customer", 0).await;
    let ids = |posted: &[Asked]| -> Vec<String> {
        posted.iter().map(|asked| asked.headers["webhook-id"].to_str().unwrap().to_owned()).collect()
    };
    let before = ids(&posted(&world).await);
    let since = Timestamp::parse(START).unwrap();
    let waiting = world.app.store.replay_events(since, since).await.unwrap();
    assert_eq!(waiting, before.len() as u64);
    let all = ids(&posted(&world).await);
    assert_eq!(all, [before.clone(), before].concat());
    let later = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
    assert_eq!(world.app.store.replay_events(later, later).await.unwrap(), 0, "nothing happened since");
}

#[tokio::test]
async fn an_onboarding_that_waits_for_the_customer_is_announced_after_1_7_30_and_80_days() {
    let world = world(200).await;
    world.open("waits").await.create().await;
    let done = world.open("done").await;
    let id = done.create().await;
    world.deliver(5, record(&id, "Validated")).await;
    let mut days = Vec::new();
    for _ in 0..89 {
        world.clock.advance_seconds(DAY);
        for _ in 0..2 {
            reminders::sweep(&world.app, false).await.unwrap();
        }
        days = posted(&world).await.iter().filter_map(|asked| event(asked).data.days).collect();
    }
    assert_eq!(days, [1, 7, 30, 80], "once each, and only of the customer who waits");
    let reminder = posted(&world).await.into_iter().find(|asked| event(asked).data.days == Some(7)).unwrap();
    assert_eq!(reminder.body["type"], "onboarding.needs_customer");
    assert_eq!(reminder.body["data"]["customer"]["customerReference"], "waits");
    assert_eq!(reminder.body["timestamp"], "2026-11-30T09:00:00Z");
}

#[tokio::test]
async fn a_change_by_the_clock_alone_is_told() {
    let world = world(200).await;
    let browser = world.open("customer").await;
    browser.bind().await;
    world.provider.script("PATCH /api/sca/v2.1/user/{id}/fatcaEai", 201, confirmation_asked("sca"));
    assert_eq!(browser.put("tax", "t", &tax()).await.state("tax"), "confirm_on_phone");
    let before = posted(&world).await.len();
    world.clock.advance_seconds(301);
    reminders::sweep(&world.app, false).await.unwrap();
    let all = posted(&world).await;
    assert_eq!(all.len(), before + 1);
    let steps = all.last().unwrap().body["data"]["customer"]["steps"].clone();
    let tax = steps.as_array().unwrap().iter().find(|step| step["id"] == "tax").unwrap().clone();
    assert_eq!(tax["state"], "action_required");
}

#[tokio::test]
async fn what_a_crash_kept_from_being_applied_is_told_after_the_start() {
    let (mut world, kept) = Kept::in_new_world("unfolded").await;
    turn_on(&mut world, 200);
    let id = world.open("customer").await.create().await;
    posted(&world).await;
    // Stored and acknowledged, and then the program was killed.
    kept.execute(&format!(
        "INSERT INTO inbox (dedupe_key, kind, app_user_id, received_at, is_readable, headers, body) VALUES \
         ('id:a', '34', '{id}', 0, TRUE, '{{}}', '{{\"type\":\"34\",\"appUserId\":\"{id}\",\"userRecordStatus\":\"Refused\"}}')"
    ));
    reminders::sweep(&world.app, false).await.unwrap();
    assert_ne!(status_of(posted(&world).await.last().unwrap()), "refused");
    reminders::sweep(&world.app, true).await.unwrap();
    assert_eq!(status_of(posted(&world).await.last().unwrap()), "refused");
}

#[tokio::test]
async fn an_erased_customer_has_no_events_but_the_end() {
    let (mut world, kept) = Kept::in_new_world("erased-events").await;
    turn_on(&mut world, 503);
    world.open("customer").await.create().await;
    assert!(kept.rows().await.contains("evt_"));
    let request = Request::delete("/customers/customer").header(header::AUTHORIZATION, "Bearer partner-key");
    assert_eq!(world.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::NO_CONTENT);
    assert!(!kept.rows().await.contains("evt_"));
}

#[tokio::test]
async fn an_event_is_sent_as_soon_as_it_happens() {
    let world = world(200).await;
    let task = tokio::spawn(delivery::run(Arc::clone(&world.app)));
    world.clock.waiters(1).await;
    world.open("customer").await.snapshot().await;
    world.provider.until_asked(HOOK).await;
    world.app.closing.send_replace(true);
    task.await.unwrap();
}

#[tokio::test]
async fn without_an_address_nothing_is_stored() {
    let (world, kept) = Kept::in_new_world("no-events").await;
    world.open("customer").await.create().await;
    assert!(!kept.rows().await.contains("evt_"));
}
