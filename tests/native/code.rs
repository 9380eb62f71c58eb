//! The activation code: on the screen while the customer needs it and the page is visible, then removed.

use contract::{
    snapshot::ActivationState,
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Call, Device, Effect, FieldId, Focus, Lane, Message, SHOWN_MS, Timer, view::CodeView},
    text::Text,
};

use crate::{
    page::{CODE, Page, activation},
    server::Server,
};

/// A page with the code on the screen.
fn shown() -> Page {
    let mut page = Page::at(&Server::code_ready());
    let effects = page.reveal(1);
    assert_eq!(
        effects,
        [Effect::Announce(Text::new("announce.code")), Effect::StartTimer(Timer::Second, 1000)]
    );
    assert_eq!(page.shown_code().as_deref(), Some(CODE));
    page
}

#[test]
fn a_code_that_is_still_being_made_is_shown_when_it_is_ready() {
    let waiting = Server::start().step(Profile, Done).activation(ActivationState::WaitingCode, 0);
    let mut page = Page::at(&waiting);
    assert_eq!((page.handoff().code, page.call(Lane::Reveal)), (CodeView::Preparing, None));
    page.answer(&waiting.activation(ActivationState::Ready, 1));
    assert_eq!(page.call(Lane::Reveal), Some(&Call::RevealCode));
    assert_eq!(page.handoff().code, CodeView::Preparing);
    page.reveal(1);
    assert!(page.shown_code().is_some());
}

#[test]
fn the_code_counts_down_and_is_hidden_after_two_minutes() {
    let mut page = shown();
    page.pass(45_000);
    let CodeView::Shown { seconds_left, seconds_total, .. } = page.handoff().code else { panic!() };
    assert_eq!((seconds_left, seconds_total), (75, 120));
    page.pass(SHOWN_MS - 45_000 - 1_000);
    assert!(page.shown_code().is_some());
    let effects = page.pass(1_000);
    assert_eq!(page.handoff().code, CodeView::Hidden);
    assert!(effects.contains(&Effect::Announce(Text::new("announce.code_hidden"))));
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::MoveFocus(_))),
        "a customer on another screen stays there"
    );
    assert_eq!(page.timer(Timer::Second), None);
}

#[test]
fn a_press_shows_the_code_again_and_keeps_the_focus() {
    let mut page = shown();
    page.pass(SHOWN_MS);
    let effects = page.send(Message::ShowCodePressed);
    assert!(effects.contains(&Effect::MoveFocus(Focus::Code)));
    page.reveal(1);
    assert!(page.shown_code().is_some());
}

#[test]
fn after_a_reload_a_code_that_was_shown_before_needs_a_press() {
    let mut page = Page::at(&Server::code_ready().revealed());
    assert_eq!(page.handoff().code, CodeView::Hidden);
    assert_eq!(page.call(Lane::Reveal), None, "a reload does not show the code");
    page.send(Message::ShowCodePressed);
    page.reveal(1);
    assert!(page.shown_code().is_some());
}

#[test]
fn the_code_is_hidden_with_the_page_and_stays_hidden_until_a_press() {
    for (gone, back) in [
        (Message::PageHidden, Message::PageShown),
        (Message::PageLeft, Message::PageShown),
        (Message::OutOfSight, Message::InSight),
    ] {
        let mut page = shown();
        page.send(gone);
        assert_eq!(page.handoff().code, CodeView::Hidden);
        assert_eq!(page.timer(Timer::Second), None);
        let effects = page.send(back);
        assert_eq!(page.handoff().code, CodeView::Hidden);
        assert!(effects.contains(&Effect::Announce(Text::new("announce.code_hidden"))));
        page.send(Message::ShowCodePressed);
        page.reveal(1);
        assert!(page.shown_code().is_some());
    }
}

