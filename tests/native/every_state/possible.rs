//! What can happen in a state: what the customer can press and type, how calls can be answered, what time, network and
//! server can do.

use contract::{snapshot::Snapshot, step::StepId};
use xpollens_onboarding::{
    error::FailureKind,
    model::{
        Control as FieldControl, FieldId, Lane, Message, PaymentField, Timer,
        view::{Panel, View},
    },
};

use super::{
    controls,
    edge::{Answer, Edge, failures, sent_step},
    journey::Advance,
    scene::Scene,
    walk::State,
};
use crate::page::Page;

/// The most disturbances in a row: a deviation and a failure, or two failures.
pub(super) const MOST_DISTURBANCES: usize = 2;

/// The most steps after the connection was lost, the page was hidden or a deviation came; then the walk only goes back.
const DEEPEST: usize = 2;

/// What can happen in the scenes.
pub(super) struct Possible<'a> {
    pub(super) scenes: &'a [Scene],
}

impl Possible<'_> {
    /// Everything that can happen in a state.
    pub(super) fn edges_from(&self, state: &State, page: &Page, view: &View) -> Vec<Edge> {
        let mut edges = Vec::new();
        if !state.is_hidden {
            pressed(view, state, &self.scenes[state.server].snapshot, &mut edges);
        }
        edges.extend(Lane::ALL.into_iter().flat_map(|lane| self.answers(state, page, lane)));
        let is_counting = page.timer(Timer::Second).is_some() || page.timer(Timer::Draft).is_some();
        if is_counting || matches!(&view.panel, Panel::Waiting(_)) {
            edges.push(Edge::Later);
        }
        edges.extend(state.is_offline.then_some(Edge::Online));
        edges.extend(state.is_hidden.then_some(Edge::Shown));
        let is_over = matches!(view.panel, Panel::Outcome(_));
        if !is_over && !state.is_offline {
            edges.push(Edge::Offline);
        }
        if !state.is_hidden {
            edges.extend([Edge::Hidden, Edge::LeftAndBack]);
        }
        if asks(page) && !state.is_offline {
            edges.push(Edge::Poor);
        }
        edges.retain(|edge| !edge.is_disturbance() || self.may_disturb(state, edge));
        if state.depth >= DEEPEST {
            edges.retain(is_way_back);
        }
        edges
    }

    /// One disturbance at a time, and two that meet: a deviation, and the loss of the connection or the session.
    fn may_disturb(&self, state: &State, edge: &Edge) -> bool {
        let is_arrival =
            state.disturbances == 1 && self.scenes[state.server].is_deviation && state.is_arrival;
        let is_end_of_session = |kind: &FailureKind| *kind == FailureKind::SessionExpired;
        match edge {
            _ if state.disturbances == 0 => true,
            Edge::Offline => is_arrival,
            Edge::Answer(Lane::Status, Answer::Fails(kind)) => is_arrival && is_end_of_session(kind),
            _ => false,
        }
    }

    /// The answers that a call of the lane can get, if one is under way or, for the status call, due.
    fn answers(&self, state: &State, page: &Page, lane: Lane) -> Vec<Edge> {
        let is_awaited = page.call(lane).is_some() || (lane == Lane::Status && asks(page));
        if !is_awaited {
            return Vec::new();
        }
        if state.is_offline {
            return vec![Edge::Answer(lane, Answer::Fails(FailureKind::Offline))];
        }
        let scene = &self.scenes[state.server];
        let is_undisturbed = state.disturbances == 0;
        let mut answers: Vec<Answer> = match lane {
            Lane::Status => self.news(state),
            Lane::Reveal => vec![Answer::Code(true), Answer::Code(false)],
            Lane::Profile if !state.kept.is_empty() => vec![Answer::Record(false)],
            Lane::Profile => vec![Answer::Record(false), Answer::Record(true)],
            Lane::Draft => vec![Answer::Draft],
            Lane::Places => vec![Answer::Towns(0), Answer::Towns(1), Answer::Towns(2)],
            Lane::Download => vec![Answer::Saved],
            Lane::Submit
            | Lane::Resend
            | Lane::Alternative
            | Lane::Upload
            | Lane::Demand
            | Lane::Report
            | Lane::Restart => {
                let reached = if moves(scene.advance, lane, page) { scene.next } else { state.server };
                let reached = if lane == Lane::Restart && scene.is_deviation { 0 } else { reached };
                let is_moved = reached != state.server;
                let mut answers = vec![Answer::Scene(reached)];
                answers.extend((is_moved && lane == Lane::Submit).then_some(Answer::Lost(reached)));
                answers.extend((lane == Lane::Upload).then_some(Answer::Part));
                if is_undisturbed && lane == Lane::Submit && !scene.is_deviation {
                    let unexpected = scene.deviations.iter().filter(|scene| {
                        let whole = &self.scenes[**scene].snapshot;
                        whole.onboarding.is_final() || whole.steps.is_empty()
                    });
                    answers.extend(unexpected.map(|scene| Answer::Scene(*scene)));
                }
                answers
            }
        };
        answers.extend(failures(lane, is_undisturbed).into_iter().map(Answer::Fails));
        answers.into_iter().map(|answer| Edge::Answer(lane, answer)).collect()
    }

    /// What a status call can bring.
    fn news(&self, state: &State) -> Vec<Answer> {
        let scene = &self.scenes[state.server];
        let mut news = Vec::new();
        if state.known != Some(state.server) {
            news.push(Answer::Scene(state.server));
        }
        if state.known.is_some() {
            news.push(Answer::Unchanged);
            if scene.is_deviation || scene.advance == Advance::ByItself {
                news.push(Answer::Scene(scene.next));
            }
        }
        if state.disturbances == 0 && !state.is_hidden {
            news.extend(scene.deviations.iter().map(|scene| Answer::Scene(*scene)));
        }
        news
    }
}

