//! The small JSON of the browser reads and writes what serde_json does, and is as strict about what is no JSON.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where something unexpected comes"
)]

use std::fmt::Debug;

use contract::{
    activation::ActivationResponse,
    json::{self, Value},
    message::{self, Read},
    problem::Problem,
    snapshot::Snapshot,
    submission::{IdentityDemand, Submission},
};
use serde::de::DeserializeOwned;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../fixtures/", $name, ".json"))
    };
}

fn assert_read<T: Read + DeserializeOwned + PartialEq + Debug>(text: &str) {
    assert_eq!(message::read::<T>(text), Ok(serde_json::from_str(text).unwrap()), "{text}");
}

fn assert_written(submission: &Submission) {
    assert_eq!(json::write(submission), serde_json::to_string(submission).unwrap());
}

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_fixture_is_read_as_serde_json_reads_it() {
    assert_read::<Snapshot>(fixture!("snapshot.start"));
    assert_read::<Snapshot>(fixture!("snapshot.running"));
    assert_read::<Snapshot>(fixture!("snapshot.transfer"));
    assert_read::<Snapshot>(fixture!("snapshot.documents"));
    assert_read::<Snapshot>(fixture!("snapshot.opened"));
    assert_read::<Snapshot>(fixture!("snapshot.expired"));
    assert_read::<ActivationResponse>(fixture!("activation"));
    assert_read::<Problem>(fixture!("problem.validation"));
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

/// Every character that can need care, between two letters.
fn characters() -> impl Iterator<Item = String> {
    let odd = ['\u{7F}', '\u{85}', '\u{2028}', '\u{FEFF}', '\u{FFFF}', '😀', 'é'];
    ('\0'..='~').chain(odd).map(|character| format!("a{character}b"))
}

#[test]
fn every_character_survives_writing_and_reading() {
    for text in characters() {
        let written = json::write(&text);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text, "{written}");
        assert_eq!(Value::parse(&written).unwrap().text().as_ref(), Some(&text), "{written}");
        let theirs = serde_json::to_string(&text).unwrap();
        assert_eq!(Value::parse(&theirs).unwrap().text(), Some(text), "{theirs}");
    }
}

