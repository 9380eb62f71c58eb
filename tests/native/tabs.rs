//! Several tabs of one customer: one polls for all, all show the same, and another takes over when the leader goes.

use std::collections::{BTreeSet, VecDeque};

use contract::{
    snapshot::OnboardingStatus,
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, Effect, HostEvent, Lane, Message, TabNews, view::Panel},
};

use crate::{page::Page, server::Server};

const SECOND_MS: u64 = 1_000;
const MINUTE_MS: u64 = 60 * SECOND_MS;
const QUARTER_MS: u64 = 15 * MINUTE_MS;
/// The step of the simulated clock, in milliseconds.
const TICK_MS: u64 = 50;

/// A backend whose snapshots name the tabs' channel.
fn server() -> Server {
    Server::bound().with(|snapshot| snapshot.channel = Some("5b8f0d1c97e34a2b8c6d5e4f3a2b1c0d".into()))
}

/// A browser with several tabs: it passes the lead on and delivers their messages, as `www/tabs.js` does.
struct Browser {
    now: u64,
    tabs: Vec<Page>,
    /// The queue for the lead; its first has it.
    queue: VecDeque<usize>,
    members: BTreeSet<usize>,
    /// The number of a tab's place: it takes a new one each time it queues again.
    places: Vec<u32>,
    /// Messages under way to a tab's place.
    said: VecDeque<(usize, u32, Message)>,
    closed: BTreeSet<usize>,
    server: Server,
    /// How long the server holds a call, in milliseconds; 0: it answers at once.
    held_ms: u64,
    held_since: Vec<Option<u64>>,
    /// Which tab polled, and when.
    asked: Vec<(usize, u64)>,
}

impl Browser {
    fn open(count: usize, held_ms: u64) -> Self {
        let mut browser = Self {
            now: 0,
            tabs: Vec::new(),
            queue: VecDeque::new(),
            members: BTreeSet::new(),
            places: Vec::new(),
            said: VecDeque::new(),
            closed: BTreeSet::new(),
            server: server(),
            held_ms,
            held_since: Vec::new(),
            asked: Vec::new(),
        };
        for _ in 0..count {
            browser.open_tab();
        }
        browser.pass(5 * SECOND_MS);
        browser.asked.clear();
        browser
    }

    fn open_tab(&mut self) -> usize {
        let mut page = Page::started();
        page.now = self.now;
        self.tabs.push(page);
        self.held_since.push(None);
        self.places.push(0);
        self.tabs.len() - 1
    }

    fn send(&mut self, tab: usize, message: Message) {
        self.tabs[tab].now = self.now;
        let effects = self.tabs[tab].send(message);
        self.perform(tab, effects);
    }

    fn send_all(&mut self, messages: &[(usize, Message)]) {
        for (tab, message) in messages {
            self.send(*tab, message.clone());
        }
    }

    fn leader(&self) -> Option<usize> {
        self.queue.front().copied()
    }

