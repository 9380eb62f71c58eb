//! Callbacks that arrive in any order, some of them twice and at the same time: the storage leads to one state.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod support;

use contract::snapshot::OnboardingStatus;
use serde_json::{Value, json};
use support::*;

/// All orders of `items`.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let Some((first, rest)) = items.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in orders(rest) {
        for place in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(place, first.clone());
            all.push(longer);
        }
    }
    all
}

/// The callbacks from the creation of a user to the identification on the phone.
fn callbacks(id: &str) -> Vec<(u32, Value)> {
    vec![
        (1, json!({ "type": "34", "appUserId": id, "userRecordStatus": "Initialized" })),
        (2, json!({ "type": "4", "appUserId": id, "status": "Initialized", "diligences": [] })),
        (3, json!({ "type": "35", "AppUserId": id, "ActivationCode": CODE, "ErrorMessage": "" })),
        (60, json!({ "type": "34", "appUserId": id, "userRecordStatus": "InProgress" })),
        (61, pending(id)),
    ]
}

/// The snapshot without what differs between customers and sessions.
async fn state(browser: &Browser<'_>) -> Value {
    let mut snapshot = browser.snapshot().await.body;
    let object = snapshot.as_object_mut().unwrap();
    for member in ["revision", "now", "channel", "sessionExpiresAt"] {
        object.remove(member);
    }
    snapshot
}

#[tokio::test]
async fn callbacks_in_every_order_lead_to_one_state() {
    let world = World::new().await;
    let mut first = None;
    for (number, order) in orders(&[0, 1, 2, 3, 4]).into_iter().enumerate() {
        let browser = world.open(&format!("customer-{number}")).await;
        let all = callbacks(&browser.create().await);
        for index in &order {
            let (at, body) = all[*index].clone();
            world.deliver(at, body).await;
        }
        let (at, body) = all[order[0]].clone();
        world.deliver(at, body).await; // a second time
        let found = state(&browser).await;
        assert_eq!(found["activation"]["state"], "bound");
        assert_eq!(&found, first.get_or_insert_with(|| found.clone()), "{order:?}");
    }
}

#[tokio::test]
async fn callbacks_that_arrive_together_lead_to_the_same_state_as_one_after_another() {
    let world = World::new().await;
    let one_by_one = world.open("one-by-one").await;
    for (at, body) in callbacks(&one_by_one.create().await) {
        world.deliver(at, body).await;
    }
    let expected = state(&one_by_one).await;
    for number in 0..10 {
        let browser = world.open(&format!("together-{number}")).await;
        let [a, b, c, d, e] = callbacks(&browser.create().await).try_into().unwrap();
        let deliver = |(at, body): (u32, Value)| world.deliver(at, body);
        tokio::join!(deliver(e.clone()), deliver(a), deliver(c), deliver(e), deliver(b), deliver(d));
        world.at_rest().await;
        assert_eq!(state(&browser).await, expected, "{number}");
    }
    assert_ne!(expected["onboarding"], json!(OnboardingStatus::NotStarted));
}
