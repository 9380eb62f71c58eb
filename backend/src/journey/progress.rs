//! The state that follows from the recorded facts. It does not depend on the current time: [`super::view`] adds that.

use contract::{
    path::IDENTITY,
    reason::Reason,
    snapshot::{ActivationState, OnboardingStatus, ProofKind},
    step::{RequiredDocument, StepId},
    time::Timestamp,
};

use super::{
    fact::{
        Account, Change, ConfirmationResult, Correction, Dated, Horizon, IdentityStatus, Record, Report,
        Screening, SentAt,
    },
    identity::{self, Identity},
    operation::{self, Operation},
    proof::{self, Transfer},
};
use crate::generation::Generation;

/// The state of a prospect.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// When the prospect was created, by this server's clock; `None` before that.
    pub created_at: Option<Timestamp>,
    /// The state of the whole onboarding; [`OnboardingStatus::Expired`] only once all data was removed ([`Progress::purged`]).
    pub onboarding: OnboardingStatus,
    /// The code that binds the phone.
    pub activation: CodeProgress,
    /// The identity folder.
    pub identity: Identity,
    /// Whether the identification was opened: by the answer to the creation of the prospect with everything that belongs to it, or
    /// by a callback that can only follow it.
    pub is_identity_open: bool,
    /// A transfer from the customer's own account.
    pub transfer: Transfer,
    /// The way in use to prove the customer's identity; `None` before any fact shows it.
    pub way: Option<ProofKind>,
    /// Whether the customer refused the facial scan.
    pub has_refused_scan: bool,
    /// The screening; `None` before the first report.
    pub screening: Option<Screening>,
    /// The account; `None` before the first report.
    pub account: Option<Account>,
    /// The account's id at the provider; `None` before the first report.
    pub account_id: Option<String>,
    /// The customer's details that the provider corrected: the newest correction of each.
    pub corrections: Vec<Correction>,
    /// When the customer's details were corrected after the last change of the folder, by this server's clock.
    pub corrected_at: Option<Timestamp>,
    /// Which of the customer's details differ from the document.
    pub mismatches: Vec<Reason>,
    /// Whether occupation, income and assets were accepted.
    pub is_declared: bool,
    /// The tax declaration.
    pub tax: Operation,
    /// The documents that the declaration requires.
    pub tax_documents: Vec<RequiredDocument>,
    /// The acceptance of the terms.
    pub terms: Operation,
}

impl Progress {
    /// The state of a prospect whose data was removed.
    pub fn purged() -> Self {
        Self { onboarding: OnboardingStatus::Expired, ..Self::default() }
    }
}

/// The state of the activation of the phone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodeProgress {
    /// The state of the code.
    pub state: ActivationState,
    /// The number of different codes so far.
    pub issue: u32,
    /// SHA-256 of the current code, hexadecimal.
    pub digest: Option<String>,
    /// Whether the customer's identification data was corrected after the code arrived: the pictures are then checked again
    /// without a phone.
    pub is_corrected_since: bool,
    /// Whether a code was revealed that the customer can still report as used by somebody else.
    pub can_report: bool,
}

impl CodeProgress {
    /// Applies which codes were revealed, and which the customer reported as used by somebody else. What followed from a reported
    /// code, even a bound phone, counts for nothing until another code comes.
    pub fn know_reports(&mut self, revealed: &[String], reported: &[String]) {
        self.can_report = revealed.iter().any(|digest| !reported.contains(digest));
        if self.digest.as_ref().is_some_and(|digest| reported.contains(digest)) {
            self.state = ActivationState::Reported;
        }
    }
}

/// Folds all facts of a prospect. `sent` is in the order of sending, `reports` in the order of [`super::fact::sort`]. `unanswered`
/// are changes of the details that the provider may have received although their answer has not arrived.
pub fn progress(
    sent: &[SentAt],
    reports: &[Dated],
    unanswered: &[Change],
    generation: Generation,
) -> Progress {
    let created_at = created_at(sent, reports);
    let mut identity = Identity::fold(reports, &begun_checks(sent));
    if is_renewed(sent, &identity) {
        identity.renew();
    }
    let has_refused_scan = sent.iter().any(|item| item.sent.step == StepId::Proof);
    let transfer = Transfer::fold(reports, last_demand(sent).map(|item| &item.sent.horizon));
    let way = proof::way(&identity, &transfer, has_refused_scan);
    if way == Some(ProofKind::Transfer) {
        identity.leave_scan();
    }
    if way == Some(ProofKind::Transfer) && has_refused_scan {
        proof::expect_transfer(&mut identity);
    }
    let (tax, tax_documents) = operation::tax(sent, reports);
    let corrected_at = corrected_at(sent, &identity);
    let mismatches = mismatches(sent, &identity, generation);
    Progress {
        created_at,
        onboarding: onboarding(created_at, reports),
        activation: activation(created_at.is_some(), sent, reports, unanswered, generation),
        mismatches,
        identity,
        is_identity_open: is_identity_open(sent, reports),
        transfer,
        way,
        has_refused_scan,
        screening: last(reports, screening_of),
        account: last(reports, account_of),
        account_id: last(reports, account_id_of),
        corrections: corrections(sent, reports),
        corrected_at,
        is_declared: sent.iter().any(|item| item.sent.step == StepId::Declarative),
        tax,
        tax_documents,
        terms: operation::terms(sent, reports),
    }
}