#[test]
fn an_answer_that_comes_after_hiding_does_not_show_the_code() {
    for message in [Message::PageHidden, Message::PageLeft, Message::OutOfSight] {
        let mut page = Page::at(&Server::code_ready());
        page.send(message);
        assert_eq!(page.reveal(1), []);
        assert_eq!(page.handoff().code, CodeView::Hidden);
    }
}

#[test]
fn a_press_before_the_browser_says_that_the_module_is_visible_is_not_lost() {
    let mut page = shown();
    page.send(Message::OutOfSight);
    page.send(Message::ShowCodePressed);
    assert_eq!(page.call(Lane::Reveal), None, "nothing is revealed out of sight");
    let effects = page.send(Message::InSight);
    assert!(!effects.contains(&Effect::Announce(Text::new("announce.code_hidden"))), "{effects:?}");
    page.reveal(1);
    assert!(page.shown_code().is_some());
}

#[test]
fn a_code_that_becomes_ready_on_a_hidden_page_is_shown_on_return() {
    for (gone, back) in [(Message::PageHidden, Message::PageShown), (Message::OutOfSight, Message::InSight)] {
        let waiting = Server::start().step(Profile, Done).activation(ActivationState::WaitingCode, 0);
        let mut page = Page::at(&waiting);
        page.send(gone);
        page.answer(&waiting.activation(ActivationState::Ready, 1));
        assert_eq!(page.call(Lane::Reveal), None);
        page.send(back);
        page.reveal(1);
        assert!(page.shown_code().is_some());
    }
}

#[test]
fn a_module_that_is_out_of_sight_reveals_nothing_when_its_page_is_shown() {
    let waiting = Server::start().step(Profile, Done).activation(ActivationState::WaitingCode, 0);
    let mut page = Page::at(&waiting);
    page.send(Message::OutOfSight);
    page.answer(&waiting.activation(ActivationState::Ready, 1));
    page.send(Message::PageHidden);
    page.send(Message::PageShown);
    page.send(Message::WentOnline);
    page.send(Message::ShowCodePressed);
    assert_eq!(page.call(Lane::Reveal), None);
    page.send(Message::InSight);
    page.send(Message::ShowCodePressed);
    page.reveal(1);
    assert!(page.shown_code().is_some());
}

#[test]
fn a_module_that_stays_in_sight_reveals_its_code_once() {
    let mut page = shown();
    page.send(Message::InSight);
    assert_eq!(page.call(Lane::Reveal), None);
    assert!(page.shown_code().is_some());
}

#[test]
fn the_code_is_removed_when_the_phone_is_bound() {
    let mut page = shown();
    page.answer(&Server::bound().revision(50));
    assert_eq!(page.shown_code(), None);
    assert_eq!(page.timer(Timer::Second), None);

    let mut page = Page::at(&Server::code_ready());
    let late = page.call_id(Lane::Reveal);
    page.answer(&Server::bound().revision(50));
    page.send(Message::CodeRevealed(late, activation(1)));
    assert_eq!((page.shown_code(), page.timer(Timer::Second)), (None, None));
}

#[test]
fn a_new_code_replaces_the_one_on_the_screen() {
    let mut page = shown();
    page.answer(&Server::code_ready().activation(ActivationState::Ready, 2));
    assert_eq!(page.handoff().code, CodeView::Preparing, "the old code would not work");
    page.reveal(2);
    let CodeView::Shown { code, .. } = page.handoff().code else { panic!() };
    assert_eq!(code.issue, 2);
}

#[test]
fn an_answer_with_the_previous_code_does_not_show_it() {
    let mut page = Page::at(&Server::code_ready());
    let late = page.call_id(Lane::Reveal);
    page.answer(&Server::code_ready().activation(ActivationState::Ready, 2));
    assert_eq!(page.send(Message::CodeRevealed(late, activation(1))), []);
    assert_eq!(page.handoff().code, CodeView::Preparing);
}

