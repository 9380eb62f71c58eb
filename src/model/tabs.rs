//! The other tabs of the same customer: one of them, the leader, asks the backend for all.
//!
//! They tell each other that a revision is there and nothing else: what it says comes from the backend alone, so a
//! forged word costs a call at most (ADR 9). Where the backend names no channel, every tab is its own leader.

use super::{Model, effect::Effect};

/// A tab that does not lead asks by itself once in this time, in milliseconds: the leader may be there and stuck.
const SAFETY_MS: u64 = 180_000;
/// Between taking the lead and the first call, in milliseconds.
const TAKEOVER_MS: u64 = 250;
/// A revision that was told and that the backend does not have makes the tab deaf for so long, doubled each time up to the
/// second, in milliseconds.
const DEAF_MS: u64 = 2_000;
const MAX_DEAF_MS: u64 = 60_000;

/// What tabs tell each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TabNews {
    /// This revision of the snapshot is there.
    Revision(u32),
    /// A tab that is seen wants the lead: those that nobody sees go behind it.
    SeenFirst,
}

/// What this tab knows of the others.
#[derive(Clone, Default)]
pub(super) struct Tabs {
    /// The channel it is on; `None`: it is alone.
    channel: Option<String>,
    is_leader: bool,
    /// The highest revision that it told, or that all heard of.
    told: u32,
    /// A revision that another tab spoke of and that is not here yet, and whether the backend was asked since.
    rumour: Option<u32>,
    is_asked: bool,
    /// Rumours in a row that came to nothing, and until when none is looked into.
    untrue: u32,
    deaf_until: u64,
}

impl Tabs {
    /// Whether another tab asks for this one.
    pub(super) fn is_following(&self) -> bool {
        self.channel.is_some() && !self.is_leader
    }
}

impl Model {
    /// After each fact: tells the others what is new here, joins them or leaves them.
    pub(super) fn keep_tabs(&mut self, effects: &mut Vec<Effect>) {
        let is_over = self.is_final();
        let open = self.open().map(|open| (open.snapshot.revision, open.snapshot.channel.as_deref()));
        let (revision, channel) = open.unwrap_or_default();
        let channel = channel.filter(|_| !is_over && !self.status.is_away && self.problem.is_none());
        let joining = (self.tabs.channel.as_deref() != channel).then(|| channel.map(String::from));
        if self.tabs.rumour.is_some_and(|rumour| rumour <= revision) {
            // Who spoke of it told everyone.
            self.tabs.told = self.tabs.told.max(self.tabs.rumour.take().unwrap_or_default());
            self.tabs.untrue = 0;
        }
        if revision > self.tabs.told && self.tabs.channel.is_some() {
            self.tabs.told = revision;
            effects.push(Effect::TellTabs(TabNews::Revision(revision)));
        }
        let Some(channel) = joining else { return };
        self.tabs = Tabs { channel, told: revision, ..Tabs::default() };
        if self.tabs.channel.is_none() {
            effects.push(Effect::LeaveTabs);
            return;
        }
        self.queue_for_lead(effects);
        effects.push(Effect::TellTabs(TabNews::Revision(revision)));
        self.ask_for_lead(effects);
    }

    /// Takes a place at the end of the queue for the lead; a lead that it has goes to the next.
    fn queue_for_lead(&mut self, effects: &mut Vec<Effect>) {
        self.tabs.is_leader = false;
        effects.extend(self.tabs.channel.clone().map(Effect::JoinTabs));
        if self.calls.status.is_some() {
            return;
        }
        // Counted from the last call: however often it has to queue anew, it asks.
        let at = self.status.not_before.max(self.status.asked_at + SAFETY_MS);
        if at > self.now {
            self.ask_after(at - self.now, effects);
        } else {
            self.ask_by(self.now + TAKEOVER_MS, effects);
        }
    }

    /// Seen, this tab should lead: no tab that is hidden may be before it.
    pub(super) fn ask_for_lead(&self, effects: &mut Vec<Effect>) {
        if self.tabs.is_following() && !self.status.is_hidden {
            effects.push(Effect::TellTabs(TabNews::SeenFirst));
        }
    }

    /// A leader that nobody sees any more lets one lead that is seen, if there is any.
    pub(super) fn offer_lead(&mut self, effects: &mut Vec<Effect>) {
        if self.tabs.channel.is_some() && self.tabs.is_leader {
            effects.push(Effect::TellTabs(TabNews::SeenFirst));
            self.queue_for_lead(effects);
        }
    }

    /// A tab that is seen wants the lead.
    pub(super) fn let_seen_first(&mut self, effects: &mut Vec<Effect>) {
        if self.tabs.channel.is_some() && self.status.is_hidden {
            self.queue_for_lead(effects);
        }
    }

    /// The lead came to this tab: it asks from now on. A call under way plans the next by itself.
    pub(super) fn lead(&mut self, effects: &mut Vec<Effect>) {
        if !self.tabs.is_following() {
            return;
        }
        self.tabs.is_leader = true;
        if self.calls.status.is_none() {
            self.ask_by(self.status.earliest(self.now).max(self.now + TAKEOVER_MS), effects);
        }
    }

    /// Another tab speaks of a revision: where it is not here, the backend is asked for it. A call that the server holds
    /// brings it by itself.
    pub(super) fn revision_heard(&mut self, revision: u32, effects: &mut Vec<Effect>) {
        let is_news = self.open().is_some_and(|open| open.snapshot.revision < revision);
        let is_asking = self.calls.status.is_some();
        if !is_news || self.tabs.channel.is_none() || (is_asking && self.status.is_held()) {
            return;
        }
        self.tabs.rumour = Some(revision);
        self.tabs.is_asked = false;
        if !is_asking {
            self.look_into_rumour(effects);
        }
    }

    /// The status was answered without what was rumoured. Where the rumour came too late for that call, it is looked
    /// into once more.
    pub(super) fn doubt_rumour(&mut self, effects: &mut Vec<Effect>) {
        let known = self.open().map(|open| open.snapshot.revision);
        if self.tabs.rumour <= known {
            return;
        }
        let deaf_ms = DEAF_MS.saturating_mul(1 << self.tabs.untrue.min(16)).min(MAX_DEAF_MS);
        self.tabs.untrue = self.tabs.untrue.saturating_add(1);
        self.tabs.deaf_until = self.now.saturating_add(deaf_ms);
        if self.tabs.is_asked {
            self.tabs.rumour = None;
        } else {
            self.look_into_rumour(effects);
        }
    }

    fn look_into_rumour(&mut self, effects: &mut Vec<Effect>) {
        let at = self.status.earliest(self.now).max(self.tabs.deaf_until);
        if at <= self.now {
            self.ask_now(effects);
        } else {
            self.ask_by(at, effects);
        }
    }

    /// A call is made: whether it is for a rumour, and whether the server may hold it. One tab's call is held, the
    /// browser has few connections.
    pub(super) fn may_hold(&mut self) -> bool {
        self.tabs.is_asked = self.tabs.rumour.is_some();
        !self.tabs.is_following()
    }

    /// The delay to the next call, given what it would be for a tab that asks for all.
    pub(super) fn delay_in_turn(&self, delay_ms: u64) -> u64 {
        if self.tabs.is_following() { SAFETY_MS } else { delay_ms }
    }
}
