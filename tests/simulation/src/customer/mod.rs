//! The customer looks at the page and at the phone, does what they ask for, and sometimes something else. It knows the
//! views and controls of the module, but none of its rules. `acts` has what the customer does on each screen, `visits`
//! how they come and go, and what happens to their machine.

mod acts;
mod visits;

use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Duration};

use contract::{snapshot::OnboardingStatus, step::StepId};
use sandbox::scenario::{End, Given, Scenario, Transfer};
use tokio::time::Instant;
use xpollens_onboarding::model::view::{Mark, Panel, View};

use crate::{
    answers::Answers, dice::Dice, network::Network, phone::Phone, plan::Plan, tab::Tab, weather::Weather,
};

/// How long the customer tries after the faults have stopped. Longer than every wait of a story, including the two
/// working days of an ordinary transfer.
const PATIENCE: Duration = Duration::from_secs(4 * 86_400);
/// Number of actions without any change of a step after which the customer gives up. More than any story needs.
const FRUITLESS: u32 = 300;
/// How long a customer who stops after signing up is away. Longer than the prospect of that story lives.
const AWAY: Duration = Duration::from_secs(900);
/// Longer than any callback is delayed.
const LATEST: Duration = Duration::from_secs(3 * 3_600);
/// Longer than the backend keeps a prospect, which is ninety days.
const LIFE: Duration = Duration::from_secs(91 * 86_400);
/// Time within which every tab must show the end after one tab does. Longer than a tab relies on another tab's
/// requests.
const OTHER_TABS: Duration = Duration::from_secs(300);

/// One customer.
pub struct Customer {
    plan: Plan,
    dice: Dice,
    weather: Weather,
    network: Rc<Network>,
    phone: Phone,
    answers: Answers,
    payments: VecDeque<Transfer>,
    refuses_scan: bool,
    leaves: bool,
    /// Whether the customer of a story about leaving continues nevertheless, and may be faster than the expiry.
    stays: bool,
    starts_again: bool,
    documents: &'static [&'static str],
    tabs: Vec<Rc<RefCell<Tab>>>,
    opened: u32,
    /// Number of looks in a row without anything to do.
    idle: u32,
    /// Number of times that the customer stopped for a long time.
    rests: u32,
    /// When the first form was first shown as done.
    signed_up: Option<Instant>,
    /// The steps as they were last shown, and the number of actions since.
    marks: Vec<Mark>,
    acts: u32,
    /// Number of visits in a row without anything to do.
    visits: u32,
}

/// How a journey ended for the customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The page showed the end.
    With(OnboardingStatus),
    /// The page never showed the end. Holds what it showed last.
    Stuck(String),
}

impl Customer {
    /// A customer of a story.
    pub fn new(plan: &Plan, weather: Weather, network: Rc<Network>, phone: Phone) -> Self {
        let mut dice = Dice::new(plan.seed, "customer");
        let has = |wanted: fn(&Given) -> bool| plan.scenario.given.iter().any(wanted);
        Self {
            answers: Answers::of(plan.scenario),
            payments: payments(plan.scenario),
            refuses_scan: has(|given| matches!(given, Given::Pays(_))),
            leaves: has(|given| matches!(given, Given::Leaves)),
            stays: dice.happens(500),
            starts_again: dice.happens(500),
            documents: &["ID_CARD", "PASSPORT"],
            plan: plan.clone(),
            dice,
            weather,
            network,
            phone,
            tabs: Vec::new(),
            opened: 0,
            idle: 0,
            visits: 0,
            rests: 0,
            signed_up: None,
            marks: Vec::new(),
            acts: 0,
        }
    }

    /// Whether the story ends with this status.
    pub fn expects(&self, status: OnboardingStatus) -> bool {
        match self.plan.course.end {
            End::Open => status == OnboardingStatus::Validated,
            End::Refused => status == OnboardingStatus::Refused,
            End::Forgotten if self.starts_again => status == OnboardingStatus::Validated,
            End::Forgotten if status == OnboardingStatus::Validated => self.stays,
            End::Forgotten => status == OnboardingStatus::Expired,
        }
    }

    /// Goes through the whole onboarding.
    pub async fn go(&mut self) -> Ended {
        let mut calm_since = None;
        loop {
            if self.weather.is_calm() {
                let since: &mut Instant = calm_since.get_or_insert_with(Instant::now);
                if since.elapsed() > PATIENCE
                    && self.rests < 2
                    && let Some(stuck) = self.rest().await
                {
                    return stuck;
                }
            }
            self.disturb().await;
            let Some(tab) = self.front().await else {
                self.pause(1_000, 20_000).await;
                continue;
            };
            let view = tab.borrow().view();
            if let Some(status) = self.ended(&view) {
                // While there are faults, the end must also survive another look.
                if self.weather.is_calm() {
                    self.look_at_other_tabs().await;
                    return Ended::With(status);
                }
                self.pause(5_000, 60_000).await;
                continue;
            }
            let did = self.act_at_page_and_phone(&tab, &view).await;
            drop(tab); // the customer closes the tab
            if did
                && self.weather.is_calm()
                && self.is_fruitless(&view)
                && let Some(stuck) = self.rest().await
            {
                return stuck;
            }
            self.wait_or_leave(did).await;
        }
    }

