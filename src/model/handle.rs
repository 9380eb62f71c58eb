//! The table of what each message means. A pair of screen and message that is not listed changes nothing.

use super::{
    Lane, Model, Open, Stage,
    call::CallId,
    effect::{Effect, Focus, HostEvent, Timer},
    message::Message,
    outcome::{Outcome, Request},
    proof::Proof,
    rules::{self, Place},
};
use crate::error::Failure;

impl Model {
    /// Handles a message that comes before the end.
    pub(super) fn handle(&mut self, message: Message) {
        match message {
            Message::Started => {
                self.ask();
                self.outbox.push(Effect::TellHost(HostEvent::Ready));
            }
            Message::DeviceSeen(device) => self.is_handheld = device.is_handheld(),
            Message::SnapshotArrived(id, _)
            | Message::Accepted(id, _)
            | Message::ProfileRead(id, _)
            | Message::TownsArrived(id, _)
            | Message::CodeRevealed(id, _)
            | Message::DraftAnswered(id, _)
            | Message::CallFailed(id, _) => {
                if let Some(lane) = self.end_call(id) {
                    self.answered(lane, message);
                }
            }
            Message::UploadProgressed(id, percent) => self.upload_progressed(id, percent),
            Message::TimerFired(timer) => self.timer_fired(timer),
            Message::PageHidden | Message::PageLeft | Message::PageShown | Message::PageResumed => {
                self.page_changed(&message);
            }
            Message::OutOfSight => self.leave_sight(),
            Message::InSight => self.come_in_sight(),
            Message::LeadTaken | Message::LeadWanted | Message::RevisionAnnounced(_) => {
                self.other_tab(&message);
            }
            Message::WentOffline | Message::WentOnline => self.connection_changed(&message),
            Message::RetryPressed => self.retry(),
            Message::AlternativePressed => self.press(Lane::Alternative),
            Message::ReportPressed => self.press(Lane::Report),
            Message::ResendPressed => self.press(Lane::Resend),
            Message::NewCheckPressed => self.press(Lane::Demand),
            _ => self.handle_on_screen(message),
        }
    }

    /// Handles what the customer does on a screen.
    fn handle_on_screen(&mut self, message: Message) {
        let is_handheld = self.is_handheld;
        let is_unseen = self.is_unseen();
        let Stage::Open(open) = &mut self.stage else { return };
        let Open { snapshot, place, forms, handoff, report, proof, documents, .. } = &mut **open;
        let place = *place;
        let outcome = match message {
            Message::BackPressed => forms.turn_back(place),
            Message::ContinuePressed if place == Place::Report => report.leave(),
            Message::ContinuePressed => Outcome::of(Request::Go(rules::place_after(snapshot, place))),
            Message::StepChosen(id) => {
                let Some(step) = snapshot.step(id) else { return };
                let next = rules::place_of_step(snapshot, step, place);
                if next != place && next == Place::Form(id) {
                    forms.invalidate_record(id);
                }
                Outcome::of(Request::Go(next))
            }
            Message::OptionsPressed => Proof::open_options(snapshot, place),
            Message::NotMePressed => report.open(snapshot, place),
            Message::ShowCodePressed if place == Place::Handoff => handoff.show(snapshot, is_unseen),
            Message::OpenAppPressed if place == Place::Handoff && is_handheld => {
                handoff.open_app(snapshot, &self.config, is_unseen)
            }
            Message::CopyPressed => handoff.copy(),
            Message::PaymentCopyPressed(field) => proof.copy(field, place),
            Message::CopyEnded(is_copied) => {
                handoff.copy_ended(is_copied).and(proof.copy_ended(is_copied, place))
            }
            message => match place {
                Place::Form(step) => {
                    let is_looking_up = self.calls.is_running(Lane::Places);
                    forms.handle(step, message, snapshot, is_looking_up, &mut self.random)
                }
                Place::Documents(step) => documents.handle(step, message, snapshot, &mut self.random),
                _ => return,
            },
        };
        self.carry_out(outcome);
    }

