//! The OpenAPI description and the types agree: the same words, codes, messages and calls.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    activation, customer, declarative, diligence, document, draft, event, identification, path, place,
    problem, profile, read_back, reason, routes, session, snapshot, step, submission, tax, terms,
};
use contract::{
    problem::{FieldError, FieldErrorCode},
    time::Date,
};
use serde::{
    Deserializer,
    de::{DeserializeOwned, Error, Visitor, value},
    forward_to_deserialize_any,
};
use serde_json::{Value, json};

fn description() -> Value {
    serde_json::from_str(include_str!("../openapi.json")).unwrap()
}

fn listed(schema: &str) -> BTreeSet<String> {
    let words = &description()["components"]["schemas"][schema]["enum"];
    words.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The words of an enumeration, without the one for unknown words.
macro_rules! words {
    ($type:ty) => {
        <$type>::ALL.iter().map(|word| word.as_str().to_owned()).filter(|word| word != "unknown").collect()
    };
}

#[test]
fn every_enumeration_has_the_words_of_its_type() {
    let pairs: [(&str, BTreeSet<String>); 15] = [
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
        ("EventKind", words!(event::EventKind)),
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
    let customer = [routes::CUSTOMERS, "/{reference}"].concat();
    let export = [&customer, routes::EXPORT].concat();
    let known = [
        &customer,
        &export,
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
            // A call without its own `security` has that of the whole description, which is the session.
            let is_under_session = call.get("security").is_none();
            assert_eq!(names_client, is_of_the_customer, "{method} {path}");
            assert_eq!(is_under_session, is_of_the_customer, "{method} {path}");
            assert_eq!(call["responses"].get("401").is_some(), is_of_the_customer, "{method} {path}");
        }
    }
}

#[test]
fn every_call_names_the_failures_of_its_body_and_of_the_storage() {
    let described = description();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, call) in methods.as_object().unwrap() {
            let names = |status: &str| call["responses"].get(status).is_some();
            assert_eq!(names("503"), path != routes::PLACES, "{method} {path}");
            assert_eq!(names("408"), call.get("requestBody").is_some(), "{method} {path}");
            // A document that is too large is an error of its field.
            let has_json = call["requestBody"]["content"].get("application/json").is_some();
            assert_eq!(names("413"), has_json, "{method} {path}");
            let takes_a_step = path.contains("{step}");
            assert!(names("404") || !takes_a_step, "{method} {path}");
        }
    }
}

#[test]
fn personal_answers_are_not_cached() {
    let described = description();
    let drafts = [routes::DRAFTS, "/{step}"].concat();
    let customer = [routes::CUSTOMERS, "/{reference}"].concat();
    let export = [&customer, routes::EXPORT].concat();
    for (path, method) in [
        (routes::PROFILE, "get"),
        (&*drafts, "get"),
        (routes::SELF_CERTIFICATION, "get"),
        (routes::ACTIVATION, "post"),
        (routes::IDENTIFICATION, "post"),
        (&*customer, "get"),
        (&*export, "get"),
    ] {
        let header =
            &described["paths"][path][method]["responses"]["200"]["headers"]["Cache-Control"]["schema"];
        assert_eq!(header["const"], "no-store", "{path}");
    }
}

