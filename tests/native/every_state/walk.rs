//! The walk: breadth-first through every state of a journey, each reached once, with as few disturbances as can be.
//!
//! A state is what the customer can perceive, what is under way, what was typed, and where the server is. The times,
//! the numbers of the calls and the keys of the intentions are not part of it: so the states are finitely many.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    fmt::Write,
};

use contract::{
    snapshot::Snapshot,
    step::{DocumentKind, StepId},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{
        Control as FieldControl, Effect, FieldId, Lane, Message, PaymentField, Timer,
        view::{Panel, View},
    },
    text::Parameter,
};

use super::{
    alphabet, controls,
    edge::{Answer, Edge, POSTCODE, TYPED_REASON, failures, sent_step},
    journey::{Advance, Journey},
    name,
    promise::{self, Step},
    texts::{self, Role},
};
use crate::page::{Page, good_answers};

/// Disturbances in a row: a snapshot nobody expected and a failure, or two failures.
const MOST_DISTURBANCES: usize = 2;

/// Steps from where the connection went, the page was hidden or something unexpected was said; then only the way back is
/// taken.
const DEEPEST: usize = 3;

/// What the server may say.
struct Scene {
    name: String,
    snapshot: Snapshot,
    advance: Advance,
    /// The scene that follows; for what nobody expected, the one it stands in for.
    next: usize,
    /// What may be said instead.
    deviations: Vec<usize>,
    is_deviation: bool,
}

/// What the customer has given and the server has not: it must not be lost.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Kept {
    pub(super) fields: BTreeMap<FieldId, (StepId, &'static str)>,
    pub(super) files: BTreeSet<DocumentKind>,
    pub(super) has_reason: bool,
}

/// A state.
pub(super) struct State {
    /// Kept until the state was walked on from.
    page: Option<Page>,
    /// Where the server is, and where the page believes it.
    server: usize,
    known: usize,
    revision: u32,
    is_offline: bool,
    is_hidden: bool,
    kept: Kept,
    disturbances: usize,
    /// How it was reached first.
    from: usize,
    by: String,
    /// Where it leads.
    ways: Vec<usize>,
    is_end: bool,
    /// Whether something that nobody expected was just said.
    is_arrival: bool,
    /// Steps since then.
    depth: usize,
}

/// All states of one journey.
pub(super) struct Walk {
    journey: &'static str,
    scenes: Vec<Scene>,
    states: Vec<State>,
    keys: HashMap<String, usize>,
    queues: Vec<VecDeque<usize>>,
    /// Which other things were said already at which screens.
    met: HashSet<(usize, String)>,
    pub(super) edges: usize,
    /// What is broken, with one way to it.
    pub(super) broken: BTreeMap<String, String>,
    /// Each named state with what can be pressed in it.
    pub(super) named: BTreeMap<String, BTreeSet<String>>,
}

impl Walk {
    /// Walks through everything.
    pub(super) fn of(journey: Journey) -> Self {
        let mut walk = Self {
            journey: journey.name,
            scenes: scenes(journey),
            states: Vec::new(),
            keys: HashMap::new(),
            met: HashSet::new(),
            queues: (0..=MOST_DISTURBANCES).map(|_| VecDeque::new()).collect(),
            edges: 0,
            broken: BTreeMap::new(),
            named: BTreeMap::new(),
        };
        let page = Page::started();
        let first = State {
            page: None,
            server: 0,
            known: 0,
            revision: 0,
            is_offline: false,
            is_hidden: false,
            kept: Kept::default(),
            disturbances: 0,
            from: 0,
            by: "start".into(),
            ways: Vec::new(),
            is_end: false,
            is_arrival: false,
            depth: 0,
        };
        let view = page.view();
        walk.reach(first, page, &view);
        while let Some(state) = walk.queues.iter_mut().find_map(VecDeque::pop_front) {
            walk.go_on_from(state);
        }
        walk.check_that_all_lead_to_an_end();
        walk
    }

    pub(super) fn count(&self) -> usize {
        self.states.len()
    }

