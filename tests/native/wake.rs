//! Hidden, frozen, asleep, offline, and back: which calls are made meanwhile, and the single one on return.

use contract::step::{StepId::*, StepState::*};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, Effect, Lane, Message, Timer},
    text::Text,
};

use crate::{page::Page, server::Server};

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

fn status_calls(effects: &[Effect]) -> usize {
    let is_status = |effect: &&Effect| matches!(effect, Effect::Call(_, Call::FetchSnapshot { .. }));
    effects.iter().filter(is_status).count()
}

/// Lets time pass while the server answers each call with "nothing changed". Returns the number of calls.
fn calls_during(page: &mut Page, millis: u64) -> usize {
    let end = page.now + millis;
    let mut count = 0;
    loop {
        if page.call(Lane::Status).is_some() {
            page.unchanged();
        }
        match page.timer(Timer::Poll) {
            Some(wait) if page.now + wait <= end => count += status_calls(&page.pass(wait)),
            _ => {
                count += status_calls(&page.pass(end - page.now));
                return count;
            }
        }
    }
}

#[test]
fn several_events_of_one_return_make_one_call() {
    for (away, back) in [
        (vec![Message::PageHidden], vec![Message::PageShown]),
        (vec![Message::PageLeft, Message::PageHidden], vec![Message::PageShown, Message::PageShown]),
        (
            vec![Message::PageHidden, Message::PageLeft],
            vec![Message::PageResumed, Message::PageShown, Message::PageShown],
        ),
        (vec![Message::WentOffline, Message::PageHidden], vec![Message::WentOnline, Message::PageShown]),
    ] {
        for slept_ms in [6 * MINUTE_MS, 20 * MINUTE_MS, 24 * HOUR_MS] {
            let mut page = Page::at(&Server::bound());
            for message in away.clone() {
                page.send(message);
            }
            page.now += slept_ms;
            let mut asked = 0;
            for message in back.clone() {
                asked += status_calls(&page.send(message));
                page.now += 20;
            }
            assert_eq!(asked, 1, "{away:?}, {slept_ms} ms, {back:?}");
        }
    }
}

#[test]
fn further_events_of_a_return_make_no_call_after_the_answer() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageLeft);
    page.now += HOUR_MS;
    page.send(Message::PageShown);
    page.now += 30;
    page.unchanged();
    assert_eq!(status_calls(&page.send(Message::PageShown)), 0);
}

#[test]
fn a_return_whose_call_failed_makes_another_with_the_next_event() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageHidden);
    page.now += HOUR_MS;
    page.send(Message::PageShown);
    page.fail(Lane::Status, FailureKind::Offline);
    page.now += 300;
    assert_eq!(status_calls(&page.send(Message::WentOnline)), 1);
}

#[test]
fn a_call_made_offline_is_made_again_online() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageHidden);
    page.send(Message::WentOffline);
    page.now += HOUR_MS;
    assert_eq!(status_calls(&page.send(Message::PageShown)), 1);
    page.now += 20;
    assert_eq!(status_calls(&page.send(Message::WentOnline)), 1);
}

#[test]
fn a_page_shown_just_after_a_hidden_call_still_asks() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageHidden);
    page.unchanged();
    assert_eq!(status_calls(&page.send(Message::PageShown)), 1, "the next was planned for a minute later");
}

#[test]
fn a_frozen_page_makes_no_call_and_aborts_the_one_under_way() {
    let mut page = Page::at(&Server::bound());
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    let effects = page.send(Message::PageLeft);
    assert!(effects.contains(&Effect::AbortStatus));
    assert_eq!(page.pass(24 * HOUR_MS), []);
    for message in [Message::WentOffline, Message::WentOnline, Message::TimerFired(Timer::Poll)] {
        assert_eq!(status_calls(&page.send(message)), 0, "none while frozen");
    }
    assert_eq!(page.timer(Timer::Poll), None);
    assert_eq!(status_calls(&page.send(Message::PageShown)), 1);
}

#[test]
fn an_answer_that_arrives_during_a_freeze_is_ignored_after_it() {
    let server = Server::bound();
    let mut page = Page::at(&server);
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    let late = page.call_id(Lane::Status);
    page.send(Message::PageLeft);
    let newer = server.step(Identity, Done).snapshot();
    assert_eq!(page.send(Message::SnapshotArrived(late, Some(Box::new(newer)))), []);
}

