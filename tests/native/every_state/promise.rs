//! What every state, and every step from one to the next, must guarantee the customer.

use std::collections::BTreeSet;

use contract::snapshot::OnboardingStatus;
use xpollens_onboarding::{
    model::{
        Effect, Focus, Lane, Timer,
        view::{CodeView, Panel, View},
    },
    text::Parameter,
};

use super::{
    controls,
    edge::Edge,
    kept::Kept,
    texts::{self, Role},
};
use crate::{locales, page::Page};

/// The guarantees that a state breaks.
pub(super) fn of_state(view: &View, page: &Page, kept: &Kept) -> Vec<String> {
    let mut broken: Vec<String> = missing_texts(view);
    broken.extend(no_way_on(view, page));
    broken.extend(sends_for_ever(&view.panel, page).map(str::to_owned));
    broken.extend(kept.lost(&view.panel));
    broken
}

/// Every text exists in every language.
fn missing_texts(view: &View) -> Vec<String> {
    let mut keys = BTreeSet::new();
    texts::each(view, &mut |_, text| {
        keys.insert(text.key.to_string());
        keys.extend(text.parameters.iter().filter_map(|(_, value)| match value {
            Parameter::Text(key) => Some(key.to_string()),
            Parameter::Literal(_) | Parameter::Cents(_) | Parameter::Bytes(_) | Parameter::Day(_) => None,
        }));
    });
    keys.extend(controls::of_panel(&view.panel).into_iter().map(|control| control.label.key.to_string()));
    let lacks = |(language, table): &(String, locales::Table)| {
        let missing: Vec<_> = keys.iter().filter(|key| !table.contains_key(*key)).collect();
        (!missing.is_empty()).then(|| format!("{language}.json lacks {missing:?}"))
    };
    locales::known().iter().filter_map(lacks).collect()
}

/// Every screen has a button, or will get news, or is an end that says whom to contact.
fn no_way_on(view: &View, page: &Page) -> Option<String> {
    let asks = page.timer(Timer::Poll).is_some() || page.call(Lane::Status).is_some();
    let can_press = !controls::of_panel(&view.panel).is_empty();
    let broken = match &view.panel {
        Panel::Outcome(_) if asks => Some("it polls after the end"),
        Panel::Outcome(outcome)
            if outcome.restart.is_some() && outcome.status != OnboardingStatus::Expired =>
        {
            Some("it starts again")
        }
        Panel::Outcome(_) => None,
        Panel::Loading => (!asks && page.call(Lane::Profile).is_none()).then_some("it loads for ever"),
        Panel::Form(form) => {
            let has_field = form.fields().any(|field| field.is_shown);
            (!has_field || !(can_press || form.is_sending)).then_some("the form leads nowhere")
        }
        // A customer who must do something elsewhere must get the news without a press.
        Panel::Handoff(_)
        | Panel::Report(_)
        | Panel::Options(_)
        | Panel::Transfer(_)
        | Panel::Waiting(_)
        | Panel::Confirm(_) => (!asks).then_some("nothing polls for what happens elsewhere"),
        Panel::Documents(_) | Panel::Problem(_) => (!can_press).then_some("nothing can be pressed"),
    };
    broken.map(str::to_owned)
}

/// A screen shows something as running only while it is.
fn sends_for_ever(panel: &Panel, page: &Page) -> Option<&'static str> {
    let is_under_way = |lane| page.call(lane).is_some();
    let (is_said, lane) = match panel {
        Panel::Form(form) => (form.is_sending, Lane::Submit),
        Panel::Report(report) => (report.is_sending && !report.is_reported, Lane::Report),
        Panel::Options(options) => (options.is_sending, Lane::Alternative),
        Panel::Documents(documents) => (documents.progress.is_some(), Lane::Upload),
        Panel::Waiting(waiting) => {
            let is_resending = waiting.new_check.as_ref().is_some_and(|check| check.resend == Some(true));
            if is_resending && !is_under_way(Lane::Resend) {
                return Some("it sends again for ever");
            }
            (waiting.new_check.as_ref().is_some_and(|check| check.is_sending), Lane::Demand)
        }
        Panel::Confirm(confirm) => (confirm.is_resending, Lane::Resend),
        Panel::Outcome(outcome) => {
            let is_loading = outcome.certificate.as_ref().is_some_and(|it| it.is_loading);
            if is_loading && !is_under_way(Lane::Download) {
                return Some("it loads for ever");
            }
            (outcome.restart.as_ref().is_some_and(|restart| restart.is_sending), Lane::Restart)
        }
        Panel::Loading | Panel::Handoff(_) | Panel::Transfer(_) | Panel::Problem(_) => return None,
    };
    (is_said && !is_under_way(lane)).then_some("it sends for ever")
}