    /// Takes a state over unless it is known; answers which it is.
    fn reach(&mut self, mut state: State, mut page: Page, view: &View) -> usize {
        let key = self.key(&state, &page, view);
        if let Some(known) = self.keys.get(&key) {
            return *known;
        }
        let index = self.states.len();
        self.keys.insert(key, index);
        state.is_end = matches!(&view.panel, Panel::Outcome(outcome) if outcome.restart.is_none());
        let pressed =
            controls::of_panel(&view.panel).into_iter().map(|control| control.label.key.to_string());
        self.named.entry(name::of(&view.panel)).or_default().extend(pressed);
        if let Some(name) = name::of_banner(view) {
            self.named.entry(name).or_default();
        }
        self.queues[state.disturbances].push_back(index);
        for broken in promise::of_state(view, &page, &state.kept) {
            let way = self.way_to(&state);
            self.broken.entry(format!("{}: {broken}", name::of(&view.panel))).or_insert(way);
        }
        page.told.clear();
        state.page = Some(page);
        self.states.push(state);
        index
    }

    fn go_on_from(&mut self, index: usize) {
        let page = self.states[index].page.take().unwrap();
        let view = page.view();
        let mut edges = self.edges_from(&self.states[index], &page, &view);
        self.once(index, &view, &mut edges);
        for edge in edges {
            self.follow(index, &page, &view, &edge);
        }
    }

    /// What disturbs is tried once in each named state of a scene, with something typed and without; what nobody expected
    /// is said once at each screen.
    fn once(&mut self, index: usize, view: &View, edges: &mut Vec<Edge>) {
        let state = &self.states[index];
        let (server, has_typed) = (state.server, !state.kept.is_empty());
        let name = name::of(&view.panel);
        let screen = name.split([':', ',']).next().unwrap_or_default();
        edges.retain(|edge| match edge {
            Edge::Answer(_, Answer::Scene(scene)) if self.scenes[*scene].is_deviation && *scene != server => {
                self.met.insert((*scene, format!("{screen} {has_typed}")))
            }
            edge if edge.is_disturbance() => {
                self.met.insert((server, format!("{name} {has_typed} {edge:?}")))
            }
            _ => true,
        });
    }

    fn follow(&mut self, index: usize, page: &Page, view: &View, edge: &Edge) {
        self.edges += 1;
        let mut after = page.clone();
        let is_over = matches!(view.panel, Panel::Outcome(_));
        let mut state = self.after(&self.states[index], is_over, edge);
        state.from = index;
        let revision = state.revision;
        let snapshot = |scene: usize| Snapshot { revision, ..self.scenes[scene].snapshot.clone() };
        let effects = edge.happen(&mut after, snapshot);
        let view_after = after.view();
        let is_over = matches!(view_after.panel, Panel::Outcome(_));
        forget_dead_calls(&mut after, is_over, edge, &effects);
        state.kept.follow(edge, sent_step(page), &effects, &view_after);
        let step = Step { before: view, after: &view_after, edge, effects: &effects };
        for broken in step.broken() {
            let way = self.way_to(&state);
            let (before, now) = (name::of(&view.panel), name::of(&view_after.panel));
            self.broken.entry(format!("{before} -> {now}: {broken}")).or_insert(way);
        }
        let reached = self.reach(state, after, &view_after);
        self.states[index].ways.push(reached);
    }

