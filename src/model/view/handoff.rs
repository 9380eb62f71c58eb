//! The hand-over to the phone.

use std::rc::Rc;

use contract::{
    snapshot::{ActivationState, ProofState, Snapshot},
    step::StepId,
};

use super::{
    notice::NoticeView,
    words::{self, next, seconds},
};
use crate::{
    model::{
        Model, Open, SHOWN_MS,
        code::Code,
        handoff::{Handoff, copy_note},
        rules,
    },
    text::Text,
};

/// What the button says if the link to the app contains the code. Otherwise the customer pastes the code there.
pub const OPENS_WITH_CODE: &str = "handoff.here";

/// The hand-over to the phone.
#[derive(Clone, PartialEq, Debug)]
pub struct HandoffView {
    /// The code, or the reason why it is not shown.
    pub code: CodeView,
    /// What the button says that goes on in the app on this device, if the page is on a phone or a tablet.
    pub here: Option<&'static str>,
    /// Page of the app in Apple's store.
    pub app_store_url: Option<String>,
    /// Page of the app in Google's store.
    pub play_store_url: Option<String>,
    /// Whether the customer may refuse the face scan.
    pub can_change_proof: bool,
    /// The button to a step that can be done on this page meanwhile.
    pub meanwhile: Option<Text>,
}

/// The code of the hand-over.
#[derive(Clone, PartialEq, Debug)]
pub enum CodeView {
    /// The code is being created or fetched.
    Preparing,
    /// The code could not be created yet; it may still come.
    Delayed,
    /// The code was shown; a press shows it again.
    Hidden,
    /// The code is on the screen.
    Shown {
        /// The code.
        code: Rc<Code>,
        /// Time until the code is hidden, in seconds.
        seconds_left: u32,
        /// How long the code is shown in total, in seconds.
        seconds_total: u32,
        /// Whether copying succeeded; `None` before a copy.
        copy_note: Option<Text>,
    },
    /// The code could not be fetched; a press tries again.
    Failed(NoticeView),
}

impl Model {
    pub(super) fn handoff_view(&self, open: &Open) -> HandoffView {
        let code = match &open.handoff {
            _ if open.snapshot.activation.state == ActivationState::Error => CodeView::Delayed,
            Handoff::Fresh | Handoff::Revealing => CodeView::Preparing,
            Handoff::Hidden if open.snapshot.activation.state == ActivationState::Ready => CodeView::Hidden,
            Handoff::Hidden => CodeView::Preparing,
            Handoff::Failed(failure) => CodeView::Failed(words::no_code(failure)),
            Handoff::Shown { code, until, copied } => CodeView::Shown {
                code: code.clone(),
                seconds_left: seconds(until.saturating_sub(self.now)),
                seconds_total: seconds(SHOWN_MS),
                copy_note: copied.map(copy_note),
            },
        };
        let here = match &self.config.app_link {
            None => "handoff.copy",
            Some(_) if self.config.app_link_has_code() => OPENS_WITH_CODE,
            Some(_) => "handoff.copy_open",
        };
        HandoffView {
            code,
            here: self.is_handheld.then_some(here),
            app_store_url: self.config.app_store_url.clone(),
            play_store_url: self.config.play_store_url.clone(),
            can_change_proof: rules::transfer_is(&open.snapshot, ProofState::Available),
            meanwhile: next(&open.snapshot, Some(StepId::Device), "handoff.meanwhile")
                .or_else(|| confirm_meanwhile(&open.snapshot)),
        }
    }
}

/// The button to a confirmation that must be sent again. A phone may be bound although no callback said so.
fn confirm_meanwhile(snapshot: &Snapshot) -> Option<Text> {
    let step =
        rules::unconfirmed_step(snapshot).filter(|step| rules::requirements_are_met(snapshot, step))?;
    Some(Text::new("handoff.meanwhile").with_text("step", &words::step(step.id)))
}
