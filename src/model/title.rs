//! The title of the partner's page, where the partner wants it so: a word in front of it tells that the onboarding moved
//! while the customer looked elsewhere, until they are back. Nothing personal is ever in it.

use contract::step::StepState;

use super::{
    Model,
    effect::{Effect, HostEvent},
    message::Message,
};
use crate::text::Text;

/// Whether the customer looks, and what the title says.
#[derive(Clone, Copy, Default)]
pub(super) struct Attention {
    is_elsewhere: bool,
    /// Whether there was something that could move.
    is_begun: bool,
    is_marked: bool,
}

impl Attention {
    /// Notes whether the customer looks.
    pub(super) fn note(&mut self, message: &Message) {
        match message {
            Message::PageHidden | Message::LookedAway => self.is_elsewhere = true,
            Message::PageShown | Message::LookedBack => self.is_elsewhere = false,
            _ => {}
        }
    }
}

impl Model {
    /// After each fact: puts a word in front of the title where one is due, and takes it away on return.
    pub(super) fn keep_title(&mut self, effects: &mut Vec<Effect>) {
        let is_known = self.open().is_some();
        let was_begun = std::mem::replace(&mut self.attention.is_begun, is_known);
        if self.attention.is_elsewhere {
            let word = word(effects).filter(|_| was_begun && self.config.announce_in_title);
            self.attention.is_marked |= word.is_some();
            effects.extend(word.map(|word| Effect::MarkTitle(Some(Text::new(word)))));
        } else if std::mem::take(&mut self.attention.is_marked) {
            effects.push(Effect::MarkTitle(None));
        }
    }
}

/// The word for what the host is told at the same time.
fn word(effects: &[Effect]) -> Option<&'static str> {
    let mut word = None;
    for effect in effects {
        let Effect::TellHost(event) = effect else { continue };
        match event {
            HostEvent::End { .. } => return Some("title.ended"),
            HostEvent::Step {
                state: StepState::ConfirmOnPhone | StepState::ActionRequired | StepState::Failed,
                ..
            } => word = Some("title.yours"),
            HostEvent::Step { .. } | HostEvent::Status { .. } => word = word.or(Some("title.moved")),
            _ => {}
        }
    }
    word
}
