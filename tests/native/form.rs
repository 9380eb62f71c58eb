//! Filling in and sending: nothing typed is lost, and a retry keeps its idempotency key.

use contract::{
    problem::{FieldError, FieldErrorCode, ProblemCode},
    step::{StepId::*, StepState::*},
    submission::Submission,
};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Effect, FieldId, Focus, Lane, Message, view::Panel},
    text::{Parameter, Text},
};

use crate::{
    page::{Page, good_answers},
    server::Server,
};

/// A page whose form is filled in and being sent.
fn sending() -> Page {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    page
}

fn assert_all_is_kept(page: &Page) {
    for (field, value) in good_answers(Profile) {
        assert_eq!(page.typed(*field), *value, "{field:?}");
    }
}

fn error(page: &Page, field: FieldId) -> Option<Text> {
    page.field(field).error.as_ref().map(|error| Text::joined(&[&*error.key]))
}

#[test]
fn an_empty_form_is_not_sent_and_the_focus_goes_to_the_list_of_what_is_missing() {
    let mut page = Page::at(&Server::start());
    let effects = page.submit();
    let errors = page.form().fields().filter(|field| field.error.is_some()).count();
    assert_eq!(
        effects,
        [
            Effect::MoveFocus(Focus::Errors),
            Effect::Announce(Text::new("form.errors").with_number("count", errors)),
        ]
    );
    assert_eq!(page.call(Lane::Submit), None);
    assert_eq!(error(&page, FieldId::Civility), Some(Text::new("required.civility")));
    assert_eq!(error(&page, FieldId::FirstName), Some(Text::new("required.firstName")));
    assert_eq!(error(&page, FieldId::SupplementIn), None, "it is optional");
}

#[test]
fn several_errors_are_listed_until_the_form_is_sent_again() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.edit(FieldId::City, "");
    page.edit(FieldId::ZipCode, "9210");
    let effects = page.submit();
    assert_eq!(
        effects,
        [
            Effect::MoveFocus(Focus::Errors),
            Effect::Announce(Text::new("form.errors").with_number("count", 2)),
        ]
    );
    assert_eq!(error(&page, FieldId::ZipCode), Some(Text::new("error.postcode")));
    assert_eq!(error(&page, FieldId::City), Some(Text::new("required.address.city")));
    page.edit(FieldId::ZipCode, "92100");
    assert_eq!(error(&page, FieldId::ZipCode), None, "an edit removes the error");
    let listed = |page: &Page| -> Vec<_> {
        let errors = page.form().errors;
        errors.into_iter().map(|(id, error)| (id, error.map(|error| error.key.to_string()))).collect()
    };
    let town = || (FieldId::City, Some("required.address.city".to_owned()));
    assert_eq!(
        listed(&page),
        [(FieldId::ZipCode, None), town()],
        "a line that is corrected stays where it is"
    );
    assert_eq!(
        page.submit(),
        [
            Effect::MoveFocus(Focus::Field(FieldId::City)),
            Effect::Announce(Text::new("form.one_error").with_number("count", 1)),
        ]
    );
    assert_eq!(listed(&page), [], "one error is said at its field");
}

#[test]
fn leaving_a_field_with_an_error_shows_it() {
    let mut page = Page::at(&Server::start());
    page.edit(FieldId::BirthDate, "2020-01-01");
    assert_eq!(error(&page, FieldId::BirthDate), None, "not while it is typed");
    page.send(Message::FieldFinished(FieldId::BirthDate));
    assert_eq!(error(&page, FieldId::BirthDate), Some(Text::new("error.under_age")));
}

#[test]
fn the_postcode_of_birth_is_asked_for_only_in_france() {
    let mut page = Page::at(&Server::start());
    let is_shown = |page: &Page| page.field(FieldId::BirthZipCode).is_shown;
    assert!(!is_shown(&page));
    page.edit(FieldId::BirthCountry, "RE");
    assert!(is_shown(&page));
    page.edit(FieldId::BirthCountry, "BE");
    assert!(!is_shown(&page));
}

#[test]
fn a_server_error_is_shown_on_its_field() {
    let mut page = sending();
    let town = FieldError::new("address.zipCode", FieldErrorCode::TownMismatch);
    let effects = page.fail(Lane::Submit, FailureKind::Fields(vec![town]));
    assert!(effects.ends_with(&[
        Effect::MoveFocus(Focus::Field(FieldId::ZipCode)),
        Effect::Announce(Text::new("form.one_error").with_number("count", 1)),
    ]));
    assert_eq!(error(&page, FieldId::ZipCode), Some(Text::new("error.town")));
    assert_eq!((page.form().notice, page.form().is_sending), (None, false));
    assert_all_is_kept(&page);
}

