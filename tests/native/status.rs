//! Polling: one call at a time, never back to an older snapshot, no more calls than needed, and never a permanent stop.

use contract::{
    problem::ProblemCode,
    snapshot::{ActivationState, OnboardingStatus},
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, Effect, Lane, Message, Timer, view::Panel},
    text::Text,
};

use crate::{page::Page, server::Server};

fn asked(page: &Page) -> (Option<u32>, u32) {
    match page.call(Lane::Status) {
        Some(Call::FetchSnapshot { after, wait_seconds }) => (*after, *wait_seconds),
        other => panic!("no status call: {other:?}"),
    }
}

fn let_poll(page: &mut Page) {
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
}

#[test]
fn after_the_first_answer_the_server_may_hold_the_next() {
    let mut page = Page::at(&Server::start());
    let_poll(&mut page);
    assert_eq!(asked(&page), (Some(1), 25));
}

#[test]
fn an_older_snapshot_changes_nothing() {
    let server = Server::code_ready();
    let mut page = Page::at(&server);
    let before = page.view();
    let count = page.events.len();
    page.answer(&Server::start().revision(server.snapshot().revision - 1));
    assert_eq!((page.view(), page.events.len()), (before, count));
    let_poll(&mut page);
    assert_eq!(asked(&page).0, Some(server.snapshot().revision));
}

#[test]
fn an_answer_to_an_earlier_call_is_ignored() {
    let mut page = Page::at(&Server::start());
    let_poll(&mut page);
    let late = page.call_id(Lane::Status);
    page.send(Message::PageHidden);
    page.send(Message::PageShown);
    let before = page.view();
    let snapshot = Server::code_ready().snapshot();
    assert_eq!(page.send(Message::SnapshotArrived(late, Some(Box::new(snapshot)))), []);
    assert_eq!(page.send(Message::CallFailed(late, Failure::new(FailureKind::SessionExpired))), []);
    assert_eq!(page.view(), before);
    assert!(page.call(Lane::Status).is_some(), "the later call continues");
}

#[test]
fn a_late_answer_does_not_change_an_onboarding_that_ended() {
    for status in [OnboardingStatus::Validated, OnboardingStatus::Refused, OnboardingStatus::Expired] {
        let server = Server::code_ready();
        let mut page = Page::at(&server);
        let_poll(&mut page);
        page.answer(&server.clone().ended(status));
        let before = page.view();
        assert!(matches!(before.panel, Panel::Outcome(_)));
        assert!(before.rail.is_empty());
        for message in [
            Message::PageShown,
            Message::WentOffline,
            Message::WentOnline,
            Message::RetryPressed,
            Message::StepChosen(Declarative),
            Message::ContinuePressed,
            Message::ShowCodePressed,
            Message::ResendPressed,
            Message::SubmitPressed,
            Message::TimerFired(Timer::Poll),
        ] {
            assert_eq!(page.send(message.clone()), [], "{message:?}");
        }
        assert_eq!(page.view(), before);
    }
}

#[test]
fn the_end_leaves_no_timer_running_whatever_was_on_the_screen() {
    let mut handoff = Page::at(&Server::code_ready());
    handoff.reveal(1);
    let confirming = Page::at(&Server::confirming(300));
    let mut sending = Page::at(&Server::start());
    sending.fill(Profile);
    sending.submit();
    for mut page in [handoff, confirming, sending] {
        // A server that does not say that polling can stop is not asked again either.
        let end = Server::code_ready().revision(90).poll_after(2000).onboarding(OnboardingStatus::Refused);
        page.answer(&end);
        assert_eq!((page.timer(Timer::Poll), page.timer(Timer::Second)), (None, None));
        assert!(page.pass(600_000).is_empty());
    }
}

#[test]
fn a_final_status_in_the_answer_to_a_form_ends_the_onboarding() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    page.accept(&Server::start().revision(9).onboarding(OnboardingStatus::Refused));
    assert!(matches!(page.view().panel, Panel::Outcome(_)));
    assert_eq!(page.timer(Timer::Poll), None);
}

#[test]
fn at_most_one_status_call_or_timer_runs() {
    let mut page = Page::at(&Server::start());
    for (away, back) in [
        (Message::PageHidden, Message::PageShown),
        (Message::PageLeft, Message::PageShown),
        (Message::WentOffline, Message::WentOnline),
        (Message::BackPressed, Message::RetryPressed),
    ] {
        page.send(away);
        page.send(back);
        assert_eq!(page.calls().count(), 1);
        assert_eq!(page.timer(Timer::Poll), None, "nothing else is planned beside the call");
    }
}

#[test]
fn coming_back_to_the_page_or_online_asks_at_once() {
    for (away, back) in
        [(Message::PageHidden, Message::PageShown), (Message::WentOffline, Message::WentOnline)]
    {
        let mut page = Page::at(&Server::start());
        page.send(away);
        page.unchanged();
        assert_eq!(page.call(Lane::Status), None);
        page.send(back);
        assert_eq!(asked(&page), (Some(1), 25));
    }
}

