//! What the customer does on each screen, and on the phone.

use std::{cell::RefCell, rc::Rc};

use contract::step::StepId;
use xpollens_onboarding::model::{
    Message,
    view::{CodeView, ConfirmView, DocumentsView, FormView, HandoffView, Mark, Panel, View, WaitingView},
};

use super::Customer;
use crate::{phone::Shown, read_back::lacks_town, tab::Tab};

impl Customer {
    /// Does what the page asks for. Returns `false` if there is nothing to do.
    pub(super) async fn act(&mut self, tab: &Rc<RefCell<Tab>>, view: &View, shown: &Shown) -> bool {
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
                Some(restart) if self.starts_again && !restart.is_sending => {
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
        let shown = form.fields().filter(|field| field.is_shown && !field.is_told);
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
    pub(super) async fn use_phone(&mut self, view: &View, shown: &Shown) -> bool {
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
}
