//! From the model to what is drawn.

use contract::{
    snapshot::{ActivationState, OnboardingStatus, ProofState, Snapshot},
    step::{Step, StepId, StepState},
};

use super::{
    CertificateView, CodeView, ConfirmView, HandoffView, Mark, OutcomeView, Panel, ProblemView, RailItem,
    ReportView, RestartView, View, document,
    form::{self, form_view},
    proof, record,
    waiting::is_on_phone,
    words,
};
use crate::{
    error::FailureKind,
    model::{
        Model, Open, SHOWN_MS, certificate,
        demand::can_restart,
        handoff::{Handoff, copy_note},
        place::{self, Place},
        proof::transfer_is,
        report::is_reported,
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
            can_report: open.is_some_and(|open| {
                !is_over && open.snapshot.activation.can_report && open.place != Place::Report
            }),
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
            let key = if matches!(failure.kind, FailureKind::SessionExpired) {
                "problem.session"
            } else {
                "problem.heading"
            };
            let (heading, notice) = (Text::new(key), words::failure(failure));
            return Panel::Problem(ProblemView { heading, notice, can_go_back: false });
        }
        let Some(open) = self.open() else { return Panel::Loading };
        if let Some(outcome) = self.outcome_view(open) {
            return Panel::Outcome(outcome);
        }
        match open.place {
            Place::Form(_) => match open.form() {
                Some(form) => {
                    record::unread(form).unwrap_or_else(|| Panel::Form(form_view(&open.snapshot, form)))
                }
                None => Panel::Loading,
            },
            Place::Report => Panel::Report(self.report_view(open, false)),
            Place::Handoff if is_reported(&open.snapshot) => Panel::Report(self.report_view(open, true)),
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
            None => Panel::Waiting(self.waiting_view(open)),
        }
    }

    /// What names the screen; `None` while it loads.
    pub fn heading(&self) -> Option<Text> {
        let is_working = self.problem.is_none() && !self.is_final();
        let form = self.open().filter(|_| is_working).and_then(Open::form);
        // A form has many texts: they are not made for one of them.
        if let Some(form) = form.filter(|form| record::unread(form).is_none()) {
            return Some(form::heading(form));
        }
        Some(match self.panel() {
            Panel::Loading => return None,
            Panel::Form(form) => form.heading,
            Panel::Documents(documents) => documents.heading,
            Panel::Waiting(waiting) => waiting.heading,
            Panel::Confirm(confirm) => confirm.heading,
            Panel::Problem(problem) => problem.heading,
            Panel::Outcome(outcome) => outcome.heading,
            Panel::Handoff(_) => Text::new("handoff.heading"),
            Panel::Report(report) if report.is_told => Text::new("report.told_heading"),
            Panel::Report(_) => Text::new("report.heading"),
            Panel::Options(_) => Text::new("option.heading"),
            Panel::Transfer(_) => Text::new("transfer.heading"),
        })
    }

    fn outcome_view(&self, open: &Open) -> Option<OutcomeView> {
        let status = open.snapshot.onboarding;
        let (heading, intro) = match status {
            OnboardingStatus::Validated => ("opened.heading", "opened.intro"),
            OnboardingStatus::Refused => ("refused.heading", "refused.intro"),
            OnboardingStatus::Expired if open.snapshot.can_restart => ("expired.heading", "expired.intro"),
            OnboardingStatus::Expired => ("expired.heading", "expired.intro_closed"),
            _ => return None,
        };
        Some(OutcomeView {
            status,
            heading: Text::new(heading),
            intro: Text::new(intro),
            restart: open.snapshot.can_restart.then(|| RestartView {
                is_sending: self.calls.restart.is_some(),
                notice: open.restart_failure.as_ref().map(words::failed_press),
            }),
            certificate: certificate::is_there(&open.snapshot).then(|| CertificateView {
                is_loading: self.calls.download.is_some(),
                notice: open.certificate_failure.as_ref().map(words::failed_press),
            }),
        })
    }

    fn handoff_view(&self, open: &Open) -> HandoffView {
        let code = match &open.handoff {
            _ if open.snapshot.activation.state == ActivationState::Error => CodeView::Delayed,
            Handoff::Fresh | Handoff::Revealing => CodeView::Preparing,
            Handoff::Hidden if open.snapshot.activation.state == ActivationState::Ready => CodeView::Hidden,
            Handoff::Hidden => CodeView::Preparing,
            Handoff::Failed(failure) => CodeView::Failed(words::no_code(failure)),
            Handoff::Shown { code, until, copied } => CodeView::Shown {
                code: code.clone(),
                seconds_left: seconds(until.saturating_sub(self.now)),
                seconds_total: seconds(SHOWN_MS),
                copy_note: copied.map(copy_note),
            },
        };
        let has_code = self.config.app_link_has_code();
        let hint = if has_code { "handoff.here_hint" } else { "handoff.here_paste" };
        HandoffView {
            code,
            here: self.has_app_here().then_some(hint),
            app_store_url: self.config.app_store_url.clone(),
            play_store_url: self.config.play_store_url.clone(),
            can_change_proof: transfer_is(&open.snapshot, ProofState::Available),
            meanwhile: next(&open.snapshot, Some(StepId::Device), "handoff.meanwhile")
                .or_else(|| confirm_meanwhile(&open.snapshot)),
        }
    }

    fn report_view(&self, open: &Open, is_told: bool) -> ReportView {
        ReportView {
            is_told,
            is_sending: self.calls.report.is_some(),
            notice: open.report.failure.as_ref().filter(|_| !is_told).map(words::failure),
            help_url: self.config.help_url.clone(),
            next: next(&open.snapshot, Some(StepId::Device), "handoff.meanwhile").filter(|_| is_told),
        }
    }

    fn confirm_view(&self, open: &Open) -> Option<ConfirmView> {
        let snapshot = &open.snapshot;
        let lapsed = lapsed_step(snapshot);
        let (step, intro, countdown) = match (&snapshot.confirmation, lapsed) {
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
            notice: open.resend_failure.as_ref().map(words::failed_press),
            can_answer_anew: countdown.is_none()
                && lapsed.is_some_and(|step| place::can_answer_anew(snapshot, step)),
            next: next(snapshot, None, "waiting.next"),
        })
    }
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
                can_open: match place {
                    Some(place) => place != open.place,
                    None => open.place != Place::Overview && is_followed(snapshot, step),
                },
            }
        })
        .collect()
}