/// A step from one state to the next.
pub(super) struct Step<'a> {
    pub(super) before: &'a View,
    pub(super) after: &'a View,
    pub(super) edge: &'a Edge,
    pub(super) effects: &'a [Effect],
}

impl Step<'_> {
    /// The guarantees that the step breaks: a change is not announced, or the focus has no target.
    pub(super) fn broken(&self) -> Vec<String> {
        let focused = self.effects.iter().filter_map(|effect| match effect {
            Effect::MoveFocus(focus) => Some(*focus),
            _ => None,
        });
        let lost = focused.clone().filter(|focus| !is_there(*focus, &self.after.panel));
        let mut broken: Vec<_> =
            lost.map(|focus| format!("{focus:?} is not there to take the focus")).collect();
        let is_focused = focused.count() > 0;
        let said = self.effects.iter().filter_map(|effect| match effect {
            Effect::Announce(text) => Some(text),
            _ => None,
        });
        let unsaid = said
            .clone()
            .filter(|text| locales::known().iter().any(|(_, table)| !table.contains_key(&*text.key)));
        broken.extend(unsaid.map(|text| format!("{} has no words", text.key)));
        let is_heard = is_focused || said.count() > 0;
        // A loading screen is temporary: the next screen takes over its focus.
        let is_stand_in = matches!(self.before.panel, Panel::Loading);
        if texts::heading(&self.before.panel) != texts::heading(&self.after.panel) {
            if !is_focused && !is_stand_in {
                broken.push("another screen, and the focus stays behind".into());
            }
        } else if !is_heard && !self.edge.is_edit() && !matches!(self.edge, Edge::Hidden) {
            let known = noticeable(self.before);
            let news: Vec<_> = noticeable(self.after).difference(&known).cloned().collect();
            if !news.is_empty() {
                broken.push(format!("silent: {news:?} ({})", edge_name(self.edge)));
            }
        }
        broken
    }
}

fn edge_name(edge: &Edge) -> String {
    let text = format!("{edge:?}");
    text.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// Whether the screen has the target of the focus.
fn is_there(focus: Focus, panel: &Panel) -> bool {
    match focus {
        Focus::Heading => true,
        Focus::Field(id) => {
            matches!(panel, Panel::Form(form) if form.field(id).is_some_and(|field| field.is_shown))
        }
        Focus::Errors => matches!(panel, Panel::Form(form) if form.errors.len() > 1),
        Focus::File => matches!(panel, Panel::Documents(_)),
        Focus::Justification => {
            matches!(panel, Panel::Documents(documents) if documents.justification.is_some())
        }
        Focus::Code => matches!(panel, Panel::Handoff(_)),
        Focus::Notice => match panel {
            Panel::Form(form) => form.notice.is_some(),
            Panel::Report(report) => report.notice.is_some(),
            Panel::Options(options) => options.notice.is_some(),
            Panel::Documents(documents) => documents.notice.is_some(),
            Panel::Confirm(confirm) => confirm.notice.is_some(),
            Panel::Waiting(waiting) => waiting.new_check.as_ref().is_some_and(|check| check.notice.is_some()),
            Panel::Outcome(outcome) => {
                let restart = outcome.restart.as_ref().and_then(|restart| restart.notice.as_ref());
                let certificate = outcome.certificate.as_ref().and_then(|it| it.notice.as_ref());
                restart.or(certificate).is_some()
            }
            Panel::Loading | Panel::Handoff(_) | Panel::Transfer(_) | Panel::Problem(_) => false,
        },
    }
}

/// What a sighted customer notices when the screen changes: a screen reader must say it too.
fn noticeable(view: &View) -> BTreeSet<String> {
    let mut noticeable = BTreeSet::new();
    texts::each(view, &mut |role, text| {
        let is_reported = matches!(role, Role::Notice | Role::Error | Role::Banner | Role::Note);
        // The progress of an upload changes all the time.
        let is_counted = text.key == "documents.progress";
        if is_reported && !is_counted {
            noticeable.insert(text.key.to_string());
        }
    });
    if let Panel::Handoff(handoff) = &view.panel {
        // The announcement of the code says that it is no longer being made.
        noticeable.extend(match handoff.code {
            CodeView::Preparing => None,
            CodeView::Delayed => Some("delayed".to_owned()),
            CodeView::Hidden => Some("hidden".to_owned()),
            CodeView::Shown { .. } => Some("shown".to_owned()),
            CodeView::Failed(_) => Some("failed".to_owned()),
        });
    }
    noticeable
}
