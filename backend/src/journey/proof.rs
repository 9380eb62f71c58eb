//! The ways to prove the customer's identity: the facial scan, or a transfer from the customer's own account.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{OnboardingStatus, ProofKind, ProofOption, ProofState},
    step::StepState,
};

use super::{
    diligence::rank,
    fact::{Dated, Horizon, IdentityCheck, IdentityStatus, Report},
    identity::Identity,
};

/// The state of the transfer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Transfer {
    /// Its newest state, from callback 31 or 4; `None` before the first.
    pub check: Option<IdentityCheck>,
    /// Whether money was sent back since the last attempt.
    pub is_returned: bool,
}

impl Transfer {
    /// Folds `reports`, which are sorted; those that a new demand made obsolete do not count.
    pub(super) fn fold(reports: &[Dated], void: Option<&Horizon>) -> Self {
        let mut transfer = Self::default();
        let is_void = |dated: &Dated| void.is_some_and(|void| void.has_passed(dated.made_at(), &dated.key));
        for dated in reports.iter().filter(|dated| !is_void(dated)) {
            match &dated.report {
                Report::Transfer(check) => {
                    transfer.apply(IdentityCheck { kind: DiligenceKind::Transfer, ..*check });
                }
                Report::Identity(report) => {
                    let listed = report.checks.iter().filter(|check| check.kind == DiligenceKind::Transfer);
                    if let Some(check) = listed.max_by_key(|check| rank(check.state)) {
                        transfer.apply(*check);
                    }
                }
                Report::MoneyReturned => transfer.is_returned = true,
                _ => {}
            }
        }
        transfer
    }

    /// An accepted transfer stays accepted; otherwise the newest state counts.
    fn apply(&mut self, check: IdentityCheck) {
        let is_news = !matches!(check.state, DiligenceState::Expected | DiligenceState::Unknown);
        if !is_news || self.is_validated() {
            return;
        }
        let reason = match self.check {
            // The folder repeats a refusal without its reason.
            Some(known) if known.state == check.state => check.reason.or(known.reason),
            _ => check.reason,
        };
        self.is_returned &= check.state == DiligenceState::Refused;
        self.check = Some(IdentityCheck { reason, ..check });
    }

    fn is_validated(&self) -> bool {
        self.check.is_some_and(|check| check.state == DiligenceState::Validated)
    }

    /// State and reasons of the step that waits for the transfer.
    pub(super) fn step(&self) -> (StepState, Vec<Reason>) {
        let returned = self.is_returned.then_some(Reason::MoneyReturned);
        match self.check.map(|check| (check.state, check.reason)) {
            Some((DiligenceState::Validated, _)) => (StepState::Done, Vec::new()),
            Some((DiligenceState::Review, _)) => (StepState::Review, Vec::new()),
            Some((DiligenceState::Received, _)) => (StepState::Submitted, Vec::new()),
            Some((DiligenceState::Refused, reason)) => {
                let reasons = [Some(reason.unwrap_or(Reason::Other)), returned];
                (StepState::ActionRequired, reasons.into_iter().flatten().collect())
            }
            // Money above the limits is sent back unchecked: the return is the only report about it.
            _ if self.is_returned => (StepState::ActionRequired, [Reason::MoneyReturned].into()),
            _ => (StepState::Todo, Vec::new()),
        }
    }
}

/// The way in use, as far as the facts show; `None` before any does.
pub(super) fn way(identity: &Identity, transfer: &Transfer, has_refused_scan: bool) -> Option<ProofKind> {
    let lists = |kind| identity.checks.iter().any(|check| check.kind == kind);
    let is_transfer_asked_for = identity
        .checks
        .iter()
        .any(|check| check.kind == DiligenceKind::Transfer && check.state == DiligenceState::Expected);
    if is_transfer_asked_for {
        Some(ProofKind::Transfer)
    } else if has_pictures(identity) {
        // Even after a refusal: the customer may have done the scan nevertheless.
        Some(ProofKind::FacialScan)
    } else if has_refused_scan || transfer.check.is_some() {
        Some(ProofKind::Transfer)
    } else if lists(DiligenceKind::Selfie) {
        Some(ProofKind::FacialScan)
    } else if lists(DiligenceKind::Transfer) {
        Some(ProofKind::Transfer)
    } else {
        None
    }
}

/// Whether the face was scanned.
fn has_pictures(identity: &Identity) -> bool {
    identity.checks.iter().any(|check| {
        check.kind == DiligenceKind::Selfie
            && matches!(
                check.state,
                DiligenceState::Received | DiligenceState::Review | DiligenceState::Validated
            )
    })
}

/// Whether the customer can still refuse the scan: not once it is done or the folder is decided (documentation, KYC:
/// change of workflow).
pub(super) fn can_refuse_scan(identity: &Identity) -> bool {
    let is_undecided = matches!(
        identity.status,
        None | Some(IdentityStatus::Initialized | IdentityStatus::Pending | IdentityStatus::Incomplete)
    );
    is_undecided && !has_pictures(identity)
}

/// The configured ways, with `chosen` as the one in use. The scan cannot be chosen again, and nobody can choose a way that this
/// version does not know.
pub(super) fn options(kinds: &[ProofKind], chosen: ProofKind, can_change: bool) -> Vec<ProofOption> {
    let state = |kind| match kind {
        kind if kind == chosen => ProofState::Chosen,
        ProofKind::Transfer if can_change => ProofState::Available,
        _ => ProofState::Closed,
    };
    kinds.iter().map(|kind| ProofOption { kind: *kind, state: state(*kind) }).collect()
}

/// The remaining checks after the scan is refused: the document and the transfer.
pub(super) fn expect_transfer(identity: &mut Identity) {
    for kind in [DiligenceKind::IdentityDocument, DiligenceKind::Transfer] {
        if !identity.checks.iter().any(|check| check.kind == kind) {
            identity.checks.push(IdentityCheck { kind, state: DiligenceState::Expected, reason: None });
        }
    }
}

/// The checks of the folder, with the newest state of the transfer.
pub(super) fn checks(identity: &Identity, transfer: &Transfer) -> Vec<IdentityCheck> {
    let mut checks = identity.checks.clone();
    let Some(transfer) = transfer.check else { return checks };
    match checks.iter_mut().find(|check| check.kind == transfer.kind) {
        Some(check) => *check = transfer,
        None => checks.push(transfer),
    }
    checks
}

/// State and reasons of the step if the scan is in use.
pub(super) fn scan_step(checks: &[IdentityCheck]) -> (StepState, Vec<Reason>) {
    let complementary = |check: &&IdentityCheck| {
        matches!(check.kind, DiligenceKind::Selfie | DiligenceKind::Transfer | DiligenceKind::Signature)
    };
    let Some(check) = checks.iter().filter(complementary).max_by_key(|check| rank(check.state)) else {
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

/// The checks as the customer may see them: no suspicion, and nothing once the account is refused.
pub(super) fn shown(
    identity: &Identity,
    transfer: &Transfer,
    onboarding: OnboardingStatus,
) -> Vec<IdentityCheck> {
    if matches!(onboarding, OnboardingStatus::Refused | OnboardingStatus::Expired) {
        return Vec::new();
    }
    let is_suspected = identity.status == Some(IdentityStatus::FraudSuspicion);
    let neutral = |check: &IdentityCheck| match check.state {
        DiligenceState::Refused if is_suspected => {
            IdentityCheck { state: DiligenceState::Review, reason: None, ..*check }
        }
        _ => *check,
    };
    checks(identity, transfer).iter().map(neutral).collect()
}
