//! The browser's small JSON reader and writer give the same results as serde for the same types.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod answers;

use std::fmt::Debug;

use contract::{
    activation::ActivationResponse,
    json,
    message::{self, Read},
    problem::Problem,
    snapshot::Snapshot,
    submission::{IdentityDemand, Submission},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use answers::{ACTIVATION, INVALID_MEMBERS, NO_OBJECTS, PROBLEM, SNAPSHOTS};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../fixtures/", $name, ".json"))
    };
}

fn read<T: Read>(text: &str) -> Result<T, String> {
    message::read(serde_json::from_str::<Value>(text).ok().as_ref())
}

fn assert_read<T: Read + DeserializeOwned + PartialEq + Debug>(text: &str) {
    assert_eq!(read::<T>(text), Ok(serde_json::from_str(text).unwrap()), "{text}");
}

fn assert_written(submission: &Submission) {
    assert_eq!(json::write(submission), serde_json::to_string(submission).unwrap());
}

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_fixture_is_read_as_serde_json_reads_it() {
    SNAPSHOTS.into_iter().for_each(assert_read::<Snapshot>);
    assert_read::<ActivationResponse>(ACTIVATION);
    assert_read::<Problem>(PROBLEM);
}

#[test]
fn every_submission_is_written_as_serde_json_writes_it() {
    assert_written(&Submission::Profile(Box::new(parsed(fixture!("profile")))));
    assert_written(&Submission::Profile(Box::new(parsed(fixture!("profile.national-phone")))));
    assert_written(&Submission::Declarative(parsed(fixture!("declarative"))));
    assert_written(&Submission::Tax(parsed(fixture!("tax"))));
    assert_written(&Submission::Terms(parsed(fixture!("terms"))));
    assert_written(&Submission::Identity(IdentityDemand {}));
    assert_eq!(json::write(&None::<bool>), "null");
    assert_eq!(json::write(&Vec::<String>::new()), "[]");
}

/// Every character that may need escaping, between two letters.
fn characters() -> impl Iterator<Item = String> {
    let odd = ['\u{7F}', '\u{85}', '\u{2028}', '\u{FEFF}', '\u{FFFF}', '😀', 'é'];
    ('\0'..='~').chain(odd).map(|character| format!("a{character}b"))
}

#[test]
fn every_character_is_written_so_that_it_reads_back_unchanged() {
    for text in characters() {
        let written = json::write(&text);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text, "{written}");
    }
}

/// The running snapshot with one part replaced.
fn running(part: &str, other: &str) -> Result<Snapshot, String> {
    read(&answers::running(part, other))
}

#[test]
fn unknown_members_and_words_are_skipped() {
    let snapshot = running("\"revision\": 17", "\"revision\": 17, \"mood\": { \"good\": [1] }");
    assert_eq!(snapshot, running("\"selfie\"", "\"selfie\""));
    let snapshot = running("\"selfie\"", "\"palm\"").unwrap();
    assert_eq!(snapshot.diligences[1].kind.as_str(), "other");
}

#[test]
fn an_optional_member_may_be_null() {
    assert_eq!(running("\"drafts\": []", "\"drafts\": null").unwrap().drafts, None);
}

#[test]
fn an_invalid_member_is_named_by_its_path_and_never_by_its_value() {
    for (part, other, path) in INVALID_MEMBERS {
        assert_eq!(running(part, other), Err(path.to_owned()), "{other}");
    }
    for text in NO_OBJECTS.into_iter().chain(["[]"]) {
        assert_eq!(read::<Snapshot>(text), Err(String::new()), "{text}");
    }
}
