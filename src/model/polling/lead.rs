//! The other tabs of the same customer: one of them, the leader, polls the backend for all.
//!
//! They tell each other only that a revision exists. Its content comes from the backend alone, so a forged announcement costs
//! one call at most (ADR 9). If the backend names no channel, every tab leads itself.

use super::{Polling, tabs::Tabs};
use crate::model::{
    effect::{Effect, TabNews},
    outcome::{Outcome, Request},
};

/// A tab that does not lead asks once in this time nevertheless, in milliseconds: the leader may be stuck.
const SAFETY_MS: u64 = 180_000;
/// Between taking the lead and the first call, in milliseconds.
const TAKEOVER_MS: u64 = 250;
/// How long a tab ignores announcements after one that the backend did not confirm, in milliseconds: doubled each time, up to
/// the second value.
const DEAF_MS: u64 = 2_000;
const MAX_DEAF_MS: u64 = 60_000;

impl Polling {
    /// After each message: tells the other tabs what is new here, joins them or leaves them. `channel` is absent while this
    /// tab has nothing to share.
    pub(in crate::model) fn sync_tabs(&mut self, revision: u32, channel: Option<&str>) -> Outcome {
        let mut outcome = Outcome::none();
        let channel = channel.filter(|_| !self.status.is_away);
        if let Some(rumour) = self.tabs.rumour.filter(|rumour| *rumour <= revision) {
            // The tab that announced it told every tab.
            self.tabs.rumour = None;
            self.tabs.announced = self.tabs.announced.max(rumour);
            self.tabs.untrue = 0;
        }
        if revision > self.tabs.announced && self.tabs.channel.is_some() {
            self.tabs.announced = revision;
            outcome = outcome.perform(Effect::TellTabs(TabNews::Revision(revision)));
        }
        if self.tabs.channel.as_deref() == channel {
            return outcome;
        }
        self.tabs = Tabs { channel: channel.map(String::from), announced: revision, ..Tabs::default() };
        if self.tabs.channel.is_none() {
            return outcome.perform(Effect::LeaveTabs);
        }
        outcome
            .and(self.queue_for_lead())
            .perform(Effect::TellTabs(TabNews::Revision(revision)))
            .and(self.ask_for_lead())
    }

    /// Takes a place at the end of the queue for the lead. If this tab has the lead, the next tab gets it.
    fn queue_for_lead(&mut self) -> Outcome {
        self.tabs.is_leader = false;
        let mut outcome = Outcome::none();
        if let Some(channel) = &self.tabs.channel {
            outcome = outcome.perform(Effect::JoinTabs(channel.clone()));
        }
        if self.status.is_asking {
            return outcome;
        }
        // Counted from the last call: however often the tab has to queue again, it asks.
        let at = self.status.not_before.max(self.status.asked_at + SAFETY_MS);
        outcome.and(if at > self.now {
            self.ask_after(at - self.now)
        } else {
            self.ask_by(self.now + TAKEOVER_MS)
        })
    }

    /// A visible tab should lead: hidden tabs go behind it in the queue.
    pub(in crate::model) fn ask_for_lead(&self) -> Outcome {
        let is_wanted = self.tabs.is_following() && !self.status.is_hidden;
        if is_wanted {
            Outcome::none().perform(Effect::TellTabs(TabNews::VisibleFirst))
        } else {
            Outcome::none()
        }
    }

    /// A leader that is no longer visible gives the lead to a tab that is, if there is any.
    pub(in crate::model) fn offer_lead(&mut self) -> Outcome {
        if self.tabs.channel.is_none() || !self.tabs.is_leader {
            return Outcome::none();
        }
        Outcome::none().perform(Effect::TellTabs(TabNews::VisibleFirst)).and(self.queue_for_lead())
    }

    /// A visible tab wants the lead: a hidden one goes behind it.
    pub(in crate::model) fn yield_lead(&mut self) -> Outcome {
        if self.tabs.channel.is_some() && self.status.is_hidden {
            return self.queue_for_lead();
        }
        Outcome::none()
    }

    /// This tab has the lead: it asks from now on. A running call plans the next one.
    pub(in crate::model) fn lead(&mut self) -> Outcome {
        if !self.tabs.is_following() {
            return Outcome::none();
        }
        self.tabs.is_leader = true;
        if self.status.is_asking {
            return Outcome::none();
        }
        self.ask_by(self.status.earliest(self.now).max(self.now + TAKEOVER_MS))
    }

    /// Another tab announced a revision. If it is not here, the backend is asked for it, unless a call that the server holds
    /// will deliver it.
    pub(in crate::model) fn revision_announced(&mut self, revision: u32, known: Option<u32>) -> Outcome {
        let is_news = known.is_some_and(|known| known < revision);
        let is_held = self.status.is_asking && self.status.is_held();
        if !is_news || self.tabs.channel.is_none() || is_held {
            return Outcome::none();
        }
        self.tabs.rumour = Some(revision);
        self.tabs.is_asked = false;
        if self.status.is_asking { Outcome::none() } else { self.check_rumour() }
    }

    /// The status was answered without the revision that was announced. If the announcement came too late for that call, the
    /// backend is asked once more.
    pub(super) fn doubt_rumour(&mut self, known: u32) -> Outcome {
        if self.tabs.rumour.is_none_or(|rumour| rumour <= known) {
            return Outcome::none();
        }
        let deaf_ms = DEAF_MS.saturating_mul(1 << self.tabs.untrue.min(16)).min(MAX_DEAF_MS);
        self.tabs.untrue = self.tabs.untrue.saturating_add(1);
        self.tabs.deaf_until = self.now.saturating_add(deaf_ms);
        if self.tabs.is_asked {
            self.tabs.rumour = None;
            return Outcome::none();
        }
        self.check_rumour()
    }

    fn check_rumour(&mut self) -> Outcome {
        let at = self.status.earliest(self.now).max(self.tabs.deaf_until);
        if at <= self.now { Outcome::of(Request::Ask) } else { self.ask_by(at) }
    }

    /// A call is made. Returns whether the server may hold it: only one tab's call is held, because a browser has few
    /// connections.
    pub(super) fn may_hold(&mut self) -> bool {
        self.tabs.is_asked = self.tabs.rumour.is_some();
        !self.tabs.is_following()
    }

    /// The delay to the next call, from the delay that applies to the leading tab.
    pub(super) fn delay_in_turn(&self, delay_ms: u64) -> u64 {
        if self.tabs.is_following() { SAFETY_MS } else { delay_ms }
    }
}
