//! The confirmation on the phone: five minutes by the server's clock, then it can be sent again.

use contract::{
    problem::ProblemCode,
    reason::Reason,
    snapshot::ActivationState,
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Call, Effect, Focus, Lane, Message, Timer, view::Panel},
    text::Text,
};

use crate::{page::Page, server::Server};

/// A phone may be bound although no callback said so: after the proof of identity, none will.
#[test]
fn a_missed_confirmation_can_be_reached_from_the_code() {
    let lapsed = Server::confirming(300)
        .confirmation(None)
        .step_because(Tax, ActionRequired, &[Reason::ConfirmationTimedOut])
        .step(Device, Todo)
        .activation(ActivationState::Ready, 2);
    let page = Page::at(&lapsed);
    assert_eq!(page.handoff().meanwhile, None, "it needs a phone first");
    let mut page = Page::at(&lapsed.with(|snapshot| {
        snapshot.steps.iter_mut().for_each(|step| step.requires.retain(|id| *id != Device));
    }));
    let label = Text::new("handoff.meanwhile").with_text("step", &Text::new("step.tax"));
    assert_eq!(page.handoff().meanwhile, Some(label));
    page.send(Message::ContinuePressed);
    assert_eq!(page.confirm().intro, Text::new("reason.confirmation_timed_out"));
}

#[test]
fn the_time_left_is_measured_by_the_servers_clock() {
    let mut page = Page::started();
    page.pass(7_000_000);
    page.answer(&Server::confirming(270));
    assert_eq!(page.confirm().countdown, Some((270, 300)));
    assert_eq!(page.timer(Timer::Second), Some(1000));
    page.pass(30_500);
    assert_eq!(page.confirm().countdown, Some((240, 300)));
    page.pass(600_000);
    assert_eq!(page.confirm().countdown, Some((0, 300)), "the server decides when it has expired");
}

#[test]
fn a_confirmation_comes_before_the_next_form_which_stays_one_press_away() {
    let page = Page::at(&Server::confirming(300).step(Terms, Todo));
    let label = Text::new("waiting.next").with_text("step", &Text::new("step.terms"));
    assert_eq!(page.confirm().next, Some(label));
}

#[test]
fn a_given_confirmation_leads_on() {
    let server = Server::confirming(300).step(Terms, Todo);
    let mut page = Page::at(&server);
    let effects = page.answer(&server.step(Tax, Done).confirmation(None));
    assert_eq!(page.form().step, Terms);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
    assert_eq!(page.timer(Timer::Second), None);
}

#[test]
fn a_missed_confirmation_can_be_sent_again() {
    for (reason, key) in [
        (Reason::ConfirmationRefused, "reason.confirmation_refused"),
        (Reason::ConfirmationTimedOut, "reason.confirmation_timed_out"),
        (Reason::DeviceNotReady, "reason.device_not_ready"),
    ] {
        let pending = Server::confirming(300);
        let mut page = Page::at(&pending);
        let lapsed = pending.step_because(Tax, ActionRequired, &[reason]).confirmation(None);
        page.answer(&lapsed);
        assert_eq!((page.confirm().intro, page.confirm().countdown), (Text::new(key), None));
        assert_eq!(page.timer(Timer::Second), None);

        page.send(Message::ResendPressed);
        assert_eq!(page.call(Lane::Resend), Some(&Call::ResendConfirmation(Tax)));
        assert!(page.confirm().is_resending);
        assert_eq!(page.send(Message::ResendPressed), [], "once is enough");
        let effects = page.resent(&lapsed.step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300))));
        assert!(effects.contains(&Effect::Announce(Text::new("announce.resent"))));
        let confirm = page.confirm();
        assert_eq!((confirm.countdown, confirm.is_resending), (Some((300, 300)), false));
    }
}

#[test]
fn refused_answers_can_be_changed_as_long_as_they_can_be_sent() {
    let lapsed = Server::confirming(300)
        .step_because(Tax, ActionRequired, &[Reason::ConfirmationRefused])
        .confirmation(None);
    let mut page = Page::at(&lapsed);
    assert!(page.confirm().can_change_answers);
    page.send(Message::StepChosen(Tax));
    assert_eq!(page.form().step, Tax);
    page.unchanged();
    assert_eq!(page.form().step, Tax, "the next status answer leaves it there");
    page.send(Message::BackPressed);
    assert_eq!(page.confirm().intro, Text::new("reason.confirmation_refused"));

    // Another code was made: without a phone the backend accepts no declaration.
    let phoneless = lapsed.step(Device, Todo).activation(ActivationState::Ready, 2);
    page.answer(&phoneless);
    assert!(!page.confirm().can_change_answers);
    page.send(Message::StepChosen(Tax));
    assert!(matches!(page.view().panel, Panel::Confirm(_)), "nothing could be sent from there");
}

#[test]
fn the_terms_have_no_answers_to_change() {
    let lapsed = Server::confirming(300)
        .step(Tax, Done)
        .step_because(Terms, ActionRequired, &[Reason::ConfirmationRefused])
        .confirmation(None);
    assert!(!Page::at(&lapsed).confirm().can_change_answers);
}

#[test]
fn a_pending_confirmation_can_be_sent_again() {
    let mut page = Page::at(&Server::confirming(12));
    page.send(Message::ResendPressed);
    assert_eq!(page.call(Lane::Resend), Some(&Call::ResendConfirmation(Tax)));
}

