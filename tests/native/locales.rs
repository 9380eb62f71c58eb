//! The tables of texts against the code: every text that the code uses exists, and every text is used.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::OnceLock,
};

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    document::{FILE, JUSTIFICATION},
    problem::{FieldError, FieldErrorCode},
    reason::Reason,
    snapshot::OnboardingStatus,
    step::{DocumentKind, StepId, StepState},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Control, DatePart, FieldId, Lane, Message, Options, view::View},
};

use crate::{page::Page, server::Server};

const FORMS: [StepId; 4] = [StepId::Profile, StepId::Declarative, StepId::Tax, StepId::Terms];

pub(crate) type Table = BTreeMap<String, String>;

/// The languages with their tables, English first; read once.
pub(crate) fn known() -> &'static [(String, Table)] {
    static KNOWN: OnceLock<Vec<(String, Table)>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let files = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/www/locales")).unwrap();
        let mut tables: Vec<(String, Table)> = files
            .map(|file| {
                let path = file.unwrap().path();
                let table = serde_json::from_str(&fs::read_to_string(&path).unwrap());
                (path.file_stem().unwrap().to_str().unwrap().to_owned(), table.unwrap())
            })
            .collect();
        tables.sort_by_key(|(language, _)| (language != "en", language.clone()));
        tables
    })
}

fn table(language: &str) -> &'static Table {
    &known().iter().find(|(known, _)| known == language).unwrap().1
}

/// The string literals of the sources, without tests and comments.
fn literals(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.extend(code.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned)));
        }
    }
}

fn is_key(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
    };
    text.contains('.') && text.split('.').all(is_part)
}

/// A page with the form of `step` on the screen.
fn at_form(step: StepId) -> Page {
    Page::at(&Server::start().order(&[(step, &[])]))
}

/// The keys that the code makes of its data: fields, their hints and options, forms, groups, documents.
fn made_keys() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for step in FORMS {
        let mut page = at_form(step);
        page.fill(step);
        while page.form().position.is_some() {
            page.send(Message::SubmitPressed);
        }
        let form = page.form();
        keys.extend(
            [Some(form.heading), form.intro, Some(form.submit_label)]
                .into_iter()
                .flatten()
                .map(|text| text.key.to_string()),
        );
        keys.extend(form.groups.into_iter().filter_map(|group| Some(group.legend?.key.to_string())));
    }
    for id in FieldId::all() {
        let (spec, name) = (id.spec(), id.text_name());
        keys.insert(format!("field.{name}"));
        keys.insert(format!("required.{name}"));
        if spec.has_hint {
            keys.insert(format!("hint.{name}"));
        }
        match spec.control {
            Control::Radio(options) | Control::Select(options) => match options {
                Options::Words(words) => keys.extend(words.iter().map(|word| format!("{name}.{word}"))),
                Options::Brackets(last) => keys.extend((1..=last).map(|number| format!("{name}.{number}"))),
            },
            Control::Checkbox => {
                keys.insert(format!("document.{name}"));
            }
            Control::Date => keys.extend(DatePart::ON_PAGE.map(|part| format!("date.{}", part.name()))),
            Control::Input(_) | Control::Country | Control::Occupation => {}
        }
    }
    keys.extend([FILE, JUSTIFICATION].map(|name| format!("required.{name}")));
    for kind in DocumentKind::ALL {
        keys.extend(
            ["about", "document", "needed", "send"].map(|family| format!("{family}.{}", kind.as_str())),
        );
    }
    keys
}

