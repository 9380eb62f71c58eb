//! Where the customer is, and where they are led. Which steps there are, and their order, is the server's data: see `rules`.

use contract::{snapshot::ProofState, step::StepId};

use super::{
    Lane, Model, Open,
    effect::{Effect, Focus, Timer},
    form::ReadBack,
    handoff::Handoff,
    proof::Proof,
    rules::{self, Place},
};

impl Model {
    /// Shows a screen; the focus goes to the heading of a new one.
    pub(super) fn go(&mut self, place: Place) {
        let Some(open) = self.stage.open_mut() else { return };
        if open.place != place {
            open.place = place;
            open.handoff = Handoff::Fresh;
            open.confirmation.press.dismiss();
            open.demand.press.dismiss();
            open.proof.leave();
            self.focus(Focus::Heading);
        }
        self.enter();
    }

    /// The customer comes to a screen or looks at it again: makes the form to type in, shows the code of the hand-over, sends a
    /// report again that a lost connection stopped.
    pub(super) fn enter(&mut self) {
        let is_unseen = self.is_unseen();
        let Some(open) = self.stage.open_mut() else { return };
        match open.place {
            Place::Form(step) => {
                if open.forms.open(step) {
                    self.sync_draft();
                }
                self.read_back();
            }
            Place::Handoff => {
                let outcome = open.handoff.enter(&open.snapshot, is_unseen);
                self.carry_out(outcome);
            }
            Place::Report if open.report.press.waits_for_connection() => self.press(Lane::Report),
            _ => {}
        }
    }

    pub(super) fn read_back(&mut self) {
        if let Some(open) = self.stage.open_mut() {
            let outcome = open.forms.read_back(&open.snapshot, open.place);
            self.carry_out(outcome);
        }
    }

    /// Makes the next call about drafts, unless one is in progress.
    pub(super) fn sync_draft(&mut self) {
        if let Some(open) = self.stage.open_mut()
            && !self.calls.is_running(Lane::Draft)
        {
            let outcome = open.forms.sync_draft(&open.snapshot, &mut self.random);
            self.carry_out(outcome);
        }
    }

    /// Leads on from a screen whose work is done.
    pub(super) fn leave(&mut self, place: Place) {
        let next = self.open().filter(|open| open.place == place).map(|open| &open.snapshot);
        if let Some(snapshot) = next.filter(|snapshot| !snapshot.onboarding.is_final()) {
            self.go(rules::leading_place(snapshot));
        }
    }

    /// Leads the customer on if the snapshot closed their screen, or if it confirms what they were asked to confirm. A screen
    /// that waits for an answer stays open until that comes.
    pub(super) fn reroute(&mut self, was_confirming: bool) {
        if self.is_final() {
            return self.end();
        }
        let (is_changing, is_reporting) =
            (self.calls.is_running(Lane::Alternative), self.calls.is_running(Lane::Report));
        let Some(open) = self.open() else { return };
        let snapshot = &open.snapshot;
        let next = match open.place {
            Place::Overview => {
                let is_confirmed = was_confirming
                    && snapshot.confirmation.is_none()
                    && rules::unconfirmed_step(snapshot).is_none();
                is_confirmed.then(|| rules::next_place(snapshot))
            }
            Place::Handoff if !open.is_open() => Some(Place::Overview),
            Place::Options if is_changing => None,
            Place::Report if is_reporting => None,
            _ => (!open.is_open()).then(|| rules::leading_place(snapshot)),
        };
        match next {
            Some(next) => self.go(next),
            None => self.enter(),
        }
    }

    /// The onboarding reached a final status: no timer runs, no code and nothing typed is kept, no answer is awaited.
    fn end(&mut self) {
        self.problem = None;
        self.is_offline = false;
        self.calls.abandon_all();
        if let Some(open) = self.stage.open_mut() {
            open.handoff = Handoff::Fresh;
            open.forms.clear();
            open.proof = Proof::default();
            self.outbox.extend(open.documents.clear().map(Effect::ForgetFile));
        }
        self.outbox.push(Effect::StopTimer(Timer::Poll));
        self.outbox.push(Effect::StopTimer(Timer::Draft));
        self.focus(Focus::Heading);
    }
}

impl Open {
    /// Whether the customer has something to do or to look at on their screen.
    fn is_open(&self) -> bool {
        let snapshot = &self.snapshot;
        let leads_here =
            || snapshot.steps.iter().any(|step| rules::open_place(snapshot, step) == Some(self.place));
        match self.place {
            Place::Form(step) => self.is_form_open(step),
            Place::Handoff => rules::handoff_place(snapshot) == Some(Place::Handoff),
            Place::Report => snapshot.activation.can_report,
            Place::Options => rules::transfer_is(snapshot, ProofState::Available),
            Place::Transfer | Place::Documents(_) => leads_here() || self.documents.is_sending(),
            Place::Overview => true,
        }
    }

    fn is_form_open(&self, id: StepId) -> bool {
        let (snapshot, form) = (&self.snapshot, self.forms.get(id));
        let is_sending = form.is_some_and(|form| form.is_sending);
        let is_read_back = form.is_some_and(|form| !matches!(form.read_back, ReadBack::None));
        is_sending
            || snapshot.step(id).is_some_and(|step| {
                rules::open_place(snapshot, step).is_some()
                    || rules::can_change_answers(snapshot, step)
                    // A customer who is reading their record stays there.
                    || is_read_back && rules::is_on_record(snapshot, step)
            })
    }
}