    fn perform(&mut self, tab: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Call(_, Call::FetchSnapshot { .. }) => {
                    self.asked.push((tab, self.now));
                    self.held_since[tab] = None;
                }
                Effect::JoinTabs(_) => {
                    self.leave(tab);
                    self.members.insert(tab);
                    self.queue.push_back(tab);
                    if self.queue.len() == 1 {
                        self.hand_lead();
                    }
                }
                Effect::LeaveTabs => self.leave(tab),
                Effect::TellTabs(news) => {
                    let message = match news {
                        TabNews::Revision(revision) => Message::RevisionAnnounced(revision),
                        TabNews::VisibleFirst => Message::LeadWanted,
                    };
                    let others = self.members.iter().filter(|other| **other != tab);
                    self.said.extend(others.map(|other| (*other, self.places[*other], message.clone())));
                }
                _ => {}
            }
        }
        // In the order of sending, as in a browser. A message to a place that the tab left is lost.
        while let Some((tab, place, message)) = self.said.pop_front() {
            if self.members.contains(&tab) && self.places[tab] == place {
                self.tabs[tab].now = self.now;
                let effects = self.tabs[tab].send(message);
                self.perform(tab, effects);
            }
        }
    }

    fn hand_lead(&mut self) {
        self.said.extend(self.leader().map(|tab| (tab, self.places[tab], Message::LeadTaken)));
    }

    fn leave(&mut self, tab: usize) {
        let had_lead = self.leader() == Some(tab);
        self.queue.retain(|other| *other != tab);
        self.members.remove(&tab);
        self.places[tab] += 1;
        if had_lead {
            self.hand_lead();
        }
    }

    /// The tab is closed, or its process dies: the browser releases its lock.
    fn close(&mut self, tab: usize) {
        self.closed.insert(tab);
        self.leave(tab);
        self.perform(tab, Vec::new());
    }

    fn pass(&mut self, millis: u64) {
        let end = self.now + millis;
        while self.now < end {
            self.now += TICK_MS;
            for tab in 0..self.tabs.len() {
                if !self.closed.contains(&tab) {
                    let page = &mut self.tabs[tab];
                    let effects = page.pass(self.now - page.now);
                    self.perform(tab, effects);
                    self.answer(tab);
                }
            }
        }
    }

    /// Answers a tab's status call, unless the server holds it.
    fn answer(&mut self, tab: usize) {
        let Some(Call::FetchSnapshot { after, wait_seconds }) = self.tabs[tab].call(Lane::Status) else {
            return;
        };
        let is_news = *after != Some(self.server.snapshot().revision);
        let held_ms = self.held_ms.min(u64::from(*wait_seconds) * SECOND_MS);
        let since = *self.held_since[tab].get_or_insert(self.now);
        if !is_news && self.now - since < held_ms {
            return;
        }
        self.held_since[tab] = None;
        let server = self.server.clone();
        let page = &mut self.tabs[tab];
        let effects = if is_news { page.answer(&server) } else { page.unchanged() };
        self.perform(tab, effects);
    }

    /// Something happens at the provider.
    fn change(&mut self) {
        let next =
            if self.server.snapshot().step(Identity).unwrap().state == Review { Submitted } else { Review };
        self.server = self.server.clone().step(Identity, next);
    }

    /// Tabs whose last event has the current state of the identity step.
    fn showing_the_present(&self) -> Vec<usize> {
        let state = self.server.snapshot().step(Identity).unwrap().state;
        let last = |page: &Page| {
            page.events.iter().rev().find_map(|event| match event {
                HostEvent::Step { step: Identity, state } => Some(*state),
                _ => None,
            })
        };
        (0..self.tabs.len()).filter(|tab| last(&self.tabs[*tab]) == Some(state)).collect()
    }

    fn askers(&self) -> BTreeSet<usize> {
        self.asked.iter().map(|(tab, _)| *tab).collect()
    }
}

/// The server holds, or answers at once.
const SERVERS: [u64; 2] = [25_000, 0];

#[test]
fn ten_tabs_poll_as_often_as_one() {
    for held_ms in SERVERS {
        let mut one = Browser::open(1, held_ms);
        let mut ten = Browser::open(10, held_ms);
        for browser in [&mut one, &mut ten] {
            browser.pass(MINUTE_MS);
        }
        assert_eq!(ten.asked.len(), one.asked.len(), "held {held_ms} ms");
        assert_eq!(ten.askers(), [0].into(), "the first is the leader");
    }
}

#[test]
fn a_tab_that_does_not_lead_still_polls_every_three_minutes() {
    let mut browser = Browser::open(2, 25_000);
    browser.pass(QUARTER_MS);
    let followers = browser.asked.iter().filter(|(tab, _)| *tab == 1).count();
    assert!((4..=5).contains(&followers), "{followers} in a quarter of an hour");
}

#[test]
fn a_change_is_asked_for_once_by_each_tab_and_shown_in_all() {
    for held_ms in SERVERS {
        let mut browser = Browser::open(3, held_ms);
        browser.change();
        browser.pass(6 * SECOND_MS);
        assert_eq!(browser.showing_the_present(), [0, 1, 2], "held {held_ms} ms");
        for follower in [1, 2] {
            let asked = browser.asked.iter().filter(|(tab, _)| *tab == follower).count();
            assert_eq!(asked, 1, "held {held_ms} ms");
        }
    }
}

