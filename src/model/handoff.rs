//! The hand-over to the phone: the activation code, shown for a while, then removed from screen and memory.

use std::rc::Rc;

use contract::{
    activation::ActivationResponse,
    snapshot::{ActivationState, Snapshot},
};

use super::{
    call::Call,
    code::{AppLink, Code, SHOWN_MS},
    effect::{Effect, Focus},
    outcome::{Outcome, Request},
    rules::Place,
    view::words,
};
use crate::{
    config::Config,
    error::{Failure, FailureKind},
    text::Text,
};

/// The state of the hand-over.
#[derive(Clone, Default)]
pub(super) enum Handoff {
    /// The customer has just opened the screen, or another code arrived: the code is shown as soon as possible.
    #[default]
    Fresh,
    /// The code was shown and hidden again: a press shows it.
    Hidden,
    /// The code is being fetched.
    Revealing,
    /// The code is on the screen until the model's time passes `until`; `copied` tells whether copying succeeded.
    Shown { code: Rc<Code>, until: u64, copied: Option<bool> },
    /// The code could not be fetched.
    Failed(Failure),
}

impl Handoff {
    /// The state at the first snapshot. A code that was shown before stays hidden: a reload does not mean that the
    /// customer wants to see it again, and the server counts how often it is shown.
    pub(super) fn at_start(snapshot: &Snapshot) -> Self {
        if snapshot.activation.can_report { Self::Hidden } else { Self::Fresh }
    }

    /// The code on the screen, if any.
    pub(super) fn code(&self) -> Option<&Rc<Code>> {
        match self {
            Self::Shown { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Removes a code that is replaced or no longer needed.
    pub(super) fn follow(&mut self, previous: &Snapshot, snapshot: &Snapshot) {
        let activation = &snapshot.activation;
        if activation.issue != previous.activation.issue || activation.state != ActivationState::Ready {
            *self = Self::Fresh;
        }
    }

    /// The customer is on the screen: the code is shown without a press the first time, and after a failure of the
    /// connection.
    pub(super) fn enter(&mut self, snapshot: &Snapshot, is_unseen: bool) -> Outcome {
        let is_due = match self {
            Self::Fresh => true,
            Self::Failed(failure) => failure.is_offline(),
            _ => false,
        };
        if is_due { self.reveal(snapshot, is_unseen) } else { Outcome::none() }
    }

    /// The customer asked for the code. The focus moves to the place of the code.
    pub(super) fn show(&mut self, snapshot: &Snapshot, is_unseen: bool) -> Outcome {
        if is_unseen {
            // The browser says a moment later that the module is visible. The code is revealed then.
            *self = Self::Fresh;
        }
        self.reveal(snapshot, is_unseen).focus(Focus::Code)
    }

    /// Fetches the code if the server has one, the module is visible, and the code is neither shown nor being fetched.
    fn reveal(&mut self, snapshot: &Snapshot, is_unseen: bool) -> Outcome {
        let is_wanted = !is_unseen
            && snapshot.activation.state == ActivationState::Ready
            && !matches!(self, Self::Revealing | Self::Shown { .. });
        if !is_wanted {
            return Outcome::none();
        }
        *self = Self::Revealing;
        Outcome::call(Call::RevealCode)
    }

    pub(super) fn revealed(&mut self, activation: &ActivationResponse, config: &Config, now: u64) -> Outcome {
        if !matches!(self, Self::Revealing) {
            return Outcome::none();
        }
        let Some(code) = Code::new(activation, config).map(Rc::new) else {
            return self.reveal_failed(Failure::new(FailureKind::Malformed));
        };
        *self = Self::Shown { code, until: now + SHOWN_MS, copied: None };
        Outcome::announce("announce.code")
    }

    pub(super) fn reveal_failed(&mut self, failure: Failure) -> Outcome {
        if !matches!(self, Self::Revealing) {
            return Outcome::none();
        }
        let outcome = Outcome::none().and_announce(words::failure(&failure).text);
        *self = Self::Failed(failure);
        outcome
    }

    pub(super) fn copy(&self) -> Outcome {
        match self.code() {
            Some(code) => Outcome::none().perform(Effect::CopyCode(code.clone())),
            None => Outcome::none(),
        }
    }

    /// The browser copied the code, or refused to.
    pub(super) fn copy_ended(&mut self, is_copied: bool) -> Outcome {
        let Self::Shown { copied, .. } = self else { return Outcome::none() };
        *copied = Some(is_copied);
        Outcome::none().and_announce(copy_note(is_copied))
    }

    /// Opens the app on this device, if there is a link. The code is in the link or, if that has no place for it, is copied for
    /// the customer to paste. A code that is hidden is shown first.
    pub(super) fn open_app(&mut self, snapshot: &Snapshot, config: &Config, is_unseen: bool) -> Outcome {
        let Some(code) = self.code() else { return self.show(snapshot, is_unseen) };
        let link = config.app_link(code.text()).map(|link| Effect::OpenApp(AppLink(link)));
        // First the copy: a page that has lost the focus to the app may not copy.
        let copied = if config.app_link_has_code() { Outcome::none() } else { self.copy() };
        match link {
            Some(link) => copied.perform(link),
            None => copied,
        }
    }

    /// Removes the code from screen and memory. A code on its way is not shown either.
    pub(super) fn hide(&mut self) {
        if matches!(self, Self::Revealing | Self::Shown { .. }) {
            *self = Self::Hidden;
        }
    }

    /// A code that was hidden while the page was not visible is announced once it is.
    pub(super) fn page_shown(&self) -> Outcome {
        if matches!(self, Self::Hidden) {
            let hidden = Outcome::announce("announce.code_hidden");
            return Outcome::of(Request::If(Place::Handoff, hidden));
        }
        Outcome::none()
    }

    /// Hides a code whose time is over.
    pub(super) fn second_passed(&mut self, now: u64) -> Outcome {
        match self {
            Self::Shown { until, .. } if now >= *until => {
                *self = Self::Hidden;
                Outcome::announce("announce.code_hidden")
            }
            _ => Outcome::none(),
        }
    }
}

/// The text that tells, on the screen and in the live region, whether copying succeeded.
pub(super) fn copy_note(is_copied: bool) -> Text {
    Text::new(if is_copied { "handoff.copied" } else { "handoff.not_copied" })
}