#[test]
fn a_country_that_the_provider_does_not_accept_has_its_own_message() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    let wrong = FieldError::new("nationality", FieldErrorCode::Invalid);
    page.fail(Lane::Submit, FailureKind::Fields(vec![wrong]));
    assert_eq!(error(&page, FieldId::Nationality), Some(Text::new("error.country")));
    assert_all_is_kept(&page);
}

#[test]
fn an_error_on_a_field_that_is_not_on_the_screen_gives_a_notice() {
    for field in ["shoeSize", "income", "birthZipCode"] {
        let mut page = Page::at(&Server::start());
        page.fill(Profile);
        page.edit(FieldId::BirthCountry, "BE");
        page.submit();
        let wrong = FieldError::new(field, FieldErrorCode::NotAllowed);
        let effects = page.fail(Lane::Submit, FailureKind::Fields(vec![wrong]));
        assert_eq!(effects.last(), Some(&Effect::MoveFocus(Focus::Notice)), "{field}");
        assert_eq!(page.notice(), "failure.fields");
    }
}

#[test]
fn a_form_edited_after_an_offline_failure_is_not_sent_without_a_press() {
    for change in [Message::ResidenceAdded, Message::ResidenceRemoved] {
        let mut page = Page::at(&Server::bound().step(Declarative, Done));
        page.fill(Tax);
        page.send(Message::ResidenceAdded);
        page.edit(FieldId::ResidenceCountry(1), "BE");
        page.edit(FieldId::Tin(1), "12345");
        page.submit();
        page.fail(Lane::Submit, FailureKind::Offline);
        page.send(change);
        let form = page.form();
        assert_eq!((form.notice, form.submit_label), (None, Text::new("tax.submit")));
        page.send(Message::WentOnline);
        assert_eq!(page.call(Lane::Submit), None, "another declaration needs another press");
    }
}

#[test]
fn every_form_but_the_first_offers_the_way_back() {
    assert!(!Page::at(&Server::start()).form().can_go_back);
    let mut page = Page::at(&Server::code_ready());
    page.send(Message::ContinuePressed);
    page.edit(FieldId::Income, "4");
    assert!(page.form().can_go_back, "a narrow screen has no other way to the code");
    page.send(Message::BackPressed);
    let waiting = page.waiting();
    assert_eq!(waiting.heading, Text::new("waiting.device_heading"));
    assert!(!waiting.can_close, "there is no app that could notify");
    assert_eq!(waiting.next, Some(Text::new("waiting.next").with_text("step", &Text::new("step.device"))));
    page.send(Message::ContinuePressed);
    page.handoff();
    page.send(Message::ContinuePressed);
    assert_eq!(page.typed(FieldId::Income), "4");

    let mut page = Page::at(&Server::bound().step(Identity, Submitted));
    page.send(Message::BackPressed);
    assert!(page.waiting().can_close, "the checks run, and the app notifies");
}

#[test]
fn a_failure_keeps_what_was_typed_and_a_retry_keeps_the_key() {
    for (kind, key) in [
        (FailureKind::Unavailable, "failure.server"),
        (FailureKind::Malformed, "failure.server"),
        (FailureKind::Timeout, "failure.timeout"),
        (FailureKind::Offline, "failure.offline"),
        (FailureKind::RateLimited, "failure.rate"),
        (FailureKind::Refused(ProblemCode::InProgress), "failure.in_progress"),
    ] {
        let mut page = sending();
        let (first_key, _) = page.sent();
        let effects = page.fail(Lane::Submit, kind.clone());
        assert_eq!(effects.last(), Some(&Effect::MoveFocus(Focus::Notice)), "{kind:?}");
        assert_eq!(page.notice(), key);
        assert_eq!(page.form().submit_label, Text::new("form.again"));
        assert_all_is_kept(&page);

        page.submit();
        assert_eq!(page.sent().0, first_key, "a retry has the same key");
        assert_eq!(page.form().notice, None);
        page.fail(Lane::Submit, kind);
        page.edit(FieldId::FirstName, "Zoé");
        page.submit();
        assert_ne!(page.sent().0, first_key, "other content has another key");
    }
}