#[test]
fn a_step_sent_in_one_tab_shows_in_the_others_at_once() {
    let mut browser = Browser::open(3, 0);
    browser.pass(QUARTER_MS);
    let accepted = browser.server.clone().step(Declarative, Submitted);
    browser.tabs[2].fill(Declarative);
    browser.tabs[2].submit();
    browser.server = accepted.clone();
    browser.tabs[2].now = browser.now;
    let effects = browser.tabs[2].accept(&accepted);
    browser.asked.clear();
    browser.perform(2, effects);
    browser.pass(SECOND_MS / 2);
    assert_eq!(browser.askers(), [0, 1].into());
    let event = HostEvent::Step { step: Declarative, state: Submitted };
    assert!(browser.tabs.iter().all(|tab| tab.events.contains(&event)));
}

#[test]
fn a_closed_leader_is_replaced_within_two_seconds() {
    for held_ms in SERVERS {
        let mut browser = Browser::open(10, held_ms);
        for leader in 0..9 {
            assert_eq!(browser.leader(), Some(leader));
            browser.close(leader);
            browser.asked.clear();
            browser.pass(2 * SECOND_MS);
            assert!(browser.askers().contains(&(leader + 1)), "held {held_ms} ms, {leader} died");
        }
        browser.change();
        browser.pass(6 * SECOND_MS);
        assert_eq!(browser.showing_the_present(), [9]);
    }
}

#[test]
fn a_frozen_leader_is_replaced_and_follows_when_it_is_back() {
    let mut browser = Browser::open(2, 25_000);
    browser.send(0, Message::PageLeft);
    assert_eq!(browser.leader(), Some(1));
    browser.asked.clear();
    browser.pass(MINUTE_MS);
    assert_eq!(browser.askers(), [1].into(), "none while frozen");
    browser.change();
    browser.pass(SECOND_MS);
    browser.send(0, Message::PageShown);
    browser.pass(SECOND_MS);
    assert_eq!(browser.showing_the_present(), [0, 1]);
    assert_eq!(browser.leader(), Some(1));
}

#[test]
fn the_visible_tab_leads_when_the_customer_switches_back_and_forth() {
    let mut browser = Browser::open(3, 25_000);
    browser.send_all(&[(1, Message::PageHidden), (2, Message::PageHidden)]);
    for (from, to) in [(0, 1), (1, 0), (0, 2), (2, 1)] {
        browser.send_all(&[(from, Message::PageHidden), (to, Message::PageShown)]);
        assert_eq!(browser.leader(), Some(to), "from {from} to {to}");
        // The browser may fire the events in the other order.
        browser.send_all(&[(from, Message::PageShown), (to, Message::PageHidden)]);
        assert_eq!(browser.leader(), Some(from), "back from {to} to {from}");
        browser.send_all(&[(from, Message::PageHidden), (to, Message::PageShown)]);
        browser.pass(30 * SECOND_MS);
        browser.asked.clear();
        browser.pass(MINUTE_MS);
        // Another tab may poll once, as it does every three minutes.
        let asked = |tab: usize| browser.asked.iter().filter(|(by, _)| *by == tab).count();
        let more_than_once: Vec<_> = (0..3).filter(|tab| asked(*tab) > 1).collect();
        assert_eq!(more_than_once, [to], "from {from} to {to}");
    }
}

#[test]
fn a_leader_that_is_hidden_hands_over_to_a_visible_window_before_hidden_ones() {
    let mut browser = Browser::open(4, 25_000);
    browser.send_all(&[(1, Message::PageHidden), (2, Message::PageHidden)]);
    browser.send(0, Message::PageHidden);
    assert_eq!(browser.leader(), Some(3), "the only visible one");
}

#[test]
fn a_tab_opened_in_the_foreground_leads_before_a_hidden_one() {
    let mut browser = Browser::open(1, 25_000);
    browser.send(0, Message::PageHidden);
    let new = browser.open_tab();
    browser.pass(SECOND_MS);
    assert_eq!(browser.leader(), Some(new));
}