    /// The state that an edge leads to, but for what the page makes of it.
    fn after(&self, before: &State, is_over: bool, edge: &Edge) -> State {
        let mut after = State {
            page: None,
            kept: before.kept.clone(),
            ways: Vec::new(),
            by: self.label(edge),
            is_end: false,
            is_arrival: false,
            disturbances: before.disturbances + usize::from(edge.is_disturbance()),
            from: before.from,
            ..*before
        };
        match edge {
            Edge::Answer(_, Answer::Scene(scene)) => {
                let is_new = !self.scenes[before.server].is_deviation && self.scenes[*scene].is_deviation;
                after.disturbances += usize::from(is_new);
                after.is_arrival = is_new;
                after.revision += 1;
                (after.server, after.known) = (*scene, *scene);
            }
            Edge::Answer(_, Answer::Lost(scene)) => after.server = *scene,
            Edge::Offline => after.is_offline = true,
            Edge::Online => after.is_offline = false,
            Edge::Hidden => after.is_hidden = true,
            Edge::Shown => after.is_hidden = false,
            _ => {}
        }
        if is_over {
            // After the end the connection is of no interest: nothing is asked any more.
            after.is_offline = false;
        }
        let is_aside = after.is_offline || after.is_hidden || self.scenes[after.server].is_deviation;
        after.depth = if is_aside { before.depth + 1 } else { 0 };
        after
    }

    fn label(&self, edge: &Edge) -> String {
        match edge {
            Edge::Answer(lane, Answer::Scene(scene)) => {
                format!("{lane:?}: “{}”", self.scenes[*scene].name)
            }
            edge => format!("{edge:?}"),
        }
    }

