//! The title of the partner's page, if the partner wants it: a word in front of it shows that the onboarding changed while the
//! customer looked elsewhere. It stays until they are back, and never has anything personal in it.

use contract::step::StepState;

use super::{
    effect::{Effect, HostEvent},
    message::Message,
};
use crate::text::Text;

/// Whether the customer looks at the page, and whether its title is marked.
#[derive(Clone, Copy, Default)]
pub(super) struct Attention {
    is_elsewhere: bool,
    /// Whether the first snapshot was there: its content is not new.
    is_known: bool,
    is_marked: bool,
}

impl Attention {
    /// Notes whether the customer looks at the page.
    pub(super) fn observe(&mut self, message: &Message) {
        match message {
            Message::PageHidden | Message::LookedAway => self.is_elsewhere = true,
            Message::PageShown | Message::LookedBack => self.is_elsewhere = false,
            _ => {}
        }
    }

    /// After each message: puts a word in front of the title if one is due, and removes it when the customer is back. `effects`
    /// are those of the message.
    pub(super) fn mark(&mut self, is_known: bool, is_wanted: bool, effects: &[Effect]) -> Option<Effect> {
        let was_known = std::mem::replace(&mut self.is_known, is_known);
        if self.is_elsewhere {
            let word = word(effects).filter(|_| was_known && is_wanted)?;
            self.is_marked = true;
            return Some(Effect::MarkTitle(Some(Text::new(word))));
        }
        std::mem::take(&mut self.is_marked).then_some(Effect::MarkTitle(None))
    }
}

/// The word for the event that the host gets at the same time.
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