#[test]
fn if_all_tabs_are_hidden_one_of_them_polls_once_a_minute() {
    for held_ms in SERVERS {
        let mut browser = Browser::open(5, held_ms);
        for tab in 0..5 {
            browser.send(tab, Message::PageHidden);
        }
        browser.pass(MINUTE_MS);
        browser.asked.clear();
        browser.pass(QUARTER_MS);
        let leader = browser.leader().unwrap();
        let by_leader = browser.asked.iter().filter(|(tab, _)| *tab == leader).count();
        assert!((13..=15).contains(&by_leader), "{by_leader} in a quarter of an hour");
        let by_others = browser.asked.len() - by_leader;
        assert!(by_others <= 4 * 5, "{by_others} by four others");
    }
}

#[test]
fn forged_revisions_cost_one_call_a_minute_and_change_nothing() {
    for held_ms in SERVERS {
        let mut flooded = Browser::open(2, held_ms);
        let mut quiet = Browser::open(2, held_ms);
        let before: Vec<_> = flooded.tabs.iter().map(Page::view).collect();
        quiet.pass(QUARTER_MS);
        for tick in 0..QUARTER_MS / TICK_MS {
            for tab in 0..2 {
                let revision = u32::MAX - u32::try_from(tick % 1000).unwrap();
                flooded.send(tab, Message::RevisionAnnounced(revision));
            }
            flooded.pass(TICK_MS);
        }
        for tab in 0..2 {
            let calls = |browser: &Browser| browser.asked.iter().filter(|(by, _)| *by == tab).count();
            let (forged, honest) = (calls(&flooded), calls(&quiet));
            assert!(forged <= honest + 21, "held {held_ms} ms: {forged} calls, {honest} without");
        }
        let after: Vec<_> = flooded.tabs.iter().map(Page::view).collect();
        assert_eq!(after, before);
    }
}

#[test]
fn a_flood_of_forged_revisions_delays_a_follower_by_a_minute_at_most_and_the_leader_not_at_all() {
    for held_ms in SERVERS {
        let mut browser = Browser::open(2, held_ms);
        let flood = |browser: &mut Browser, millis: u64| {
            for _ in 0..millis / TICK_MS {
                browser.send_all(&[
                    (0, Message::RevisionAnnounced(u32::MAX)),
                    (1, Message::RevisionAnnounced(u32::MAX)),
                    (0, Message::LeadWanted),
                    (1, Message::LeadWanted),
                ]);
                browser.pass(TICK_MS);
            }
        };
        flood(&mut browser, 5 * MINUTE_MS);
        browser.change();
        flood(&mut browser, 16 * SECOND_MS);
        assert!(browser.showing_the_present().contains(&0), "held {held_ms} ms");
        flood(&mut browser, MINUTE_MS);
        assert_eq!(browser.showing_the_present(), [0, 1], "held {held_ms} ms");
    }
}

#[test]
fn forged_requests_for_the_lead_do_not_make_hidden_tabs_poll_more_often() {
    let mut browser = Browser::open(3, 25_000);
    for tab in 0..3 {
        browser.send(tab, Message::PageHidden);
    }
    browser.pass(MINUTE_MS);
    browser.asked.clear();
    for _ in 0..QUARTER_MS / TICK_MS {
        for tab in 0..3 {
            browser.send(tab, Message::LeadWanted);
        }
        browser.pass(TICK_MS);
    }
    for tab in 0..3 {
        let asked = browser.asked.iter().filter(|(by, _)| *by == tab).count();
        assert!(asked <= 15, "{asked} in a quarter of an hour");
    }
    assert!(!browser.asked.is_empty(), "polling continues");
}

#[test]
fn revisions_announced_out_of_order_move_nothing_back() {
    let mut browser = Browser::open(2, 25_000);
    let old = browser.server.snapshot().revision;
    browser.change();
    browser.pass(SECOND_MS);
    browser.asked.clear();
    for revision in [old, old - 1, old + 1, 0, old] {
        browser.send(1, Message::RevisionAnnounced(revision));
    }
    browser.pass(SECOND_MS);
    assert_eq!(browser.asked, [], "the answer changes nothing");
    assert_eq!(browser.showing_the_present(), [0, 1]);
}

