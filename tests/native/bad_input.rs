//! Bad input in any field gets an error on that field in every language, or is sent corrected; what was typed stays.
//! `../bad-input.json` has the texts and the result of each. The backend and the browser are tested with it too.

use contract::{
    diligence::DiligenceState::Expected,
    document::{JUSTIFICATION, MAX_JUSTIFICATION},
    step::{
        DocumentKind::Other,
        StepId::{self, *},
        StepState,
    },
};
use serde::Deserialize;
use xpollens_onboarding::{
    model::{Call, Effect, FieldId, Focus, Lane, Message},
    text::Text,
};

use crate::{
    locales,
    page::{Page, good_answers},
    server::Server,
};

/// A bad text and its result in each kind of field: after `!` the code of the error, else the text that is sent.
#[derive(Deserialize)]
struct Bad {
    what: String,
    typed: String,
    times: Option<usize>,
    /// The text that the browser half passes to the model.
    composed: Option<String>,
    name: String,
    line: String,
    optional: String,
    tin: String,
    email: String,
}

impl Bad {
    fn text(&self) -> String {
        self.composed.as_ref().unwrap_or(&self.typed).repeat(self.times.unwrap_or(1))
    }

    fn is_nothing(&self) -> bool {
        self.name == "!required"
    }
}

fn all() -> Vec<Bad> {
    serde_json::from_str(include_str!("../bad-input.json")).unwrap()
}

/// The bad texts that a field can hold. An empty country of a number means the country where the customer lives.
fn all_for(field: FieldId) -> impl Iterator<Item = Bad> {
    all().into_iter().filter(move |bad| field != FieldId::PhoneCountry || !bad.is_nothing())
}

/// The result of a bad text in a field.
enum Fate {
    Error(String),
    Sent(String),
}

fn fate(field: FieldId, bad: &Bad) -> Fate {
    use FieldId::*;
    let result = match field {
        FirstName | LastName | BirthName => &bad.name,
        BirthCity | Street | City => &bad.line,
        optional if optional.spec().is_optional => &bad.optional,
        Tin(0) if bad.is_nothing() => "", // of France: it is optional there
        Tin(_) => &bad.tin,
        Email => &bad.email,
        // A text that is not in the list cannot be chosen.
        Civility | EconomicActivity | Income | Asset | IsUsPerson => "!required",
        AcceptAccount | AcceptCard | AcceptPartner => "!not_accepted",
        BirthCountry | Nationality | Country | PhoneCountry | ResidenceCountry(_) => {
            if bad.is_nothing() {
                "!required"
            } else {
                "!not_allowed"
            }
        }
        _ => {
            if bad.is_nothing() {
                "!required"
            } else {
                "!invalid_format"
            }
        }
    };
    match result.strip_prefix('!') {
        Some(code) => Fate::Error(key(field, code)),
        None => Fate::Sent(result.to_owned()),
    }
}

/// The text that says what is wrong with a field.
fn key(field: FieldId, code: &str) -> String {
    use FieldId::*;
    let key = match (field, code) {
        (_, "required" | "not_accepted") => return format!("required.{}", field.text_name()),
        (PhoneNumber, _) => "error.phone",
        (Email, "invalid_format" | "invalid_characters") => "error.email",
        (BirthDate, "invalid_format") => "error.date",
        (ZipCode | BirthZipCode, "invalid_format") => "error.postcode",
        (Tin(_), "invalid_characters") => "error.plain_characters",
        (_, "not_allowed") => "error.choose",
        (_, "too_long") => "error.too_long",
        (_, "invalid_characters") => "error.characters",
        other => panic!("no text for {other:?}"),
    };
    key.to_owned()
}

/// Whether a text is the expected one: it may say which part of a date is missing, or name no character where none can be shown.
fn is_said(key: &str, expected: &str) -> bool {
    match expected {
        "error.date" => key.starts_with(expected),
        "error.characters" => [expected, "error.invalid"].contains(&key),
        _ => key == expected,
    }
}

