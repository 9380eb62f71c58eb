//! What the recorded facts amount to. It does not know what time it is: [`super::view`] adds that.

use contract::{
    snapshot::{ActivationState, OnboardingStatus},
    step::{Reason, StepId},
    time::Timestamp,
};

use super::{
    fact::{Answer, ConfirmationResult, Dated, Record, Report, SentAt},
    identity::{self, Identity},
    operation::{self, Operation},
};

/// Where a prospect stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// When the prospect was created, by this server's clock; `None` before.
    pub created_at: Option<Timestamp>,
    /// Where the whole stands; [`OnboardingStatus::Expired`] is never set here.
    pub onboarding: OnboardingStatus,
    /// The code that binds the phone.
    pub activation: CodeProgress,
    /// The identity folder.
    pub identity: Identity,
    /// When the customer's details were corrected after the last change of the folder, by this server's clock.
    pub corrected_at: Option<Timestamp>,
    /// Which of the customer's details differ from the document.
    pub mismatches: Vec<Reason>,
    /// Whether occupation, income and assets were taken.
    pub is_declared: bool,
    /// The tax declaration.
    pub tax: Operation,
    /// The acceptance of the terms.
    pub terms: Operation,
}

/// Where the activation of the phone stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeProgress {
    /// What is known.
    pub state: ActivationState,
    /// How many different codes there were.
    pub issue: u32,
    /// SHA-256 of the current code, hexadecimal.
    pub digest: Option<String>,
}

/// Folds all facts of a prospect. `sent` is in the order of sending, `reports` as [`super::fact::sort`] leaves them.
pub fn progress(sent: &[SentAt], reports: &[Dated]) -> Progress {
    let created_at = created_at(sent, reports);
    let identity = Identity::fold(reports);
    let corrected_at = corrected_at(sent, &identity);
    let is_past = identity.status >= Some(super::fact::IdentityStatus::Complete);
    Progress {
        created_at,
        onboarding: onboarding(created_at, reports),
        activation: activation(created_at.is_some(), reports),
        mismatches: if corrected_at.is_some() || is_past { Vec::new() } else { identity.mismatch_reasons() },
        identity,
        corrected_at,
        is_declared: sent.iter().any(|item| item.sent.step == StepId::Declarative),
        tax: operation::tax(sent, reports),
        terms: operation::terms(sent, reports),
    }
}

/// A callback proves that the prospect exists, also where the answer to its creation was lost.
fn created_at(sent: &[SentAt], reports: &[Dated]) -> Option<Timestamp> {
    let answered = sent
        .iter()
        .find(|item| item.sent.step == StepId::Profile && item.sent.answer == Answer::Accepted)
        .map(|item| item.at);
    answered.or_else(|| reports.iter().map(|dated| dated.at.min(dated.received_at)).min())
}

/// The furthest status; the first final one stays.
fn onboarding(created_at: Option<Timestamp>, reports: &[Dated]) -> OnboardingStatus {
    let mut furthest = created_at.map(|_| Record::Initialized);
    for dated in reports {
        if let Report::Record(record) = dated.report {
            if furthest >= Some(Record::Validated) {
                break;
            }
            furthest = furthest.max(Some(record));
        }
    }
    match furthest {
        None => OnboardingStatus::NotStarted,
        Some(Record::Initialized) => OnboardingStatus::Initialized,
        Some(Record::InProgress) => OnboardingStatus::InProgress,
        Some(Record::WithoutKyc) => OnboardingStatus::WithoutKyc,
        Some(Record::Validated) => OnboardingStatus::Validated,
        Some(Record::Refused) => OnboardingStatus::Refused,
    }
}

/// There is no callback "phone bound": a confirmation that succeeded proves it, and so does an identity folder that
/// left its start, where either is newer than the code.
fn activation(is_created: bool, reports: &[Dated]) -> CodeProgress {
    let mut code = CodeProgress::default();
    let mut code_at = None;
    let mut has_failed = false;
    for dated in reports {
        match &dated.report {
            Report::Code { digest } => {
                has_failed = false;
                if code.digest.as_ref() != Some(digest) {
                    code.issue = code.issue.saturating_add(1);
                    code.digest = Some(digest.clone());
                    code_at = Some(dated.at);
                }
            }
            Report::NoCode => has_failed = true,
            _ => {}
        }
    }
    let has_confirmed = reports.iter().any(|dated| {
        matches!(&dated.report, Report::Confirmation(answer) if answer.result == ConfirmationResult::Succeeded)
            && code_at.is_none_or(|code_at| dated.at >= code_at)
    });
    code.state = if has_confirmed || identity::sign_of_binding(reports, code_at) {
        ActivationState::Bound
    } else if has_failed {
        ActivationState::Error
    } else if code.digest.is_some() {
        ActivationState::Ready
    } else if is_created {
        ActivationState::WaitingCode
    } else {
        ActivationState::None
    };
    code
}

/// A correction counts until the folder changes after it.
fn corrected_at(sent: &[SentAt], identity: &Identity) -> Option<Timestamp> {
    let (made_at, key) = identity.changed_by.as_ref()?;
    let last = sent.iter().filter(|item| item.sent.step == StepId::Profile).skip(1).last()?;
    last.sent.horizon.has_passed(*made_at, key).then_some(last.at)
}
