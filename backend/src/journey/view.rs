//! The snapshot of the contract, derived from a [`Progress`], the configured process and the time.

use contract::{
    diligence::{Diligence, DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{
        Activation, ActivationState, Confirmation, OnboardingStatus, ProofKind, ProofOption, ProofState,
        Snapshot,
    },
    step::{Step, StepId, StepState},
    terms::TermsDocuments,
    time::Timestamp,
};
use serde::Deserialize;

use super::{
    document,
    fact::{IdentityCheck, IdentityStatus, Screening},
    operation::{Operation, later},
    progress::Progress,
    proof,
};
use crate::{
    generation::{Generation, Workflow},
    proof_settings::ProofSettings,
};

/// Lifetime of a prospect, in milliseconds: 90 days.
pub const PROSPECT_LIFE_MS: i64 = 90 * 86_400_000;
/// Maximum duration of an identity check (documentation: 3 to 6 minutes), in milliseconds.
const IDENTITY_CHECK_MS: i64 = 6 * 60 * 1000;
/// `pollAfterMs` while the provider, the phone or a person is at work.
const POLL_MOVING_MS: u32 = 2000;
/// `pollAfterMs` while everything waits for the customer on this page.
const POLL_RESTING_MS: u32 = 5000;

/// The party that does the regulated work, which decides the available calls (documentation, partner kinds).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    /// The provider does; tax and terms are confirmed on the phone.
    #[default]
    Agent,
    /// The partner has its own licence; tax and terms are accepted at once.
    Psee,
}

/// The process that the customer goes through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Process {
    /// The steps, in the order to offer them.
    pub steps: Vec<StepId>,
    /// Whether the identification must be requested explicitly.
    pub generation: Generation,
    /// The party that does the regulated work.
    pub partner_kind: PartnerKind,
    /// The texts to accept.
    pub terms: Option<TermsDocuments>,
    /// The workflow of the KYC demand in the current generation.
    pub workflow: Workflow,
    /// The ways to prove the customer's identity.
    pub proof: ProofSettings,
    /// Maximum size of a document to upload, in bytes.
    pub upload_max_bytes: u32,
}

impl Process {
    /// The steps of a customer, in the order to offer them. If the terms are signed on the identification page, they are not a step
    /// of their own. Without the facial scan there is no signature, whichever was chosen first.
    pub fn steps_of(&self, progress: &Progress) -> impl Iterator<Item = StepId> {
        let has_signature =
            progress.identity.checks.iter().any(|check| check.kind == DiligenceKind::Signature);
        let is_signed = self.workflow == Workflow::ElectronicSign
            && self.way(progress) != ProofKind::Transfer
            && (has_signature || !progress.has_refused_scan);
        self.steps.iter().copied().filter(move |step| *step != StepId::Terms || !is_signed)
    }

    /// The way in use to prove the customer's identity. Before any fact shows it, the scan, unless the demand is for the
    /// workflow without it (documentation, KYC: `Identity`).
    fn way(&self, progress: &Progress) -> ProofKind {
        let is_without_scan = self.generation == Generation::Current && self.workflow == Workflow::Identity;
        let default = if is_without_scan { ProofKind::Transfer } else { ProofKind::FacialScan };
        progress.way.unwrap_or(default)
    }

    /// The steps that must be done before `step` can be started.
    pub fn requires(&self, step: StepId) -> Vec<StepId> {
        let is_confirmed_by_phone = self.partner_kind == PartnerKind::Agent;
        let all: &[StepId] = match step {
            StepId::Device | StepId::Declarative | StepId::Screening => &[StepId::Profile],
            StepId::Proof => &[StepId::Identity],
            StepId::Identity => &[StepId::Device],
            StepId::Tax | StepId::Terms if is_confirmed_by_phone => &[StepId::Profile, StepId::Device],
            StepId::Tax | StepId::Terms => &[StepId::Profile],
            _ => &[],
        };
        all.iter().copied().filter(|required| self.steps.contains(required)).collect()
    }
}

/// Whether the prospect exists with everything that belongs to its creation: in the current generation, the KYC demand too.
pub fn is_created(progress: &Progress, process: &Process) -> bool {
    let is_complete = process.generation == Generation::Legacy || progress.is_identity_open;
    progress.created_at.is_some() && is_complete
}

