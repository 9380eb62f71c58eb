//! Faults on demand.

use serde_json::{Value, json};

use crate::harness::{MINUTE, Stage, user};

const USER: &str = "k7p2m9x4q";
const CREATE: &str = "POST /api/v1.1/users";

async fn with_faults(faults: Value) -> Stage {
    let stage = Stage::new().await;
    let (status, body) = stage.ask("PUT", "/control/faults", faults).await;
    assert_eq!(status, 200, "{body}");
    stage
}

#[tokio::test]
async fn the_next_calls_of_a_route_answer_with_a_status() {
    let rules = json!([{ "route": CREATE, "fault": "status", "status": 429, "times": 2 }]);
    let stage = with_faults(json!({ "api": rules })).await;
    for expected in [429, 429, 201] {
        let (status, _) = stage.api("POST", "/api/v1.1/users", user(USER, json!({}))).await;
        assert_eq!(status, expected);
    }
}

#[tokio::test]
async fn a_cut_call_is_not_carried_out_and_a_lost_answer_is() {
    for (fault, is_carried_out) in [("cut", false), ("cut_after", true)] {
        let stage = with_faults(json!({ "api": [{ "route": CREATE, "fault": fault }] })).await;
        assert!(stage.try_api("POST", "/api/v1.1/users", user(USER, json!({}))).await.is_err());
        let (status, _) = stage.ask("GET", &format!("/control/prospects/{USER}"), Value::Null).await;
        assert_eq!(status == 200, is_carried_out, "{fault}");
    }
}

#[tokio::test]
async fn a_delayed_answer_waits_for_the_clock() {
    let rules = json!([{ "route": "*", "fault": "delay", "millis": 5_000 }]);
    let stage = with_faults(json!({ "api": rules })).await;
    let call = stage.api("POST", "/api/v1.1/users", user(USER, json!({})));
    tokio::pin!(call);
    // The call is running once it is recorded and its delay is planned.
    let is_under_way =
        async { while stage.ask("GET", "/control/clock", Value::Null).await.1["nextEventAt"].is_null() {} };
    tokio::select! { _ = &mut call => panic!("it was to wait"), () = is_under_way => {} }
    stage.advance(5_000).await;
    assert_eq!(call.await.0, 201);
}

#[tokio::test]
async fn a_call_may_never_be_answered() {
    let stage = with_faults(json!({ "api": [{ "route": CREATE, "fault": "never_answer" }] })).await;
    let call = stage.api("POST", "/api/v1.1/users", user(USER, json!({})));
    let is_received = async {
        loop {
            let (_, received) = stage.ask("GET", "/control/received", Value::Null).await;
            let last = received.as_array().unwrap().last().unwrap().clone();
            if last["path"] == "/api/v1.1/users" {
                return last;
            }
        }
    };
    let received =
        tokio::select! { _ = call => panic!("it was answered"), received = is_received => received };
    assert_eq!(received["status"], Value::Null);
    stage.advance(60 * MINUTE).await;
    assert_eq!(
        stage.ask("GET", "/control/prospects", Value::Null).await.1,
        json!([]),
        "nothing was carried out"
    );
}

#[tokio::test]
async fn callbacks_arrive_late_twice_or_in_another_order() {
    for (kind, fault, expected) in [
        ("34", json!("late"), vec!["4 Initialized", "35", "34 Initialized"]),
        ("34", json!("doubled"), vec!["34 Initialized", "34 Initialized", "4 Initialized", "35"]),
        ("34", json!("reordered"), vec!["4 Initialized", "34 Initialized", "35"]),
        ("35", json!("reordered"), vec!["34 Initialized", "4 Initialized", "35"]),
        ("4", json!("lost"), vec!["34 Initialized", "35"]),
    ] {
        let rules = json!([{ "type": kind, "fault": fault, "millis": 3_000 }]);
        let stage = with_faults(json!({ "callbacks": rules })).await;
        stage.create(USER, json!({})).await;
        stage.advance(60 * MINUTE).await;
        assert_eq!(stage.partner.news(), expected, "{kind} {fault}");
    }
}

#[tokio::test]
async fn a_lost_callback_is_in_the_queue() {
    let stage = with_faults(json!({ "callbacks": [{ "type": "35", "fault": "lost" }] })).await;
    let code = stage.create(USER, json!({})).await;
    let (_, queue) = stage.api("GET", "/api/v2.0/webhooks", Value::Null).await;
    assert_eq!(queue[0]["payload"]["ActivationCode"], code);
}

#[tokio::test]
async fn an_unknown_fault_is_refused() {
    let stage = Stage::new().await;
    for faults in [
        json!({ "api": [{ "route": CREATE, "fault": "explode" }] }),
        json!({ "apis": [] }),
        json!({ "api": [{ "route": "POST /api/v1.1/user", "fault": "cut" }] }),
    ] {
        let (status, body) = stage.ask("PUT", "/control/faults", faults).await;
        assert_eq!(status / 100, 4);
        assert!(body["message"].is_string());
    }
}
