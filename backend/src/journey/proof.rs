//! The complementary proof: a transfer from the customer's own account, the facial scan, or the signature.

use contract::{
    snapshot::{DiligenceKind, DiligenceState},
    step::{Reason, StepState},
};

use super::{
    fact::{Dated, IdentityCheck, Report},
    identity::{Identity, furthest},
};

/// The transfer as callback 31 tells it, the newest; `None` before.
pub(super) fn transfer(reports: &[Dated]) -> Option<IdentityCheck> {
    let mut told = reports.iter().filter_map(|dated| match &dated.report {
        Report::Transfer(check) => Some(*check),
        _ => None,
    });
    told.next_back()
}

/// The checks of the folder, with the transfer where callback 31 is further than callback 4.
pub(super) fn checks(identity: &Identity, transfer: Option<IdentityCheck>) -> Vec<IdentityCheck> {
    let mut checks = identity.checks.clone();
    let Some(transfer) = transfer else { return checks };
    match checks.iter_mut().find(|check| check.kind == transfer.kind) {
        Some(check) if furthest(transfer.state) > furthest(check.state) => *check = transfer,
        Some(_) => {}
        None => checks.push(transfer),
    }
    checks
}

/// State and reasons of the step.
pub(super) fn step(checks: &[IdentityCheck]) -> (StepState, Vec<Reason>) {
    let complementary = |check: &&IdentityCheck| {
        matches!(check.kind, DiligenceKind::Selfie | DiligenceKind::Transfer | DiligenceKind::Signature)
    };
    let Some(check) = checks.iter().filter(complementary).max_by_key(|check| furthest(check.state)) else {
        return (StepState::Todo, Vec::new());
    };
    match check.state {
        DiligenceState::Validated => (StepState::Done, Vec::new()),
        DiligenceState::Review => (StepState::Review, Vec::new()),
        DiligenceState::Received => (StepState::Submitted, Vec::new()),
        DiligenceState::Refused => {
            (StepState::ActionRequired, [check.reason.unwrap_or(Reason::Other)].into())
        }
        DiligenceState::Expected | DiligenceState::Unknown => (StepState::Todo, Vec::new()),
    }
}