/// The snapshot at `now`. Its revision, time, channel and end of the session are left empty: they do not belong to the state
/// whose changes count.
pub fn view(progress: &Progress, process: &Process, now: Timestamp) -> Snapshot {
    let onboarding = onboarding(progress, now);
    let mut steps: Vec<Step> =
        process.steps_of(progress).map(|id| step(id, progress, process, now)).collect();
    for step in steps.iter_mut().filter(|step| step.id == StepId::Identity) {
        step.can_restart = can_restart_identity(progress, process, onboarding);
    }
    if onboarding.is_final() {
        steps.iter_mut().for_each(|step| close(step, onboarding));
    }
    let mut snapshot = Snapshot {
        revision: 0,
        now: Timestamp::default(),
        onboarding,
        diligences: diligences(progress, onboarding),
        activation: Activation {
            state: activation(progress, onboarding),
            issue: progress.activation.issue,
            can_report: progress.activation.can_report && !onboarding.is_final(),
        },
        options: options(progress, process, onboarding),
        transfer: None,
        corrections: u32::try_from(progress.corrections.len()).unwrap_or(u32::MAX),
        upload_max_bytes: upload_max_bytes(&steps, process),
        has_self_certification: has_self_certification(&steps, onboarding),
        drafts: None,
        is_prefilled: false,
        can_restart: false,
        terms: process.terms.clone().filter(|_| steps.iter().any(|step| step.id == StepId::Terms)),
        confirmation: confirmation(&steps),
        channel: None,
        poll_after_ms: 0,
        session_expires_at: Timestamp::default(),
        prospect_expires_at: expiry(progress).filter(|_| !onboarding.is_final()),
        steps,
    };
    if onboarding == OnboardingStatus::Expired {
        forget_all(&mut snapshot);
    }
    snapshot.poll_after_ms = poll_after_ms(&snapshot);
    snapshot
}

fn diligences(progress: &Progress, onboarding: OnboardingStatus) -> Vec<Diligence> {
    let checks = proof::shown(&progress.identity, &progress.transfer, onboarding);
    let diligence =
        |check: IdentityCheck| Diligence { kind: check.kind, state: check.state, reason: check.reason };
    checks.into_iter().map(diligence).collect()
}

/// The confirmation that is pending on the phone.
fn confirmation(steps: &[Step]) -> Option<Confirmation> {
    let step = steps.iter().find(|step| step.state == StepState::ConfirmOnPhone)?;
    Some(Confirmation { step: step.id, expires_at: step.expires_at? })
}

/// Reduces an expired onboarding to the fact that it expired, so that the snapshot is the same before and after its data is
/// removed.
fn forget_all(snapshot: &mut Snapshot) {
    snapshot.steps.clear();
    snapshot.diligences.clear();
    snapshot.activation = Activation::default();
    snapshot.terms = None;
    snapshot.corrections = 0;
    snapshot.upload_max_bytes = 0;
    snapshot.has_self_certification = false;
    snapshot.can_restart = true;
}

/// Whether a new identification can be requested: the provider closed the folder without success (current generation).
pub fn can_restart_identity(progress: &Progress, process: &Process, onboarding: OnboardingStatus) -> bool {
    process.generation == Generation::Current
        && progress.identity.status == Some(IdentityStatus::Rejected)
        && !onboarding.is_final()
}

fn options(progress: &Progress, process: &Process, onboarding: OnboardingStatus) -> Vec<ProofOption> {
    let has_choice = process.steps.iter().any(|step| matches!(step, StepId::Identity | StepId::Proof));
    if !has_choice || !is_created(progress, process) || onboarding.is_final() {
        return Vec::new();
    }
    let can_change = proof::can_refuse_scan(&progress.identity);
    proof::options(&process.proof.options, process.way(progress), can_change)
}

/// Whether the customer can refuse the facial scan now.
pub fn can_refuse_scan(snapshot: &Snapshot) -> bool {
    snapshot
        .options
        .iter()
        .any(|option| option.kind == ProofKind::Transfer && option.state == ProofState::Available)
}

/// Whether the transfer is already the way in use.
pub fn has_refused_scan(snapshot: &Snapshot) -> bool {
    snapshot
        .options
        .iter()
        .any(|option| option.kind == ProofKind::Transfer && option.state == ProofState::Chosen)
}

/// Whether the customer may see where to send money: once the document is accepted (documentation, KYC, questions), and
/// while a transfer can still be required.
pub fn may_show_transfer(progress: &Progress, process: &Process, now: Timestamp) -> bool {
    let is_undecided = matches!(
        progress.identity.status,
        None | Some(
            IdentityStatus::Initialized
                | IdentityStatus::Pending
                | IdentityStatus::Incomplete
                | IdentityStatus::AwaitingExpertise
        )
    );
    process.way(progress) == ProofKind::Transfer
        && is_undecided
        && progress.identity.is_document_validated()
        && progress.transfer.step().0 != StepState::Done
        && !onboarding(progress, now).is_final()
}