#[test]
fn a_revision_announced_during_a_call_is_asked_for_after_it() {
    let mut browser = Browser::open(2, 25_000);
    // The answer to this call is from before the change.
    browser.send_all(&[(1, Message::PageHidden), (1, Message::PageShown)]);
    let before = browser.server.clone();
    browser.change();
    let revision = browser.server.snapshot().revision;
    browser.send(1, Message::RevisionAnnounced(revision));
    let effects = browser.tabs[1].answer(&before);
    browser.perform(1, effects);
    browser.closed.insert(0);
    browser.pass(3 * SECOND_MS);
    assert_eq!(browser.showing_the_present(), [1]);
}

#[test]
fn a_tab_without_a_session_does_not_lead() {
    let mut browser = Browser::open(2, 25_000);
    browser.tabs[0].now = browser.now;
    let effects = browser.tabs[0].fail(Lane::Status, FailureKind::SessionExpired);
    browser.perform(0, effects);
    assert_eq!(browser.leader(), Some(1));
    browser.change();
    browser.pass(SECOND_MS);
    assert_eq!(browser.showing_the_present(), [1]);
    browser.send(0, Message::RetryPressed);
    browser.pass(SECOND_MS);
    assert_eq!(browser.showing_the_present(), [0, 1]);
    assert!(browser.members.contains(&0), "it follows again");
}

#[test]
fn the_end_reaches_every_tab() {
    for status in [OnboardingStatus::Validated, OnboardingStatus::Refused, OnboardingStatus::Expired] {
        let mut browser = Browser::open(4, 25_000);
        browser.send(3, Message::PageHidden);
        browser.server = browser.server.clone().ended(status);
        browser.pass(MINUTE_MS);
        assert!(browser.tabs.iter().all(|tab| matches!(tab.view().panel, Panel::Outcome(_))));
        assert!(browser.members.is_empty() && browser.queue.is_empty());
        browser.asked.clear();
        browser.pass(QUARTER_MS);
        assert_eq!(browser.asked, []);
    }
}

#[test]
fn the_delay_that_the_server_asked_for_applies_to_the_next_leader_too() {
    let mut browser = Browser::open(2, 0);
    browser.pass(SECOND_MS);
    for tab in 0..2 {
        browser.send_all(&[(tab, Message::PageHidden), (tab, Message::PageShown)]);
        let patience = Failure { retry_after_ms: Some(600_000), ..Failure::new(FailureKind::RateLimited) };
        let effects = browser.tabs[tab].fail_with(Lane::Status, patience);
        browser.perform(tab, effects);
    }
    browser.asked.clear();
    browser.close(0);
    browser.pass(9 * MINUTE_MS);
    assert_eq!(browser.asked, []);
    browser.pass(2 * MINUTE_MS);
    assert!(!browser.asked.is_empty());
}

#[test]
fn without_a_channel_each_tab_polls() {
    let mut page = Page::at(&Server::bound());
    let mut effects = page.send(Message::PageHidden);
    effects.extend(page.send(Message::PageShown));
    effects.extend(page.send(Message::RevisionAnnounced(90)));
    effects.extend(page.send(Message::LeadWanted));
    effects.extend(page.answer(&Server::bound().step(Identity, Done)));
    let is_of_tabs =
        |effect: &Effect| matches!(effect, Effect::JoinTabs(_) | Effect::TellTabs(_) | Effect::LeaveTabs);
    assert!(!effects.iter().any(is_of_tabs));
}

#[test]
fn tabs_on_different_channels_do_not_affect_each_other() {
    let mut page = Page::at(&server());
    let other = server().with(|snapshot| snapshot.channel = Some("another0another0".into()));
    let effects = page.answer(&other);
    assert!(effects.contains(&Effect::JoinTabs("another0another0".into())));
    let effects = page.answer(&other.with(|snapshot| snapshot.channel = None));
    assert!(effects.contains(&Effect::LeaveTabs));
}