#[test]
fn a_hidden_page_does_not_hold_and_asks_at_most_once_a_minute() {
    let mut page = Page::at(&Server::start());
    let_poll(&mut page);
    page.send(Message::PageHidden);
    let mut asked_at = page.now;
    for round in 0..10 {
        if round % 3 == 2 {
            page.fail(Lane::Status, FailureKind::Unavailable);
        } else {
            page.unchanged();
        }
        let_poll(&mut page);
        assert_eq!(asked(&page), (Some(1), 0));
        assert!(page.now - asked_at >= 60_000, "{}", page.now - asked_at);
        asked_at = page.now;
    }
}

#[test]
fn a_step_accepted_while_the_page_is_hidden_does_not_speed_up_polling() {
    let mut page = Page::at(&Server::start());
    page.fill(Profile);
    page.submit();
    page.send(Message::PageHidden);
    page.unchanged();
    page.accept(&Server::code_ready());
    assert!(page.timer(Timer::Poll).is_some_and(|delay| delay >= 60_000));
}

#[test]
fn the_servers_delay_is_respected() {
    let mut page = Page::at(&Server::start());
    let_poll(&mut page);
    let failure = Failure { retry_after_ms: Some(30_000), ..Failure::new(FailureKind::RateLimited) };
    page.fail_with(Lane::Status, failure);
    let delay = page.timer(Timer::Poll).unwrap();
    assert!((30_000..=37_500).contains(&delay), "{delay}");
}

#[test]
fn the_banner_appears_at_the_second_failure_and_disappears_with_the_next_answer() {
    let mut page = Page::at(&Server::start());
    for banner in [None, Some(Text::new("banner.trouble"))] {
        let_poll(&mut page);
        page.fail(Lane::Status, FailureKind::Unavailable);
        assert_eq!(page.view().banner, banner);
    }
    page.unchanged();
    assert_eq!(page.view().banner, None);
    assert!(page.timer(Timer::Poll).is_some());
}

#[test]
fn a_long_delay_that_the_server_asks_for_shows_the_banner_at_once() {
    for (seconds, banner) in [(20, None), (40, Some(Text::new("banner.trouble")))] {
        let mut page = Page::at(&Server::bound());
        let_poll(&mut page);
        let patience =
            Failure { retry_after_ms: Some(seconds * 1000), ..Failure::new(FailureKind::RateLimited) };
        let effects = page.fail_with(Lane::Status, patience);
        assert_eq!(page.view().banner, banner);
        let said = banner.map(Effect::Announce);
        assert_eq!(effects.iter().find(|effect| matches!(effect, Effect::Announce(_))), said.as_ref());
    }
}

#[test]
fn a_failed_first_call_is_retried_by_a_timer_and_by_a_press() {
    let mut page = Page::started();
    page.fail(Lane::Status, FailureKind::Offline);
    assert_eq!(page.problem().heading, Text::new("problem.heading"));
    assert_eq!(page.problem().notice.text, Text::new("failure.offline"));
    assert!(page.timer(Timer::Poll).is_some());
    page.send(Message::RetryPressed);
    page.answer(&Server::start());
    assert_eq!(page.form().step, Profile);
}

#[test]
fn a_first_answer_without_a_snapshot_is_a_failure() {
    let mut page = Page::started();
    page.unchanged();
    assert_eq!(page.problem().notice.text, Text::new("failure.server"));
    assert!(page.timer(Timer::Poll).is_some());
}

#[test]
fn a_step_done_elsewhere_opens_the_next_screen_and_moves_the_focus() {
    let mut page = Page::at(&Server::start());
    page.edit(xpollens_onboarding::model::FieldId::FirstName, "Corinne");
    let effects =
        page.answer(&Server::start().step(Profile, Done).activation(ActivationState::WaitingCode, 0));
    assert!(effects.contains(&Effect::MoveFocus(xpollens_onboarding::model::Focus::Heading)));
    page.handoff();
}

#[test]
fn the_results_of_the_checks_are_announced() {
    use contract::diligence::{DiligenceKind::Selfie, DiligenceState::Received};
    let server = Server::bound();
    let mut page = Page::at(&server);
    let effects = page.answer(&server.diligence(Selfie, Received));
    let announcement = Text::new("announce.progress")
        .with_text("label", &Text::new("diligence.selfie"))
        .with_text("state", &Text::new("state.checking"));
    assert!(effects.contains(&Effect::Announce(announcement)));
}

#[test]
fn unknown_steps_send_no_events() {
    use contract::step::StepId;
    let server = Server::start().order(&[(StepId::Unknown, &[]), (StepId::Unknown, &[]), (Profile, &[])]);
    let mut page = Page::at(&server);
    let count = page.events.len();
    let mut next = server.clone();
    for _ in 0..3 {
        next = next.step(StepId::Unknown, Submitted);
        page.answer(&next);
    }
    assert_eq!(page.events.len(), count);
}

#[test]
fn a_page_that_cannot_load_does_not_ask_for_answers_to_be_checked() {
    for code in
        [ProblemCode::Unknown, ProblemCode::NotFound, ProblemCode::Forbidden, ProblemCode::MalformedRequest]
    {
        let mut page = Page::started();
        page.fail(Lane::Status, FailureKind::Refused(code));
        assert_eq!(page.problem().heading, Text::new("problem.heading"), "{code:?}");
        assert_eq!(page.problem().notice.text, Text::new("failure.request"), "{code:?}");
    }
}
