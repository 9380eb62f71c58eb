//! The identity folder: the checks done on the phone, and what a refusal requires of the customer.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    step::StepState,
    time::Timestamp,
};

use super::{
    diligence::rank,
    fact::{Dated, Horizon, IdentityCheck, IdentityReport, IdentityStatus, Report},
};
use crate::generation::Generation;

/// The state of the identity folder.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Identity {
    /// The last known status.
    pub status: Option<IdentityStatus>,
    /// The checks, one of each kind.
    pub checks: Vec<IdentityCheck>,
    /// The provider's date and the key of the report that last changed it, or that repeated the same refusal at another time.
    pub changed_by: Option<(Option<Timestamp>, String)>,
    /// Which of the customer's details differ from the document, according to the last attempt that was reviewed. A new demand
    /// for which nothing was sent yet does not change them.
    pub mismatches: Vec<Reason>,
    /// The date and the key of the report that listed them.
    pub judged_by: Option<(Option<Timestamp>, String)>,
    /// When the check began, by this server's clock if that is earlier.
    pub pending_since: Option<Timestamp>,
}

impl Identity {
    /// Folds the callbacks 4 in `reports`, which are sorted. `begun`: what was known each time that a check was started again.
    pub(super) fn fold(reports: &[Dated], begun: &[&Horizon]) -> Self {
        let mut identity = Self::default();
        let (mut code, mut code_of_folder) = (None, None);
        for dated in reports {
            if let Report::Code { digest } = &dated.report {
                code = Some(digest);
            }
            let Report::Identity(report) = &dated.report else { continue };
            let has_new_code = identity.status == Some(IdentityStatus::Rejected) && code != code_of_folder;
            let can_fall = dated.has_date || has_new_code || identity.is_begun_again(dated, begun);
            if !can_fall && identity.is_beyond(report.status) {
                continue;
            }
            code_of_folder = code;
            let before = (identity.status, identity.checks.clone());
            identity.status = report.status.or(identity.status);
            if !report.checks.is_empty() {
                identity.checks = one_a_kind(&report.checks);
            }
            let is_refused_again =
                dated.has_date && report.checks.iter().any(|check| check.state == DiligenceState::Refused);
            if is_refused_again || before != (identity.status, identity.checks.clone()) {
                let by = Some((dated.made_at(), dated.key.clone()));
                if !identity.is_untouched() {
                    identity.mismatches = identity.mismatch_reasons();
                    identity.judged_by.clone_from(&by);
                }
                identity.changed_by = by;
            }
            if identity.status == Some(IdentityStatus::Pending) && before.0 != identity.status {
                identity.pending_since = Some(dated.at.min(dated.received_at));
            }
        }
        identity
    }

    /// Whether a check was started after the last change and before `dated`.
    fn is_begun_again(&self, dated: &Dated, begun: &[&Horizon]) -> bool {
        let Some((made_at, key)) = &self.changed_by else { return false };
        begun
            .iter()
            .any(|known| known.has_passed(*made_at, key) && !known.has_passed(dated.made_at(), &dated.key))
    }

    /// Whether the folder is beyond `status`, so that a report of `status` is late unless its date proves otherwise. The only step
    /// back within a check is that an expert asks for other pictures (documentation, KYC).
    fn is_beyond(&self, status: Option<IdentityStatus>) -> bool {
        let is_step_back = self.status == Some(IdentityStatus::AwaitingExpertise)
            && status == Some(IdentityStatus::Incomplete);
        status.is_some() && status < self.status && !is_step_back
    }

    /// Why checks were refused, if a new attempt on the phone can fix it, which is not the case for a transfer.
    pub fn quality_reasons(&self) -> Vec<Reason> {
        self.reasons(|check| check.kind != DiligenceKind::Transfer, |reason| !is_mismatch(reason))
    }

    /// Why checks were refused, if correcting the customer's details can fix it.
    fn mismatch_reasons(&self) -> Vec<Reason> {
        self.reasons(|_| true, is_mismatch)
    }

