//! From the model to what is drawn.

use contract::{
    link::is_web_address,
    snapshot::{
        ActivationState, Diligence, DiligenceKind, DiligenceState, OnboardingStatus, ProofState, Snapshot,
    },
    step::{Step, StepId, StepState},
    tax,
};

use super::{
    CertificateView, CodeView, ConfirmView, FieldView, FormView, GroupView, HandoffView, Mark, OutcomeView,
    Panel, ProblemView, ProgressRow, RailItem, View, WaitingView, document, proof, words,
};
use crate::{
    error::FailureKind,
    model::{
        FieldId, Model, Open, SHOWN_MS,
        document::waits,
        form::{Form, groups_of},
        handoff::{Handoff, copy_note},
        place::{self, Place},
        proof::{proof_step, transfer_is},
    },
    text::Text,
};

/// How long a confirmation on the phone lives, in seconds.
const CONFIRMATION_SECONDS: u32 = 300;

impl Model {
    /// What to draw now.
    pub fn view(&self) -> View {
        let open = self.open();
        let is_over = self.problem.is_some() || self.is_final();
        let rail = open.filter(|_| !is_over).map(rail).unwrap_or_default();
        let done = rail.iter().filter(|item| item.mark == Mark::Done).count();
        let current = rail.iter().position(|item| item.is_current);
        let position =
            (!rail.is_empty()).then(|| match current.and_then(|index| Some((index, rail.get(index)?))) {
                Some((index, item)) => Text::new("rail.position")
                    .with_number("number", index + 1)
                    .with_number("count", rail.len())
                    .with_text("step", &item.label),
                None => Text::new("rail.done").with_number("done", done).with_number("count", rail.len()),
            });
        View {
            progress: (done, rail.len()),
            rail,
            position,
            banner: self.banner(),
            panel: self.panel(),
            help_url: self.config.help_url.clone(),
            privacy_url: self.config.privacy_url.clone(),
        }
    }

    fn banner(&self) -> Option<Text> {
        if self.is_offline {
            Some(Text::new("banner.offline"))
        } else if self.open().is_some() && self.status.is_poor() {
            Some(Text::new("banner.trouble"))
        } else {
            None
        }
    }

    fn panel(&self) -> Panel {
        if let Some(failure) = &self.problem {
            let key = if failure.kind == FailureKind::SessionExpired {
                "problem.session"
            } else {
                "problem.heading"
            };
            return Panel::Problem(ProblemView { heading: Text::new(key), notice: words::failure(failure) });
        }
        let Some(open) = self.open() else { return Panel::Loading };
        if let Some(outcome) = outcome(open, self.calls.download.is_some()) {
            return Panel::Outcome(outcome);
        }
        match open.place {
            Place::Form(step) => match open.forms.iter().find(|form| form.step == step) {
                Some(form) => Panel::Form(form_view(&open.snapshot, form)),
                None => Panel::Loading,
            },
            Place::Handoff => Panel::Handoff(self.handoff_view(open)),
            Place::Options => Panel::Options(proof::options_view(open, self.calls.alternative.is_some())),
            Place::Transfer => {
                proof::transfer_view(open).map_or_else(|| self.overview(open), Panel::Transfer)
            }
            Place::Documents(step) => {
                document::documents_view(open, step).map_or_else(|| self.overview(open), Panel::Documents)
            }
            Place::Overview => self.overview(open),
        }
    }

    fn overview(&self, open: &Open) -> Panel {
        match self.confirm_view(open) {
            Some(confirm) => Panel::Confirm(confirm),
            None => Panel::Waiting(waiting_view(open, self.now)),
        }
    }

    fn handoff_view(&self, open: &Open) -> HandoffView {
        let code = match &open.handoff {
            Handoff::Fresh | Handoff::Revealing => CodeView::Preparing,
            Handoff::Hidden if open.snapshot.activation.state == ActivationState::Ready => CodeView::Hidden,
            Handoff::Hidden => CodeView::Preparing,
            Handoff::Failed(failure) => CodeView::Failed(words::failure(failure)),
            Handoff::Shown { code, until, copied } => CodeView::Shown {
                code: code.clone(),
                seconds_left: seconds(until.saturating_sub(self.now)),
                seconds_total: seconds(SHOWN_MS),
                copy_note: copied.map(copy_note),
            },
        };
        HandoffView {
            code,
            app_store_url: self.config.app_store_url.clone(),
            play_store_url: self.config.play_store_url.clone(),
            can_change_proof: transfer_is(&open.snapshot, ProofState::Available),
            meanwhile: next(&open.snapshot, Some(StepId::Device), "handoff.meanwhile"),
        }
    }