#[test]
fn a_hidden_page_asks_at_most_once_a_minute_whatever_events_fire() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageHidden);
    let mut asked = 0;
    for _ in 0..60 {
        for message in [
            Message::WentOffline,
            Message::WentOnline,
            Message::PageLeft,
            Message::PageResumed,
            Message::PageHidden,
        ] {
            asked += status_calls(&page.send(message));
            asked += calls_during(&mut page, 3_000);
        }
    }
    assert!(asked <= 15, "{asked} calls in 15 minutes");
    assert!(asked >= 10, "polling continues: {asked} calls in 15 minutes");
}

#[test]
fn a_hidden_page_that_wakes_is_not_asked_to_check_at_once() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageHidden);
    page.send(Message::PageLeft);
    page.now += HOUR_MS;
    assert_eq!(status_calls(&page.send(Message::PageResumed)), 0);
    assert!(page.timer(Timer::Poll).is_some_and(|wait| wait <= 1_000), "it is checked soon");
}

#[test]
fn a_planned_call_is_delayed_when_the_page_is_hidden() {
    let mut page = Page::at(&Server::bound());
    page.send(Message::PageHidden);
    assert_eq!(page.timer(Timer::Poll), Some(MINUTE_MS), "a minute after the last call");
}

#[test]
fn hiding_the_page_does_not_shorten_the_servers_delay() {
    let mut page = Page::at(&Server::bound());
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    let patience = Failure { retry_after_ms: Some(10 * MINUTE_MS), ..Failure::new(FailureKind::RateLimited) };
    page.fail_with(Lane::Status, patience);
    page.send(Message::PageHidden);
    assert!(page.timer(Timer::Poll).is_some_and(|wait| wait >= 10 * MINUTE_MS));
}

#[test]
fn a_return_respects_the_servers_delay_and_a_press_does_not() {
    for (away, back) in
        [(Message::PageHidden, Message::PageShown), (Message::WentOffline, Message::WentOnline)]
    {
        let mut page = Page::at(&Server::bound());
        let wait = page.timer(Timer::Poll).unwrap();
        page.pass(wait);
        let patience = Failure { retry_after_ms: Some(30_000), ..Failure::new(FailureKind::RateLimited) };
        page.fail_with(Lane::Status, patience);
        let may_ask_at = page.now + 30_000;
        page.send(away);
        page.now += 10_000;
        assert_eq!(status_calls(&page.send(back)), 0);
        let wait = page.timer(Timer::Poll).expect("a call is planned");
        assert!(page.now + wait >= may_ask_at);
        assert_eq!(status_calls(&page.send(Message::RetryPressed)), 1);
    }
}

#[test]
fn an_hour_of_sleep_counts_as_no_failure() {
    let mut page = Page::at(&Server::bound());
    for _ in 0..200 {
        // The computer wakes for a moment and has no connection yet.
        page.send(Message::PageHidden);
        page.now += HOUR_MS;
        assert_eq!(status_calls(&page.send(Message::PageShown)), 1);
        page.fail(Lane::Status, FailureKind::Offline);
    }
    assert_eq!(
        page.view().banner,
        Some(Text::new("banner.trouble")),
        "the banner says that the module still tries"
    );
    assert!(page.timer(Timer::Poll).is_some_and(|wait| wait <= MINUTE_MS));
    page.unchanged();
    assert_eq!(page.view().banner, None);
}

#[test]
fn a_page_opened_in_the_background_asks_once_and_then_once_a_minute() {
    let mut page = Page::hidden();
    page.answer(&Server::bound());
    let asked = calls_during(&mut page, 15 * MINUTE_MS);
    assert!((10..=15).contains(&asked), "{asked}");
}

#[test]
fn a_hidden_page_does_not_ask_after_the_session_ended() {
    let mut page = Page::at(&Server::bound());
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    page.fail(Lane::Status, FailureKind::SessionExpired);
    page.send(Message::PageHidden);
    assert_eq!(page.timer(Timer::Poll), None);
    assert_eq!(page.pass(HOUR_MS), []);
}

#[test]
fn a_countdown_follows_the_servers_clock_after_a_return() {
    let mut page = Page::at(&Server::confirming(200));
    let after = |page: &Page| match page.call(Lane::Status) {
        Some(Call::FetchSnapshot { after, .. }) => *after,
        other => panic!("the status is asked for, not {other:?}"),
    };
    let wait = page.timer(Timer::Poll).unwrap();
    page.pass(wait);
    assert!(after(&page).is_some(), "the countdown runs while the page is visible");
    page.send(Message::PageHidden);
    page.send(Message::PageShown);
    assert_eq!(after(&page), None);
    page.answer(&Server::confirming(60));
    assert_eq!(page.confirm().countdown, Some((60, 300)));
}