/// A page whose form is filled in well, all its fields shown.
fn filled(step: StepId) -> Page {
    let mut page = Page::at(&Server::start().order(&[(step, &[])]));
    page.fill(step);
    match step {
        Profile => page.edit(FieldId::PhoneNumber, "06 12 34 56 78"),
        Tax => {
            page.send(Message::ResidenceAdded);
            page.send(Message::ResidenceAdded);
            page.edit(FieldId::ResidenceCountry(1), "BE");
            page.edit(FieldId::Tin(1), "85073003328");
            page.edit(FieldId::ResidenceCountry(2), "DE");
            page.edit(FieldId::Tin(2), "86095742719")
        }
        _ => Vec::new(),
    };
    page
}

fn form_of(field: FieldId) -> StepId {
    let steps = [Profile, Declarative, Tax, Terms];
    steps.into_iter().find(|step| filled(*step).find(field).is_some()).unwrap()
}

/// The field's value in the running submission.
fn sent(page: &Page, field: FieldId) -> String {
    let submission = serde_json::to_value(page.sent().1).unwrap();
    let value = submission.pointer(&format!("/{}", field.path().replace('.', "/")));
    value.and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

fn assert_said(text: &Text) {
    for (_, table) in locales::known() {
        let words = table.get(&*text.key).unwrap_or_else(|| panic!("{} is said nowhere", text.key));
        let filled: Vec<_> = text.parameters.iter().map(|(name, _)| *name).collect();
        assert!(locales::places(words).iter().all(|name| filled.contains(name)), "{words}");
    }
}

#[test]
fn each_bad_text_in_each_field_gets_an_error_there_or_is_sent_corrected_and_kept() {
    for field in FieldId::all() {
        let step = form_of(field);
        let good = filled(step).all_fields();
        for bad in all_for(field) {
            let case = format!("{} in {field:?}", bad.what);
            let mut page = filled(step);
            page.edit(field, &bad.text());
            let effects = page.submit();
            let expected = fate(field, &bad);
            let form = page.form();
            assert!(*form.field(field).unwrap().value == *bad.text(), "{case}: what was typed stays");
            let wrong: Vec<_> = form.fields().filter(|other| other.error.is_some()).collect();
            match expected {
                Fate::Error(key) => {
                    assert_eq!(wrong.len(), 1, "{case}");
                    assert_eq!(wrong[0].spec.id, field, "{case}");
                    let error = wrong[0].error.as_ref().unwrap();
                    assert!(is_said(&error.key, &key), "{case}: {}", error.key);
                    assert_said(error);
                    assert_eq!(effects.first(), Some(&Effect::MoveFocus(Focus::Field(field))), "{case}");
                    assert_eq!(page.call(Lane::Submit), None, "{case}");
                }
                Fate::Sent(text) => {
                    assert!(wrong.is_empty(), "{case}");
                    assert_eq!(sent(&page, field), text, "{case}");
                }
            }
            for (before, after) in good.iter().zip(page.all_fields()) {
                // The country of a number is the one where the customer lives until another is chosen.
                let other = before.spec.id;
                if other != field && (field, other) != (FieldId::Country, FieldId::PhoneCountry) {
                    assert!(before.value == after.value, "{case}: {other:?} stays");
                }
            }
        }
    }
}

#[test]
fn leaving_a_field_shows_the_same_error_unless_it_is_empty() {
    for field in FieldId::all() {
        for bad in all_for(field) {
            let mut page = filled(form_of(field));
            page.edit(field, &bad.text());
            page.send(Message::FieldFinished(field));
            let said = page.field(field).error.clone().map(|error| error.key.clone());
            let expected = match fate(field, &bad) {
                Fate::Error(key) if !bad.text().is_empty() => Some(key),
                _ => None,
            };
            let is_expected = match (&said, &expected) {
                (Some(said), Some(expected)) => is_said(said, expected),
                _ => said.is_none() && expected.is_none(),
            };
            assert!(is_expected, "{} in {field:?}: {said:?}", bad.what);
        }
    }
}

#[test]
fn invisible_characters_do_not_change_a_good_answer() {
    for step in [Profile, Tax] {
        for (field, good) in good_answers(step).iter().filter(|(field, _)| is_text(*field)) {
            let (first, rest) = good.split_at(1);
            let expected = {
                let mut page = filled(step);
                page.edit(*field, good);
                page.submit();
                sent(&page, *field)
            };
            for disguise in [
                format!(" \t{good}\u{a0} "),
                format!("\u{feff}{good}"),
                format!("\u{202a}{good}\u{202c}"),
                format!("\u{202d}{good}\u{202c}"),
                format!("{first}\u{200b}{rest}"),
                format!("{first}\0{rest}"),
                format!("{first}\u{ad}{rest}\r\n"),
            ] {
                let mut page = filled(step);
                page.edit(*field, &disguise);
                page.submit();
                assert_eq!(sent(&page, *field), expected, "{disguise:?} in {field:?}");
            }
        }
    }
}

fn is_text(field: FieldId) -> bool {
    !matches!(field, FieldId::Civility | FieldId::IsUsPerson)
}

#[test]
fn each_bad_reason_for_a_document_gets_an_error_there_or_is_sent() {
    let server = [Identity, Declarative, Terms]
        .into_iter()
        .fold(Server::bound(), |server, id| server.step(id, StepState::Done))
        .documents(&[(Other, Expected)]);
    for bad in all() {
        let mut page = Page::at(&server);
        let text = bad.text();
        page.send(Message::JustificationEdited(text.as_str().into()));
        page.choose_file(10, "image/png");
        let effects = page.send(Message::UploadPressed);
        assert!(*page.documents().justification.unwrap() == *text, "{}: it stays", bad.what);
        let expected = match text.chars().count() {
            _ if bad.is_nothing() => Some("required.justification"),
            0..=MAX_JUSTIFICATION => None,
            _ => Some("error.too_long"),
        };
        let error = page.documents().justification_error;
        assert_eq!(error.as_ref().map(|error| &*error.key), expected, "{} in {JUSTIFICATION}", bad.what);
        match error {
            Some(error) => {
                assert_said(&error);
                assert_eq!(effects, [Effect::MoveFocus(Focus::Justification)], "{}", bad.what);
                assert_eq!(page.call(Lane::Upload), None, "{}", bad.what);
            }
            // A person reads this text, so all of it is sent.
            None => match page.call(Lane::Upload) {
                Some(Call::Upload { justification, .. }) => {
                    assert_eq!(&**justification, text.trim(), "{}", bad.what);
                }
                other => panic!("{}: {other:?}", bad.what),
            },
        }
    }
}

#[test]
fn a_file_of_a_wrong_type_gets_an_error_beside_it() {
    for (size, media_type, expected) in [
        (0, "image/png", "required.file"),
        (5_000_001, "image/png", "error.too_large"),
        (10, "", "error.file_type"),
        (10, "text/html", "error.file_type"),
        (10, "image/svg+xml", "error.file_type"),
        (10, "IMAGE/PNG\0", "error.file_type"),
    ] {
        let server = [Identity, Declarative, Terms]
            .into_iter()
            .fold(Server::bound(), |server, id| server.step(id, StepState::Done))
            .documents(&[(Other, Expected)]);
        let mut page = Page::at(&server);
        page.send(Message::JustificationEdited("I study in Lille.".into()));
        page.choose_file(size, media_type);
        page.send(Message::UploadPressed);
        let error = page.documents().file_error.unwrap();
        assert_eq!(error.key, expected, "{size} {media_type}");
        assert_said(&error);
        assert_eq!(page.documents().justification.unwrap(), "I study in Lille.".into());
    }
}
