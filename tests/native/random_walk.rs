//! Thousands of messages in any order: the invariants hold whatever happens.

use contract::{
    diligence::DiligenceState,
    problem::{FieldError, FieldErrorCode, ProblemCode},
    reason::Reason,
    snapshot::{
        Activation, ActivationState, Confirmation, OnboardingStatus, ProofKind, ProofOption, ProofState,
        Snapshot,
    },
    step::{DocumentKind, RequiredDocument, StepId, StepState},
    time::Timestamp,
};
use xpollens_onboarding::{
    error::{Failure, FailureKind},
    model::{Call, CallId, Effect, FieldId, HostEvent, Lane, Message, PaymentField, Timer, view::Panel},
};

use crate::{
    page::{Page, activation, good_answers, named, on_record, record},
    server::Server,
};

/// A generator (SplitMix64): a failing run is repeated by its number.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    fn snapshot(&mut self, last: &mut Snapshot) -> Snapshot {
        let next = match self.below(8) {
            0 => last.revision.saturating_sub(1),
            1 => last.revision,
            _ => last.revision + 1,
        };
        let mut snapshot = last.clone();
        if next == last.revision {
            return snapshot;
        }
        snapshot.revision = next;
        for step in &mut snapshot.steps {
            if self.below(3) == 0 {
                step.state = self.one_of(StepState::ALL);
                step.reasons = if self.below(2) == 0 { vec![self.one_of(Reason::ALL)] } else { Vec::new() };
            }
        }
        for step in &mut snapshot.steps {
            step.can_restart = step.id == StepId::Identity && self.below(2) == 0;
        }
        let kept = vec![StepId::Profile, StepId::Tax, StepId::Terms];
        snapshot.drafts = self.one_of(&[None, Some(Vec::new()), Some(kept)]);
        snapshot.channel = self.one_of(&[None, Some("5b8f0d1c97e34a2b".into())]);
        snapshot.corrections = u32::try_from(self.below(2)).unwrap();
        let state = self.one_of(ActivationState::ALL);
        snapshot.activation = Activation {
            state,
            issue: u32::try_from(self.below(3)).unwrap(),
            can_report: state != ActivationState::Reported && self.below(2) == 0,
        };
        snapshot.confirmation = (self.below(3) == 0).then(|| Confirmation {
            step: self.one_of(StepId::ALL),
            expires_at: Timestamp::from_millis(snapshot.now.as_millis() + 90_000),
        });
        let kind = self.one_of(&[DocumentKind::W9, DocumentKind::Other]);
        let state = self.one_of(DiligenceState::ALL);
        for step in &mut snapshot.steps {
            let documents = vec![RequiredDocument { kind, state }];
            step.documents =
                if step.id == StepId::Tax && self.below(2) == 0 { documents } else { Vec::new() };
        }
        snapshot.upload_max_bytes = self.one_of(&[0, 5_000_000]);
        snapshot.options =
            vec![ProofOption { kind: ProofKind::Transfer, state: self.one_of(ProofState::ALL) }];
        // Rarely: its code is drawn, which takes long in a test.
        if self.below(30) == 0 {
            let transfer = Server::paying().snapshot().transfer;
            snapshot.transfer = if snapshot.transfer.is_none() { transfer } else { None };
        }
        if self.below(40) == 0 {
            snapshot.onboarding = self.one_of(OnboardingStatus::ALL);
            snapshot.can_restart = snapshot.onboarding == OnboardingStatus::Expired;
        }
        snapshot.poll_after_ms = self.one_of(&[0, 1, 2_000, 60_000]);
        if snapshot.poll_after_ms == 0 && !snapshot.onboarding.is_final() {
            snapshot.poll_after_ms = 1_000;
        }
        if snapshot.revision > last.revision {
            *last = snapshot.clone();
        }
        snapshot
    }

    fn failure(&mut self) -> Failure {
        let fields =
            vec![FieldError::new(self.one_of(&["income", "civility", "x"]), FieldErrorCode::Invalid)];
        let kind = self.one_of(&[
            FailureKind::Offline,
            FailureKind::Timeout,
            FailureKind::SessionExpired,
            FailureKind::Fields(fields),
            FailureKind::RateLimited,
            FailureKind::Unavailable,
            FailureKind::Refused(ProblemCode::StepNotOpen),
            FailureKind::Malformed,
        ]);
        Failure { retry_after_ms: self.one_of(&[None, Some(5_000), Some(u64::MAX)]), ..Failure::new(kind) }
    }

    fn answer(&mut self, id: CallId, lane: Lane, last: &mut Snapshot) -> Message {
        if self.below(4) == 0 {
            return Message::CallFailed(id, self.failure());
        }
        match lane {
            Lane::Status if self.below(4) == 0 => Message::SnapshotArrived(id, None),
            Lane::Status => Message::SnapshotArrived(id, Some(Box::new(self.snapshot(last)))),
            Lane::Upload if self.below(2) == 0 => Message::UploadProgressed(id, 40),
            Lane::Submit | Lane::Resend | Lane::Alternative | Lane::Upload | Lane::Demand | Lane::Report => {
                Message::Accepted(id, Box::new(self.snapshot(last)))
            }
            Lane::Download => Message::CertificateSaved(id),
            Lane::Reveal => Message::CodeRevealed(id, activation(last.activation.issue)),
            Lane::Profile => Message::ProfileRead(id, Box::new(record(&on_record()))),
            Lane::Draft => {
                let draft = [(FieldId::FirstName, "Zoé".into()), (FieldId::Tin(2), "1".into())];
                Message::DraftAnswered(id, if self.below(2) == 0 { draft.into() } else { Vec::new() })
            }
            Lane::Places => {
                Message::TownsArrived(id, named(self.one_of(&[&[][..], &["Paris"], &["A", "B"]])))
            }
            Lane::Restart => {
                *last = Server::start().snapshot();
                Message::Accepted(id, Box::new(last.clone()))
            }
        }
    }

    fn press(&mut self) -> Message {
        let fields: Vec<_> = FieldId::all().collect();
        let field = self.one_of(&fields);
        let value = self.one_of(&["", "true", "FR", "BE", "1", "Zoé", "\u{0}'\"<b>"]);
        match self.below(21) {
            0..4 => Message::FieldEdited(field, value.into()),
            4 => Message::FieldFinished(field),
            5 => Message::SubmitPressed,
            6 => self.one_of(&[Message::ResidenceAdded, Message::ResidenceRemoved]),
            7 => Message::StepChosen(self.one_of(StepId::ALL)),
            8 => Message::ContinuePressed,
            9 => self.one_of(&[Message::ShowCodePressed, Message::NotMePressed, Message::ReportPressed]),
            10 => self.one_of(&[Message::CopyPressed, Message::CopyEnded(true), Message::CopyEnded(false)]),
            11 => Message::ResendPressed,
            12 => Message::RetryPressed,
            13 => self.one_of(&[Message::PageHidden, Message::OutOfSight]),
            14 => self.one_of(&[Message::PageShown, Message::InSight]),
            15 => self.one_of(&[Message::PageLeft, Message::PageResumed]),
            16 if self.below(2) == 0 => self.one_of(&[
                Message::LeadTaken,
                Message::LeadWanted,
                Message::RevisionAnnounced(7),
                Message::RevisionAnnounced(u32::MAX),
            ]),
            16 => self.one_of(&[Message::BackPressed, Message::NewCheckPressed, Message::RestartPressed]),
            17 => self.one_of(&[Message::OptionsPressed, Message::AlternativePressed]),
            18 => self.one_of(&[
                Message::UploadPressed,
                Message::CancelPressed,
                Message::DocumentChosen(DocumentKind::Other),
                Message::DownloadPressed,
            ]),
            19 => self.one_of(&[
                Message::FileChosen { kind: DocumentKind::W9, size: 9, media_type: "image/png" },
                Message::FileChosen { kind: DocumentKind::Other, size: 9, media_type: "text/html" },
                Message::JustificationEdited("I study.".into()),
                Message::PaymentCopyPressed(PaymentField::Iban),
            ]),
            _ => self.one_of(&[Message::WentOffline, Message::WentOnline]),
        }
    }
}