    /// The customer presses a button that sends something to the server. A press while it is being sent changes nothing.
    pub(super) fn press(&mut self, lane: Lane) {
        let Stage::Open(open) = &mut self.stage else { return };
        if self.calls.is_running(lane) {
            return;
        }
        let Open { snapshot, place, confirmation, demand, proof, report, end, .. } = &mut **open;
        let place = *place;
        let outcome = match lane {
            Lane::Resend => confirmation.resend(snapshot, place),
            Lane::Alternative => proof.take_transfer(place),
            Lane::Report => report.send(place),
            Lane::Demand => demand.send(snapshot, place, &mut self.random),
            Lane::Download => end.fetch_certificate(snapshot),
            Lane::Restart => end.restart(snapshot),
            _ => Outcome::none(),
        };
        self.carry_out(outcome);
    }

    fn upload_progressed(&mut self, id: CallId, percent: u8) {
        if let Stage::Open(open) = &mut self.stage
            && self.calls.is(Lane::Upload, id)
        {
            let outcome = open.documents.progressed(percent);
            self.carry_out(outcome);
        }
    }

    fn timer_fired(&mut self, timer: Timer) {
        let outcome = match timer {
            Timer::Poll if self.polling.is_away() => self.polling.stop(),
            Timer::Poll => {
                let outcome = self.polling.ask_for_lead();
                self.carry_out(outcome);
                return self.ask();
            }
            Timer::Second => {
                self.is_ticking = false;
                let now = self.now;
                let open = self.stage.open_mut();
                open.map_or_else(Outcome::none, |open| open.handoff.second_passed(now))
            }
            Timer::Draft => {
                if let Some(open) = self.stage.open_mut() {
                    open.forms.draft_due();
                }
                return self.sync_draft();
            }
        };
        self.carry_out(outcome);
    }

    /// The page was hidden, shown, frozen or resumed.
    fn page_changed(&mut self, message: &Message) {
        match message {
            Message::PageHidden => {
                self.hide_code();
                let outcome = self.polling.slow_down().and(self.polling.offer_lead());
                self.carry_out(outcome);
                self.save_draft();
            }
            Message::PageLeft => {
                self.hide_code();
                let outcome = self.polling.stop();
                self.carry_out(outcome);
                self.save_draft();
            }
            Message::PageShown => {
                let hidden = self.open().map_or_else(Outcome::none, |open| open.handoff.page_shown());
                self.carry_out(hidden);
                self.polling.touch();
                let outcome = self.polling.catch_up();
                self.carry_out(outcome);
                let outcome = self.polling.ask_for_lead();
                self.carry_out(outcome);
                self.enter();
                self.sync_draft();
            }
            _ => {
                let outcome = self.polling.catch_up();
                self.carry_out(outcome);
            }
        }
    }

    /// Hides the code, because the module is no longer visible.
    fn leave_sight(&mut self) {
        self.is_in_sight = false;
        self.hide_code();
    }

    /// The page shows the module: a code that waited for it is revealed, one that was hidden is mentioned.
    fn come_in_sight(&mut self) {
        self.is_in_sight = true;
        let hidden = self.open().map_or_else(Outcome::none, |open| open.handoff.page_shown());
        self.carry_out(hidden);
        self.enter();
    }

    fn connection_changed(&mut self, message: &Message) {
        if matches!(message, Message::WentOffline) {
            self.is_offline = true;
            return self.announce("banner.offline");
        }
        self.back_online();
        let outcome = self.polling.catch_up();
        self.carry_out(outcome);
    }

