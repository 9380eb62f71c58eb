//! A session that ends in the middle: the customer can continue, and no typed text is lost.

use contract::step::StepId::*;
use xpollens_onboarding::{
    error::FailureKind,
    model::{Effect, FieldId, Focus, HostEvent, Lane, Message, Timer, view::CodeView},
    text::Text,
};

use crate::{page::Page, server::Server};

fn expired(page: &mut Page, lane: Lane) {
    let effects = page.fail(lane, FailureKind::SessionExpired);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert!(effects.contains(&Effect::TellHost(HostEvent::Error {
        code: "session_expired",
        is_retryable: false,
        request_id: String::new(),
    })));
    assert_eq!(page.problem().heading, Text::new("problem.session"));
    assert_eq!(page.problem().notice.text, Text::new("failure.session"));
    assert_eq!(page.timer(Timer::Poll), None, "without a session there is no polling");
}

#[test]
fn a_renewed_session_brings_the_form_back_with_what_was_typed() {
    let mut page = Page::at(&Server::start());
    page.edit(FieldId::FirstName, "Corinne");
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    expired(&mut page, Lane::Status);
    page.send(Message::RetryPressed);
    page.unchanged();
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
    assert!(page.timer(Timer::Poll).is_some());
}

#[test]
fn a_form_that_was_being_sent_can_be_sent_again_under_its_key() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    let (key, _) = page.sent();
    expired(&mut page, Lane::Submit);
    page.send(Message::RetryPressed);
    page.unchanged();
    assert!(!page.form().is_sending);
    page.submit();
    assert_ne!(page.sent().0, "", "it is sent again");
    assert_eq!(page.sent().0, key);
}

#[test]
fn a_retry_without_a_new_session_shows_the_same_problem() {
    let mut page = Page::at(&Server::start());
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    expired(&mut page, Lane::Status);
    page.send(Message::RetryPressed);
    page.fail(Lane::Status, FailureKind::SessionExpired);
    assert_eq!(page.problem().heading, Text::new("problem.session"));
    page.send(Message::RetryPressed);
    assert!(page.call(Lane::Status).is_some(), "a press always tries");
}

#[test]
fn the_code_is_removed_when_the_session_ends() {
    let mut page = Page::at(&Server::code_ready());
    page.reveal(1);
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    expired(&mut page, Lane::Status);
    assert_eq!(page.timer(Timer::Second), None);
    page.send(Message::RetryPressed);
    page.unchanged();
    assert_eq!(page.handoff().code, CodeView::Hidden);
}

#[test]
fn a_session_that_had_ended_before_the_start_is_shown() {
    let mut page = Page::started();
    expired(&mut page, Lane::Status);
    page.send(Message::RetryPressed);
    page.answer(&Server::start());
    assert_eq!(page.form().step, Profile);
}

#[test]
fn an_answer_from_before_the_end_of_the_session_does_not_bring_the_form_back() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    let held = page.call_id(Lane::Status);
    page.submit();
    expired(&mut page, Lane::Submit);
    page.answered(held, Message::SnapshotArrived(held, None));
    assert_eq!(page.problem().heading, Text::new("problem.session"));
}
