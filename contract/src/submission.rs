//! What the browser sends: one type for each step that has a form.

use alloc::{boxed::Box, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    declarative::Declarative, problem::FieldError, profile::Profile, step::StepId, tax::Tax, terms::Terms,
    time::Date,
};

/// Body of `PUT /onboarding/steps/{step}`. The path says which variant it is; the body is only the inner object.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Submission {
    /// Of the step `profile`.
    Profile(Box<Profile>),
    /// Of the step `declarative`.
    Declarative(Declarative),
    /// Of the step `tax`.
    Tax(Tax),
    /// Of the step `terms`.
    Terms(Terms),
    /// Of the step `identity`: asks for a new identification after a failed one.
    Identity(IdentityDemand),
}

/// Submission of the step `identity`: an empty object.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityDemand {}

impl Submission {
    /// The step it belongs to.
    pub const fn step(&self) -> StepId {
        match self {
            Self::Profile(_) => StepId::Profile,
            Self::Declarative(_) => StepId::Declarative,
            Self::Tax(_) => StepId::Tax,
            Self::Terms(_) => StepId::Terms,
            Self::Identity(_) => StepId::Identity,
        }
    }

    /// The fields that break a rule on `today`; empty if there is no error. The browser checks before it sends, and the
    /// backend before it relays.
    pub fn check(&self, today: Date) -> Vec<FieldError> {
        match self {
            Self::Profile(profile) => profile.check(today),
            Self::Declarative(declarative) => declarative.check(),
            Self::Tax(tax) => tax.check(),
            Self::Terms(terms) => terms.check(),
            Self::Identity(_) => Vec::new(),
        }
    }
}