#[test]
fn a_code_that_cannot_be_fetched_shows_a_notice_and_can_be_retried() {
    for (kind, key) in [
        (FailureKind::Unavailable, "failure.server"),
        (FailureKind::RateLimited, "failure.rate"),
        (FailureKind::Offline, "failure.offline"),
    ] {
        let mut page = Page::at(&Server::code_ready());
        page.fail(Lane::Reveal, kind);
        let CodeView::Failed(notice) = page.handoff().code else { panic!() };
        assert_eq!(notice.text, Text::new(key));
        page.send(Message::ShowCodePressed);
        page.reveal(1);
        assert!(page.shown_code().is_some());
    }
}

#[test]
fn an_answer_without_a_code_is_a_server_failure() {
    let mut page = Page::at(&Server::code_ready());
    let id = page.call_id(Lane::Reveal);
    let mut activation = activation(1);
    activation.activation_code = "https://evil.example".into();
    page.send(Message::CodeRevealed(id, activation));
    let CodeView::Failed(notice) = page.handoff().code else { panic!() };
    assert_eq!(notice.text, Text::new("failure.server"));
}

#[test]
fn leaving_the_hand_over_hides_the_code_and_coming_back_shows_it() {
    let mut page = shown();
    page.send(Message::ContinuePressed);
    assert_eq!(page.form().step, Declarative);
    assert_eq!(page.timer(Timer::Second), None);
    page.send(Message::StepChosen(Device));
    assert_eq!(page.handoff().code, CodeView::Preparing);
    page.reveal(1);
    assert!(page.shown_code().is_some());
}