#[test]
fn a_failed_resend_shows_a_notice_until_the_next_try() {
    let mut page = Page::at(&Server::confirming(12));
    page.send(Message::ResendPressed);
    let effects = page.fail(Lane::Resend, FailureKind::Unavailable);
    assert_eq!(effects.last(), Some(&Effect::MoveFocus(Focus::Notice)));
    assert_eq!(page.confirm().notice.unwrap().text, Text::new("failure.server"));
    assert!(!page.confirm().is_resending);
    page.send(Message::ResendPressed);
    assert_eq!(page.confirm().notice, None);
    assert!(page.call(Lane::Resend).is_some());
}

#[test]
fn an_answer_that_the_provider_refuses_is_corrected_in_its_form() {
    let server =
        Server::confirming(300).confirmation(None).step_because(Tax, ActionRequired, &[Reason::DataMismatch]);
    let page = Page::at(&server);
    assert_eq!(page.form().reasons, [Text::new("reason.data")]);
}

#[test]
fn a_confirmation_is_not_sent_again_from_another_screen() {
    let server = Server::confirming(300).step(Terms, Todo);
    let mut page = Page::at(&server);
    page.send(Message::ContinuePressed);
    assert_eq!(page.form().step, Terms);
    assert_eq!(page.send(Message::ResendPressed), []);
}

#[test]
fn a_resend_that_fails_behind_another_screen_does_not_take_the_focus() {
    let mut page = Page::at(&Server::confirming(300).step(Terms, Todo));
    page.send(Message::ResendPressed);
    page.send(Message::ContinuePressed);
    let effects = page.fail(Lane::Resend, FailureKind::Timeout);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::MoveFocus(_))), "{effects:?}");
    page.send(Message::BackPressed);
    assert_eq!(page.confirm().notice, None);
}

#[test]
fn a_confirmation_that_starts_behind_another_screen_is_announced() {
    let server = Server::confirming(300).confirmation(None).step_because(
        Tax,
        ActionRequired,
        &[Reason::ConfirmationTimedOut],
    );
    let mut page = Page::at(&server);
    let effects = page.answer(&server.step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300))));
    assert!(effects.contains(&Effect::Announce(Text::new("confirm.intro"))));
}

#[test]
fn the_outcome_of_a_confirmation_is_announced() {
    let server = Server::confirming(300).step(Terms, Todo);
    let said = |server: Server| {
        let mut page = Page::at(&Server::confirming(300).step(Terms, Todo));
        let said: Vec<_> = page
            .answer(&server)
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Announce(text) => Some(text.key.to_string()),
                _ => None,
            })
            .collect();
        said
    };
    assert_eq!(said(server.clone().step(Tax, Done).confirmation(None)), ["announce.confirmed"]);
    let refused = server.step_because(Tax, ActionRequired, &[Reason::ConfirmationRefused]).confirmation(None);
    assert_eq!(said(refused), ["reason.confirmation_refused"]);
}

#[test]
fn a_step_whose_answer_was_lost_shows_its_pending_confirmation() {
    let server = Server::confirming(300).confirmation(None).step(Tax, Todo);
    for failure in [FailureKind::Timeout, FailureKind::Refused(ProblemCode::StepNotOpen)] {
        let mut page = Page::at(&server);
        page.fill(Tax);
        page.submit();
        page.answer(&server.clone().step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300))));
        assert!(page.form().is_sending, "it stays until the answer");
        let effects = page.fail(Lane::Submit, failure);
        assert_eq!(page.confirm().countdown, Some((300, 300)));
        assert_eq!(page.timer(Timer::Second), Some(1000));
        assert!(effects.contains(&Effect::MoveFocus(Focus::Heading)));
        assert!(!effects.contains(&Effect::MoveFocus(Focus::Notice)));
    }
}

#[test]
fn an_answer_older_than_the_known_snapshot_still_leads_on() {
    let server = Server::confirming(300).confirmation(None).step(Tax, Todo);
    let mut page = Page::at(&server);
    page.fill(Tax);
    page.submit();
    let asked = server.step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300)));
    page.answer(&asked.clone().revision(90));
    page.accept(&asked.revision(80));
    assert!(page.confirm().countdown.is_some());
}

#[test]
fn a_missed_confirmation_does_not_hide_a_new_check() {
    let lapsed = Server::confirming(300)
        .confirmation(None)
        .step_because(Tax, ActionRequired, &[Reason::ConfirmationTimedOut])
        .check_closed(true);
    let mut page = Page::at(&lapsed);
    assert!(page.waiting().rows.iter().any(|row| row.label == Text::new("step.tax")));
    assert_eq!(page.waiting().new_check.unwrap().resend, Some(false));
    page.send(Message::ResendPressed);
    assert_eq!(page.waiting().new_check.unwrap().resend, Some(true));
    page.fail(Lane::Resend, FailureKind::Unavailable);
    assert_eq!(page.waiting().new_check.unwrap().notice.unwrap().text, Text::new("failure.server"));
    page.answer(&lapsed.check_closed(false).revision(90));
    assert_eq!(page.confirm().countdown, None);
}

#[test]
fn a_failed_step_is_never_announced_as_confirmed() {
    for (state, key) in [(ActionRequired, "state.needs_you"), (Failed, "state.failed")] {
        let mut page = Page::at(&Server::confirming(300));
        let effects = page.answer(&Server::confirming(300).confirmation(None).step_because(
            Tax,
            state,
            &[Reason::Other],
        ));
        let text = Text::new("announce.progress")
            .with_text("label", &Text::new("step.tax"))
            .with_text("state", &Text::new(key));
        assert!(effects.contains(&Effect::Announce(text)));
        assert!(!effects.contains(&Effect::Announce(Text::new("announce.confirmed"))));
    }
}