    fn confirm_view(&self, open: &Open) -> Option<ConfirmView> {
        let snapshot = &open.snapshot;
        let (step, intro, countdown) = match (&snapshot.confirmation, place::lapsed_step(snapshot)) {
            (Some(confirmation), _) => {
                let left = confirmation.expires_at.as_millis().saturating_sub(open.server_now(self.now));
                let left = seconds(u64::try_from(left).unwrap_or_default()).min(CONFIRMATION_SECONDS);
                (confirmation.step, Text::new("confirm.intro"), Some((left, CONFIRMATION_SECONDS)))
            }
            (None, Some(step)) => (step.id, place::lapse(step).map(words::reason)?, None),
            (None, None) => return None,
        };
        Some(ConfirmView {
            heading: Text::new("confirm.heading").with_text("step", &words::step(step)),
            intro,
            countdown,
            is_resending: self.calls.resend.is_some(),
            notice: open.resend_failure.as_ref().map(words::failure),
            next: next(snapshot, None, "waiting.next"),
        })
    }
}

fn outcome(open: &Open, is_loading: bool) -> Option<OutcomeView> {
    let status = open.snapshot.onboarding;
    let (heading, intro) = match status {
        OnboardingStatus::Validated => ("opened.heading", "opened.intro"),
        OnboardingStatus::Refused => ("refused.heading", "refused.intro"),
        OnboardingStatus::Expired => ("expired.heading", "expired.intro"),
        _ => return None,
    };
    let certificate = open.snapshot.has_self_certification && status == OnboardingStatus::Validated;
    Some(OutcomeView {
        status,
        heading: Text::new(heading),
        intro: Text::new(intro),
        certificate: certificate.then(|| CertificateView {
            is_loading,
            notice: open.certificate_failure.as_ref().map(words::failure),
        }),
    })
}

fn rail(open: &Open) -> Vec<RailItem> {
    let snapshot = &open.snapshot;
    snapshot
        .steps
        .iter()
        .filter(|step| step.state != StepState::NotNeeded)
        .map(|step| {
            let (mark, state) = words::step_state(step.state);
            let place = place::open_place(snapshot, step);
            RailItem {
                step: step.id,
                label: words::step(step.id),
                mark,
                state,
                is_current: is_current(open, step),
                can_open: match place {
                    Some(place) => place != open.place,
                    None => open.place != Place::Overview && is_followed(step),
                },
            }
        })
        .collect()
}

/// Whether the overview has something to say of the step.
fn is_followed(step: &Step) -> bool {
    matches!(
        step.state,
        StepState::Submitting | StepState::Submitted | StepState::ConfirmOnPhone | StepState::Review
    ) || place::waits_for_confirmation(step)
        || !step.documents.is_empty()
}

fn is_current(open: &Open, step: &Step) -> bool {
    match open.place {
        place
        @ (Place::Form(_) | Place::Handoff | Place::Options | Place::Transfer | Place::Documents(_)) => {
            place.step(&open.snapshot) == Some(step.id)
        }
        Place::Overview => {
            let confirmed = open.snapshot.confirmation.map(|confirmation| confirmation.step);
            let lapsed = || place::lapsed_step(&open.snapshot).map(|step| step.id);
            confirmed.or_else(lapsed) == Some(step.id)
        }
    }
}

fn form_view(snapshot: &Snapshot, form: &Form) -> FormView {
    let name = form.step.as_str();
    let text = |suffix: &str| Text { key: [name, ".", suffix].concat().into(), parameters: Vec::new() };
    let step = snapshot.step(form.step);
    let reasons = step.filter(|step| step.state == StepState::ActionRequired).map(|step| &step.reasons);
    let is_tax = form.step == StepId::Tax;
    FormView {
        step: form.step,
        heading: text("heading"),
        intro: text("intro"),
        reasons: reasons.into_iter().flatten().copied().map(words::reason).collect(),
        groups: groups_of(form.step, form.residences)
            .into_iter()
            .map(|(legend, fields)| GroupView {
                legend: (!legend.is_empty())
                    .then(|| Text { key: ["group.", legend].concat().into(), parameters: Vec::new() }),
                fields: fields.into_iter().map(|id| field_view(snapshot, form, id)).collect(),
            })
            .collect(),
        notice: form.failure.as_ref().map(words::failure),
        is_sending: form.is_sending,
        submit_label: match (form.is_sending, &form.failure) {
            (true, _) => Text::new("form.sending"),
            (false, Some(_)) => Text::new("form.again"),
            (false, None) => text("submit"),
        },
        can_add_residence: is_tax.then(|| usize::from(form.residences) < tax::MAX_RESIDENCES),
        can_remove_residence: is_tax && form.residences > 1,
    }
}

fn field_view(snapshot: &Snapshot, form: &Form, id: FieldId) -> FieldView {
    let spec = id.spec();
    let name = id.text_name();
    let is_optional = match id {
        FieldId::Tin(index) => !tax::tin_is_required(form.value(FieldId::ResidenceCountry(index))),
        _ => spec.is_optional,
    };
    let document_url = snapshot.terms.as_ref().and_then(|terms| match id {
        FieldId::AcceptAccount => Some(&terms.account_url),
        FieldId::AcceptCard => Some(&terms.card_url),
        FieldId::AcceptPartner => Some(&terms.partner_url),
        _ => None,
    });
    FieldView {
        spec,
        label: Text { key: ["field.", name].concat().into(), parameters: Vec::new() },
        hint: spec.has_hint.then(|| Text { key: ["hint.", name].concat().into(), parameters: Vec::new() }),
        // An address of another kind could run code: it is not offered.
        document_url: document_url.filter(|url| is_web_address(url)).cloned(),
        value: form.value(id).into(),
        error: form.error(id).map(|code| words::field_error(id, code)),
        is_optional,
        is_shown: form.shows(id),
    }
}