#[test]
fn the_code_is_copied_as_it_is_shown() {
    let mut page = shown();
    let effects = page.send(Message::CopyPressed);
    let [Effect::CopyCode(code)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(code.text(), CODE);
    assert_eq!(page.send(Message::CopyEnded(true)), [Effect::Announce(Text::new("handoff.copied"))]);
    page.send(Message::PageHidden);
    assert_eq!(page.send(Message::CopyPressed), [], "there is nothing to copy");
}

#[test]
fn no_debug_text_contains_the_code_or_what_was_typed() {
    let mut page = Page::at(&Server::start());
    let mut texts = format!("{:?}", page.edit(FieldId::FirstName, "Corinne"));
    texts += &format!("{:?}", Message::FieldEdited(FieldId::FirstName, "Corinne".into()));
    page.fill(Profile);
    texts += &format!("{:?}{:?}", page.view(), page.submit());
    texts += &format!("{:?}", Message::CodeRevealed(page.call_id(Lane::Submit), activation(1)));
    let mut page = shown();
    texts += &format!("{:?}{:?}", page.view(), page.send(Message::CopyPressed));

    assert!(
        texts.contains("FirstName") && texts.contains("Code(issue 1)"),
        "the text contains everything else"
    );
    let path = match page.handoff().code {
        CodeView::Shown { code, .. } => code.path.to_string(),
        _ => panic!(),
    };
    for secret in ["Corinne", "Berthier", "33612345678", "1965-12-06", CODE, "d14c", path.as_str()] {
        assert!(!texts.contains(secret), "{secret}");
    }
}

#[test]
fn the_token_is_in_no_debug_text() {
    use xpollens_onboarding::config::{Config, OptionValue};
    let options = [("endpoint", "/api"), ("token", "3q2-7wJm")];
    let options = options.map(|(name, value)| (name.to_owned(), OptionValue::Text(value.to_owned())));
    let config = Config::from_options(options).unwrap();
    assert_eq!(config.token, "3q2-7wJm");
    assert!(!format!("{config:?}").contains("3q2"));
}

#[test]
fn the_outcome_of_a_copy_is_shown_and_announced() {
    let mut page = Page::at(&Server::code_ready());
    page.reveal(1);
    for (is_copied, key) in [(false, "handoff.not_copied"), (true, "handoff.copied")] {
        let effects = page.send(Message::CopyEnded(is_copied));
        assert_eq!(effects, [Effect::Announce(Text::new(key))]);
        let CodeView::Shown { copy_note, .. } = page.handoff().code else { panic!() };
        assert_eq!(copy_note, Some(Text::new(key)));
    }
    page.send(Message::PageHidden);
    assert_eq!(page.send(Message::CopyEnded(true)), [], "its code has been replaced");
}

#[test]
fn a_code_that_fails_to_come_is_announced() {
    let mut page = Page::at(&Server::code_ready());
    let effects = page.fail(Lane::Reveal, FailureKind::Unavailable);
    assert!(effects.contains(&Effect::Announce(Text::new("failure.server"))));
}

#[test]
fn a_delayed_code_is_not_promised_in_a_few_seconds() {
    let server = Server::code_ready().activation(ActivationState::WaitingCode, 0);
    let mut page = Page::at(&server);
    let effects = page.answer(&server.clone().activation(ActivationState::Error, 0));
    assert_eq!(page.handoff().code, CodeView::Delayed);
    assert!(effects.contains(&Effect::Announce(Text::new("handoff.delayed"))));
    page.answer(&server.revision(90).activation(ActivationState::Ready, 1));
    assert!(page.call(Lane::Reveal).is_some());
}

/// A page on a phone, whose app is opened by that link.
fn on_phone(link: &str) -> Page {
    let mut page = Page::with(&[("appLink", link)]);
    page.send(Message::DeviceSeen(Device { platform: "iPhone".into(), is_coarse: true, touch_points: 5 }));
    page.answer(&Server::code_ready());
    page
}

fn opened(effects: &[Effect]) -> Option<&str> {
    effects.iter().find_map(|effect| match effect {
        Effect::OpenApp(link) => Some(link.address()),
        _ => None,
    })
}

#[test]
fn on_a_phone_the_app_is_opened_with_the_code_that_is_shown() {
    let mut page = on_phone("bank-app://activate/{code}");
    assert_eq!(page.handoff().here, Some("handoff.here"));
    assert_eq!(opened(&page.send(Message::OpenAppPressed)), None, "there is no code yet");
    page.reveal(1);
    let effects = page.send(Message::OpenAppPressed);
    assert_eq!(opened(&effects), Some(format!("bank-app://activate/{CODE}").as_str()));
    assert!(!format!("{effects:?}").contains("d14c"));
    page.send(Message::PageHidden);
    page.send(Message::PageShown);
    assert_eq!(opened(&page.send(Message::OpenAppPressed)), None, "it is hidden");
    page.reveal(1);
    assert!(page.shown_code().is_some(), "that press shows it");
}

#[test]
fn a_link_without_a_placeholder_opens_the_app_after_the_code_is_copied() {
    let mut page = on_phone("https://bank.example/activate");
    assert_eq!(page.handoff().here, Some("handoff.copy_open"));
    page.reveal(1);
    let effects = page.send(Message::OpenAppPressed);
    assert_eq!(opened(&effects), Some("https://bank.example/activate"));
    let copied = effects.iter().position(|effect| matches!(effect, Effect::CopyCode(_)));
    let opened = effects.iter().position(|effect| matches!(effect, Effect::OpenApp(_)));
    assert!(copied.is_some() && copied < opened, "a page behind the app may not copy");
}

#[test]
fn no_app_is_opened_on_a_computer_and_without_a_link_a_phone_copies_the_code() {
    let mut page = Page::with(&[("appLink", "bank-app://{code}")]);
    page.send(Message::DeviceSeen(Device { platform: "Win32".into(), is_coarse: false, touch_points: 10 }));
    page.answer(&Server::code_ready());
    page.reveal(1);
    assert_eq!(page.handoff().here, None);
    assert_eq!(page.send(Message::OpenAppPressed), []);
    let mut page = shown();
    page.send(Message::DeviceSeen(Device { platform: "iPhone".into(), is_coarse: true, touch_points: 5 }));
    assert_eq!(page.handoff().here, Some("handoff.copy"));
    let effects = page.send(Message::OpenAppPressed);
    assert!(matches!(effects[..], [Effect::CopyCode(_)]), "{effects:?}");
}