    /// Another tab of the customer did something.
    fn other_tab(&mut self, message: &Message) {
        let outcome = match message {
            Message::LeadTaken => self.polling.lead(),
            Message::LeadWanted => self.polling.yield_lead(),
            Message::RevisionAnnounced(revision) => {
                let known = self.stage.open().map(|open| open.snapshot.revision);
                self.polling.revision_announced(*revision, known)
            }
            _ => Outcome::none(),
        };
        self.carry_out(outcome);
    }

    /// The customer leaves the page: what they typed is saved without waiting.
    fn save_draft(&mut self) {
        if let Some(open) = self.stage.open_mut() {
            let is_asking = self.calls.is_running(Lane::Draft);
            let outcome = open.forms.save_draft_on_leave(&open.snapshot, is_asking, &mut self.random);
            self.carry_out(outcome);
        }
    }

    /// The connection is back: everything that waited for it continues.
    pub(super) fn back_online(&mut self) {
        self.calls.connection_returned();
        if std::mem::take(&mut self.is_offline) {
            self.announce("announce.online");
        }
        if let Some(open) = self.stage.open_mut() {
            let forms = open.forms.resume(&mut self.random);
            let outcome = forms.and(open.documents.resume(&mut self.random));
            self.carry_out(outcome);
        }
        self.enter();
        self.read_again(true);
        self.sync_draft();
    }

    /// The customer asks to try again what failed.
    fn retry(&mut self) {
        self.polling.touch();
        if !self.read_again(false) {
            self.ask_now();
        }
    }

    /// Asks again for a record that could not be read. Returns whether there is one.
    fn read_again(&mut self, only_offline: bool) -> bool {
        let is_stopped = self.problem.is_some();
        let open = self.stage.open_mut().filter(|_| !is_stopped);
        let outcome = open.and_then(|open| open.forms.read_again(only_offline, &open.snapshot, open.place));
        outcome.map(|outcome| self.carry_out(outcome)).is_some()
    }

    /// Removes the code from screen and memory. A code on its way is not shown either.
    pub(super) fn hide_code(&mut self) {
        self.calls.abandon(Lane::Reveal);
        if let Some(open) = self.stage.open_mut() {
            open.handoff.hide();
        }
    }

    /// Handles a message that comes after the end: the few that can still change something.
    pub(super) fn handle_after_end(&mut self, message: Message) {
        match message {
            Message::DownloadPressed => self.press(Lane::Download),
            Message::RestartPressed => self.press(Lane::Restart),
            Message::CertificateSaved(id) if self.calls.end(id) == Some(Lane::Download) => {
                self.announce("opened.saved");
            }
            Message::Accepted(id, snapshot) if self.calls.end(id) == Some(Lane::Restart) => {
                self.begin_again();
                let poll_after_ms = snapshot.poll_after_ms;
                self.apply(*snapshot);
                self.focus(Focus::Heading);
                if poll_after_ms > 0 && !self.is_final() {
                    let outcome = self.polling.ask_after(poll_after_ms.into());
                    self.carry_out(outcome);
                }
            }
            Message::CallFailed(id, failure) => match self.calls.end(id) {
                Some(Lane::Restart) if failure.is_outdated() => {
                    // The new start was made already: in another tab, or by a call whose answer was lost.
                    self.begin_again();
                    self.ask();
                    self.focus(Focus::Heading);
                }
                Some(lane @ (Lane::Download | Lane::Restart)) => self.failed_after_end(lane, failure),
                _ => {}
            },
            _ => {}
        }
    }

    fn failed_after_end(&mut self, lane: Lane, failure: Failure) {
        self.outbox.push(Effect::TellHost(HostEvent::failed(&failure)));
        let Some(open) = self.stage.open_mut() else { return };
        let outcome = match lane {
            Lane::Restart => open.end.restart_failed(failure),
            _ => open.end.certificate_failed(failure),
        };
        self.carry_out(outcome);
    }

    /// Another onboarding begins: nothing is known.
    fn begin_again(&mut self) {
        self.stage = Stage::Loading;
        self.polling.restart();
    }
}