#[test]
fn an_escape_stands_for_its_character() {
    for (text, character) in [
        (r#""\u0041""#, "A"),
        (r#""\u00e9\/\"\\""#, "é/\"\\"),
        (r#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
        (r#""\ud83d\ude00""#, "😀"),
        // Half of a pair is no character. A browser puts this one in its place too.
        (r#""\ud83dx""#, "\u{FFFD}x"),
        (r#""\ud83d\u0041""#, "\u{FFFD}A"),
        (r#""\ude00""#, "\u{FFFD}"),
    ] {
        assert_eq!(Value::parse(text).unwrap().text().as_deref(), Some(character), "{text}");
    }
    let named = Value::parse(r#"{"\u0072evision": 1, "revision2": 2}"#).unwrap();
    assert_eq!(named.member("revision").and_then(Value::number), Some(1));
}

/// Texts cut, doubled and changed at every place: each is JSON for both or for neither.
#[test]
fn what_is_no_json_for_serde_json_is_none_here() {
    let sources = [
        fixture!("snapshot.running"),
        r#"{"a": [1, -0.5e+3, 0, true, false, null, "x\u00e9\n"], "b": {}, "c": []}"#,
        " 17 ",
        "\"\\ud83d\\ude00\"",
    ];
    for source in sources {
        for (at, _) in source.char_indices() {
            let (head, tail) = source.split_at(at);
            let rest = tail.chars().next().map_or("", |first| &tail[first.len_utf8()..]);
            for text in [
                head.to_owned(),
                [head, rest].concat(),
                [head, "\"", tail].concat(),
                [head, ",", rest].concat(),
                [head, "}", rest].concat(),
                [head, "]", tail].concat(),
                [head, "0", tail].concat(),
                [head, "\\", rest].concat(),
                [head, "\t", tail].concat(),
                [head, "-", rest].concat(),
            ] {
                // serde_json looks at the pairs of surrogates only where it keeps the text.
                let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
                assert_eq!(Value::parse(&text).is_some(), is_json, "{text}");
            }
        }
    }
}

#[test]
fn deeply_nested_text_is_refused_before_the_stack_ends() {
    let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    assert!(Value::parse(&nested(127)).is_some());
    assert!(Value::parse(&nested(128)).is_none());
    assert!(Value::parse(&"[".repeat(1_000_000)).is_none());
}

#[test]
fn a_value_is_only_what_it_is() {
    for (text, number) in [
        ("17", Some(17)),
        ("0", Some(0)),
        ("17.0", Some(17)),
        ("4294967295", Some(u32::MAX)),
        ("4294967296", None),
        ("-1", None),
        ("1.5", None),
        ("17.01", None),
        ("1e2", None),
        ("1.0e2", None),
        ("\"17\"", None),
        ("null", None),
        ("[17]", None),
    ] {
        let value = Value::parse(text).unwrap();
        assert_eq!(value.number(), number, "{text}");
        assert_eq!(value.text().is_some(), text.starts_with('"'), "{text}");
        assert_eq!((value.boolean(), value.is_null()), (None, text == "null"), "{text}");
        assert_eq!(value.items().is_some(), text.starts_with('['), "{text}");
        assert!(!value.is_object() && value.member("a").is_none(), "{text}");
    }
    assert_eq!(Value::parse("true").unwrap().boolean(), Some(true));
    assert_eq!(Value::parse(" false ").unwrap().boolean(), Some(false));
    assert_eq!(Value::parse("[ ]").unwrap().items().unwrap().count(), 0);
    assert_eq!(Value::parse("[1,[2],{\"a\":3} , 4]").unwrap().items().unwrap().count(), 4);
    let twice = Value::parse(r#"{"a": 1, "b": {"a": 9}, "a": 2}"#).unwrap();
    assert_eq!(twice.member("a").and_then(Value::number), Some(2));
}

/// The running snapshot with one part in place of another.
fn running(part: &str, other: &str) -> Result<Snapshot, String> {
    let text = fixture!("snapshot.running");
    assert!(text.contains(part), "{part}");
    message::read(&text.replacen(part, other, 1))
}

#[test]
fn members_and_words_of_a_later_version_are_passed_over() {
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
fn what_does_not_fit_is_named_by_its_path_and_never_by_its_value() {
    for (part, other, path) in [
        ("\"revision\": 17", "\"revision\": -1", "revision"),
        ("\"revision\": 17", "\"revision\": 1.5", "revision"),
        ("\"revision\": 17", "\"revision\": \"17\"", "revision"),
        ("\"revision\": 17", "\"revision\": null", "revision"),
        ("\"revision\": 17", "\"version\": 17", "revision"),
        ("\"now\": \"2026-11-23T09:12:00Z\"", "\"now\": \"soon\"", "now"),
        ("{ \"state\": \"bound\", \"issue\": 1, \"canReport\": true }", "[]", "activation.state"),
        (
            "{ \"state\": \"bound\", \"issue\": 1, \"canReport\": true }",
            "{ \"state\": \"bound\", \"issue\": {} }",
            "activation.issue",
        ),
        ("\"diligences\": [", "\"diligences\": {}, \"others\": [", "diligences"),
        ("\"step\": \"tax\"", "\"step\": 5", "confirmation.step"),
        ("\"selfie\"", "7", "diligences.1.kind"),
    ] {
        assert_eq!(running(part, other), Err(path.to_owned()), "{other}");
    }
    for text in ["", "null", "[]", "17", "{", "<html>"] {
        assert_eq!(message::read::<Snapshot>(text), Err(String::new()), "{text}");
    }
}