#[test]
fn a_draft_has_the_fields_of_the_steps() {
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
fn the_details_of_the_description_are_those_of_the_table_of_paths() {
    let schemas = &description()["components"]["schemas"];
    let names = |schema: &str| -> Vec<String> {
        schemas[schema]["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let of_address = names("Address").into_iter().map(|name| ["address.", &name].concat());
    let described: BTreeSet<_> =
        names("Profile").into_iter().filter(|name| name != "address").chain(of_address).collect();
    assert_eq!(described, path::ALL.map(str::to_owned).into());
}

#[test]
fn the_parts_of_a_document_are_those_of_the_rules() {
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

/// Collects the names of a type's members, as serde reads them.
struct MemberNames<'a>(&'a mut Vec<&'static str>);

impl<'de> Deserializer<'de> for MemberNames<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(value::Error::custom("no message"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.extend(members);
        Err(value::Error::custom("only its members are asked for"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The members of a type, and whether each is required: a required member cannot be left out of an example.
fn members_of<T: DeserializeOwned>(example: &Value) -> BTreeMap<String, bool> {
    members_by_rule::<T>(example, |_| Vec::new())
}

/// As [`members_of`], for a submission: members that its rules require also count as required.
fn members_by_rule<T: DeserializeOwned>(
    example: &Value,
    check: fn(&T) -> Vec<FieldError>,
) -> BTreeMap<String, bool> {
    let mut names = Vec::new();
    let _ = T::deserialize(MemberNames(&mut names));
    assert!(serde_json::from_value::<T>(example.clone()).is_ok(), "{example}");
    let is_optional = |name: &str| {
        let mut without = example.clone();
        without.as_object_mut().unwrap().remove(name);
        let errors = serde_json::from_value::<T>(without).map(|read| check(&read));
        errors.is_ok_and(|errors| !errors.contains(&FieldError::new(name, FieldErrorCode::Required)))
    };
    names.into_iter().map(|name| (name.to_owned(), !is_optional(name))).collect()
}

/// The members of a described object, and whether each is required.
fn described_members(schema: &Value) -> BTreeMap<String, bool> {
    let empty = Vec::new();
    let required = schema["required"].as_array().unwrap_or(&empty);
    let members = schema["properties"].as_object().into_iter().flatten();
    members.map(|(name, _)| (name.clone(), required.iter().any(|one| one == name))).collect()
}

macro_rules! fixture {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("../fixtures/", $name, ".json"))).unwrap()
    };
}

/// Every message and every object inside one, by the name of its schema.
fn messages() -> BTreeMap<&'static str, BTreeMap<String, bool>> {
    let (start, running, transfer) =
        (fixture!("snapshot.start"), fixture!("snapshot.running"), fixture!("snapshot.transfer"));
    let (mut profile, record, tax) = (fixture!("profile"), fixture!("profile.response"), fixture!("tax"));
    // The postcode of birth is required only if the person was born in France.
    profile["birthCountry"] = json!("DE");
    let (problem, places) = (fixture!("problem.validation"), fixture!("places"));
    let required_document = json!({ "kind": "w9", "state": "expected" });
    BTreeMap::from([
        ("OpenSessionRequest", members_of::<session::OpenSessionRequest>(&fixture!("open-session.request"))),
        ("Role", members_of::<session::Role>(&fixture!("open-session.request")["roles"][0])),
        ("Prefill", members_of::<session::Prefill>(&fixture!("open-session.request")["prefill"])),
        (
            "OpenSessionResponse",
            members_of::<session::OpenSessionResponse>(&fixture!("open-session.response")),
        ),
        (
            "IdentificationRequest",
            members_of::<identification::IdentificationRequest>(&fixture!("identification.request")),
        ),
        (
            "IdentificationResponse",
            members_of::<identification::IdentificationResponse>(&fixture!("identification.response")),
        ),
        ("CustomerResponse", members_of::<customer::CustomerResponse>(&fixture!("customer.response"))),
        ("CustomerStep", members_of::<customer::CustomerStep>(&fixture!("customer.response")["steps"][0])),
        ("Event", members_of::<event::Event>(&fixture!("event.changed"))),
        ("EventData", members_of::<event::EventData>(&fixture!("event.needs-customer")["data"])),
        ("Snapshot", members_of::<snapshot::Snapshot>(&start)),
        ("Step", members_of::<step::Step>(&running["steps"][2])),
        ("RequiredDocument", members_of::<step::RequiredDocument>(&required_document)),
        ("Diligence", members_of::<diligence::Diligence>(&running["diligences"][0])),
        ("Activation", members_of::<snapshot::Activation>(&running["activation"])),
        ("ProofOption", members_of::<snapshot::ProofOption>(&transfer["options"][0])),
        ("Transfer", members_of::<snapshot::Transfer>(&transfer["transfer"])),
        ("TermsDocuments", members_of::<terms::TermsDocuments>(&running["terms"])),
        ("Confirmation", members_of::<snapshot::Confirmation>(&running["confirmation"])),
        ("ActivationResponse", members_of::<activation::ActivationResponse>(&fixture!("activation"))),
        (
            "Profile",
            members_by_rule::<profile::Profile>(&profile, |it| it.check(Date::parse("2026-11-23").unwrap())),
        ),
        ("Address", members_of::<profile::Address>(&profile["address"])),
        ("ProfileResponse", members_of::<read_back::ProfileResponse>(&record)),
        ("Correction", members_of::<read_back::Correction>(&record["corrections"][0])),
        (
            "Declarative",
            members_by_rule::<declarative::Declarative>(
                &fixture!("declarative"),
                declarative::Declarative::check,
            ),
        ),
        ("Tax", members_by_rule::<tax::Tax>(&tax, tax::Tax::check)),
        ("Residence", members_of::<tax::Residence>(&tax["residences"][0])),
        ("Terms", members_by_rule::<terms::Terms>(&fixture!("terms"), terms::Terms::check)),
        ("IdentityDemand", members_of::<submission::IdentityDemand>(&fixture!("identity"))),
        ("PlacesResponse", members_of::<place::PlacesResponse>(&places)),
        ("Place", members_of::<place::Place>(&places["places"][0])),
        ("Problem", members_of::<problem::Problem>(&problem)),
        ("FieldError", members_of::<problem::FieldError>(&problem["errors"][0])),
    ])
}

/// Objects that no serde type reads: a draft is a map, and an upload has parts. Other tests compare them.
const READ_OTHERWISE: [&str; 2] = ["Draft", "DocumentUpload"];

#[test]
fn every_message_has_and_requires_the_described_members() {
    let described = description();
    let schemas = described["components"]["schemas"].as_object().unwrap();
    let objects = schemas.iter().filter(|(_, schema)| schema["type"] == "object");
    let objects = objects.filter(|(name, _)| !READ_OTHERWISE.contains(&name.as_str()));
    let described: BTreeMap<_, _> =
        objects.map(|(name, schema)| (name.as_str(), described_members(schema))).collect();
    let messages = messages();
    assert_eq!(described.keys().collect::<Vec<_>>(), messages.keys().collect::<Vec<_>>());
    for (name, members) in messages {
        assert_eq!(described.get(name), Some(&members), "{name}");
    }
}