fn upload_max_bytes(steps: &[Step], process: &Process) -> u32 {
    let mut documents = steps.iter().flat_map(|step| &step.documents);
    if documents.any(document::is_asked_for) { process.upload_max_bytes } else { 0 }
}

fn has_self_certification(steps: &[Step], onboarding: OnboardingStatus) -> bool {
    !matches!(onboarding, OnboardingStatus::Refused | OnboardingStatus::Expired)
        && steps.iter().any(|step| step.id == StepId::Tax && step.state == StepState::Done)
}

/// The next time after `now` at which the snapshot changes by the passing of time alone, if it does.
pub fn next_change(progress: &Progress, now: Timestamp) -> Option<Timestamp> {
    let lapse = |operation: &Operation| match operation {
        Operation::Confirming(until) => Some(*until),
        _ => None,
    };
    [lapse(&progress.tax), lapse(&progress.terms), expiry(progress)]
        .into_iter()
        .flatten()
        .filter(|at| *at > now)
        .min()
}

/// Whether `step` of `snapshot` can be submitted.
pub fn is_open(snapshot: &Snapshot, step: StepId) -> bool {
    let Some(found) = snapshot.step(step) else { return false };
    let is_waiting_for_customer = matches!(found.state, StepState::Todo | StepState::ActionRequired);
    let is_met = |id: &StepId| snapshot.step(*id).is_some_and(|step| step.state == StepState::Done);
    // A profile to correct keeps the other steps open: nothing that they send depends on the correction.
    let is_required_met = |id: &StepId| {
        is_met(id) || (*id == StepId::Profile && snapshot.onboarding != OnboardingStatus::NotStarted)
    };
    is_waiting_for_customer && !snapshot.onboarding.is_final() && found.requires.iter().all(is_required_met)
}

fn expiry(progress: &Progress) -> Option<Timestamp> {
    progress.created_at.map(|created_at| later(created_at, PROSPECT_LIFE_MS))
}

fn onboarding(progress: &Progress, now: Timestamp) -> OnboardingStatus {
    if !progress.onboarding.is_final() && expiry(progress).is_some_and(|expiry| expiry <= now) {
        OnboardingStatus::Expired
    } else {
        progress.onboarding
    }
}

fn activation(progress: &Progress, onboarding: OnboardingStatus) -> ActivationState {
    match progress.activation.state {
        ActivationState::Bound => ActivationState::Bound,
        _ if onboarding.is_final() => ActivationState::None,
        state => state,
    }
}

fn untouched_step(id: StepId, requires: Vec<StepId>) -> Step {
    Step {
        id,
        state: StepState::Todo,
        requires,
        reasons: Vec::new(),
        documents: Vec::new(),
        can_restart: false,
        expires_at: None,
        expected_by: None,
    }
}

fn step(id: StepId, progress: &Progress, process: &Process, now: Timestamp) -> Step {
    let mut step = untouched_step(id, required(id, progress, process));
    let is_created = is_created(progress, process);
    let is_rejected = progress.identity.status == Some(IdentityStatus::Rejected);
    let is_bound = progress.activation.state == ActivationState::Bound;
    match id {
        StepId::Profile if is_created && !progress.mismatches.is_empty() => {
            ask_again(&mut step, progress.mismatches.clone());
        }
        StepId::Profile if is_created => step.state = StepState::Done,
        StepId::Device if is_bound => step.state = StepState::Done,
        StepId::Device if progress.activation.state == ActivationState::Reported => {
            ask_again(&mut step, Vec::new());
        }
        StepId::Identity
            if is_bound
                || is_identity_known(progress)
                || (is_rejected && process.generation == Generation::Current) =>
        {
            identity_step(&mut step, progress, process);
        }
        StepId::Proof => {
            (step.state, step.reasons) = match process.way(progress) {
                ProofKind::Transfer => progress.transfer.step(),
                _ => proof::scan_step(&proof::checks(&progress.identity, &progress.transfer)),
            };
        }
        StepId::Screening if progress.screening == Some(Screening::Done) => step.state = StepState::Done,
        StepId::Screening if is_created => step.state = StepState::Review,
        StepId::Declarative if progress.is_declared => step.state = StepState::Done,
        StepId::Tax => {
            operation_step(&mut step, &progress.tax, now);
            tax_documents(&mut step, progress);
        }
        StepId::Terms => operation_step(&mut step, &progress.terms, now),
        _ => {}
    }
    step
}