/// A callback proves that the prospect exists, even if the answer to its creation was lost: a correction, or the retry, is
/// then answered later than the callback.
fn created_at(sent: &[SentAt], reports: &[Dated]) -> Option<Timestamp> {
    match (creation(sent), reports.iter().map(|dated| dated.received_at).min()) {
        (Some(creation), reported) => {
            Some(reported.map_or(creation.at, |reported| reported.min(creation.at)))
        }
        (None, _) => reports.iter().map(|dated| dated.at.min(dated.received_at)).min(),
    }
}

/// The creation of the prospect, if it was answered: it is the only submission that is compared with nothing.
fn creation(sent: &[SentAt]) -> Option<&SentAt> {
    sent.iter().find(|item| item.sent.step == StepId::Profile && item.sent.changed.is_none())
}

/// The latest status in the order of the process; the first final one stays.
fn onboarding(created_at: Option<Timestamp>, reports: &[Dated]) -> OnboardingStatus {
    let mut latest = created_at.map(|_| Record::Initialized);
    for dated in reports {
        if let Report::Record(record) = dated.report {
            if latest >= Some(Record::Validated) {
                break;
            }
            latest = latest.max(Some(record));
        }
    }
    match latest {
        None => OnboardingStatus::NotStarted,
        Some(Record::Initialized) => OnboardingStatus::Initialized,
        Some(Record::InProgress) => OnboardingStatus::InProgress,
        Some(Record::WithoutKyc) => OnboardingStatus::WithoutKyc,
        Some(Record::Validated) => OnboardingStatus::Validated,
        Some(Record::Refused) => OnboardingStatus::Refused,
    }
}

