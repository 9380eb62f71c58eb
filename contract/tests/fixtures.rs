//! Each fixture can be read by its type and is written back unchanged, so the examples of the documentation are valid.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::{fs, path::Path};

use contract::{
    activation::ActivationResponse,
    customer::CustomerResponse,
    declarative::Declarative,
    diligence::DiligenceKind,
    draft::{self, Draft},
    event::Event,
    identification::{IdentificationRequest, IdentificationResponse},
    place::PlacesResponse,
    problem::Problem,
    profile::Profile,
    read_back::ProfileResponse,
    session::{OpenSessionRequest, OpenSessionResponse},
    snapshot::{OnboardingStatus, Snapshot},
    step::{StepId, StepState},
    submission::IdentityDemand,
    tax::Tax,
    terms::Terms,
    time::Date,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn round_trip<T: Serialize + DeserializeOwned>(name: &str) -> T {
    let written = fixture(name);
    let message: T = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&message).unwrap(), written, "{name}");
    message
}

#[test]
fn every_fixture_is_its_message() {
    round_trip::<OpenSessionRequest>("open-session.request.json");
    round_trip::<OpenSessionResponse>("open-session.response.json");
    round_trip::<IdentificationRequest>("identification.request.json");
    round_trip::<IdentificationResponse>("identification.response.json");
    round_trip::<CustomerResponse>("customer.response.json");
    round_trip::<Event>("event.changed.json");
    round_trip::<Event>("event.needs-customer.json");
    round_trip::<ActivationResponse>("activation.json");
    round_trip::<Problem>("problem.validation.json");
    for name in ["start", "running", "transfer", "documents", "opened", "expired"] {
        round_trip::<Snapshot>(&["snapshot.", name, ".json"].concat());
    }
    round_trip::<ProfileResponse>("profile.response.json");
    round_trip::<PlacesResponse>("places.json");
    assert!(draft::is_keepable(StepId::Tax, &round_trip::<Draft>("draft.json")));
    round_trip::<IdentityDemand>("identity.json");
}

#[test]
fn every_submission_of_the_fixtures_breaks_no_rule() {
    let today = Date::parse("2026-11-23").unwrap();
    assert_eq!(round_trip::<Profile>("profile.json").check(today), []);
    assert_eq!(round_trip::<Profile>("profile.national-phone.json").check(today), []);
    assert_eq!(round_trip::<Declarative>("declarative.json").check(), []);
    assert_eq!(round_trip::<Tax>("tax.json").check(), []);
    assert_eq!(round_trip::<Terms>("terms.json").check(), []);
}

#[test]
fn unknown_words_are_read_as_unknown() {
    let mut snapshot = fixture("snapshot.running.json");
    snapshot["onboarding"] = json!("paused");
    snapshot["steps"][0] = json!({ "id": "handwriting", "state": "sleeping", "colour": "green" });
    snapshot["diligences"][0] = json!({ "kind": "palm", "state": "warm", "reason": "cold hand" });
    let snapshot: Snapshot = serde_json::from_value(snapshot).unwrap();
    assert_eq!(snapshot.onboarding, OnboardingStatus::Unknown);
    assert_eq!((snapshot.steps[0].id, snapshot.steps[0].state), (StepId::Unknown, StepState::Unknown));
    assert_eq!(snapshot.diligences[0].kind, DiligenceKind::Other);
}

#[test]
fn the_debug_text_of_an_activation_does_not_contain_the_code() {
    let activation: ActivationResponse = round_trip("activation.json");
    assert!(!format!("{activation:?}").contains(&activation.activation_code));
}