#[test]
fn a_final_refusal_ends_the_intention() {
    let mut page = sending();
    let (first_key, _) = page.sent();
    page.fail(Lane::Submit, FailureKind::Refused(ProblemCode::ProviderRefused));
    assert_eq!(page.notice(), "failure.refused");
    page.submit();
    assert_ne!(page.sent().0, first_key);
}

#[test]
fn the_reference_for_support_is_shown() {
    let mut page = sending();
    let failure = Failure { request_id: "01JDBQ4ZK8".into(), ..Failure::new(FailureKind::Unavailable) };
    page.fail_with(Lane::Submit, failure);
    let reference = Text::new("failure.reference").with("reference", "01JDBQ4ZK8".into());
    assert_eq!(page.form().notice.unwrap().reference, Some(reference));
}

#[test]
fn a_form_that_failed_offline_is_sent_when_the_connection_is_back() {
    let mut page = sending();
    let (key, _) = page.sent();
    page.send(Message::WentOffline);
    page.fail(Lane::Submit, FailureKind::Offline);
    assert_eq!(page.view().banner, Some(Text::new("banner.offline")));
    page.send(Message::WentOnline);
    assert_eq!((page.sent().0, page.view().banner), (key, None));
    assert!(page.form().is_sending);
    page.accept(&Server::code_ready());
    page.handoff();
}

#[test]
fn a_refused_form_is_not_sent_when_the_connection_is_back() {
    let mut page = sending();
    page.fail(Lane::Submit, FailureKind::Unavailable);
    page.send(Message::WentOnline);
    assert_eq!(page.call(Lane::Submit), None);
}

#[test]
fn a_double_press_sends_once() {
    let mut page = sending();
    let id = page.call_id(Lane::Submit);
    assert_eq!(page.submit(), []);
    assert_eq!(page.call_id(Lane::Submit), id);
}

#[test]
fn edits_during_the_sending_are_ignored() {
    let mut page = sending();
    let (key, _) = page.sent();
    page.edit(FieldId::FirstName, "Zoé");
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
    page.fail(Lane::Submit, FailureKind::Timeout);
    page.submit();
    assert_eq!(page.sent().0, key);
}

#[test]
fn two_forms_sent_in_a_row_both_arrive() {
    let server = Server::bound();
    let mut page = Page::at(&server);
    page.fill(Declarative);
    page.submit();
    let first = page.call_id(Lane::Submit);
    page.send(Message::StepChosen(Tax));
    page.fill(Tax);
    page.submit();
    assert_eq!(page.call_id(Lane::Submit), first, "the first is not aborted");
    assert!(matches!(page.sent().1, Submission::Declarative(_)));
    assert!(page.form().is_sending, "the second waits");

    let server = server.step(Declarative, Done);
    page.accept(&server);
    assert!(matches!(page.sent().1, Submission::Tax(_)));
    assert_eq!((page.form().step, page.form().is_sending), (Tax, true));
    page.accept(&server.step(Tax, Done));
    assert_eq!(page.form().step, Terms);
}

#[test]
fn a_form_that_fails_behind_another_screen_does_not_take_the_focus_and_shows_the_failure_on_return() {
    let mut page = Page::at(&Server::bound());
    page.fill(Declarative);
    page.submit();
    page.send(Message::StepChosen(Tax));
    let effects = page.fail(Lane::Submit, FailureKind::Timeout);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::MoveFocus(_))), "{effects:?}");
    assert_eq!(page.form().notice, None);
    page.send(Message::StepChosen(Declarative));
    assert_eq!(page.notice(), "failure.timeout");
    assert_eq!(page.typed(FieldId::Income), "3");
}

#[test]
fn a_step_that_is_no_longer_open_makes_the_module_ask_for_the_snapshot() {
    let mut page = sending();
    page.fail(Lane::Submit, FailureKind::Refused(ProblemCode::StepNotOpen));
    page.answer(&Server::code_ready());
    page.handoff();
}

#[test]
fn a_form_keeps_what_was_typed_when_the_customer_leaves_and_comes_back() {
    let mut page = Page::at(&Server::bound());
    page.edit(FieldId::Income, "4");
    page.send(Message::StepChosen(Tax));
    assert_eq!(page.form().step, Tax);
    page.send(Message::StepChosen(Declarative));
    assert_eq!(page.typed(FieldId::Income), "4");
}

