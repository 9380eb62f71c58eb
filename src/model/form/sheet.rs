//! A long form comes in sheets: one group of fields at a time, then a review of all answers before they are sent. Only the
//! customer's details are long.

use contract::{step::StepId, time::Date};

use super::{
    Form,
    fields::{Group, groups_of},
    known_errors,
    state::{SHEETS, Sheet},
};
use crate::model::field::{DETAILS, FieldId};

/// The review comes after the groups.
const REVIEW: usize = SHEETS;

impl Form {
    /// A form that asks to correct some answers has only those: it is short.
    fn has_sheets(&self) -> bool {
        self.step == StepId::Profile && !self.is_correction()
    }

    /// Whether all answers are on the screen, to be checked.
    pub(in crate::model) fn is_review(&self) -> bool {
        self.has_sheets() && self.sheet.at == REVIEW
    }

    /// The number of the sheet on the screen, from 0, and the text name of its heading; `None` if the form is not shown in parts.
    pub(in crate::model) fn sheet(&self) -> Option<(usize, &'static str)> {
        let (name, _) = DETAILS.get(self.sheet.at).filter(|_| self.has_sheets())?;
        Some((self.sheet.at, name))
    }

    /// Turns to the next sheet where something is missing or wrong, or to the review. Returns `false` if the whole form was on the
    /// screen.
    pub(in crate::model) fn turn(&mut self, today: Date) -> bool {
        let is_turned = self.has_sheets() && !self.is_review();
        if is_turned {
            self.open_from(self.sheet.at + 1, today);
        }
        is_turned
    }

    /// Opens the first sheet from `start` on where something is missing or wrong, else the review.
    pub(super) fn open_from(&mut self, start: usize, today: Date) {
        let wrong = known_errors(&self.wrong(today));
        let sheets = wrong.iter().chain(&self.errors).map(|(id, _)| sheet_of(*id));
        let next = sheets.filter(|at| *at >= start).min();
        self.open_sheet(next.unwrap_or(REVIEW));
    }

    fn open_sheet(&mut self, at: usize) {
        self.sheet = Sheet { at, is_change: false };
        self.list_errors();
    }

    /// Shows the record as a whole.
    pub(super) fn open_review(&mut self) {
        self.open_sheet(REVIEW);
    }

    /// Opens the group of a field. The customer came from the review.
    pub(super) fn open_sheet_of(&mut self, id: FieldId) {
        self.change_sheet(sheet_of(id));
    }

    /// The customer wants to change the answers of a group.
    pub(in crate::model) fn change_sheet(&mut self, at: usize) {
        self.open_sheet(at.min(REVIEW));
        self.sheet.is_change = true;
    }

    /// The sheet that the way back leads to; `None` if it leads out of the form.
    pub(in crate::model) fn sheet_before(&self) -> Option<usize> {
        let Sheet { at, is_change } = self.sheet;
        if !self.has_sheets() || self.is_sending || at == REVIEW && self.is_of_record() {
            None
        } else if is_change {
            Some(REVIEW)
        } else {
            at.checked_sub(1)
        }
    }

    /// Goes back to the sheet before; returns `false` if there is none.
    pub(in crate::model) fn turn_back(&mut self) -> bool {
        let before = self.sheet_before();
        before.into_iter().for_each(|at| self.open_sheet(at));
        before.is_some()
    }

    /// The groups on the screen.
    pub(in crate::model) fn groups(&self) -> &'static [Group] {
        let at = self.sheet.at;
        let sheet = DETAILS.get(at..=at).filter(|_| self.has_sheets());
        sheet.unwrap_or_else(|| self.all_groups())
    }

    /// All groups of the form, in the order of the screen.
    pub(super) fn all_groups(&self) -> &'static [Group] {
        groups_of(self.step, self.residences)
    }
}

/// The sheet that has a field.
fn sheet_of(id: FieldId) -> usize {
    DETAILS.iter().position(|(_, fields)| fields.contains(&id)).unwrap_or(REVIEW)
}