    /// Everything that can happen in a state.
    fn edges_from(&self, state: &State, page: &Page, view: &View) -> Vec<Edge> {
        let mut edges = Vec::new();
        if !state.is_hidden {
            pressed(view, state.disturbances, &mut edges);
        }
        edges.extend(Lane::ALL.into_iter().flat_map(|lane| self.answers(state, page, lane)));
        let is_counting = page.timer(Timer::Second).is_some();
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

    /// One disturbance at a time, and two that meet: what nobody expected, and the connection or the session that ends.
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

    /// The answers that a call of the lane can get, where one is under way or, for the status, due.
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
            Lane::Status => self.news(state, page),
            Lane::Reveal => vec![Answer::Code(true), Answer::Code(false)],
            Lane::Profile => vec![Answer::Record(false), Answer::Record(true)],
            Lane::Places => vec![Answer::Towns(0), Answer::Towns(1), Answer::Towns(2)],
            Lane::Download => vec![Answer::Saved],
            Lane::Submit | Lane::Resend | Lane::Alternative | Lane::Upload | Lane::Demand | Lane::Restart => {
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
    fn news(&self, state: &State, page: &Page) -> Vec<Answer> {
        let scene = &self.scenes[state.server];
        let is_first = matches!(page.view().panel, Panel::Loading | Panel::Problem(_)) && state.revision == 0;
        let mut news = Vec::new();
        if is_first || state.known != state.server {
            news.push(Answer::Scene(state.server));
        }
        if !is_first {
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

    fn key(&self, state: &State, page: &Page, view: &View) -> String {
        let mut key = String::with_capacity(600);
        let flags = [state.is_offline, state.is_hidden, asks(page), page.timer(Timer::Second).is_some()];
        let _ = write!(key, "{} {} {flags:?} ", state.server, state.known);
        key.push_str(&name::of(&view.panel));
        for lane in Lane::ALL {
            key.push(if lane != Lane::Status && page.call(lane).is_some() { '1' } else { '0' });
        }
        let typed: BTreeSet<_> = state.kept.fields.values().map(|(step, _)| step.as_str()).collect();
        let _ = write!(key, "{typed:?}{}", state.kept.has_reason);
        for kind in &state.kept.files {
            key.push_str(kind.as_str());
        }
        texts::each(view, &mut |role, text| {
            key.push_str(&text.key);
            key.push(' ');
            if !matches!(role, Role::Intro | Role::Note) {
                for (_, value) in &text.parameters {
                    match value {
                        Parameter::Literal(value) => key.push_str(value),
                        Parameter::Text(other) => key.push_str(other),
                        Parameter::Cents(_) | Parameter::Bytes(_) | Parameter::Day(_) => {}
                    }
                }
            }
        });
        for item in &view.rail {
            key.push(if item.can_open { '+' } else { '-' });
        }
        if let Panel::Form(form) = &view.panel {
            for field in form.fields() {
                let is_filled = !field.value.is_empty();
                key.push(if is_filled { 'x' } else { '.' });
                key.push(if field.is_shown { 's' } else { '.' });
            }
        }
        key
    }

    /// The shortest way to a state, in words.
    fn way_to(&self, state: &State) -> String {
        let mut way = vec![state.by.clone()];
        let mut at = state.from;
        while at != 0 {
            way.push(self.states[at].by.clone());
            at = self.states[at].from;
        }
        way.reverse();
        format!("{}: {}", self.journey, way.join(" / "))
    }

    /// Whoever is in any state gets to an end, if the server and the network play along.
    fn check_that_all_lead_to_an_end(&mut self) {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.states.len()];
        for (index, state) in self.states.iter().enumerate() {
            for way in &state.ways {
                before[*way].push(index);
            }
        }
        let mut leads = vec![false; self.states.len()];
        let mut open: Vec<usize> =
            (0..self.states.len()).filter(|index| self.states[*index].is_end).collect();
        while let Some(index) = open.pop() {
            if !std::mem::replace(&mut leads[index], true) {
                open.extend(&before[index]);
            }
        }
        for index in (0..self.states.len()).filter(|index| !leads[*index]) {
            let way = self.way_to(&self.states[index]);
            self.broken.entry("a dead end: no way leads to an end".into()).or_insert(way);
        }
    }
}

/// The scenes of a journey, then what may be said instead of each.
fn scenes(journey: Journey) -> Vec<Scene> {
    let count = journey.scenes.len();
    let mut scenes: Vec<Scene> = Vec::new();
    let mut others: Vec<Scene> = Vec::new();
    for (index, scene) in journey.scenes.into_iter().enumerate() {
        let mut deviations = Vec::new();
        if !scene.snapshot.onboarding.is_final() {
            for (name, snapshot) in alphabet::deviations(&scene.snapshot, scene.breadth) {
                deviations.push(count + others.len());
                others.push(Scene {
                    name: format!("{}, {name}", scene.name),
                    snapshot,
                    advance: scene.advance,
                    next: index,
                    deviations: Vec::new(),
                    is_deviation: true,
                });
            }
        }
        scenes.push(Scene {
            name: scene.name.into(),
            snapshot: scene.snapshot,
            advance: scene.advance,
            next: (index + 1).min(count - 1),
            deviations,
            is_deviation: false,
        });
    }
    scenes.extend(others);
    scenes
}

fn asks(page: &Page) -> bool {
    page.call(Lane::Status).is_some() || page.timer(Timer::Poll).is_some()
}

/// Whether the call is the one that moves the server on.
fn moves(advance: Advance, lane: Lane, page: &Page) -> bool {
    match advance {
        Advance::Sent(step) => lane == Lane::Submit && sent_step(page) == Some(step),
        Advance::Resent => lane == Lane::Resend,
        Advance::Changed => lane == Lane::Alternative,
        Advance::Uploaded => lane == Lane::Upload,
        Advance::CheckAsked => lane == Lane::Demand,
        Advance::BegunAnew => lane == Lane::Restart,
        Advance::ByItself | Advance::Never => false,
    }
}

/// What the customer can do on a screen.
fn pressed(view: &View, disturbances: usize, edges: &mut Vec<Edge>) {
    for control in controls::of_panel(&view.panel).into_iter().chain(controls::of_rail(view)) {
        match control.message {
            message @ (Message::CopyPressed | Message::PaymentCopyPressed(PaymentField::Iban)) => {
                edges.push(Edge::Copy(message.clone(), disturbances == 0));
                edges.push(Edge::Copy(message, false));
            }
            Message::PaymentCopyPressed(_) => {}
            message => edges.push(Edge::Press(message)),
        }
    }
    match &view.panel {
        Panel::Form(form) if form.can_submit && !form.is_sending => {
            if disturbances < MOST_DISTURBANCES {
                edges.push(Edge::Fill(form.step));
            }
            if disturbances == 0 {
                let is_text = |control| matches!(control, FieldControl::Input("text"));
                let field = form
                    .fields()
                    .find(|field| field.is_shown && !field.is_locked && is_text(field.spec.control));
                edges.extend(field.map(|field| Edge::Spoil(field.spec.id)));
                let has_town = form.field(FieldId::City).is_some_and(|field| !field.is_locked);
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

/// Whether it leads back from what nobody expected.
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

/// Calls that the module has turned its back on: what still comes of them means nothing.
fn forget_dead_calls(page: &mut Page, is_over: bool, edge: &Edge, effects: &[Effect]) {
    let made: Vec<Lane> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Call(_, call) => Some(call.lane()),
            _ => None,
        })
        .collect();
    let is_all = matches!(edge, Edge::Press(Message::RestartPressed))
        || matches!(edge, Edge::Answer(lane, Answer::Fails(FailureKind::SessionExpired)) if *lane != Lane::Places);
    let is_code_gone = matches!(edge, Edge::Hidden | Edge::LeftAndBack | Edge::Later);
    let dead = Lane::ALL.into_iter().filter(|lane| {
        !made.contains(lane)
            && match lane {
                // Only after the end, where a call that fails takes no other along.
                Lane::Download | Lane::Restart => is_all && !is_over,
                Lane::Reveal => is_all || is_code_gone || is_over,
                Lane::Upload => is_all || is_over || effects.contains(&Effect::AbortUpload),
                _ => is_all || is_over,
            }
    });
    let dead: Vec<_> = dead.collect();
    page.drop_calls(&dead);
}

impl Kept {
    /// What the customer gave, and what the server took over or the end made pointless.
    fn follow(&mut self, edge: &Edge, sent: Option<StepId>, effects: &[Effect], after: &View) {
        match edge {
            Edge::Fill(step) => {
                self.fields.extend(good_answers(*step).iter().map(|(id, value)| (*id, (*step, *value))));
            }
            Edge::Spoil(field) => {
                if let Panel::Form(form) = &after.panel {
                    self.fields.insert(*field, (form.step, "Ирина"));
                }
            }
            Edge::Postcode => {
                self.fields.extend(POSTCODE.map(|(id, value)| (id, (StepId::Profile, value))));
            }
            Edge::Choose(kind, is_good) => {
                if *is_good {
                    self.files.insert(*kind);
                }
            }
            Edge::Justify => self.has_reason = true,
            Edge::Answer(Lane::Submit, Answer::Scene(_)) => {
                self.fields.retain(|_, (step, _)| Some(*step) != sent);
            }
            Edge::Answer(Lane::Upload, Answer::Scene(_)) => {
                self.files.clear();
                self.has_reason = false;
            }
            _ => {}
        }
        let is_withdrawn =
            |effect: &Effect| matches!(effect, Effect::Announce(text) if text.key == "terms.changed");
        if effects.iter().any(is_withdrawn) {
            self.fields.retain(|_, (step, _)| *step != StepId::Terms);
        }
        if matches!(after.panel, Panel::Outcome(_)) {
            *self = Self::default();
        }
    }

    fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.files.is_empty() && !self.has_reason
    }

    /// What is not on the screen any more although it was typed and not sent.
    pub(super) fn lost(&self, panel: &Panel) -> Option<String> {
        match panel {
            Panel::Form(form) => self.fields.iter().find_map(|(id, (step, value))| {
                let is_residence = matches!(id, FieldId::ResidenceCountry(1..) | FieldId::Tin(1..));
                let field = form.field(*id);
                let is_there = field.is_some_and(|field| field.is_locked || *field.value == **value);
                (*step == form.step && !is_residence && !is_there).then(|| format!("{id:?} is lost"))
            }),
            Panel::Documents(documents) => {
                let is_file_lost = self.files.contains(&documents.kind) && !documents.has_file;
                let reason = documents.justification.as_ref();
                let is_reason_lost =
                    self.has_reason && reason.is_some_and(|reason| **reason != *TYPED_REASON);
                (is_file_lost || is_reason_lost).then(|| "the document is lost".into())
            }
            _ => None,
        }
    }
}