/// The steps that must be done before `step`. Once the identity is proven, no callback reports another phone: tax and terms
/// are then open, and the confirmation itself shows whether there is a phone.
fn required(step: StepId, progress: &Progress, process: &Process) -> Vec<StepId> {
    let mut required = process.requires(step);
    if matches!(step, StepId::Tax | StepId::Terms)
        && progress.identity.status == Some(IdentityStatus::Complete)
        && !matches!(progress.activation.state, ActivationState::Bound | ActivationState::Reported)
    {
        required.retain(|id| *id != StepId::Device);
    }
    required
}

/// Whether the identification continues, or is over, without a phone: after a correction of the customer's details.
fn is_identity_known(progress: &Progress) -> bool {
    progress.activation.is_corrected_since || progress.identity.status == Some(IdentityStatus::Complete)
}

fn identity_step(step: &mut Step, progress: &Progress, process: &Process) {
    let (state, reasons) = progress.identity.step(progress.corrected_at.is_some(), process.generation);
    let is_waiting = matches!(state, StepState::Todo | StepState::Submitted);
    if is_waiting && process.way(progress) == ProofKind::Transfer && progress.identity.is_document_validated()
    {
        // The document is proven. The transfer remains; it belongs to this step if there is no separate step for it.
        (step.state, step.reasons) = match progress.transfer.step() {
            _ if process.steps.contains(&StepId::Proof) => (StepState::Done, Vec::new()),
            (StepState::Done, _) => (StepState::Submitted, Vec::new()),
            other => other,
        };
        return;
    }
    step.state = state;
    step.reasons = reasons;
    let begun = progress.corrected_at.or(progress.identity.pending_since);
    if state == StepState::Submitted && progress.mismatches.is_empty() {
        step.expected_by = begun.map(|begun| later(begun, IDENTITY_CHECK_MS));
    }
}

fn operation_step(step: &mut Step, operation: &Operation, now: Timestamp) {
    match operation {
        Operation::Todo => {}
        Operation::Confirming(until) if *until <= now => {
            ask_again(step, [Reason::ConfirmationTimedOut].into());
        }
        Operation::Confirming(until) => {
            step.state = StepState::ConfirmOnPhone;
            step.expires_at = Some(*until);
        }
        Operation::NotConfirmed(reason) => ask_again(step, [*reason].into()),
        Operation::Carried => step.state = StepState::Submitted,
        Operation::Review => step.state = StepState::Review,
        Operation::Lacking => ask_again(step, Vec::new()),
        Operation::Done => step.state = StepState::Done,
    }
}

fn ask_again(step: &mut Step, reasons: Vec<Reason>) {
    step.state = StepState::ActionRequired;
    step.reasons = reasons;
}

/// The required documents, and why the step waits for them. If none is listed, it is unknown which one is missing.
fn tax_documents(step: &mut Step, progress: &Progress) {
    step.documents.clone_from(&progress.tax_documents);
    if progress.tax == Operation::Lacking {
        let is_refused = step.documents.iter().any(|document| document.state == DiligenceState::Refused);
        step.reasons = match (is_refused, step.documents.is_empty()) {
            (true, _) => [Reason::DocumentRefused].into(),
            (false, true) => [Reason::Other].into(),
            (false, false) => Vec::new(),
        };
    }
}

/// Nothing is asked once the account is open or closed, and the reason for a refusal is never shown.
fn close(step: &mut Step, onboarding: OnboardingStatus) {
    if step.state != StepState::Done {
        step.state = match onboarding {
            OnboardingStatus::Validated => StepState::Done,
            _ => StepState::NotNeeded,
        };
    }
    step.reasons.clear();
    step.documents.clear();
    step.expires_at = None;
    step.expected_by = None;
}

fn poll_after_ms(snapshot: &Snapshot) -> u32 {
    if snapshot.onboarding.is_final() {
        return 0;
    }
    let is_moving = |step: &Step| {
        matches!(
            step.state,
            StepState::Submitting | StepState::Submitted | StepState::ConfirmOnPhone | StepState::Review
        )
    };
    let is_phone_awaited =
        matches!(snapshot.activation.state, ActivationState::WaitingCode | ActivationState::Ready)
            || (snapshot.activation.state == ActivationState::Bound
                && snapshot.step(StepId::Identity).is_some_and(|step| step.state != StepState::Done));
    let is_all_done = snapshot.steps.iter().all(|step| step.state == StepState::Done);
    if is_phone_awaited || is_all_done || snapshot.steps.iter().any(is_moving) {
        POLL_MOVING_MS
    } else {
        POLL_RESTING_MS
    }
}
