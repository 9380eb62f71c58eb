//! The waiting screen: what is in progress, how long it takes, what the customer can do meanwhile.

use contract::{
    decimal::decimal,
    diligence::{Diligence, DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{ProofState, Snapshot},
    step::{Step, StepId, StepState},
};

use super::{
    documents,
    mark::{Mark, ProgressRow},
    notice::NoticeView,
    words::{self, next},
};
use crate::{
    model::{
        Lane, Model, Open,
        rules::{self, Place},
    },
    text::Text,
};

/// The overview of what runs elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingView {
    pub heading: Text,
    /// A text that says what is in progress, and how long it takes.
    pub intro: Text,
    /// The rows of the progress list.
    pub rows: Vec<ProgressRow>,
    /// The button to the customer's details, for narrow screens without a rail. It says whether the provider corrected some.
    pub details: Option<Text>,
    /// A new identity check that the customer can ask for.
    pub new_check: Option<NewCheckView>,
    /// Whether something runs whose end the app will announce, so that the customer can close the page.
    pub can_close: bool,
    /// Until when the application is kept.
    pub kept: Option<Text>,
    /// Whether the customer may refuse the face scan.
    pub can_change_proof: bool,
    /// The button to the next step, if there is one.
    pub next: Option<Text>,
}

/// A new identity check that the customer can ask for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCheckView {
    /// Whether it is being sent.
    pub is_sending: bool,
    /// Whether a confirmation is being sent again; absent if none was missed.
    pub resend: Option<bool>,
    /// Why either could not be sent.
    pub notice: Option<NoticeView>,
}

/// The heading if nothing can continue.
const FAILED: &str = "waiting.failed_heading";

impl Model {
    pub(super) fn waiting_view(&self, open: &Open) -> WaitingView {
        let snapshot = &open.snapshot;
        let new_check = self.new_check_view(open);
        let (heading, intro) = heading_and_intro(open, self.now);
        WaitingView {
            heading: Text::new(heading),
            intro,
            rows: rows(snapshot),
            details: details(snapshot),
            can_close: new_check.is_none() && heading != FAILED && rules::handoff_place(snapshot).is_none(),
            new_check,
            kept: kept(snapshot).filter(|_| heading != FAILED),
            can_change_proof: rules::transfer_is(snapshot, ProofState::Available),
            next: next(
                snapshot,
                None,
                match rules::next_place(snapshot) {
                    Place::Transfer => "waiting.transfer_again",
                    _ => "waiting.next",
                },
            ),
        }
    }

    fn new_check_view(&self, open: &Open) -> Option<NewCheckView> {
        rules::can_demand_check(&open.snapshot).then(|| NewCheckView {
            is_sending: self.calls.is_running(Lane::Demand),
            resend: rules::unconfirmed_step(&open.snapshot).map(|_| self.calls.is_running(Lane::Resend)),
            notice: open
                .demand
                .press
                .failure()
                .or(open.confirmation.press.failure())
                .map(words::failed_press),
        })
    }
}

/// The heading and the sentence that explain the wait.
fn heading_and_intro(open: &Open, now: u64) -> (&'static str, Text) {
    let snapshot = &open.snapshot;
    let next = rules::next_place(snapshot);
    let has = |id, state| snapshot.step(id).is_some_and(|step| step.state == state);
    if rules::can_demand_check(snapshot) {
        ("waiting.closed_heading", Text::new("waiting.closed_intro"))
    } else if rules::is_on_phone(snapshot) {
        let is_by_transfer = rules::transfer_is(snapshot, ProofState::Chosen);
        let intro = if is_by_transfer { "waiting.phone_transfer" } else { "waiting.phone_intro" };
        ("waiting.phone_heading", Text::new(intro))
    } else if next == Place::Handoff {
        ("waiting.device_heading", Text::new("waiting.device_intro"))
    } else if next == Place::Transfer {
        ("waiting.transfer_heading", Text::new("transfer.next1"))
    } else if has(StepId::Identity, StepState::ActionRequired) {
        ("waiting.again_heading", Text::new("waiting.again_intro"))
    } else if next == Place::Overview && snapshot.steps.iter().any(|step| step.state == StepState::Failed) {
        (FAILED, Text::new("waiting.failed_intro"))
    } else {
        let is_identity = [StepId::Identity, StepId::Proof]
            .into_iter()
            .any(|id| has(id, StepState::Submitted) || has(id, StepState::Review));
        let heading = if is_identity { "waiting.heading" } else { "waiting.answers_heading" };
        (heading, expectation(open, now))
    }
}

