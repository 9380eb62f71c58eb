//! The contract's answers as texts, and invalid members of them. The tests of both JSON readers share them: the native one in
//! `contract/tests/json.rs`, the browser's in `tests/browser/json.rs`.

/// The snapshot in which most members are present.
pub(crate) const RUNNING: &str = include_str!("../../fixtures/snapshot.running.json");

/// Every snapshot.
pub(crate) const SNAPSHOTS: [&str; 6] = [
    include_str!("../../fixtures/snapshot.start.json"),
    RUNNING,
    include_str!("../../fixtures/snapshot.transfer.json"),
    include_str!("../../fixtures/snapshot.documents.json"),
    include_str!("../../fixtures/snapshot.opened.json"),
    include_str!("../../fixtures/snapshot.expired.json"),
];

/// The answer with the activation code.
pub(crate) const ACTIVATION: &str = include_str!("../../fixtures/activation.json");

/// A problem document.
pub(crate) const PROBLEM: &str = include_str!("../../fixtures/problem.validation.json");

/// A part of [`RUNNING`], a replacement that is invalid, and the path of the member that a reader must name.
pub(crate) const INVALID_MEMBERS: [(&str, &str, &str); 13] = [
    ("\"revision\": 17", "\"revision\": -1", "revision"),
    ("\"revision\": 17", "\"revision\": 1.5", "revision"),
    ("\"revision\": 17", "\"revision\": 4294967296", "revision"),
    ("\"revision\": 17", "\"revision\": \"17\"", "revision"),
    ("\"revision\": 17", "\"revision\": null", "revision"),
    ("\"revision\": 17", "\"version\": 17", "revision"),
    ("\"now\": \"2026-11-23T09:12:00Z\"", "\"now\": \"soon\"", "now"),
    ("\"canReport\": true", "\"canReport\": 1", "activation.canReport"),
    ("{ \"state\": \"bound\", \"issue\": 1, \"canReport\": true }", "[]", "activation.state"),
    (
        "{ \"state\": \"bound\", \"issue\": 1, \"canReport\": true }",
        "{ \"state\": \"bound\", \"issue\": {} }",
        "activation.issue",
    ),
    ("\"diligences\": [", "\"diligences\": {}, \"others\": [", "diligences"),
    ("\"step\": \"tax\"", "\"step\": 5", "confirmation.step"),
    ("\"selfie\"", "7", "diligences.1.kind"),
];

/// Texts that are not an object.
pub(crate) const NO_OBJECTS: [&str; 5] = ["", "null", "17", "{", "<html>"];

/// [`RUNNING`] with one part replaced.
pub(crate) fn running(part: &str, other: &str) -> String {
    assert!(RUNNING.contains(part), "{part}");
    RUNNING.replacen(part, other, 1)
}
