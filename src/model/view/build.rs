//! From the model to what is drawn.

use contract::{
    link::is_web_address,
    snapshot::{ActivationState, DiligenceState, OnboardingStatus, Snapshot},
    step::{Step, StepId, StepState},
    tax,
};

use super::{
    CodeView, ConfirmView, FieldView, FormView, GroupView, HandoffView, Mark, NewCheckView, OutcomeView,
    Panel, ProblemView, ProgressRow, RailItem, RestartView, View, WaitingView, record, words,
};
use crate::{
    error::FailureKind,
    model::{
        FieldId, Model, Open, SHOWN_MS,
        form::Form,
        handoff::{Handoff, copy_note},
        place::{self, Place},
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
            let (heading, notice) = (Text::new(key), words::failure(failure));
            return Panel::Problem(ProblemView { heading, notice, can_go_back: false });
        }
        let Some(open) = self.open() else { return Panel::Loading };
        if let Some(outcome) = outcome(open.snapshot.onboarding) {
            return Panel::Outcome(OutcomeView { restart: self.restart_view(open), ..outcome });
        }
        match open.place {
            Place::Form(step) => match open.forms.iter().find(|form| form.step == step) {
                Some(form) => {
                    record::unread(form).unwrap_or_else(|| Panel::Form(form_view(&open.snapshot, form)))
                }
                None => Panel::Loading,
            },
            Place::Handoff => Panel::Handoff(self.handoff_view(open)),
            Place::Overview => match self.confirm_view(open) {
                Some(confirm) => Panel::Confirm(confirm),
                None => Panel::Waiting(self.offers(open, waiting_view(open, self.now))),
            },
        }
    }

    /// The wait with what it offers.
    fn offers(&self, open: &Open, mut waiting: WaitingView) -> WaitingView {
        waiting.details = record::details(&open.snapshot);
        waiting.kept = kept(&open.snapshot);
        waiting.new_check = self.new_check_view(open);
        if waiting.new_check.is_some() {
            waiting.heading = Text::new("waiting.closed_heading");
            waiting.intro = Text::new("waiting.closed_intro");
        }
        waiting
    }

    fn restart_view(&self, open: &Open) -> Option<RestartView> {
        open.snapshot.can_restart.then(|| RestartView {
            is_sending: self.calls.restart.is_some(),
            notice: open.restart_failure.as_ref().map(words::failure),
        })
    }

    fn new_check_view(&self, open: &Open) -> Option<NewCheckView> {
        open.snapshot.step(StepId::Identity).filter(|step| step.can_restart).map(|_| NewCheckView {
            is_sending: self.calls.demand.is_some(),
            notice: open.demand.failure.as_ref().map(words::failure),
        })
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

fn outcome(status: OnboardingStatus) -> Option<OutcomeView> {
    let (heading, intro) = match status {
        OnboardingStatus::Validated => ("opened.heading", "opened.intro"),
        OnboardingStatus::Refused => ("refused.heading", "refused.intro"),
        OnboardingStatus::Expired => ("expired.heading", "expired.intro"),
        _ => return None,
    };
    Some(OutcomeView { status, heading: Text::new(heading), intro: Text::new(intro), restart: None })
}

fn rail(open: &Open) -> Vec<RailItem> {
    let snapshot = &open.snapshot;
    snapshot
        .steps
        .iter()
        .filter(|step| step.state != StepState::NotNeeded)
        .map(|step| {
            let (mark, state) = words::step_state(step.state);
            let place = place::chosen_place(snapshot, step);
            RailItem {
                step: step.id,
                label: words::step(step.id),
                mark,
                state,
                is_current: is_current(open, step),
                can_open: place.is_some_and(|place| place != open.place)
                    || (open.place != Place::Overview && is_followed(step)),
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
        || step.can_restart
}

fn is_current(open: &Open, step: &Step) -> bool {
    match open.place {
        Place::Form(id) => step.id == id,
        Place::Handoff => step.id == StepId::Device,
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
    let record = record::words_of(form);
    FormView {
        step: form.step,
        heading: record.as_ref().map_or_else(|| text("heading"), |(heading, ..)| heading.clone()),
        intro: record.as_ref().map_or_else(|| text("intro"), |(_, intro, _)| intro.clone()),
        reasons: reasons.into_iter().flatten().copied().map(words::reason).collect(),
        groups: form
            .groups()
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
            (false, None) => record.as_ref().map_or_else(|| text("submit"), |(.., submit)| submit.clone()),
        },
        can_submit: form.can_submit(),
        can_go_back: record.is_some(),
        can_add_residence: is_tax.then(|| usize::from(form.residences) < tax::MAX_RESIDENCES),
        can_remove_residence: is_tax && form.residences > 1,
    }
}

fn field_view(snapshot: &Snapshot, form: &Form, id: FieldId) -> FieldView {
    let spec = id.spec();
    let name = id.text_name();
    let hint = if form.locks(id) {
        Some(Text::new("field.locked"))
    } else {
        spec.has_hint.then(|| Text { key: ["hint.", name].concat().into(), parameters: Vec::new() })
    };
    let is_optional = match id {
        FieldId::Tin(index) => !tax::tin_is_required(form.value(FieldId::ResidenceCountry(index))),
        _ => spec.is_optional && !form.locks(id),
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
        hint,
        // An address of another kind could run code: it is not offered.
        document_url: document_url.filter(|url| is_web_address(url)).cloned(),
        value: form.value(id).into(),
        is_locked: form.locks(id),
        correction: form.correction(id).map(|(before, after)| (before.clone(), after.clone())),
        suggestions: form.towns.of(id),
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
                .or_else(|| is_slow.then(|| Text::new("waiting.usual"))),
        });
    }
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
            let document = step.documents.first().map(|document| words::document(document.kind));
            let detail = document.or_else(|| step.reasons.first().copied().map(words::reason));
            rows.push(ProgressRow { label: words::step(step.id), mark, state, detail });
        }
    }
    let (heading, intro) = if is_on_phone {
        ("waiting.phone_heading", Text::new("waiting.phone_intro"))
    } else {
        ("waiting.heading", expectation(open, identity, now))
    };
    WaitingView {
        heading: Text::new(heading),
        intro,
        rows,
        details: None,
        new_check: None,
        kept: None,
        next: next(snapshot, None, "waiting.next"),
    }
}

/// Until when the customer's place is kept.
fn kept(snapshot: &Snapshot) -> Option<Text> {
    snapshot.prospect_expires_at.map(|until| Text::new("waiting.kept").with_day("date", until))
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
    let step = match place::next_place_except(snapshot, passed) {
        Place::Form(step) => step,
        Place::Handoff => StepId::Device,
        Place::Overview => return None,
    };
    Some(Text::new(key).with_text("step", &words::step(step)))
}

/// Milliseconds as whole seconds, a begun one counted.
fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1000)).unwrap_or(u32::MAX)
}
