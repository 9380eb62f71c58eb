//! "Someone else used my code": the customer reports that somebody else used the code, from wherever they are.

use contract::{
    problem::ProblemCode,
    snapshot::{ActivationState, OnboardingStatus},
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Call, Effect, Focus, HostEvent, Lane, Message, Timer, view::Panel},
    text::Text,
};

use crate::{page::Page, server::Server};

/// A page whose code was revealed, and used by somebody else.
fn bound() -> Server {
    Server::bound().revealed()
}

/// The customer was asked and confirmed.
fn sent(server: &Server) -> Page {
    let mut page = Page::at(server);
    page.send(Message::NotMePressed);
    page.send(Message::ReportPressed);
    page
}

#[test]
fn two_presses_report_the_code_from_every_screen_after_it_was_revealed() {
    let screens = [
        Server::code_ready().revealed(),
        Server::code_ready().activation(ActivationState::Error, 1).revealed(),
        bound(),
        bound().step(Declarative, Done),
        Server::confirming(200).revealed(),
        Server::paying().revealed(),
        bound().step(Identity, Review).step_because(
            Profile,
            ActionRequired,
            &[contract::reason::Reason::DataMismatch],
        ),
    ];
    for server in screens {
        let mut page = Page::at(&server);
        let before = page.view().panel;
        assert!(page.view().can_report, "{before:?}");
        let effects = page.send(Message::NotMePressed);
        assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
        assert!(!page.report().is_reported && !page.view().can_report, "{before:?}");
        page.send(Message::ReportPressed);
        assert_eq!(page.call(Lane::Report), Some(&Call::ReportCode), "{before:?}");
        page.reported(&server.reported());
        assert!(page.report().is_reported, "{before:?}");
    }
}

#[test]
fn there_is_nothing_to_report_before_a_reveal_after_a_report_or_at_the_end() {
    for server in [
        Server::start(),
        Server::code_ready(),
        bound().reported(),
        bound().ended(OnboardingStatus::Validated),
    ] {
        let mut page = Page::at(&server);
        assert!(!page.view().can_report);
        let before = page.view();
        assert_eq!(page.send(Message::NotMePressed), []);
        assert_eq!(page.send(Message::ReportPressed), []);
        assert_eq!(page.view(), before);
    }
}

#[test]
fn going_back_from_the_report_returns_to_the_previous_screen_and_sends_nothing() {
    let mut page = Page::at(&bound());
    let before = page.view().panel;
    page.send(Message::NotMePressed);
    page.send(Message::ContinuePressed);
    assert_eq!(page.view().panel, before);
    assert_eq!(page.call(Lane::Report), None);

    let mut page = Page::at(&Server::code_ready().revealed());
    page.send(Message::ShowCodePressed);
    page.reveal(1);
    page.send(Message::NotMePressed);
    assert_eq!(page.timer(Timer::Second), None, "the code is hidden during the question");
    page.answer(&bound().revision(50));
    page.send(Message::ContinuePressed);
    assert!(matches!(page.view().panel, Panel::Waiting(_)), "the phone was bound meanwhile");
}

#[test]
fn a_report_is_confirmed_to_the_customer_and_sent_to_the_host() {
    let mut page = sent(&bound());
    assert!(page.report().is_sending);
    assert_eq!(page.send(Message::ReportPressed), [], "once");
    let effects = page.reported(&bound().reported());
    assert!(effects.contains(&Effect::Announce(Text::new("announce.reported"))));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert_eq!(page.events.iter().filter(|event| **event == HostEvent::Reported).count(), 1);
    let report = page.report();
    assert!(report.is_reported && !report.is_sending);
    assert_eq!(report.next.map(|text| text.key.to_string()).as_deref(), Some("handoff.meanwhile"));
}

#[test]
fn a_report_from_another_machine_hides_the_code_and_is_announced_here() {
    let mut page = Page::at(&Server::code_ready().revealed());
    page.send(Message::ShowCodePressed);
    page.reveal(1);
    let effects = page.answer(&Server::code_ready().reported());
    assert!(page.report().is_reported);
    assert_eq!(page.timer(Timer::Second), None);
    assert!(effects.contains(&Effect::TellHost(HostEvent::Reported)));

    let mut page = Page::at(&Server::confirming(200).revealed());
    page.answer(&Server::confirming(200).reported());
    assert!(page.report().is_reported, "not the confirmation, which may be on a stranger's phone");
    assert!(Page::at(&Server::confirming(200).reported()).report().is_reported, "after a reload too");
}

#[test]
fn another_code_lets_the_customer_continue() {
    let mut page = sent(&bound());
    page.reported(&bound().reported());
    let effects = page.answer(&Server::code_ready().activation(ActivationState::Ready, 2).revision(90));
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    page.reveal(2);
    assert!(page.shown_code().is_some());
}

#[test]
fn a_failed_report_is_announced_and_can_be_retried() {
    for (kind, key) in
        [(FailureKind::Offline, "failure.offline"), (FailureKind::Unavailable, "failure.server")]
    {
        let mut page = sent(&bound());
        let effects = page.fail(Lane::Report, kind);
        assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
        assert_eq!(page.report().notice.unwrap().text, Text::new(key));
        page.send(Message::ReportPressed);
        assert_eq!(page.report().notice, None);
        page.reported(&bound().reported());
        assert!(page.report().is_reported);
    }
    let mut page = sent(&bound());
    page.fail(Lane::Report, FailureKind::Refused(ProblemCode::StepNotOpen));
    assert!(page.call(Lane::Status).is_some(), "the snapshot of the page is outdated");
}

#[test]
fn a_module_that_does_not_know_the_state_shows_the_hand_over_without_a_code() {
    let server = Server::code_ready().step(Device, ActionRequired).activation(ActivationState::Unknown, 1);
    let page = Page::at(&server);
    assert_eq!(page.handoff().code, xpollens_onboarding::model::view::CodeView::Preparing);
}
