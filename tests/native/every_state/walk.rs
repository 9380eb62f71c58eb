//! The walk: breadth-first through every state of a journey, each reached once, with as few disturbances as possible.
//!
//! A state is what the customer can perceive, what is under way, what was typed, and where the server is. The times,
//! the numbers of the calls and the idempotency keys are not part of it, so the number of states is finite.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    fmt::Write,
};

use contract::{problem::ProblemCode, snapshot::Snapshot};
use xpollens_onboarding::{
    error::FailureKind,
    model::{
        Effect, Lane, Message, Timer,
        view::{Panel, View},
    },
    text::Parameter,
};

use super::{
    Found,
    edge::{Answer, Edge, sent_step},
    journey::Journey,
    kept::Kept,
    name,
    possible::{MOST_DISTURBANCES, Possible, asks},
    promise::{self, Step},
    scene::{Scene, scenes},
    table::{self, Named},
    texts::{self, Role},
};
use crate::page::Page;

/// A state.
pub(super) struct State {
    /// Kept until every edge of the state has been followed.
    pub(super) page: Option<Page>,
    /// The server's scene, and the scene that the page knows.
    pub(super) server: usize,
    pub(super) known: Option<usize>,
    pub(super) revision: u32,
    pub(super) is_offline: bool,
    pub(super) is_hidden: bool,
    pub(super) kept: Kept,
    pub(super) disturbances: usize,
    /// The state from which it was first reached, and the name of the edge.
    from: usize,
    by: String,
    /// The states that it leads to.
    ways: Vec<usize>,
    is_end: bool,
    /// Whether a deviation was the last edge.
    pub(super) is_arrival: bool,
    /// Number of steps since the connection was lost, the page was hidden or a deviation came.
    pub(super) depth: usize,
}

/// All states of one journey.
pub(super) struct Walk {
    journey: &'static str,
    scenes: Vec<Scene>,
    states: Vec<State>,
    keys: HashMap<String, usize>,
    queues: Vec<VecDeque<usize>>,
    /// The deviations that were tried, each with its screen.
    met: HashSet<(usize, String)>,
    edges: usize,
    /// Broken guarantees, each with one path that leads to it.
    broken: BTreeMap<String, String>,
    named: Named,
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
            named: Named::new(),
        };
        let page = Page::started();
        let first = State {
            page: None,
            server: 0,
            known: None,
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

    pub(super) fn into_found(self) -> Found {
        Found { states: self.states.len(), edges: self.edges, broken: self.broken, named: self.named }
    }

    /// Adds a state unless it is known. Returns its index.
    fn reach(&mut self, mut state: State, mut page: Page, view: &View) -> usize {
        let key = self.key(&state, &page, view);
        if let Some(known) = self.keys.get(&key) {
            return *known;
        }
        let index = self.states.len();
        self.keys.insert(key, index);
        state.is_end = matches!(&view.panel, Panel::Outcome(outcome) if outcome.restart.is_none());
        table::note(&mut self.named, view, !self.scenes[state.server].is_deviation);
        self.queues[state.disturbances].push_back(index);
        for broken in promise::of_state(view, &page, &state.kept) {
            let way = self.way_to(&state);
            self.broken.entry(format!("{}: {broken}", name::of(&view.panel))).or_insert(way);
        }
        page.events.clear();
        state.page = Some(page);
        self.states.push(state);
        index
    }

    fn go_on_from(&mut self, index: usize) {
        let page = self.states[index].page.take().unwrap();
        let view = page.view();
        let possible = Possible { scenes: &self.scenes };
        let mut edges = possible.edges_from(&self.states[index], &page, &view);
        self.once(index, &view, &mut edges);
        for edge in edges {
            self.follow(index, &page, &view, &edge);
        }
    }

    /// A disturbance is tried once in each named state of a scene, with something typed and without; a deviation once at each
    /// screen.
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
        let is_aside =
            view_after.banner.is_some() || state.is_hidden || self.scenes[state.server].is_deviation;
        state.depth = if is_aside { self.states[index].depth + 1 } else { 0 };
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

    /// The state that an edge leads to, without what the page shows.
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
                (after.server, after.known) = (*scene, Some(*scene));
            }
            Edge::Answer(_, Answer::Lost(scene)) => after.server = *scene,
            Edge::Answer(Lane::Restart, Answer::Fails(FailureKind::Refused(ProblemCode::StepNotOpen))) => {
                // The new start was already made: the page forgets what it knew.
                let scene = &self.scenes[before.server];
                after.server = if scene.is_deviation { 0 } else { scene.next };
                after.known = None;
            }
            Edge::Offline => after.is_offline = true,
            Edge::Online => after.is_offline = false,
            Edge::Hidden => after.is_hidden = true,
            Edge::Shown => after.is_hidden = false,
            _ => {}
        }
        if is_over {
            // After the end the connection does not matter: nothing is polled.
            after.is_offline = false;
        }
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

    fn key(&self, state: &State, page: &Page, view: &View) -> String {
        let mut key = String::with_capacity(600);
        let flags = [
            state.is_offline,
            state.is_hidden,
            asks(page),
            page.timer(Timer::Second).is_some(),
            page.timer(Timer::Draft).is_some(),
        ];
        let _ = write!(key, "{} {:?} {flags:?} ", state.server, state.known);
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

    /// The shortest way to a state, as text.
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

    /// Every state leads to a final status, if the server and the network work.
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

/// Calls that the module has abandoned: their answers change nothing.
fn forget_dead_calls(page: &mut Page, is_over: bool, edge: &Edge, effects: &[Effect]) {
    let made: Vec<Lane> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Call(_, call) => Some(call.lane()),
            _ => None,
        })
        .collect();
    let is_all = matches!(edge, Edge::Press(Message::RestartPressed))
        || matches!(edge, Edge::Answer(lane, Answer::Fails(FailureKind::SessionExpired)) if !matches!(lane, Lane::Places | Lane::Draft));
    let is_code_gone = matches!(edge, Edge::Hidden | Edge::LeftAndBack | Edge::Later);
    let dead = Lane::ALL.into_iter().filter(|lane| {
        !made.contains(lane)
            && match lane {
                // Only after the end, when a failed call does not abandon others.
                Lane::Download | Lane::Restart => is_all && !is_over,
                Lane::Reveal => is_all || is_code_gone || is_over,
                Lane::Upload => is_all || is_over || effects.contains(&Effect::AbortUpload),
                _ => is_all || is_over,
            }
    });
    let dead: Vec<_> = dead.collect();
    page.drop_calls(&dead);
}