/// Whether news will come without a press.
pub(super) fn asks(page: &Page) -> bool {
    page.call(Lane::Status).is_some() || page.timer(Timer::Poll).is_some()
}

/// Whether the call moves the server to the next scene.
fn moves(advance: Advance, lane: Lane, page: &Page) -> bool {
    match advance {
        Advance::Sent(step) => lane == Lane::Submit && sent_step(page) == Some(step),
        Advance::Resent => lane == Lane::Resend,
        Advance::Changed => lane == Lane::Alternative,
        Advance::Uploaded => lane == Lane::Upload,
        Advance::CheckAsked => lane == Lane::Demand,
        Advance::Reported => lane == Lane::Report,
        Advance::BegunAnew => lane == Lane::Restart,
        Advance::ByItself | Advance::Never => false,
    }
}

/// What the customer can do on a screen.
fn pressed(view: &View, state: &State, snapshot: &Snapshot, edges: &mut Vec<Edge>) {
    let disturbances = state.disturbances;
    let is_first = matches!(&view.panel, Panel::Form(form) if form.step == StepId::Profile);
    let controls = controls::of_panel(&view.panel).into_iter().chain(controls::of_rail(view));
    for control in controls.chain(controls::of_footer(view)) {
        match control.message {
            message @ (Message::CopyPressed | Message::PaymentCopyPressed(PaymentField::Iban)) => {
                edges.push(Edge::Copy(message.clone(), disturbances == 0));
                edges.push(Edge::Copy(message, false));
            }
            Message::PaymentCopyPressed(_) => {}
            Message::ResidenceAdded | Message::ResidenceRemoved if disturbances > 0 => {}
            // A visit to the details is enough; what else is offered there is walked elsewhere.
            Message::StepChosen(StepId::Profile) if disturbances > 0 && !is_first => {}
            // The third country is like the second.
            Message::ResidenceAdded if has_two_residences(view) => {}
            message => edges.push(Edge::Press(message)),
        }
    }
    match &view.panel {
        Panel::Form(form) if form.can_submit && !form.is_sending && !form.is_review => {
            // Edits in several forms at a time are left to the random walk.
            if disturbances < MOST_DISTURBANCES && state.kept.is_only_of(form.step, snapshot) {
                edges.push(Edge::Fill(form.step));
            }
            if disturbances == 0 && state.kept.is_empty() {
                let is_text = |control| matches!(control, FieldControl::Input("text"));
                let field = form
                    .fields()
                    .find(|field| field.is_shown && !field.is_told && is_text(field.spec.control));
                edges.extend(field.map(|field| Edge::Spoil(field.spec.id)));
                let has_town = form.field(FieldId::City).is_some_and(|field| !field.is_told);
                edges.extend(has_town.then_some(Edge::Postcode));
            }
        }
        Panel::Documents(documents) if documents.progress.is_none() => {
            edges.push(Edge::Choose(documents.kind, true));
            edges.push(Edge::Choose(documents.kind, false));
            edges.extend(documents.justification.is_some().then_some(Edge::Justify));
        }
        _ => {}
    }
}

fn has_two_residences(view: &View) -> bool {
    matches!(&view.panel, Panel::Form(form) if form.can_remove_residence)
}

/// Whether it leads back from a deviation.
fn is_way_back(edge: &Edge) -> bool {
    match edge {
        Edge::Online | Edge::Shown => true,
        Edge::Press(message) => matches!(message, Message::RetryPressed | Message::RestartPressed),
        Edge::Answer(Lane::Status | Lane::Restart, answer) => {
            matches!(answer, Answer::Scene(_) | Answer::Unchanged)
        }
        _ => false,
    }
}
