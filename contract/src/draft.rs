//! Drafts: what a customer has typed into a form and not sent yet. The backend keeps them, so that the customer finds them
//! after a reload and on another device; the browser stores nothing. A draft may be wrong: its content is not checked.

use alloc::{collections::BTreeMap, string::String};

use crate::{path, step::StepId};

/// Body of `PUT /onboarding/drafts/{step}`, which replaces the stored draft, and answer to `GET`: texts as they were typed, by
/// the path of their field in the submission (`address.city`, `residences.0.tin`). A field that was not typed is absent.
pub type Draft = BTreeMap<String, String>;

/// Maximum length of one field's text, in characters: more than any field accepts.
pub const MAX_TEXT: usize = 400;
/// Query of `PUT`: a number that each page generates when it is opened.
pub const PAGE: &str = "page";
/// Query of `PUT`: grows with each draft of a page. A draft is not kept if a higher one of the same page is already kept.
pub const ORDER: &str = "order";

/// The fields that a step's draft may have; none if the step has no draft. The step `terms` has none: the customer gives
/// consent on the screen that shows the texts.
pub const fn fields_of(step: StepId) -> &'static [&'static str] {
    match step {
        StepId::Profile => &path::ALL,
        StepId::Declarative => &["economicActivity", "income", "asset"],
        StepId::Tax => &[
            "isUsPerson",
            "residences.0.country",
            "residences.0.tin",
            "residences.1.country",
            "residences.1.tin",
            "residences.2.country",
            "residences.2.tin",
        ],
        _ => &[],
    }
}

/// Whether `draft` can be kept for `step`: all fields are known, and none is too long.
pub fn is_keepable(step: StepId, draft: &Draft) -> bool {
    let known = fields_of(step);
    !known.is_empty()
        && draft
            .iter()
            .all(|(field, text)| known.contains(&field.as_str()) && text.chars().count() <= MAX_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(field: &str, text: &str) -> Draft {
        Draft::from([(field.into(), text.into())])
    }

    #[test]
    fn invalid_values_are_kept_too() {
        assert!(is_keepable(StepId::Profile, &draft("birthDate", "yesterday")));
        assert!(is_keepable(StepId::Profile, &draft("address.city", &"é".repeat(MAX_TEXT))));
        assert!(is_keepable(StepId::Tax, &Draft::new()));
    }

    #[test]
    fn unknown_fields_and_texts_that_are_too_long_are_not_kept() {
        assert!(!is_keepable(StepId::Profile, &draft("income", "3")));
        assert!(!is_keepable(StepId::Profile, &draft("firstName", &"a".repeat(MAX_TEXT + 1))));
        for step in [StepId::Terms, StepId::Device, StepId::Unknown] {
            assert!(!is_keepable(step, &Draft::new()), "{}", step.as_str());
        }
    }
}