/// Whether the overview has something to say of the step.
fn is_followed(snapshot: &Snapshot, step: &Step) -> bool {
    matches!(
        step.state,
        StepState::Submitting | StepState::Submitted | StepState::ConfirmOnPhone | StepState::Review
    ) || place::waits_for_confirmation(step)
        || !step.documents.is_empty()
        || step.can_restart
        || step.id == StepId::Identity && is_on_phone(snapshot)
}

fn is_current(open: &Open, step: &Step) -> bool {
    match open.place {
        place
        @ (Place::Form(_) | Place::Handoff | Place::Options | Place::Transfer | Place::Documents(_)) => {
            place.step(&open.snapshot) == Some(step.id)
        }
        Place::Report => false,
        Place::Overview => {
            let confirmed = open.snapshot.confirmation.map(|confirmation| confirmation.step);
            let lapsed = || lapsed_step(&open.snapshot).map(|step| step.id);
            confirmed.or_else(lapsed) == Some(step.id)
        }
    }
}

/// The step whose confirmation is all there is to ask for again: a new identity check leaves the screen to both.
fn lapsed_step(snapshot: &Snapshot) -> Option<&Step> {
    place::lapsed_step(snapshot).filter(|_| !can_restart(snapshot))
}

/// What the button to what can be done next says, where there is something; one step is `passed` over.
pub(super) fn next(snapshot: &Snapshot, passed: Option<StepId>, key: &'static str) -> Option<Text> {
    let step = place::next_place_except(snapshot, passed).step(snapshot)?;
    Some(Text::new(key).with_text("step", &words::step(step)))
}

/// What the button to a confirmation that must be asked for again says, where a phone may be there to confirm though nothing
/// told so.
fn confirm_meanwhile(snapshot: &Snapshot) -> Option<Text> {
    let step = place::lapsed_step(snapshot).filter(|step| place::requirements_are_met(snapshot, step))?;
    Some(Text::new("handoff.meanwhile").with_text("step", &words::step(step.id)))
}

/// Milliseconds as whole seconds, a begun one counted.
fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1000)).unwrap_or(u32::MAX)
}