    /// Returns whether anything was done.
    async fn act_at_page_and_phone(&mut self, tab: &Rc<RefCell<Tab>>, view: &View) -> bool {
        let shown = self.phone.look().await;
        if self.is_away(view) {
            return false;
        }
        let at_the_page = self.act(tab, view, &shown).await;
        self.use_phone(view, &shown).await || at_the_page
    }

    /// Whether the customer has stopped after signing up, as the story says, and is not back yet.
    fn is_away(&mut self, view: &View) -> bool {
        let has_signed_up =
            view.rail.iter().any(|item| item.step == StepId::Profile && item.mark == Mark::Done);
        if has_signed_up && self.signed_up.is_none() {
            self.signed_up = Some(Instant::now());
        }
        let is_early = self.signed_up.is_some_and(|at| at.elapsed() < AWAY);
        self.leaves && !self.stays && is_early
    }

    /// Stops for a long time if nothing helps. First until every delayed callback has arrived; then until the backend
    /// removes the prospect after its own ninety days, in case the provider removed it without a report. Returns `Some`
    /// if even that does not help.
    async fn rest(&mut self) -> Option<Ended> {
        let stuck = Ended::Stuck(self.describe());
        self.tabs.clear();
        self.acts = 0;
        self.rests += 1;
        let time = match self.rests {
            1 => LATEST,
            2 if self.plan.course.end == End::Forgotten => LIFE,
            _ => return Some(stuck),
        };
        tokio::time::sleep(time).await;
        None
    }

    /// Whether the customer acts again and again without any effect.
    fn is_fruitless(&mut self, view: &View) -> bool {
        let marks: Vec<_> = view.rail.iter().map(|item| item.mark).collect();
        if self.marks != marks {
            (self.marks, self.acts) = (marks, 0);
        }
        self.acts += 1;
        self.acts > FRUITLESS
    }

    async fn pause(&mut self, shortest: u64, longest: u64) {
        let millis = self.dice.between(shortest, longest);
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }

    /// The end, if the page shows it and the customer wants no other.
    fn ended(&self, view: &View) -> Option<OnboardingStatus> {
        let Panel::Outcome(outcome) = &view.panel else { return None };
        let wants_more = outcome.restart.is_some() && self.starts_again;
        (!wants_more).then_some(outcome.status)
    }

    /// Checks that every tab shows the end, once each had time to ask for itself. Complains with the reason otherwise.
    async fn look_at_other_tabs(&self) {
        if self.tabs.len() < 2 {
            return;
        }
        self.weather.count("end: shown in other tabs too");
        tokio::time::sleep(OTHER_TABS).await;
        for tab in &self.tabs {
            let tab = tab.borrow();
            let view = tab.view();
            if !matches!(view.panel, Panel::Outcome(_) | Panel::Problem(_)) {
                self.network.complain(format!(
                    "tab {} does not show the end: {}",
                    tab.number,
                    panel(&view.panel)
                ));
            }
        }
    }

    /// A short description of what the page shows.
    fn describe(&self) -> String {
        match self.tabs.first() {
            None => "no page".into(),
            Some(tab) => {
                let view = tab.borrow().view();
                let rail = view.rail.iter().map(|item| format!("{}:{:?}", item.step.as_str(), item.mark));
                format!("{} [{}]", panel(&view.panel), rail.collect::<Vec<_>>().join(" "))
            }
        }
    }
}

fn payments(scenario: &Scenario) -> VecDeque<Transfer> {
    let paid = scenario.given.iter().find_map(|given| match given {
        Given::Pays(transfers) => Some(transfers.to_vec()),
        _ => None,
    });
    let own = || vec![Transfer { amount_cents: 1_000, is_own: true, is_instant: true }];
    paid.unwrap_or_else(own).into()
}

fn panel(panel: &Panel) -> String {
    match panel {
        Panel::Loading => "loading".into(),
        Panel::Form(form) => {
            format!("form {}, sending {}, notice {:?}", form.step.as_str(), form.is_sending, form.notice)
        }
        Panel::Handoff(handoff) => format!("handoff {:?}", handoff.code),
        Panel::Options(_) => "options".into(),
        Panel::Report(_) => "report".into(),
        Panel::Transfer(_) => "transfer".into(),
        Panel::Documents(documents) => {
            format!("documents {:?}, notice {:?}", documents.kind, documents.notice)
        }
        Panel::Waiting(waiting) => format!("waiting {:?}, next {:?}", waiting.heading, waiting.next),
        Panel::Confirm(confirm) => format!("confirm {:?}, notice {:?}", confirm.countdown, confirm.notice),
        Panel::Problem(problem) => format!("problem {:?}", problem.notice),
        Panel::Outcome(outcome) => format!("outcome {}", outcome.status.as_str()),
    }
}
