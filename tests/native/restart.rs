//! Starting again: a new identity check after one was closed, a new onboarding after one expired.

use contract::{
    problem::ProblemCode,
    snapshot::{OnboardingStatus, ProofKind, ProofState},
    step::{StepId::*, StepState::*},
    submission::Submission,
    time::Timestamp,
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Effect, FieldId, Focus, HostEvent, Lane, Message, Timer, view::Panel},
    text::Text,
};

use crate::{page::Page, server::Server};

/// A customer whose check was closed and who has nothing else to do.
fn closed() -> Server {
    let server = Server::bound().step(Declarative, Done).step(Tax, Done).step(Terms, Done);
    server.check_closed(true)
}

fn demand_key(page: &Page) -> String {
    match page.call(Lane::Demand) {
        Some(xpollens_onboarding::model::Call::SubmitStep { idempotency_key, submission }) => {
            assert!(matches!(**submission, Submission::Identity(_)));
            idempotency_key.clone()
        }
        other => panic!("no check is asked for: {other:?}"),
    }
}

#[test]
fn a_new_check_is_offered_only_if_the_server_allows_it() {
    let page = Page::at(&closed());
    assert!(page.waiting().new_check.is_some());
    assert_eq!(page.waiting().heading, Text::new("waiting.closed_heading"));
    assert_eq!(Page::at(&closed().check_closed(false)).waiting().new_check, None);
    let mut page = Page::at(&closed().check_closed(false));
    page.send(Message::NewCheckPressed);
    assert_eq!(page.call(Lane::Demand), None);
}

#[test]
fn a_new_check_is_sent_once_and_under_one_key() {
    let mut page = Page::at(&closed());
    page.send(Message::NewCheckPressed);
    let key = demand_key(&page);
    assert!(page.waiting().new_check.unwrap().is_sending);
    assert_eq!(page.send(Message::NewCheckPressed), [], "it is being sent");
    let effects = page.fail(Lane::Demand, FailureKind::Timeout);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
    let notice = page.waiting().new_check.unwrap().notice.unwrap();
    assert_eq!(notice.text, Text::new("failure.timeout"));
    page.send(Message::NewCheckPressed);
    assert_eq!(demand_key(&page), key, "a retry has the same key");
    assert_eq!(page.waiting().new_check.unwrap().notice, None);
    let effects = page.begin_check(&closed().step(Identity, Todo).check_closed(false).step(Identity, Todo));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)), "the button has disappeared");
    assert_eq!(page.waiting().new_check, None);
}

#[test]
fn another_new_check_is_another_intention() {
    let mut page = Page::at(&closed());
    page.send(Message::NewCheckPressed);
    let key = demand_key(&page);
    page.begin_check(&closed().revision(90));
    page.send(Message::NewCheckPressed);
    assert_ne!(demand_key(&page), key);
}

#[test]
fn a_new_check_and_a_form_are_sent_independently() {
    let mut page = Page::at(&Server::bound().check_closed(true));
    page.fill(Declarative);
    page.submit();
    page.send(Message::BackPressed);
    page.send(Message::NewCheckPressed);
    assert!(page.call(Lane::Submit).is_some() && page.call(Lane::Demand).is_some());
    page.begin_check(&Server::bound().check_closed(true).revision(90));
    assert!(page.call(Lane::Submit).is_some());
}

#[test]
fn a_closed_check_is_reached_from_the_rail() {
    let mut page = Page::at(&Server::bound().check_closed(true));
    assert_eq!(page.form().step, Declarative);
    assert!(page.view().rail.iter().any(|item| item.step == Identity && item.can_open));
    page.send(Message::StepChosen(Identity));
    assert!(page.waiting().new_check.is_some());
}

#[test]
fn the_wait_says_until_when_the_application_is_kept() {
    let page = Page::at(&closed().kept_until("2027-02-21T09:00:00Z"));
    let until = Timestamp::parse("2027-02-21T09:00:00Z").unwrap();
    assert_eq!(page.waiting().kept, Some(Text::new("waiting.kept").with_day("date", until)));
    assert_eq!(Page::at(&closed()).waiting().kept, None);
}

#[test]
fn the_wait_says_that_the_app_notifies_only_while_something_runs() {
    let server = closed().kept_until("2027-02-21T09:00:00Z");
    assert!(!Page::at(&server).waiting().can_close, "nothing runs until a new check is requested");
    let runs = server.check_closed(false).step(Identity, Submitted);
    assert!(Page::at(&runs).waiting().can_close);
    let failed = Page::at(&runs.step(Identity, Failed)).waiting();
    assert_eq!((failed.can_close, failed.kept), (false, None));
}

