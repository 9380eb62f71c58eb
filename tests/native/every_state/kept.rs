//! What the customer has typed and the server has not received: no step from state to state may lose it.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    snapshot::Snapshot,
    step::{DocumentKind, StepId, StepState},
};
use xpollens_onboarding::model::{
    Effect, FieldId, Lane,
    view::{Panel, View},
};

use super::edge::{Answer, Edge, POSTCODE, TYPED_REASON};
use crate::page::good_answers;

/// Fields, each with its step and its text; files that were chosen; whether a reason was typed.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Kept {
    pub(super) fields: BTreeMap<FieldId, (StepId, &'static str)>,
    pub(super) files: BTreeSet<DocumentKind>,
    pub(super) has_reason: bool,
}

impl Kept {
    /// What the customer typed, and what the server has received or the end has made useless.
    pub(super) fn follow(&mut self, edge: &Edge, sent: Option<StepId>, effects: &[Effect], after: &View) {
        match edge {
            Edge::Fill(step) => {
                if let Panel::Form(form) = &after.panel {
                    let is_open = |id: FieldId| form.field(id).is_some_and(|field| !field.is_locked);
                    let given = good_answers(*step).iter().filter(|(id, _)| is_open(*id));
                    self.fields.extend(given.map(|(id, value)| (*id, (*step, *value))));
                }
            }
            Edge::Spoil(field) => {
                if let Panel::Form(form) = &after.panel {
                    self.fields.insert(*field, (form.step, "Ирина"));
                }
            }
            Edge::Postcode => {
                self.fields.extend(POSTCODE.map(|(id, value)| (id, (StepId::Profile, value))));
            }
            Edge::Choose(kind, true) => {
                self.files.insert(*kind);
            }
            Edge::Justify => self.has_reason = true,
            Edge::Answer(Lane::Submit, Answer::Scene(_) | Answer::Lost(_)) => {
                self.fields.retain(|_, (step, _)| Some(*step) != sent);
            }
            Edge::Answer(Lane::Upload, Answer::Scene(_)) => {
                self.files.clear();
                self.has_reason = false;
            }
            _ => {}
        }
        let is_withdrawn =
            |effect: &Effect| matches!(effect, Effect::Announce(text) if text.key == "terms.changed");
        if effects.iter().any(is_withdrawn) {
            self.fields.retain(|_, (step, _)| *step != StepId::Terms);
        }
        if matches!(after.panel, Panel::Outcome(_)) {
            *self = Self::default();
        }
    }

    /// Whether no other form waits to be sent.
    pub(super) fn is_only_of(&self, step: StepId, snapshot: &Snapshot) -> bool {
        let is_to_do = |step| snapshot.step(step).is_some_and(|step| step.state == StepState::Todo);
        self.fields.values().all(|(of, _)| *of == step || !is_to_do(*of))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.files.is_empty() && !self.has_reason
    }

    /// What was typed and not sent, and is no longer on the screen.
    pub(super) fn lost(&self, panel: &Panel) -> Option<String> {
        match panel {
            Panel::Form(form) => self.fields.iter().find_map(|(id, (step, value))| {
                let is_residence = matches!(id, FieldId::ResidenceCountry(1..) | FieldId::Tin(1..));
                let field = form.field(*id);
                // What is on another sheet is seen when all answers are checked.
                let is_there =
                    field.map_or(form.position.is_some(), |field| field.is_locked || *field.value == **value);
                (*step == form.step && !is_residence && !is_there).then(|| format!("{id:?} is lost"))
            }),
            Panel::Documents(documents) => {
                let is_file_lost = self.files.contains(&documents.kind) && !documents.has_file;
                let reason = documents.justification.as_ref();
                let is_reason_lost =
                    self.has_reason && reason.is_some_and(|reason| **reason != *TYPED_REASON);
                (is_file_lost || is_reason_lost).then(|| "the document is lost".into())
            }
            _ => None,
        }
    }
}
