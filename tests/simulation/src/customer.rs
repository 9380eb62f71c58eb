//! The customer looks at the page and at the phone, does what they ask for, and sometimes something else. It knows the
//! views and controls of the module, but none of its rules.

use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Duration};

use contract::{snapshot::OnboardingStatus, step::StepId};
use sandbox::scenario::{End, Given, Scenario, Transfer};
use tokio::time::Instant;
use xpollens_onboarding::model::{
    Message,
    view::{CodeView, ConfirmView, DocumentsView, FormView, HandoffView, Mark, Panel, View, WaitingView},
};

use crate::{
    answers::Answers,
    dice::Dice,
    network::Network,
    phone::{Phone, Shown},
    plan::Plan,
    read_back::lacks_town,
    tab::Tab,
    weather::Weather,
};

/// How long the customer tries after the faults have stopped. Longer than every wait of a story, including the two
/// working days of an ordinary transfer.
const PATIENCE: Duration = Duration::from_secs(4 * 86_400);
/// What customers and their machines do while there are faults, by random number.
const DISTURBANCES: [&str; 8] = [
    "reload",
    "another tab",
    "other tab in front",
    "look away",
    "offline",
    "machine sleeps",
    "closed",
    "crash",
];

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
/// Number of looks without anything to do after which the customer leaves the page.
const LOOKS: u32 = 12;

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
    begins_anew: bool,
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
            begins_anew: dice.happens(500),
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
            End::Forgotten if self.begins_anew => status == OnboardingStatus::Validated,
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

    /// Looks again soon. Leaves the page if there was nothing to do for a long time.
    async fn wait_or_leave(&mut self, did: bool) {
        self.idle = if did { 0 } else { self.idle + 1 };
        self.visits = if did { 0 } else { self.visits };
        if self.idle < LOOKS {
            let longest = if did { 6_000 } else { 30_000 };
            self.pause(300, longest).await;
        } else {
            self.leave().await;
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

    /// Closes the page, or only turns away, and comes back later.
    async fn leave(&mut self) {
        self.idle = 0;
        // A customer who came back for nothing stays away longer.
        self.visits += 1;
        let hours = (600_000 << self.visits.min(6)).min(6 * 3_600_000);
        if self.dice.happens(800) {
            self.tabs.clear();
            self.network.trace.line("customer closes the page");
            self.pause(hours / 4, hours).await;
        } else if let Some(tab) = self.tabs.first().cloned() {
            self.network.trace.line("customer looks elsewhere");
            tab.borrow_mut().turn(true);
            self.pause(60_000, 20 * 60_000).await;
            tab.borrow_mut().turn(false);
        }
    }

    /// The tab that the customer looks at. Opened if there is none.
    async fn front(&mut self) -> Option<Rc<RefCell<Tab>>> {
        if self.tabs.is_empty() {
            self.open(false).await;
        }
        self.tabs.first().cloned()
    }

    async fn open(&mut self, is_hidden: bool) {
        let opened = tokio::time::timeout(Duration::from_secs(30), self.network.open_session()).await;
        let Ok(Some(token)) = opened else { return };
        self.opened += 1;
        self.network.trace.line(&format!("tab {} opens", self.opened));
        let seed = self.dice.throw();
        self.tabs.insert(0, Tab::open(self.opened, seed, Rc::clone(&self.network), token, is_hidden));
    }

    /// Does one of the disturbances.
    async fn disturb(&mut self) {
        if self.weather.is_calm() || !self.dice.happens(60) || self.tabs.is_empty() {
            return;
        }
        let kind = self.dice.between(0, 7);
        let name = DISTURBANCES[usize::try_from(kind).unwrap_or_default()];
        self.weather.count(&format!("customer: {name}"));
        self.network.trace.line(&format!("customer: {name}"));
        match kind {
            0 => {
                self.tabs.remove(0);
                self.open(false).await;
            }
            1 => {
                self.tabs[0].borrow_mut().turn(true);
                self.open(false).await;
            }
            2 => {
                self.tabs[0].borrow_mut().turn(true);
                self.tabs.rotate_left(1);
                self.tabs[0].borrow_mut().turn(false);
            }
            3 => {
                self.tabs[0].borrow_mut().turn(true);
                self.pause(500, 600_000).await;
                self.tabs[0].borrow_mut().turn(false);
            }
            4 => self.lose_connection().await,
            5 => self.sleep().await,
            6 => {
                self.tabs.clear();
                self.pause(500, 300_000).await;
            }
            _ => {
                // The tab ends without notice, and is restored.
                self.tabs.remove(0);
                self.pause(200, 3_000).await;
                self.open(false).await;
            }
        }
    }

    /// Loses the connection for a while.
    async fn lose_connection(&mut self) {
        self.network.is_online.set(false);
        self.tabs.iter().for_each(|tab| tab.borrow_mut().lose_connection());
        self.pause(500, 120_000).await;
        self.network.is_online.set(true);
        self.tabs.iter().for_each(|tab| tab.borrow_mut().deliver(Message::WentOnline));
    }

    /// Puts the machine to sleep for a while.
    async fn sleep(&mut self) {
        self.tabs.iter().for_each(|tab| tab.borrow_mut().fall_asleep());
        self.pause(5_000, 1_800_000).await;
        self.tabs.iter().for_each(|tab| tab.borrow_mut().wake_up());
    }

    /// The end, if the page shows it and the customer wants no other.
    fn ended(&self, view: &View) -> Option<OnboardingStatus> {
        let Panel::Outcome(outcome) = &view.panel else { return None };
        let wants_more = outcome.restart.is_some() && self.begins_anew;
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

    /// Does what the page asks for. Returns `false` if there is nothing to do.
    async fn act(&mut self, tab: &Rc<RefCell<Tab>>, view: &View, shown: &Shown) -> bool {
        let press = |message| {
            tab.borrow_mut().deliver(message);
            true
        };
        // Sometimes the customer does something that the page did not ask for.
        if !self.weather.is_calm() && self.dice.happens(30) {
            let steps: Vec<_> = view.rail.iter().filter(|item| item.can_open).map(|item| item.step).collect();
            if !steps.is_empty() {
                return press(Message::StepChosen(*self.dice.pick(&steps)));
            }
        }
        match &view.panel {
            Panel::Loading => false,
            Panel::Problem(_) if self.dice.happens(700) => press(Message::RetryPressed),
            Panel::Problem(_) => self.load_again().await,
            Panel::Form(form) => self.fill_in(tab, view, form),
            Panel::Handoff(handoff) => self.link_phone(tab, handoff, shown).await,
            Panel::Options(options) => match options.is_sending {
                true => false,
                false if self.refuses_scan => press(Message::AlternativePressed),
                false => press(Message::ContinuePressed),
            },
            // In the stories, only the customer used the code.
            Panel::Report(_) => press(Message::BackPressed),
            Panel::Transfer(_) => self.pay(tab, shown).await,
            Panel::Documents(documents) => self.send_document(tab, documents),
            Panel::Waiting(waiting) => self.wait(tab, view, waiting),
            Panel::Confirm(confirm) => self.confirm(tab, confirm),
            Panel::Outcome(outcome) => match &outcome.restart {
                Some(restart) if self.begins_anew && !restart.is_sending => {
                    self.leaves = false;
                    press(Message::RestartPressed)
                }
                _ => false,
            },
        }
    }

    /// Loads the page of the first tab again.
    async fn load_again(&mut self) -> bool {
        self.network.trace.line("customer loads the page again");
        self.tabs.remove(0);
        self.open(false).await;
        true
    }

    /// Scans the code, or links the phone in another way.
    async fn link_phone(&mut self, tab: &Rc<RefCell<Tab>>, handoff: &HandoffView, shown: &Shown) -> bool {
        let press = |message| {
            tab.borrow_mut().deliver(message);
            true
        };
        if self.refuses_scan && handoff.can_change_proof {
            return press(Message::OptionsPressed);
        }
        if handoff.meanwhile.is_some() && self.dice.happens(150) {
            return press(Message::ContinuePressed);
        }
        match &handoff.code {
            // A bound app reports that it is bound already.
            CodeView::Shown { code, .. } if !shown.is_bound || self.dice.happens(100) => {
                let code = code.text().to_owned();
                self.pause(1_000, 15_000).await;
                self.phone.scan(&code).await;
                true
            }
            CodeView::Hidden | CodeView::Failed(_) => press(Message::ShowCodePressed),
            _ => false,
        }
    }

    fn fill_in(&mut self, tab: &Rc<RefCell<Tab>>, view: &View, form: &FormView) -> bool {
        if form.is_sending {
            return false;
        }
        let mark = view.rail.iter().find(|item| item.step == form.step).map(|item| item.mark);
        if !matches!(mark, Some(Mark::Todo | Mark::NeedsYou)) {
            tab.borrow_mut().deliver(Message::BackPressed);
            return true;
        }
        let is_to_correct = form.step == StepId::Profile && !form.reasons.is_empty();
        self.answers.is_corrected |= is_to_correct;
        let shown = form.fields().filter(|field| field.is_shown && !field.is_locked);
        let wrong = shown.filter_map(|field| {
            let wanted = self.answers.to(form.step, field.spec.id)?;
            (&*field.value != wanted).then_some((field.spec.id, wanted))
        });
        let wrong: Vec<_> = wrong.collect();
        self.check_towns(form);
        let mut tab = tab.borrow_mut();
        let residences = form.groups.len().saturating_sub(1);
        if form.step == StepId::Tax
            && residences < self.answers.residences()
            && form.can_add_residence == Some(true)
        {
            tab.deliver(Message::ResidenceAdded);
            return true;
        }
        for (field, wanted) in &wrong {
            tab.deliver(Message::FieldEdited(*field, (*wanted).into()));
            tab.deliver(Message::FieldFinished(*field));
        }
        if !wrong.is_empty() && self.dice.happens(600) {
            return true;
        }
        tab.deliver(Message::SubmitPressed);
        if self.dice.happens(100) {
            tab.deliver(Message::SubmitPressed);
        }
        true
    }

    /// Checks that the customer's town is among those that the form offers for the postcode.
    fn check_towns(&self, form: &FormView) {
        for field in form.fields() {
            let wanted = self.answers.to(form.step, field.spec.id).unwrap_or_default();
            if lacks_town(field.spec.id, field.suggestions.as_deref(), wanted) {
                self.network.complain(format!("{wanted} is not among the towns of its postcode"));
            }
        }
    }

    async fn pay(&mut self, tab: &Rc<RefCell<Tab>>, shown: &Shown) -> bool {
        if shown.is_paying || !shown.is_bound {
            return false;
        }
        let Some(payment) = self.payments.front().copied() else { return false };
        if self.payments.len() > 1 {
            self.payments.pop_front();
        }
        let payer = (!payment.is_own).then_some("Camille Durand");
        self.phone.pay(payment.amount_cents, payment.is_instant, payer).await;
        if self.dice.happens(500) {
            tab.borrow_mut().deliver(Message::ContinuePressed);
        }
        true
    }

    fn send_document(&mut self, tab: &Rc<RefCell<Tab>>, documents: &DocumentsView) -> bool {
        if documents.progress.is_some() {
            return false;
        }
        let mut tab = tab.borrow_mut();
        if documents.justification.as_ref().is_some_and(|text| text.is_empty()) {
            tab.deliver(Message::JustificationEdited(self.answers.justification().into()));
        }
        if !documents.has_file {
            tab.choose_file(documents.kind);
        }
        tab.deliver(Message::UploadPressed);
        true
    }

    fn wait(&mut self, tab: &Rc<RefCell<Tab>>, view: &View, waiting: &WaitingView) -> bool {
        let mut tab = tab.borrow_mut();
        if let Some(check) = &waiting.new_check {
            if check.is_sending {
                return false;
            }
            tab.deliver(Message::NewCheckPressed);
            return true;
        }
        if self.refuses_scan && waiting.can_change_proof {
            tab.deliver(Message::OptionsPressed);
            return true;
        }
        let needy = view.rail.iter().find(|item| item.mark == Mark::NeedsYou && item.can_open);
        if let Some(item) = needy {
            tab.deliver(Message::StepChosen(item.step));
            return true;
        }
        // The page offers a transfer again while one is on its way. The customer then waits.
        if waiting.next.is_some() && (self.idle < 3 || self.dice.happens(200)) {
            tab.deliver(Message::ContinuePressed);
            return self.idle < 3;
        }
        false
    }

    fn confirm(&mut self, tab: &Rc<RefCell<Tab>>, confirm: &ConfirmView) -> bool {
        let mut tab = tab.borrow_mut();
        let is_over = confirm.countdown.is_none_or(|(left, _)| left == 0);
        // Without the phone no confirmation arrives, so the customer sometimes does another step first.
        if is_over && confirm.next.is_some() && self.dice.happens(400) {
            tab.deliver(Message::ContinuePressed);
            return true;
        }
        if !confirm.is_resending && (is_over || self.idle > 6 && self.dice.happens(200)) {
            tab.deliver(Message::ResendPressed);
            return is_over;
        }
        if confirm.next.is_some() && self.dice.happens(200) {
            tab.deliver(Message::ContinuePressed);
            return true;
        }
        false
    }

    /// Does what the phone asks for.
    async fn use_phone(&mut self, view: &View, shown: &Shown) -> bool {
        if !shown.is_bound {
            return false;
        }
        if let Some(notification) = shown.notifications.first() {
            if self.dice.happens(300) {
                return false; // later
            }
            // By mistake or surprise. The request can be repeated.
            let is_refused = !self.weather.is_calm() && self.dice.happens(80);
            return self.phone.decide(notification, if is_refused { "refuse" } else { "validate" }).await;
        }
        let offers_change = match &view.panel {
            Panel::Waiting(waiting) => waiting.can_change_proof,
            Panel::Handoff(handoff) => handoff.can_change_proof,
            Panel::Options(_) => true,
            _ => false,
        };
        if shown.wants_pictures && self.refuses_scan && !shown.is_by_transfer {
            // The customer first uses the page, if it offers the choice.
            return !offers_change && self.phone.refuse_scan().await;
        }
        if shown.wants_pictures && self.dice.happens(700) {
            let document = *self.dice.pick(self.documents);
            return self.phone.take_pictures(document, !shown.is_by_transfer).await;
        }
        false
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