fn assert_promises(
    page: &Page,
    is_away: bool,
    last: &Snapshot,
    earlier: &mut Option<OnboardingStatus>,
    run: u64,
) {
    let asks = page.call(Lane::Status).is_some();
    let is_planned = page.timer(Timer::Poll).is_some();
    assert!(!(asks && is_planned), "run {run}: a call is planned beside the one under way");
    let panel = page.view().panel;
    match &panel {
        Panel::Outcome(outcome) => {
            assert!(!is_planned && page.timer(Timer::Second).is_none(), "run {run}: a timer after the end");
            assert!(page.timer(Timer::Draft).is_none(), "run {run}: what is typed is saved after the end");
            assert!(earlier.is_none_or(|known| known == outcome.status), "run {run}: another end");
            *earlier = Some(outcome.status);
        }
        Panel::Problem(_) => {}
        _ => {
            assert!(earlier.is_none(), "run {run}: it moves after its end");
            assert!(asks || is_planned || is_away, "run {run}: nobody follows the server");
        }
    }
    if last.activation.state != ActivationState::Ready {
        assert_eq!(page.shown_code(), None, "run {run}: a code that is of no use is shown");
    }
    if last.transfer.is_none() {
        assert!(!matches!(panel, Panel::Transfer(_)), "run {run}: an account that is no more is shown");
    }
    let is_uploading = matches!(&panel, Panel::Documents(documents) if documents.progress.is_some());
    assert!(!is_uploading || page.call(Lane::Upload).is_some(), "run {run}: it uploads for ever");
    let is_sending = matches!(&panel, Panel::Report(report) if report.is_sending && !report.is_reported);
    assert!(!is_sending || page.call(Lane::Report).is_some(), "run {run}: it reports for ever");
    let is_sending = matches!(&panel, Panel::Form(form) if form.is_sending);
    assert!(!is_sending || page.call(Lane::Submit).is_some(), "run {run}: it sends for ever");
}