/// No callback says that a phone is bound. A successful confirmation proves it, and so does an identity folder that
/// left its start, if either is newer than the code.
fn activation(
    is_created: bool,
    sent: &[SentAt],
    reports: &[Dated],
    unanswered: &[Change],
    generation: Generation,
) -> CodeProgress {
    let mut code = CodeProgress::default();
    let mut code_at = None;
    let mut rechecked_from = Vec::new();
    let mut has_failed = false;
    for dated in reports {
        match &dated.report {
            Report::Code { digest } => {
                has_failed = false;
                if code.digest.as_ref() != Some(digest) {
                    code.issue = code.issue.saturating_add(1);
                    code.digest = Some(digest.clone());
                    code_at = Some(dated.at);
                    code.is_corrected_since = correction_after(dated, sent).is_some();
                    rechecked_from = changes_after(dated, unanswered);
                    rechecked_from.extend(correction_after(dated, sent));
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
    // After a correction, even one that is not answered yet, the provider checks the pictures again, which does not
    // prove that a phone is bound.
    let is_own =
        |dated: &&Dated| rechecked_from.iter().all(|horizon| horizon.has_passed(dated.made_at(), &dated.key));
    let has_opened = identity::sign_of_binding(reports.iter().filter(is_own), code_at, generation);
    code.state = if has_confirmed || has_opened {
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

/// The reports known when the customer's identification data was first corrected after `code` arrived.
fn correction_after<'a>(code: &Dated, sent: &'a [SentAt]) -> Option<&'a Horizon> {
    corrections_of_identity(sent)
        .map(|item| &item.sent.horizon)
        .find(|horizon| horizon.has_passed(code.made_at(), &code.key))
}

/// The same for changes that were not answered.
fn changes_after<'a>(code: &Dated, unanswered: &'a [Change]) -> Vec<&'a Horizon> {
    let of_identity = unanswered.iter().filter(|change| is_identity_changed(&change.changed));
    of_identity
        .map(|change| &change.horizon)
        .filter(|horizon| horizon.has_passed(code.made_at(), &code.key))
        .collect()
}

fn screening_of(report: &Report) -> Option<Screening> {
    match report {
        Report::Screening(screening) => Some(*screening),
        _ => None,
    }
}

fn account_of(report: &Report) -> Option<Account> {
    match report {
        Report::Account { status, .. } => *status,
        _ => None,
    }
}

fn account_id_of(report: &Report) -> Option<String> {
    match report {
        Report::Account { id, .. } => id.clone(),
        _ => None,
    }
}

/// The newest report of a kind.
fn last<T>(reports: &[Dated], read: impl Fn(&Report) -> Option<T>) -> Option<T> {
    reports.iter().rev().find_map(|dated| read(&dated.report))
}

/// What the customer changed afterwards is no longer the provider's correction.
fn corrections(sent: &[SentAt], reports: &[Dated]) -> Vec<Correction> {
    let mut kept: Vec<Correction> = Vec::new();
    for dated in reports {
        let Report::Corrected(corrections) = &dated.report else { continue };
        let is_outdated = |field: &String| {
            sent.iter().any(|item| {
                let is_changed = item.sent.changed.as_ref().is_some_and(|changed| changed.contains(field));
                is_changed && item.sent.horizon.has_passed(dated.made_at(), &dated.key)
            })
        };
        for correction in corrections.iter().filter(|correction| !is_outdated(&correction.field)) {
            kept.retain(|other| other.field != correction.field);
            kept.push(correction.clone());
        }
    }
    kept
}

fn is_identity_open(sent: &[SentAt], reports: &[Dated]) -> bool {
    sent.iter().any(|item| item.sent.step == StepId::Profile)
        || reports.iter().any(|dated| {
            matches!(
                dated.report,
                Report::Code { .. } | Report::NoCode | Report::Identity(_) | Report::Webview
            )
        })
}

/// The reports known each time that the identity had to be checked again: at a demand, a change of it, or a correction.
fn begun_checks(sent: &[SentAt]) -> Vec<&Horizon> {
    let demands = sent.iter().filter(|item| matches!(item.sent.step, StepId::Identity | StepId::Proof));
    demands.chain(corrections_of_identity(sent)).map(|item| &item.sent.horizon).collect()
}

/// The newest demand for another identification.
fn last_demand(sent: &[SentAt]) -> Option<&SentAt> {
    sent.iter().rfind(|item| item.sent.step == StepId::Identity)
}

/// A new demand counts until the folder changes after it.
fn is_renewed(sent: &[SentAt], identity: &Identity) -> bool {
    match (last_demand(sent), &identity.changed_by) {
        (Some(last), Some((made_at, key))) => last.sent.horizon.has_passed(*made_at, key),
        _ => false,
    }
}

/// A correction of identification data counts until the folder changes after it; another e-mail address fixes nothing.
fn corrected_at(sent: &[SentAt], identity: &Identity) -> Option<Timestamp> {
    let (made_at, key) = identity.changed_by.as_ref()?;
    let last = corrections_of_identity(sent).last()?;
    last.sent.horizon.has_passed(*made_at, key).then_some(last.at)
}

/// What differs from the document and was not corrected since. A folder that was rejected can be corrected before a new
/// demand (current generation).
fn mismatches(sent: &[SentAt], identity: &Identity, generation: Generation) -> Vec<Reason> {
    let is_past = match identity.status {
        Some(IdentityStatus::Rejected) => generation == Generation::Legacy,
        status => status >= Some(IdentityStatus::Complete),
    };
    let is_corrected = identity.judged_by.as_ref().is_some_and(|(made_at, key)| {
        corrections_of_identity(sent).any(|item| item.sent.horizon.has_passed(*made_at, key))
    });
    if is_past || is_corrected { Vec::new() } else { identity.mismatches.clone() }
}

fn corrections_of_identity(sent: &[SentAt]) -> impl Iterator<Item = &SentAt> {
    let creation = creation(sent);
    let corrections = sent.iter().filter(move |item| {
        item.sent.step == StepId::Profile && !creation.is_some_and(|creation| std::ptr::eq(creation, *item))
    });
    corrections.filter(|item| item.sent.changed.as_ref().is_none_or(|changed| is_identity_changed(changed)))
}

/// Whether changing these paths can fix a mismatch with the document.
fn is_identity_changed(paths: &[String]) -> bool {
    paths.iter().any(|path| IDENTITY.contains(&path.as_str()))
}
