//! The hand-over to the phone: the activation code, shown for a while, then gone from screen and memory.

use std::rc::Rc;

use contract::{activation::ActivationResponse, snapshot::ActivationState};

use super::{
    Model, Open,
    call::{Call, Lane},
    code::{AppLink, Code, SHOWN_MS},
    effect::{Effect, Focus},
    place::Place,
    view::words,
};
use crate::{
    error::{Failure, FailureKind},
    text::Text,
};

/// Where the hand-over stands.
#[derive(Clone, Default)]
pub(super) enum Handoff {
    /// The screen was just entered, or another code came: the code is shown as soon as it can be.
    #[default]
    Fresh,
    /// The code was shown and is gone: a press shows it again.
    Hidden,
    /// The code is being fetched.
    Revealing,
    /// The code is on the screen until the model's time passes `until`; `copied` tells how a copy of it ended.
    Shown { code: Rc<Code>, until: u64, copied: Option<bool> },
    /// The code could not be fetched.
    Failed(Failure),
}

impl Handoff {
    /// The code on the screen, if any.
    pub(super) fn code(&self) -> Option<&Rc<Code>> {
        match self {
            Self::Shown { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether the code is shown without a press: also where only the connection was in the way.
    pub(super) fn is_due(&self) -> bool {
        match self {
            Self::Fresh => true,
            Self::Failed(failure) => failure.is_offline(),
            _ => false,
        }
    }
}

impl Model {
    /// The customer asked for the code: the focus stays where it will be.
    pub(super) fn show_code(&mut self, effects: &mut Vec<Effect>) {
        if self.open().is_some_and(|open| open.place == Place::Handoff) {
            self.reveal(effects);
            effects.push(Effect::MoveFocus(Focus::Code));
        }
    }

    /// Asks for the code, where there is one to show, somebody looks, and it is not there or on its way already.
    pub(super) fn reveal(&mut self, effects: &mut Vec<Effect>) {
        let is_hidden = self.status.is_hidden;
        let Some(open) = self.open_mut() else { return };
        let is_wanted = !is_hidden
            && open.place == Place::Handoff
            && open.snapshot.activation.state == ActivationState::Ready
            && !matches!(open.handoff, Handoff::Revealing | Handoff::Shown { .. });
        if is_wanted {
            open.handoff = Handoff::Revealing;
            self.calls.start(Call::RevealCode, effects);
        }
    }

    pub(super) fn code_revealed(&mut self, activation: ActivationResponse, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(open) = self.open() else { return };
        if !matches!(open.handoff, Handoff::Revealing) {
            return;
        }
        let Some(code) = Code::new(&activation, &self.config).map(Rc::new) else {
            return self.reveal_failed(Failure::new(FailureKind::Malformed), effects);
        };
        effects.push(Effect::Announce(Text::new("announce.code")));
        if let Some(open) = self.open_mut() {
            open.handoff = Handoff::Shown { code, until: now + SHOWN_MS, copied: None };
        }
    }

    pub(super) fn reveal_failed(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        if let Some(open) = self.open_mut()
            && matches!(open.handoff, Handoff::Revealing)
        {
            effects.push(Effect::Announce(words::failure(&failure).text));
            open.handoff = Handoff::Failed(failure);
        }
    }

    /// A copy of the code was made or not: said and written.
    pub(super) fn copy_ended(&mut self, is_copied: bool, effects: &mut Vec<Effect>) {
        if let Some(Open { handoff: Handoff::Shown { copied, .. }, .. }) = self.open_mut() {
            *copied = Some(is_copied);
            effects.push(Effect::Announce(copy_note(is_copied)));
        }
    }

    /// Opens the app here: with the code that is on the screen, where the link has a place for it. One that is
    /// hidden is shown first.
    pub(super) fn open_app(&mut self, effects: &mut Vec<Effect>) {
        let Some(open) = self.open().filter(|open| open.place == Place::Handoff && self.has_app_here())
        else {
            return;
        };
        let code = open.handoff.code().map_or("", |code| code.text());
        if code.is_empty() && self.config.app_link_has_code() {
            return self.show_code(effects);
        }
        effects.extend(self.config.app_link(code).map(|link| Effect::OpenApp(AppLink(link))));
    }

    /// Whether the app is on this device.
    pub(super) fn has_app_here(&self) -> bool {
        self.is_handheld && self.config.app_link.is_some()
    }

    /// Takes the code off the screen and out of memory; an answer on its way will not show it either.
    pub(super) fn hide_code(&mut self) {
        *self.calls.lane(Lane::Reveal) = None;
        if let Some(open) = self.open_mut()
            && matches!(open.handoff, Handoff::Revealing | Handoff::Shown { .. })
        {
            open.handoff = Handoff::Hidden;
        }
    }

    /// The code went while nobody looked: it is said once somebody does.
    pub(super) fn tell_hidden_code(&self, effects: &mut Vec<Effect>) {
        let is_hidden =
            |open: &&Open| open.place == Place::Handoff && matches!(open.handoff, Handoff::Hidden);
        if self.open().filter(is_hidden).is_some() {
            effects.push(Effect::Announce(Text::new("announce.code_hidden")));
        }
    }

    /// The time of a shown code may be over.
    pub(super) fn second_passed(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now;
        let is_over = self
            .open()
            .is_some_and(|open| matches!(open.handoff, Handoff::Shown { until, .. } if now >= until));
        if is_over {
            self.hide_code();
            effects.push(Effect::Announce(Text::new("announce.code_hidden")));
        }
    }
}

/// What is said of a copy.
pub(super) fn copy_note(is_copied: bool) -> Text {
    Text::new(if is_copied { "handoff.copied" } else { "handoff.not_copied" })
}
