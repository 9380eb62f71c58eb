//! The published description says what the types say: the same words, the same codes, the same calls.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where something unexpected comes"
)]

use std::collections::BTreeSet;

use contract::{
    declarative, diligence, document, draft, problem, profile, read_back, reason, routes, session, snapshot,
    step, tax,
};
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
    let pairs: [(&str, BTreeSet<String>); 14] = [
        ("StepId", words!(step::StepId)),
        ("StepState", words!(step::StepState)),
        ("Reason", words!(reason::Reason)),
        ("DocumentKind", words!(step::DocumentKind)),
        ("OnboardingStatus", words!(snapshot::OnboardingStatus)),
        ("DiligenceKind", words!(diligence::DiligenceKind)),
        ("DiligenceState", words!(diligence::DiligenceState)),
        ("ActivationState", words!(snapshot::ActivationState)),
        ("ProofKind", words!(snapshot::ProofKind)),
        ("ProofState", words!(snapshot::ProofState)),
        ("CorrectionKind", words!(read_back::CorrectionKind)),
        ("RoleKind", words!(session::RoleKind)),
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
    let drafts = [routes::DRAFTS, "/{step}"].concat();
    let known = [
        routes::SESSIONS,
        routes::IDENTIFICATION,
        routes::ONBOARDING,
        &step,
        &confirmation,
        routes::ACTIVATION,
        routes::REPORT,
        routes::PROFILE,
        &drafts,
        routes::ALTERNATIVE,
        routes::DOCUMENTS,
        routes::SELF_CERTIFICATION,
        routes::RESTART,
        routes::SESSION,
        routes::PLACES,
    ];
    assert_eq!(paths, known.map(str::to_owned).into());
    let header = &described["components"]["parameters"]["Client"]["name"];
    assert_eq!(header, routes::CLIENT);
    let has_key = |path: &str, method: &str| {
        let parameters = described["paths"][path][method]["parameters"].as_array().unwrap();
        parameters.iter().any(|one| one["name"] == routes::IDEMPOTENCY_KEY && one["required"] == true)
    };
    assert!(has_key(&step, "put"));
    assert!(has_key(routes::DOCUMENTS, "post"));
}

#[test]
fn every_call_of_a_customer_needs_the_session_and_the_client_header() {
    let described = description();
    for (path, methods) in described["paths"].as_object().unwrap() {
        let is_of_the_customer = path.starts_with(routes::ONBOARDING);
        for (method, call) in methods.as_object().unwrap() {
            let names_client = call["parameters"].as_array().is_some_and(|parameters| {
                parameters.iter().any(|one| one["$ref"] == "#/components/parameters/Client")
            });
            // Without a `security` of its own a call is under that of the whole description: the session.
            let is_under_session = call.get("security").is_none();
            assert_eq!(names_client, is_of_the_customer, "{method} {path}");
            assert_eq!(is_under_session, is_of_the_customer, "{method} {path}");
            assert_eq!(call["responses"].get("401").is_some(), is_of_the_customer, "{method} {path}");
        }
    }
}

#[test]
fn what_is_personal_is_not_stored_on_the_way() {
    let described = description();
    let drafts = [routes::DRAFTS, "/{step}"].concat();
    for (path, method) in [
        (routes::PROFILE, "get"),
        (&*drafts, "get"),
        (routes::SELF_CERTIFICATION, "get"),
        (routes::ACTIVATION, "post"),
        (routes::IDENTIFICATION, "post"),
    ] {
        let header =
            &described["paths"][path][method]["responses"]["200"]["headers"]["Cache-Control"]["schema"];
        assert_eq!(header["const"], "no-store", "{path}");
    }
}

#[test]
fn a_draft_is_of_the_fields_that_the_steps_have() {
    let described = description();
    let known = described["components"]["schemas"]["Draft"]["properties"].as_object().unwrap();
    let steps = step::StepId::ALL.iter().filter(|step| !draft::fields_of(**step).is_empty());
    let fields: BTreeSet<_> = steps.clone().flat_map(|step| draft::fields_of(*step)).copied().collect();
    assert_eq!(known.keys().map(String::as_str).collect::<BTreeSet<_>>(), fields);
    let path = &described["paths"][[routes::DRAFTS, "/{step}"].concat()];
    for method in ["get", "put"] {
        let named = path[method]["parameters"].as_array().unwrap();
        let words = named.iter().find(|one| one["name"] == "step").unwrap()["schema"]["enum"].clone();
        let words: BTreeSet<_> = words.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(words, steps.clone().map(|step| step.as_str()).collect(), "{method}");
    }
    let named = path["put"]["parameters"].as_array().unwrap();
    assert!([draft::PAGE, draft::ORDER].iter().all(|name| named.iter().any(|one| one["name"] == *name)));
    let longest = &described["components"]["schemas"]["TypedText"]["maxLength"];
    assert_eq!(longest.as_u64().unwrap() as usize, draft::MAX_TEXT);
}

#[test]
fn a_document_is_sent_in_the_parts_that_the_rules_know() {
    let described = description();
    let parts = described["components"]["schemas"]["DocumentUpload"]["properties"].as_object().unwrap();
    let names: BTreeSet<_> = parts.keys().map(String::as_str).collect();
    assert_eq!(names, [document::KIND, document::JUSTIFICATION, document::FILE].into());
    let body = &described["paths"][routes::DOCUMENTS]["post"]["requestBody"]["content"];
    let media_types = &body["multipart/form-data"]["encoding"][document::FILE]["contentType"];
    assert_eq!(media_types.as_str().unwrap(), document::MEDIA_TYPES.join(", "));
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
    assert_eq!(limit("DocumentUpload", document::JUSTIFICATION, "maxLength"), document::MAX_JUSTIFICATION);
    let occupations = schemas["Declarative"]["properties"]["economicActivity"]["enum"].as_array().unwrap();
    assert!(
        occupations.iter().map(|code| code.as_u64().unwrap()).eq(declarative::OCCUPATIONS.map(u64::from))
    );
}