/// A page in the middle of random events. The status call shows which revision it knows.
fn wander(run: u64) -> usize {
    let mut random = Random(run);
    let mut page = Page::started();
    let mut last = Server::start().revision(0).snapshot();
    let mut end = None;
    let mut is_away = false;
    let mut taken = 0;
    // Calls that the end of a session abandoned: their answers still come, and must change nothing.
    let mut dropped: Vec<CallId> = Vec::new();
    for _ in 0..400 {
        let calls: Vec<_> = page.calls().map(|(id, call)| (*id, Call::lane(call))).collect();
        match random.below(10) {
            0..4 if !calls.is_empty() => {
                let (id, lane) = random.one_of(&calls);
                let message = if dropped.contains(&id) {
                    random.answer(id, lane, &mut last.clone())
                } else {
                    random.answer(id, lane, &mut last)
                };
                let is_expired = matches!(&message, Message::CallFailed(_, failure)
                    if !matches!(lane, Lane::Places | Lane::Draft) && failure.kind == FailureKind::SessionExpired);
                let effects = page.answered(id, message.clone());
                if lane == Lane::Restart && matches!(message, Message::Accepted(..)) {
                    end = None;
                    dropped.extend(calls.iter().map(|(id, _)| id));
                }
                let begun = HostEvent::Status { status: OnboardingStatus::NotStarted };
                if effects.contains(&Effect::TellHost(begun)) {
                    // The onboarding was started again elsewhere.
                    dropped.extend(calls.iter().filter(|(_, lane)| *lane != Lane::Status).map(|(id, _)| id));
                }
                if is_expired && !effects.is_empty() {
                    page.drop_calls(&[Lane::Status]);
                    dropped.extend(calls.iter().filter(|(_, lane)| *lane == Lane::Submit).map(|(id, _)| id));
                }
                if random.below(4) == 0 {
                    assert_eq!(page.send(message), [], "run {run}: an answer that comes twice");
                }
            }
            4 => {
                let step = match page.view().panel {
                    Panel::Form(form) => form.step,
                    _ => continue,
                };
                for (field, value) in good_answers(step) {
                    page.edit(*field, value);
                }
                page.submit();
            }
            5 => {
                let millis = random.one_of(&[10, 1_000, 30_000, 130_000]);
                page.pass(millis);
            }
            _ => {
                let message = random.press();
                match message {
                    Message::PageLeft => is_away = true,
                    Message::PageShown | Message::PageResumed => is_away = false,
                    _ => {}
                }
                page.send(message);
            }
        }
        if matches!(page.view().panel, Panel::Loading) {
            continue;
        }
        taken += 1;
        assert_promises(&page, is_away, &last, &mut end, run);
    }
    taken
}

#[test]
fn the_invariants_hold_for_any_messages_in_any_order() {
    let steps: usize = (0..300).map(wander).sum();
    assert!(steps > 20_000, "the walks went somewhere: {steps}");
}
