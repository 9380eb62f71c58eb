//! The hand-over to the phone: the activation code, shown for a while, then gone from screen and memory.

use std::{fmt, rc::Rc};

use contract::{
    activation::{ActivationResponse, normalise_code},
    snapshot::ActivationState,
};
use zeroize::{Zeroize, Zeroizing};

use super::{
    Model,
    effect::{Call, Effect, Focus, Lane},
    place::Place,
};
use crate::{
    config::Config,
    error::{Failure, FailureKind},
    qr::{self, Symbol},
    text::Text,
};

/// How long a code stays on the screen, in milliseconds.
pub const SHOWN_MS: u64 = 120_000;

/// A code on the screen. It is wiped from memory when the last holder lets it go.
#[derive(PartialEq, Eq)]
pub struct Code {
    text: Zeroizing<String>,
    /// Modules on a side of the symbol, the quiet zone included.
    pub modules: usize,
    /// SVG path of the dark modules.
    pub path: Zeroizing<String>,
    /// Which code it is ([`contract::snapshot::Activation::issue`]).
    pub issue: u32,
}

impl Code {
    /// The code as the provider means it: 32 hexadecimal characters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The code in groups of four, for eyes.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        (0..self.text.len()).step_by(4).filter_map(|start| self.text.get(start..start + 4))
    }
}

impl fmt::Debug for Code {
    /// Without the code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code(issue {})", self.issue)
    }
}

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
    /// The code is on the screen until the model's time passes `until`.
    Shown { code: Rc<Code>, until: u64 },
    /// The code could not be fetched.
    Failed(Failure),
}

impl Handoff {
    /// Puts a revealed code on the screen; `None` where it is no code.
    pub(super) fn show(mut activation: ActivationResponse, config: &Config, now: u64) -> Option<Self> {
        let text = normalise_code(&activation.activation_code).map(Zeroizing::new);
        activation.activation_code.zeroize();
        let text = text?;
        let payload = Zeroizing::new(config.qr_payload(&text));
        let Symbol { modules, path } = qr::draw(&payload).ok()?;
        let code = Code { text, modules, path, issue: activation.issue };
        Some(Self::Shown { code: Rc::new(code), until: now + SHOWN_MS })
    }

    /// The code on the screen, if any.
    pub(super) fn code(&self) -> Option<&Rc<Code>> {
        match self {
            Self::Shown { code, .. } => Some(code),
            _ => None,
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
            effects.push(self.calls.start(Call::RevealCode));
        }
    }

    pub(super) fn code_revealed(&mut self, activation: ActivationResponse, effects: &mut Vec<Effect>) {
        let now = self.now;
        let Some(open) = self.open() else { return };
        if !matches!(open.handoff, Handoff::Revealing) {
            return;
        }
        let handoff = Handoff::show(activation, &self.config, now);
        if handoff.is_some() {
            effects.push(Effect::Announce(Text::new("announce.code")));
        }
        let malformed = || Handoff::Failed(Failure::new(FailureKind::Malformed));
        if let Some(open) = self.open_mut() {
            open.handoff = handoff.unwrap_or_else(malformed);
        }
    }

    pub(super) fn reveal_failed(&mut self, failure: Failure) {
        if let Some(open) = self.open_mut()
            && matches!(open.handoff, Handoff::Revealing)
        {
            open.handoff = Handoff::Failed(failure);
        }
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

    /// The time of a shown code may be over.
    pub(super) fn second_passed(&mut self, effects: &mut Vec<Effect>) {
        let now = self.now;
        let is_over = self
            .open()
            .is_some_and(|open| matches!(open.handoff, Handoff::Shown { until, .. } if now >= until));
        if is_over {
            self.hide_code();
            effects.push(Effect::Announce(Text::new("announce.code_hidden")));
            effects.push(Effect::MoveFocus(Focus::Code));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::OptionValue;

    fn activation(code: &str) -> ActivationResponse {
        ActivationResponse { activation_code: code.into(), issue: 1 }
    }

    fn config() -> Config {
        Config::from_options([("endpoint".into(), OptionValue::Text("/api".into()))]).unwrap()
    }

    #[test]
    fn a_code_is_shown_in_groups_of_four() {
        let handoff = Handoff::show(activation("0xD14C2AB90F6E4F0C8A7B6C5D4E3F2A1B"), &config(), 0).unwrap();
        let code = handoff.code().unwrap();
        assert_eq!(code.groups().collect::<Vec<_>>().join(" "), "d14c 2ab9 0f6e 4f0c 8a7b 6c5d 4e3f 2a1b");
        assert_eq!(code.text(), "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b");
        assert_eq!(format!("{code:?}"), "Code(issue 1)");
    }

    #[test]
    fn what_is_no_code_is_not_shown() {
        assert!(Handoff::show(activation("https://evil.example"), &config(), 0).is_none());
    }
}