#[test]
fn a_closed_check_can_also_become_a_transfer() {
    let mut page = Page::at(&closed().options(&[(ProofKind::Transfer, ProofState::Available)]));
    assert!(page.waiting().new_check.is_some() && page.waiting().can_change_proof);
    page.send(Message::OptionsPressed);
    page.send(Message::AlternativePressed);
    let effects = page.fail(Lane::Alternative, FailureKind::Unavailable);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
    page.send(Message::ContinuePressed);
    let check = page.waiting().new_check.unwrap();
    assert_eq!(check.notice, None, "the failure belongs to the other screen");
}

#[test]
fn a_restart_after_expiry_keeps_nothing_of_the_previous_onboarding() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.answer(&Server::expired());
    assert_eq!(page.outcome().restart.map(|restart| restart.is_sending), Some(false));
    assert_eq!(page.timer(Timer::Poll), None, "no call is made while nothing can change");
    page.send(Message::RestartPressed);
    assert!(page.outcome().restart.unwrap().is_sending);
    assert_eq!(page.send(Message::RestartPressed), []);
    let effects = page.restart(&Server::start());
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert!(effects.contains(&Effect::TellHost(HostEvent::Status { status: OnboardingStatus::NotStarted })));
    assert_eq!((page.typed(FieldId::FirstName).as_str(), page.typed(FieldId::Email).as_str()), ("", ""));
    assert!(page.timer(Timer::Poll).is_some(), "polling continues");
    page.fill(Profile);
    page.submit();
    page.accept(&Server::code_ready());
    assert!(matches!(page.view().panel, Panel::Handoff(_)));
}

#[test]
fn a_restart_that_fails_says_what_to_do_and_can_be_retried() {
    let mut page = Page::at(&Server::expired());
    page.send(Message::RestartPressed);
    let effects = page.fail(Lane::Restart, FailureKind::Unavailable);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
    assert_eq!(page.outcome().restart.unwrap().notice.unwrap().text, Text::new("failure.server"));
    page.send(Message::RestartPressed);
    assert_eq!(page.outcome().restart.unwrap().notice, None);
    page.restart(&Server::start());
    assert_eq!(page.form().step, Profile);
}

#[test]
fn no_other_final_status_offers_a_restart() {
    for status in [OnboardingStatus::Refused, OnboardingStatus::Validated, OnboardingStatus::Expired] {
        let mut page = Page::at(&Server::bound().ended(status));
        assert_eq!(page.outcome().restart, None);
        assert_eq!(page.send(Message::RestartPressed), []);
    }
}

#[test]
fn an_answer_from_before_the_end_does_not_change_the_restarted_onboarding() {
    let mut page = Page::at(&Server::start());
    let wait = page.timer(Timer::Poll).unwrap();
    page.fill(Profile);
    page.submit();
    page.pass(wait);
    let old = page.call_id(Lane::Submit);
    page.answer(&Server::expired());
    page.send(Message::RestartPressed);
    page.restart(&Server::start());
    let late = Message::Accepted(old, Box::new(Server::bound().revision(99).snapshot()));
    assert_eq!(page.answered(old, late), []);
    assert_eq!(page.form().step, Profile);
}

#[test]
fn a_restart_that_was_already_made_is_found() {
    let mut page = Page::at(&Server::expired());
    page.send(Message::RestartPressed);
    page.fail(Lane::Restart, FailureKind::Timeout);
    page.send(Message::RestartPressed);
    page.fail(Lane::Restart, FailureKind::Refused(ProblemCode::StepNotOpen));
    assert!(matches!(page.view().panel, Panel::Loading));
    page.answer(&Server::start());
    assert_eq!(page.form().step, Profile);
    assert!(page.timer(Timer::Poll).is_some());
}

#[test]
fn a_restart_in_another_tab_keeps_nothing_of_the_previous_onboarding() {
    let server = Server::start().onboarding(OnboardingStatus::Initialized);
    let mut page = Page::at(&server);
    page.fill(Profile);
    page.answer(&server.clone().revision(40).onboarding(OnboardingStatus::InProgress));
    assert_eq!(page.typed(FieldId::FirstName), "Corinne");
    page.answer(&server.revision(50).onboarding(OnboardingStatus::NotStarted));
    assert_eq!(page.typed(FieldId::FirstName), "");
    assert!(page.timer(Timer::Poll).is_some(), "polling continues");
}