/// Every key that the code can use.
fn asked_keys(families: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    literals(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    let is_of_a_family = |key: &String| families.contains(key.split('.').next().unwrap_or_default());
    let mut keys: BTreeSet<_> = found.into_iter().filter(|key| is_key(key) && is_of_a_family(key)).collect();
    keys.extend(made_keys());
    keys
}

#[test]
fn every_text_is_used_and_every_used_text_exists() {
    for (language, table) in known() {
        let families: BTreeSet<_> = table.keys().filter_map(|key| key.split('.').next()).collect();
        let asked = asked_keys(&families);
        let missing: Vec<_> = asked.iter().filter(|key| !table.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{language}.json lacks {missing:?}");
        let is_of_loader = |key: &str| key.starts_with("first.");
        let idle: Vec<_> = table.keys().filter(|key| !asked.contains(*key) && !is_of_loader(key)).collect();
        assert!(idle.is_empty(), "nothing asks {language}.json for {idle:?}");
    }
}

/// The `{…}` placeholders of a text.
pub(crate) fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split_once('}').expect("a placeholder with a closing brace").0)
        .collect()
}

#[test]
fn every_language_has_the_keys_and_placeholders_of_english() {
    let english = table("en");
    for (language, table) in known() {
        assert!(english.keys().eq(table.keys()), "{language}");
        for (key, text) in table {
            assert_eq!(places(text), places(&english[key]), "{language} {key}");
            assert!(!text.is_empty(), "{language} {key}");
        }
    }
}

/// The keys in a view, with the values of its placeholders.
fn keys_in(view: &View) -> BTreeSet<String> {
    let text = format!("{view:?}");
    let after = |mark: &'static str| {
        let found: Vec<_> =
            text.split(mark).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect();
        found
    };
    after("key: \"").into_iter().chain(after(", Text(\"")).collect()
}

fn assert_said(page: &Page, case: &str) {
    for (language, table) in known() {
        for key in keys_in(&page.view()) {
            assert!(table.contains_key(&key), "{case}: {language}.json lacks {key}");
        }
    }
}

#[test]
fn every_enum_value_of_the_contract_has_its_texts() {
    let order: Vec<(StepId, &[StepId])> = StepId::ALL.iter().map(|id| (*id, [].as_slice())).collect();
    assert_said(&Page::at(&Server::bound().order(&order)), "steps");
    for state in StepState::ALL {
        assert_said(&Page::at(&Server::bound().step(StepId::Identity, *state)), state.as_str());
    }
    for reason in Reason::ALL {
        for step in [StepId::Tax, StepId::Identity] {
            let server = Server::confirming(1).confirmation(None);
            let server = server.step_because(step, StepState::ActionRequired, &[*reason]);
            assert_said(&Page::at(&server), reason.as_str());
        }
    }
    let everything_done = Server::confirming(1).confirmation(None).step(StepId::Tax, StepState::Review);
    for kind in DiligenceKind::ALL {
        for state in DiligenceState::ALL {
            let server = everything_done.clone().diligence(*kind, *state);
            let page = Page::at(&server);
            assert!(!page.waiting().rows.is_empty());
            assert_said(&page, kind.as_str());
        }
    }
    for status in OnboardingStatus::ALL {
        assert_said(&Page::at(&Server::bound().onboarding(*status)), status.as_str());
    }
}

#[test]
fn every_error_of_every_field_has_a_text() {
    let codes: Vec<FieldErrorCode> = FieldErrorCode::ALL.to_vec();
    let mut count = 0;
    for step in FORMS {
        let mut page = at_form(step);
        page.fill(step);
        let fields: Vec<FieldId> =
            page.all_fields().iter().filter(|field| field.is_shown).map(|field| field.spec.id).collect();
        for id in fields {
            for code in &codes {
                page.submit();
                let wrong = FieldError::new(id.path(), *code);
                page.fail(Lane::Submit, FailureKind::Fields(vec![wrong]));
                let error = page.field(id).error.clone();
                assert!(error.is_some(), "{id:?} {code:?}");
                assert_said(&page, code.as_str());
                count += 1;
                // The edit removes the error; then the same value comes back.
                let value = page.typed(id);
                page.send(Message::FieldEdited(id, value.into()));
            }
        }
    }
    assert!(count > 200, "{count}");
}
