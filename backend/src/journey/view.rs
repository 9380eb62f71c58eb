//! The snapshot of the contract, made of a [`Progress`], the configured process and the time.

use contract::{
    snapshot::{
        Activation, ActivationState, Confirmation, Diligence, DiligenceState, OnboardingStatus, Snapshot,
    },
    step::{DocumentKind, Reason, RequiredDocument, Step, StepId, StepState},
    terms::TermsDocuments,
    time::Timestamp,
};
use serde::Deserialize;

use super::{
    fact::{IdentityStatus, Screening},
    identity,
    operation::{Operation, later},
    progress::Progress,
    proof,
};
use crate::generation::Generation;

/// How long a prospect lives, in milliseconds: 90 days.
pub const PROSPECT_LIFE_MS: i64 = 90 * 86_400_000;
/// How long the check of an identity takes at most (documentation: 3 to 6 minutes), in milliseconds.
const IDENTITY_CHECK_MS: i64 = 6 * 60 * 1000;
/// `pollAfterMs` while the provider, the phone or a person is at work.
const POLL_MOVING_MS: u32 = 2000;
/// `pollAfterMs` while all waits for the customer on this page.
const POLL_RESTING_MS: u32 = 5000;

/// Who carries the regulated work, and so which calls there are (documentation, partner kinds).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerKind {
    /// The provider does; tax and terms are confirmed on the phone.
    #[default]
    Agent,
    /// The partner has its own licence; tax and terms are taken at once.
    Psee,
}

/// Which process the customer goes through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Process {
    /// The steps, in the order to offer them.
    pub steps: Vec<StepId>,
    /// Whether the identification has to be asked for.
    pub generation: Generation,
    /// Which calls there are.
    pub partner_kind: PartnerKind,
    /// The texts to accept.
    pub terms: Option<TermsDocuments>,
}

impl Process {
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

/// Whether the prospect is there with all that belongs to its creation: in the current generation, the KYC demand too.
pub fn is_created(progress: &Progress, process: &Process) -> bool {
    let is_complete = process.generation == Generation::Mission || progress.is_identity_open;
    progress.created_at.is_some() && is_complete
}

/// The snapshot at `now`. Its revision, its time and the end of the session are left at zero: they are no part of
/// what can change here.
pub fn view(progress: &Progress, process: &Process, now: Timestamp) -> Snapshot {
    let onboarding = onboarding(progress, now);
    let mut steps: Vec<Step> = process.steps.iter().map(|id| step(*id, progress, process, now)).collect();
    for step in steps.iter_mut().filter(|step| step.id == StepId::Identity) {
        step.can_restart = can_restart_identity(progress, process, onboarding);
    }
    if onboarding.is_final() {
        steps.iter_mut().for_each(|step| close(step, onboarding));
    }
    let confirmation = steps
        .iter()
        .find(|step| step.state == StepState::ConfirmOnPhone)
        .and_then(|step| step.expires_at.map(|expires_at| Confirmation { step: step.id, expires_at }));
    let checks = identity::shown(&progress.identity, progress.transfer, onboarding);
    let mut snapshot = Snapshot {
        revision: 0,
        now: Timestamp::default(),
        onboarding,
        diligences: checks
            .into_iter()
            .map(|check| Diligence { kind: check.kind, state: check.state, reason: check.reason })
            .collect(),
        activation: Activation { state: activation(progress, onboarding), issue: progress.activation.issue },
        options: Vec::new(),
        transfer: None,
        corrections: u32::try_from(progress.corrections.len()).unwrap_or(u32::MAX),
        upload_max_bytes: 0,
        has_self_certification: false,
        can_restart: false,
        terms: process.terms.clone().filter(|_| process.steps.contains(&StepId::Terms)),
        confirmation,
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

/// Leaves of an expired onboarding that it is one: the same before and after its data is removed.
fn forget_all(snapshot: &mut Snapshot) {
    snapshot.steps.clear();
    snapshot.diligences.clear();
    snapshot.activation = Activation::default();
    snapshot.terms = None;
    snapshot.corrections = 0;
    snapshot.can_restart = true;
}

/// Whether a new identification can be asked for: the provider closed the folder without success (current generation).
pub fn can_restart_identity(progress: &Progress, process: &Process, onboarding: OnboardingStatus) -> bool {
    process.generation == Generation::Current
        && progress.identity.status == Some(IdentityStatus::Rejected)
        && !onboarding.is_final()
}

/// When the snapshot changes by the mere passing of time, if it does: the next time after `now`.
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
    // A profile to correct keeps the other steps open: nothing they send depends on the correction.
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

fn step(id: StepId, progress: &Progress, process: &Process, now: Timestamp) -> Step {
    let mut step = Step {
        id,
        state: StepState::Todo,
        requires: process.requires(id),
        reasons: Vec::new(),
        documents: Vec::new(),
        can_restart: false,
        expires_at: None,
        expected_by: None,
    };
    let is_created = is_created(progress, process);
    let is_rejected = progress.identity.status == Some(IdentityStatus::Rejected);
    let is_bound = progress.activation.state == ActivationState::Bound;
    match id {
        StepId::Profile if is_created && !progress.mismatches.is_empty() => {
            ask_again(&mut step, progress.mismatches.clone());
        }
        StepId::Profile if is_created => step.state = StepState::Done,
        StepId::Device if is_bound => step.state = StepState::Done,
        StepId::Identity if is_bound || (is_rejected && process.generation == Generation::Current) => {
            identity_step(&mut step, progress, process.generation);
        }
        StepId::Proof => {
            (step.state, step.reasons) = proof::step(&proof::checks(&progress.identity, progress.transfer));
        }
        StepId::Screening if progress.screening == Some(Screening::Done) => step.state = StepState::Done,
        StepId::Screening if is_created => step.state = StepState::Review,
        StepId::Declarative if progress.is_declared => step.state = StepState::Done,
        StepId::Tax => operation_step(&mut step, &progress.tax, now),
        StepId::Terms => operation_step(&mut step, &progress.terms, now),
        _ => {}
    }
    step
}

fn identity_step(step: &mut Step, progress: &Progress, generation: Generation) {
    let (state, reasons) = progress.identity.step(progress.corrected_at.is_some(), generation);
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
        Operation::Lacking(documents) => ask_for(step, documents),
        Operation::Done => step.state = StepState::Done,
    }
}

fn ask_again(step: &mut Step, reasons: Vec<Reason>) {
    step.state = StepState::ActionRequired;
    step.reasons = reasons;
}

fn ask_for(step: &mut Step, documents: &[DocumentKind]) {
    let reasons = if documents.is_empty() { [Reason::Other].into() } else { Vec::new() };
    ask_again(step, reasons);
    let expected = |kind: &DocumentKind| RequiredDocument { kind: *kind, state: DiligenceState::Expected };
    step.documents = documents.iter().map(expected).collect();
}

/// Nothing is asked any more once the account is open or closed, and why it was refused is never told.
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