    fn reasons(&self, counts: fn(&IdentityCheck) -> bool, accepts: fn(Reason) -> bool) -> Vec<Reason> {
        let refused =
            self.checks.iter().filter(|check| check.state == DiligenceState::Refused && counts(check));
        let mut reasons: Vec<Reason> = Vec::new();
        for reason in refused.map(|check| check.reason.unwrap_or(Reason::Other)).filter(|r| accepts(*r)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    /// The folder as a new demand opens it.
    pub(super) fn renew(&mut self) {
        self.status = Some(IdentityStatus::Initialized);
        self.checks.clear();
    }

    /// Drops the checks of the facial scan and of what is signed with it: another way is in use.
    pub(super) fn leave_scan(&mut self) {
        self.checks.retain(|check| !matches!(check.kind, DiligenceKind::Selfie | DiligenceKind::Signature));
    }

    /// Whether the document was accepted.
    pub(super) fn is_document_validated(&self) -> bool {
        self.checks.iter().any(|check| {
            check.kind == DiligenceKind::IdentityDocument && check.state == DiligenceState::Validated
        })
    }

    /// Why the folder was closed. If nothing in it was refused, it expired.
    fn rejection_reasons(&self) -> Vec<Reason> {
        let reasons = self.reasons(|_| true, |_| true);
        if reasons.is_empty() { [Reason::Expired].into() } else { reasons }
    }

    /// Whether everything is expected and nothing was received.
    fn is_untouched(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|check| check.state == DiligenceState::Expected)
    }

    /// State and reasons of the step, if the phone is bound and the folder is still open to change.
    /// `is_corrected`: the customer's details were corrected after the last change.
    pub(super) fn step(&self, is_corrected: bool, generation: Generation) -> (StepState, Vec<Reason>) {
        match self.status {
            Some(IdentityStatus::Pending | IdentityStatus::Incomplete) if self.is_untouched() => {
                (StepState::Todo, Vec::new())
            }
            Some(IdentityStatus::Rejected) if generation == Generation::Current => {
                (StepState::ActionRequired, self.rejection_reasons())
            }
            None | Some(IdentityStatus::Initialized) => (StepState::Todo, Vec::new()),
            Some(IdentityStatus::Complete) => (StepState::Done, Vec::new()),
            Some(IdentityStatus::AwaitingExpertise | IdentityStatus::FraudSuspicion) => {
                (StepState::Review, Vec::new())
            }
            Some(IdentityStatus::Rejected) => (StepState::Failed, self.quality_reasons()),
            Some(IdentityStatus::Pending | IdentityStatus::Incomplete) => {
                let reasons = self.quality_reasons();
                if reasons.is_empty() || is_corrected {
                    (StepState::Submitted, Vec::new())
                } else {
                    (StepState::ActionRequired, reasons)
                }
            }
        }
    }
}

/// The provider's date of the newest sign that a phone opened the identification, given the date of the code.
///
/// No callback reports it: the folder leaves its start when the app opens the identification page.
/// A repeated report does not count again, because a new code may have come in between. In the current generation the demand opens
/// the folder: only a received check is a sign.
pub(super) fn sign_of_binding<'a>(
    reports: impl Iterator<Item = &'a Dated>,
    code_at: Option<Timestamp>,
    generation: Generation,
) -> bool {
    let mut last: Option<&IdentityReport> = None;
    for (dated, report) in identity_reports(reports) {
        let has_begun =
            !matches!(report.status, None | Some(IdentityStatus::Initialized | IdentityStatus::Rejected));
        let has_pictures = report.checks.iter().any(|check| {
            matches!(
                check.state,
                DiligenceState::Received | DiligenceState::Review | DiligenceState::Validated
            )
        });
        let is_new = last != Some(report);
        last = Some(report);
        let is_later = match code_at {
            Some(code_at) if generation == Generation::Current => dated.at >= code_at && has_pictures,
            Some(code_at) => dated.at > code_at || (dated.at == code_at && has_pictures),
            None => has_pictures,
        };
        if is_new && has_begun && is_later {
            return true;
        }
    }
    false
}

/// Whether correcting the customer's details can fix it.
fn is_mismatch(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::NamesSwapped
            | Reason::BirthNameSwapped
            | Reason::FirstNameMismatch
            | Reason::LastNameMismatch
            | Reason::BirthNameMismatch
            | Reason::FullNameMismatch
            | Reason::BirthDateMismatch
            | Reason::CivilityMismatch
            | Reason::NationalityMismatch
            | Reason::DataMismatch
    )
}

fn identity_reports<'a>(
    reports: impl IntoIterator<Item = &'a Dated>,
) -> impl Iterator<Item = (&'a Dated, &'a IdentityReport)> {
    reports.into_iter().filter_map(|dated| match &dated.report {
        Report::Identity(report) => Some((dated, report)),
        _ => None,
    })
}

/// A new attempt replaces a refused check: among several of one kind, the one that is furthest along counts.
fn one_a_kind(checks: &[IdentityCheck]) -> Vec<IdentityCheck> {
    let mut kept: Vec<IdentityCheck> = Vec::new();
    for check in checks {
        match kept.iter_mut().find(|other| other.kind == check.kind) {
            Some(other) if rank(check.state) > rank(other.state) => *other = *check,
            Some(_) => {}
            None => kept.push(*check),
        }
    }
    kept
}