/// The progress list: the checks, and the steps that say more than the checks.
fn rows(snapshot: &Snapshot) -> Vec<ProgressRow> {
    let checks = snapshot.diligences.iter().map(|diligence| check_row(snapshot, diligence));
    let mut rows: Vec<_> = checks.collect();
    for step in &snapshot.steps {
        // The checks say more about the identity than its step.
        let is_told = step.id == StepId::Identity && !snapshot.diligences.is_empty();
        let is_done = matches!(step.state, StepState::Done | StepState::NotNeeded);
        let is_ahead =
            step.state == StepState::Todo && !(step.id == StepId::Identity && rules::is_on_phone(snapshot));
        if !is_told && !is_done && !is_ahead {
            rows.push(step_row(snapshot, step));
            rows.extend(step.documents.iter().map(documents::row));
        }
        if step.id == StepId::Identity {
            rows.extend(later_transfer(snapshot));
        }
    }
    rows
}

fn check_row(snapshot: &Snapshot, diligence: &Diligence) -> ProgressRow {
    let is_slow = diligence.state == DiligenceState::Received;
    ProgressRow {
        label: words::diligence(diligence.kind),
        mark: words::diligence_mark(diligence.state),
        state: words::diligence_state(diligence.state),
        detail: diligence
            .reason
            .map(words::reason)
            .or_else(|| transfer_detail(snapshot, diligence))
            .or_else(|| is_slow.then(|| Text::new("waiting.usual"))),
    }
}

fn step_row(snapshot: &Snapshot, step: &Step) -> ProgressRow {
    let (mark, state) = if step.state == StepState::Todo {
        (Mark::NeedsYou, Text::new("state.on_phone"))
    } else {
        words::step_state(step.state)
    };
    let cannot_send = snapshot.upload_max_bytes == 0;
    let lacking = step.documents.iter().find(|document| cannot_send && rules::is_wanted(document));
    let document = lacking.map(|document| words::document("needed", document.kind));
    // The text of an unknown reason says to try again, which is wrong for a final failure.
    let is_told = |reason: &Reason| step.state != StepState::Failed || *reason != Reason::Other;
    let reason = step.reasons.first().copied().filter(is_told);
    let detail = document.or_else(|| reason.map(words::reason));
    ProgressRow { label: words::step(step.id), mark, state, detail }
}

/// Until when the application is kept.
fn kept(snapshot: &Snapshot) -> Option<Text> {
    snapshot.prospect_expires_at.map(|until| Text::new("waiting.kept").with_day("date", until))
}

/// How long a transfer takes, if it is expected or under review.
fn transfer_detail(snapshot: &Snapshot, diligence: &Diligence) -> Option<Text> {
    let key = match (diligence.kind, diligence.state) {
        (DiligenceKind::Transfer, DiligenceState::Expected) if snapshot.transfer.is_some() => {
            "waiting.transfer_time"
        }
        (DiligenceKind::Transfer, DiligenceState::Expected) => "waiting.transfer_later",
        (DiligenceKind::Transfer, DiligenceState::Review) => "waiting.transfer_review",
        _ => return None,
    };
    Some(Text::new(key))
}

/// A transfer that is chosen and has no check yet.
fn later_transfer(snapshot: &Snapshot) -> Option<ProgressRow> {
    let diligence =
        Diligence { kind: DiligenceKind::Transfer, state: DiligenceState::Expected, reason: None };
    let is_told = snapshot.diligences.iter().any(|known| known.kind == diligence.kind);
    let is_ahead = snapshot.step(rules::proof_step(snapshot)).is_some_and(|step| {
        matches!(step.state, StepState::Todo | StepState::ActionRequired | StepState::Submitted)
    });
    (rules::transfer_is(snapshot, ProofState::Chosen) && is_ahead && !is_told)
        .then(|| check_row(snapshot, &diligence))
}

/// How long the identity check will still take, if that is known.
fn expectation(open: &Open, now: u64) -> Text {
    let is_in = |id, state| open.snapshot.step(id).is_some_and(|step| step.state == state);
    // A manual review takes longer than minutes.
    let is_reviewed =
        [StepId::Identity, StepId::Proof, StepId::Tax].into_iter().any(|id| is_in(id, StepState::Review));
    let running = open.snapshot.step(StepId::Identity).filter(|step| step.state == StepState::Submitted);
    match running.and_then(|step| step.expected_by) {
        Some(by) if by.as_millis() > open.server_now(now) => {
            let left = u64::try_from(by.as_millis() - open.server_now(now)).unwrap_or_default();
            let minutes = left.div_ceil(60_000);
            let key = if minutes == 1 { "waiting.intro_minute" } else { "waiting.intro_minutes" };
            Text::new(key).with("minutes", decimal(minutes))
        }
        Some(_) => Text::new("waiting.intro_longer"),
        None if rules::next_place(&open.snapshot) != Place::Overview => Text::new("waiting.intro_next"),
        None if is_reviewed => Text::new("waiting.intro_review"),
        None => Text::new("waiting.intro"),
    }
}

/// The button to the customer's details, if they can be opened. It says whether the provider corrected some.
pub(super) fn details(snapshot: &Snapshot) -> Option<Text> {
    snapshot.step(StepId::Profile).filter(|step| rules::is_kept(step))?;
    Some(Text::new(if snapshot.corrections > 0 { "record.corrected" } else { "record.see" }))
}