fn waiting_view(open: &Open, now: u64) -> WaitingView {
    let snapshot = &open.snapshot;
    let identity = snapshot.step(StepId::Identity);
    let is_on_phone = identity.is_some_and(|step| step.state == StepState::Todo)
        && snapshot.activation.state == ActivationState::Bound;
    let mut rows = Vec::new();
    for diligence in &snapshot.diligences {
        let is_slow = diligence.state == DiligenceState::Received;
        rows.push(ProgressRow {
            label: words::diligence(diligence.kind),
            mark: words::diligence_mark(diligence.state),
            state: words::diligence_state(diligence.state),
            detail: diligence
                .reason
                .map(words::reason)
                .or_else(|| transfer_detail(snapshot, diligence))
                .or_else(|| is_slow.then(|| Text::new("waiting.usual"))),
        });
    }
    rows.extend(later_transfer(snapshot));
    for step in &snapshot.steps {
        // The checks say more of the identity than the step does.
        let is_told = step.id == StepId::Identity && !snapshot.diligences.is_empty();
        let is_done = matches!(step.state, StepState::Done | StepState::NotNeeded);
        let is_ahead = step.state == StepState::Todo && !(is_on_phone && step.id == StepId::Identity);
        if !is_told && !is_done && !is_ahead {
            let (mark, state) = words::step_state(step.state);
            let (mark, state) = if step.state == StepState::Todo {
                (Mark::NeedsYou, Text::new("state.on_phone"))
            } else {
                (mark, state)
            };
            let cannot_send = snapshot.upload_max_bytes == 0;
            let lacking = step.documents.iter().find(|document| cannot_send && waits(document));
            let document = lacking.map(|document| words::document(document.kind));
            let detail = document.or_else(|| step.reasons.first().copied().map(words::reason));
            rows.push(ProgressRow { label: words::step(step.id), mark, state, detail });
            rows.extend(step.documents.iter().map(document::row));
        }
    }
    let is_by_transfer = transfer_is(snapshot, ProofState::Chosen);
    let (heading, intro) = if is_on_phone {
        (
            "waiting.phone_heading",
            Text::new(if is_by_transfer { "waiting.phone_transfer" } else { "waiting.phone_intro" }),
        )
    } else {
        ("waiting.heading", expectation(open, identity, now))
    };
    WaitingView {
        heading: Text::new(heading),
        intro,
        rows,
        can_change_proof: transfer_is(snapshot, ProofState::Available),
        next: next(snapshot, None, "waiting.next"),
    }
}

/// How long a transfer takes, where it is awaited or looked at.
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

/// A transfer that is chosen and that no check speaks of yet.
fn later_transfer(snapshot: &Snapshot) -> Option<ProgressRow> {
    let diligence =
        Diligence { kind: DiligenceKind::Transfer, state: DiligenceState::Expected, reason: None };
    let is_told = snapshot.diligences.iter().any(|known| known.kind == diligence.kind);
    let is_ahead = snapshot.step(proof_step(snapshot)).is_some_and(|step| {
        matches!(step.state, StepState::Todo | StepState::ActionRequired | StepState::Submitted)
    });
    (transfer_is(snapshot, ProofState::Chosen) && is_ahead && !is_told).then(|| ProgressRow {
        label: words::diligence(diligence.kind),
        mark: words::diligence_mark(diligence.state),
        state: words::diligence_state(diligence.state),
        detail: transfer_detail(snapshot, &diligence),
    })
}

/// How long the identity check still takes, as far as that is known.
fn expectation(open: &Open, identity: Option<&Step>, now: u64) -> Text {
    let running = identity.filter(|step| step.state == StepState::Submitted);
    match running.and_then(|step| step.expected_by) {
        Some(by) if by.as_millis() > open.server_now(now) => {
            let left = u64::try_from(by.as_millis() - open.server_now(now)).unwrap_or_default();
            let minutes = left.div_ceil(60_000);
            let key = if minutes == 1 { "waiting.intro_minute" } else { "waiting.intro_minutes" };
            Text::new(key).with("minutes", minutes.to_string())
        }
        Some(_) => Text::new("waiting.intro_longer"),
        None => Text::new("waiting.intro"),
    }
}

/// What the button to what can be done next says, where there is something; one step is `passed` over.
fn next(snapshot: &Snapshot, passed: Option<StepId>, key: &'static str) -> Option<Text> {
    let step = place::next_place_except(snapshot, passed).step(snapshot)?;
    Some(Text::new(key).with_text("step", &words::step(step)))
}

/// Milliseconds as whole seconds, a begun one counted.
fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1000)).unwrap_or(u32::MAX)
}
