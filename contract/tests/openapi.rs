//! The published description says what the types say: the same words, the same codes, the same calls.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where something unexpected comes"
)]

use std::collections::BTreeSet;

use contract::{declarative, problem, profile, routes, snapshot, step, tax};
use serde_json::Value;

fn description() -> Value {
    serde_json::from_str(include_str!("../openapi.json")).unwrap()
}

fn listed(schema: &str) -> BTreeSet<String> {
    let words = &description()["components"]["schemas"][schema]["enum"];
    words.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The words of an enumeration, without the one that stands for all others.
macro_rules! words {
    ($type:ty) => {
        <$type>::ALL.iter().map(|word| word.as_str().to_owned()).filter(|word| word != "unknown").collect()
    };
}

#[test]
fn every_enumeration_has_the_words_of_its_type() {
    let pairs: [(&str, BTreeSet<String>); 10] = [
        ("StepId", words!(step::StepId)),
        ("StepState", words!(step::StepState)),
        ("Reason", words!(step::Reason)),
        ("DocumentKind", words!(step::DocumentKind)),
        ("OnboardingStatus", words!(snapshot::OnboardingStatus)),
        ("DiligenceKind", words!(snapshot::DiligenceKind)),
        ("DiligenceState", words!(snapshot::DiligenceState)),
        ("ActivationState", words!(snapshot::ActivationState)),
        ("ProblemCode", words!(problem::ProblemCode)),
        ("FieldErrorCode", words!(problem::FieldErrorCode)),
    ];
    for (schema, words) in pairs {
        assert_eq!(listed(schema), words, "{schema}");
    }
}

#[test]
fn every_call_of_the_browser_is_described() {
    let described = description();
    let paths: BTreeSet<_> = described["paths"].as_object().unwrap().keys().cloned().collect();
    let step = [routes::STEPS, "/{step}"].concat();
    let confirmation = [&step, routes::CONFIRMATION].concat();
    let known =
        [routes::SESSIONS, routes::ONBOARDING, &step, &confirmation, routes::ACTIVATION, routes::SESSION];
    assert_eq!(paths, known.map(str::to_owned).into());
    let header = &described["components"]["parameters"]["Client"]["name"];
    assert_eq!(header, routes::CLIENT);
    let key = &described["paths"][&step]["put"]["parameters"][2]["name"];
    assert_eq!(key, routes::IDEMPOTENCY_KEY);
}

#[test]
fn limits_are_those_of_the_rules() {
    let schemas = &description()["components"]["schemas"];
    let limit = |schema: &str, field: &str, name: &str| {
        schemas[schema]["properties"][field][name].as_u64().unwrap() as usize
    };
    assert_eq!(limit("Profile", "firstName", "maxLength"), profile::MAX_NAME);
    assert_eq!(limit("Profile", "birthCity", "maxLength"), profile::MAX_LONG);
    assert_eq!(limit("Address", "street", "maxLength"), profile::MAX_STREET);
    assert_eq!(limit("Address", "zipCode", "maxLength"), profile::MAX_POSTCODE);
    assert_eq!(limit("Tax", "residences", "maxItems"), tax::MAX_RESIDENCES);
    assert_eq!(limit("Declarative", "income", "maximum"), usize::from(declarative::BRACKETS));
    let occupations = schemas["Declarative"]["properties"]["economicActivity"]["enum"].as_array().unwrap();
    assert!(
        occupations.iter().map(|code| code.as_u64().unwrap()).eq(declarative::OCCUPATIONS.map(u64::from))
    );
}