#[test]
fn a_customer_declares_one_to_three_countries_and_their_numbers() {
    let mut page = Page::at(&Server::bound().step(Declarative, Done));
    assert_eq!((page.form().can_add_residence, page.form().can_remove_residence), (Some(true), false));
    page.fill(Tax);
    let effects = page.send(Message::ResidenceAdded);
    assert_eq!(effects, [Effect::MoveFocus(Focus::Field(FieldId::ResidenceCountry(1)))]);
    page.edit(FieldId::ResidenceCountry(1), "BE");
    assert!(!page.field(FieldId::Tin(1)).is_optional, "Belgium gives numbers");
    assert_eq!(page.submit().first(), Some(&Effect::MoveFocus(Focus::Field(FieldId::Tin(1)))));
    page.edit(FieldId::Tin(1), "85073003328");
    page.submit();
    let fixture = serde_json::from_str(include_str!("../../contract/fixtures/tax.json")).unwrap();
    assert!(page.sent().1 == Submission::Tax(fixture), "the contract's example is sent");
}

#[test]
fn several_tax_countries_have_numbered_legends() {
    let mut page = Page::at(&Server::bound().step(Declarative, Done));
    let legends = |page: &Page| page.form().groups.into_iter().map(|group| group.legend).collect::<Vec<_>>();
    let one = Some(Text::new("group.residence"));
    let numbered = |number, count| {
        let legend = Text::new("group.residences").with_number("number", number);
        Some(legend.with_number("count", count))
    };
    assert_eq!(legends(&page), [None, one.clone()], "a single residence needs no number");
    page.send(Message::ResidenceAdded);
    assert_eq!(legends(&page), [None, numbered(1, 2), numbered(2, 2)]);
    page.send(Message::ResidenceAdded);
    assert_eq!(legends(&page), [None, numbered(1, 3), numbered(2, 3), numbered(3, 3)]);
    page.send(Message::ResidenceRemoved);
    page.send(Message::ResidenceRemoved);
    assert_eq!(legends(&page), [None, one]);
}

#[test]
fn the_terms_are_accepted_in_the_version_that_was_shown() {
    let mut page = Page::at(&Server::bound().step(Declarative, Done).step(Tax, Done));
    let url = page.field(FieldId::AcceptCard).document_url.clone();
    assert_eq!(url.as_deref(), Some("https://bank.example/terms/card.pdf"));
    page.submit();
    assert_eq!(error(&page, FieldId::AcceptAccount), Some(Text::new("required.account")));
    page.fill(Terms);
    page.submit();
    let fixture = serde_json::from_str(include_str!("../../contract/fixtures/terms.json")).unwrap();
    assert!(page.sent().1 == Submission::Terms(fixture), "the contract's example is sent");
}

#[test]
fn a_document_link_that_could_run_code_is_not_offered() {
    let mut snapshot = Server::bound().step(Declarative, Done).step(Tax, Done).snapshot();
    snapshot.terms.as_mut().unwrap().card_url = "javascript:alert(1)".into();
    let mut page = Page::started();
    let id = page.call_id(Lane::Status);
    page.send(Message::SnapshotArrived(id, Some(Box::new(snapshot))));
    assert_eq!(page.field(FieldId::AcceptCard).document_url, None);
    assert!(matches!(page.view().panel, Panel::Form(_)));
}

#[test]
fn a_character_that_a_field_does_not_take_is_named() {
    for (field, typed, expected) in [
        (FieldId::FirstName, "Zoé 🙂", Some("🙂")),
        (FieldId::LastName, "Ирина", Some("И")),
        (FieldId::LastName, "Martin, Paul", Some(",")),
        (FieldId::Street, "12, rue de l\u{2019}Église <b>", Some("<")),
        // A mark that nobody sees would turn the sentence.
        (FieldId::FirstName, "Corinne\u{202e}", None),
        (FieldId::FirstName, "---", None),
    ] {
        let mut page = Page::at(&Server::start());
        page.edit(field, typed);
        page.send(Message::FieldFinished(field));
        let error = page.field(field).error.clone().unwrap();
        let named = error.parameters.iter().find(|(name, _)| *name == "character");
        let expected = expected.map(|character| Parameter::Literal(character.to_owned()));
        assert_eq!(named.map(|(_, value)| value.clone()), expected, "{typed}");
        assert_eq!(error.key == "error.invalid", expected.is_none(), "{typed}");
    }
}
