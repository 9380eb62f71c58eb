//! The page of a test: it sends messages to the model and keeps its calls and timers, but performs none.

use contract::{
    activation::ActivationResponse,
    draft::Draft,
    place::{Place, PlacesResponse},
    read_back::ProfileResponse,
    snapshot::Snapshot,
    step::StepId,
    submission::Submission,
    time::Timestamp,
};
use serde::Serialize;
use xpollens_onboarding::{
    config::{Config, OptionValue},
    error::{Failure, FailureKind},
    model::{
        Call, CallId, Effect, FieldId, HostEvent, Lane, Message, Model, Record, Timer, Typed,
        view::{
            CodeView, ConfirmView, DocumentsView, FieldView, FormView, HandoffView, OptionsView, OutcomeView,
            Panel, ProblemView, ReportView, TransferView, View, WaitingView,
        },
    },
    wire::Answer,
};

use crate::server::Server;

pub(crate) const CODE: &str = "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b";

/// A page with the module in it. A clone continues from the same state.
#[derive(Clone)]
pub(crate) struct Page {
    model: Model,
    pub(crate) now: u64,
    calls: Vec<(CallId, Call)>,
    timers: Vec<(Timer, u64)>,
    /// The events that the host received, in order.
    pub(crate) events: Vec<HostEvent>,
}

impl Page {
    /// The module was started and has asked for the snapshot.
    pub(crate) fn started() -> Self {
        Self::with(&[])
    }

    /// As [`Page::started`], with further options.
    pub(crate) fn with(options: &[(&str, &str)]) -> Self {
        let options = options.iter().map(|(name, value)| (*name, OptionValue::Text((*value).to_owned())));
        let mut page = Self::made(&options.collect::<Vec<_>>());
        page.send(Message::Started);
        page
    }

    /// As [`Page::started`], with other random numbers.
    pub(crate) fn seeded(seed: u64) -> Self {
        let mut page = Self::new(&[], seed);
        page.send(Message::Started);
        page
    }

    /// The module was started in a hidden tab.
    pub(crate) fn hidden() -> Self {
        let mut page = Self::made(&[]);
        page.send(Message::PageHidden);
        page.send(Message::Started);
        page
    }

    /// The module is not started yet; it has these options beside the endpoint.
    pub(crate) fn made(options: &[(&str, OptionValue)]) -> Self {
        Self::new(options, 1)
    }

    fn new(options: &[(&str, OptionValue)], seed: u64) -> Self {
        let endpoint = ("endpoint", OptionValue::Text("/api".into()));
        let options = options.iter().cloned().chain([endpoint]);
        let options = options.map(|(name, value)| (name.to_owned(), value));
        let model = Model::new(Config::from_options(options).unwrap(), seed);
        Self { model, now: 0, calls: Vec::new(), timers: Vec::new(), events: Vec::new() }
    }

    /// The first answer has come.
    pub(crate) fn at(server: &Server) -> Self {
        let mut page = Self::started();
        page.answer(server);
        page
    }

    /// Sends a message. Returns the effects.
    pub(crate) fn send(&mut self, message: Message) -> Vec<Effect> {
        let effects = self.model.update(self.now, message);
        for effect in &effects {
            match effect {
                Effect::Call(id, call) => {
                    self.calls.retain(|(_, known)| known.lane() != call.lane());
                    self.calls.push((*id, call.clone()));
                }
                Effect::StartTimer(timer, delay) => {
                    self.timers.retain(|(known, _)| known != timer);
                    self.timers.push((*timer, self.now.saturating_add(*delay)));
                }
                Effect::AbortStatus => self.calls.retain(|(_, known)| known.lane() != Lane::Status),
                Effect::StopTimer(timer) => self.timers.retain(|(known, _)| known != timer),
                Effect::TellHost(event) => self.events.push(event.clone()),
                _ => {}
            }
        }
        effects
    }

    /// Lets time pass: timers fire when they are due.
    pub(crate) fn pass(&mut self, millis: u64) -> Vec<Effect> {
        let end = self.now + millis;
        let mut effects = Vec::new();
        while let Some((timer, due)) =
            self.timers.iter().copied().filter(|(_, due)| *due <= end).min_by_key(|(_, due)| *due)
        {
            self.timers.retain(|(known, _)| *known != timer);
            self.now = due.max(self.now);
            effects.extend(self.send(Message::TimerFired(timer)));
        }
        self.now = end;
        effects
    }

    /// The call in progress in a lane.
    pub(crate) fn call(&self, lane: Lane) -> Option<&Call> {
        self.calls.iter().map(|(_, call)| call).find(|call| call.lane() == lane)
    }

    /// Every call in progress.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &(CallId, Call)> {
        self.calls.iter()
    }

    pub(crate) fn call_id(&self, lane: Lane) -> CallId {
        self.calls.iter().find(|(_, call)| call.lane() == lane).unwrap().0
    }

    /// Removes the calls of these lanes: the test will not answer them.
    pub(crate) fn drop_calls(&mut self, lanes: &[Lane]) {
        self.calls.retain(|(_, call)| !lanes.contains(&call.lane()));
    }

    /// Milliseconds until a timer fires; `None` if it does not run.
    pub(crate) fn timer(&self, timer: Timer) -> Option<u64> {
        self.timers.iter().find(|(known, _)| *known == timer).map(|(_, due)| due.saturating_sub(self.now))
    }

    /// The timer fires when it is due, or later if the page slept.
    pub(crate) fn fire(&mut self, timer: Timer) -> Vec<Effect> {
        let wait = self.timer(timer).expect("the timer runs");
        self.timers.retain(|(known, _)| *known != timer);
        self.now += wait;
        self.send(Message::TimerFired(timer))
    }

    fn end(&mut self, lane: Lane) -> CallId {
        let id = self.call_id(lane);
        self.calls.retain(|(known, _)| *known != id);
        id
    }

    /// Answers the call of a lane: the model receives the answer as the module reads it.
    fn succeed(&mut self, lane: Lane, body: &impl Serialize) -> Vec<Effect> {
        let call = self.call(lane).unwrap().clone();
        let id = self.end(lane);
        self.send(read(id, &call, body))
    }

    /// Answers the status call; waits for one that is due.
    pub(crate) fn answer(&mut self, server: &Server) -> Vec<Effect> {
        self.answer_status(Some(server.snapshot()))
    }

    /// Answers the status call: nothing changed.
    pub(crate) fn unchanged(&mut self) -> Vec<Effect> {
        self.answer_status(None)
    }

    fn answer_status(&mut self, snapshot: Option<Snapshot>) -> Vec<Effect> {
        if self.call(Lane::Status).is_none() {
            let wait = self.timer(Timer::Poll).expect("the module asks again");
            self.pass(wait);
        }
        match snapshot {
            Some(snapshot) => self.succeed(Lane::Status, &snapshot),
            None => {
                let id = self.end(Lane::Status);
                self.send(Message::SnapshotArrived(id, None))
            }
        }
    }

    /// The server accepts the form.
    pub(crate) fn accept(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Submit, &server.snapshot())
    }

    /// The confirmation is sent again.
    pub(crate) fn resent(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Resend, &server.snapshot())
    }

    /// The change to the transfer is accepted.
    pub(crate) fn switched(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Alternative, &server.snapshot())
    }

    /// The server accepts the document.
    pub(crate) fn received(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Upload, &server.snapshot())
    }

    /// The customer chooses a file for the document on the screen.
    pub(crate) fn choose_file(&mut self, size: u64, media_type: &'static str) -> Vec<Effect> {
        let kind = self.documents().kind;
        self.send(Message::FileChosen { kind, size, media_type })
    }

    /// The code is revealed.
    pub(crate) fn reveal(&mut self, issue: u32) -> Vec<Effect> {
        self.succeed(Lane::Reveal, &activation(issue))
    }

    /// The report on the code is received.
    pub(crate) fn reported(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Report, &server.snapshot())
    }

    /// The record arrives.
    pub(crate) fn read_back(&mut self, answer: ProfileResponse) -> Vec<Effect> {
        self.succeed(Lane::Profile, &answer)
    }

    /// The draft arrives with these texts, or is saved.
    pub(crate) fn draft(&mut self, values: &[(FieldId, &str)]) -> Vec<Effect> {
        let draft: Draft = values.iter().map(|(field, text)| (field.path().into(), (*text).into())).collect();
        self.succeed(Lane::Draft, &draft)
    }

    /// The towns of a postcode arrive.
    pub(crate) fn offer(&mut self, towns: &[&str]) -> Vec<Effect> {
        let place = |city: &&str| Place { city: (*city).into(), zip_code: "75001".into() };
        self.succeed(Lane::Places, &PlacesResponse { places: towns.iter().map(place).collect() })
    }

    /// The new identity check is accepted.
    pub(crate) fn begin_check(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Demand, &server.snapshot())
    }

    /// The new onboarding is accepted.
    pub(crate) fn restart(&mut self, server: &Server) -> Vec<Effect> {
        self.succeed(Lane::Restart, &server.snapshot())
    }

    /// The call of a lane fails.
    pub(crate) fn fail(&mut self, lane: Lane, kind: FailureKind) -> Vec<Effect> {
        self.fail_with(lane, Failure::new(kind))
    }

    pub(crate) fn fail_with(&mut self, lane: Lane, failure: Failure) -> Vec<Effect> {
        let id = self.end(lane);
        self.send(Message::CallFailed(id, failure))
    }

    /// Any answer to a call.
    pub(crate) fn answered(&mut self, id: CallId, message: Message) -> Vec<Effect> {
        self.calls.retain(|(known, _)| *known != id);
        self.send(message)
    }

    pub(crate) fn edit(&mut self, field: FieldId, value: &str) -> Vec<Effect> {
        self.send(Message::FieldEdited(field, value.into()))
    }

    /// Fills in every field of the form on the screen.
    pub(crate) fn fill(&mut self, step: StepId) {
        for (field, value) in good_answers(step) {
            self.edit(*field, value);
        }
    }

    /// The customer presses the form's button, on each sheet until the form is sent or an answer is wrong.
    pub(crate) fn submit(&mut self) -> Vec<Effect> {
        loop {
            let before = self.view().panel;
            let effects = self.send(Message::SubmitPressed);
            match (before, self.view().panel) {
                (Panel::Form(before), Panel::Form(after))
                    if before.step == after.step
                        && before.heading != after.heading
                        && !after.has_errors() => {}
                _ => return effects,
            }
        }
    }

    /// Key and content of the submission in progress.
    pub(crate) fn sent(&self) -> (String, Submission) {
        match self.call(Lane::Submit) {
            Some(Call::SubmitStep { idempotency_key, submission }) => {
                (idempotency_key.clone(), (**submission).clone())
            }
            other => panic!("nothing is being sent: {other:?}"),
        }
    }

    pub(crate) fn view(&self) -> View {
        self.model.view()
    }

    pub(crate) fn form(&self) -> FormView {
        match self.view().panel {
            Panel::Form(form) => form,
            other => panic!("no form: {other:?}"),
        }
    }

    /// The typed text of a field of the form on the screen.
    pub(crate) fn typed(&self, field: FieldId) -> String {
        self.field(field).value.to_string()
    }

    /// The first form, on the sheet with a field.
    pub(crate) fn on_sheet_of(field: FieldId) -> Self {
        let mut page = Self::at(&Server::start());
        page.turn_to(field);
        page
    }

    /// The customer comes to the sheet with a field.
    pub(crate) fn turn_to(&mut self, field: FieldId) {
        for at in 0..4 {
            if self.form().field(field).is_none() || self.form().is_review {
                self.send(Message::ChangePressed(at));
            }
        }
    }

    /// A field of the form, on whichever sheet it is.
    pub(crate) fn field(&self, id: FieldId) -> FieldView {
        self.find(id).unwrap_or_else(|| panic!("{id:?} is not in the form"))
    }

    pub(crate) fn find(&self, id: FieldId) -> Option<FieldView> {
        self.all_fields().into_iter().find(|field| field.spec.id == id)
    }

    /// The fields of all sheets, as the customer sees them on each.
    pub(crate) fn all_fields(&self) -> Vec<FieldView> {
        let shown = self.form();
        if shown.position.is_none() {
            return shown.fields().cloned().collect();
        }
        let mut other = self.model.clone();
        let on_sheet = |at| {
            other.update(self.now, Message::ChangePressed(at));
            match other.view().panel {
                Panel::Form(form) => form.fields().cloned().collect::<Vec<_>>(),
                other => panic!("no form: {other:?}"),
            }
        };
        (0..4).flat_map(on_sheet).collect()
    }

    /// Text key of the notice of the form on the screen.
    pub(crate) fn notice(&self) -> String {
        self.form().notice.expect("a notice").text.key.to_string()
    }

    pub(crate) fn handoff(&self) -> HandoffView {
        match self.view().panel {
            Panel::Handoff(handoff) => handoff,
            other => panic!("no hand-over: {other:?}"),
        }
    }

    /// The code on the screen.
    pub(crate) fn shown_code(&self) -> Option<String> {
        match self.view().panel {
            Panel::Handoff(HandoffView { code: CodeView::Shown { code, .. }, .. }) => {
                Some(code.text().to_owned())
            }
            _ => None,
        }
    }

    pub(crate) fn waiting(&self) -> WaitingView {
        match self.view().panel {
            Panel::Waiting(waiting) => waiting,
            other => panic!("no wait: {other:?}"),
        }
    }

    pub(crate) fn options(&self) -> OptionsView {
        match self.view().panel {
            Panel::Options(options) => options,
            other => panic!("no options: {other:?}"),
        }
    }

    pub(crate) fn report(&self) -> ReportView {
        match self.view().panel {
            Panel::Report(report) => report,
            other => panic!("no report: {other:?}"),
        }
    }

    pub(crate) fn transfer(&self) -> TransferView {
        match self.view().panel {
            Panel::Transfer(transfer) => transfer,
            other => panic!("no transfer: {other:?}"),
        }
    }

    pub(crate) fn documents(&self) -> DocumentsView {
        match self.view().panel {
            Panel::Documents(documents) => *documents,
            other => panic!("no documents: {other:?}"),
        }
    }

    pub(crate) fn confirm(&self) -> ConfirmView {
        match self.view().panel {
            Panel::Confirm(confirm) => confirm,
            other => panic!("no confirmation: {other:?}"),
        }
    }

    pub(crate) fn problem(&self) -> ProblemView {
        match self.view().panel {
            Panel::Problem(problem) => problem,
            other => panic!("no problem: {other:?}"),
        }
    }

    pub(crate) fn outcome(&self) -> OutcomeView {
        match self.view().panel {
            Panel::Outcome(outcome) => outcome,
            other => panic!("no end: {other:?}"),
        }
    }

    /// Steps of the rail, in order.
    pub(crate) fn rail(&self) -> Vec<StepId> {
        self.view().rail.iter().map(|item| item.step).collect()
    }
}

pub(crate) fn activation(issue: u32) -> ActivationResponse {
    ActivationResponse { activation_code: CODE.into(), issue }
}

/// The contract's fixture of a record: birth date and nationality are locked, the provider corrected the town.
pub(crate) fn on_record() -> ProfileResponse {
    serde_json::from_str(include_str!("../../contract/fixtures/profile.response.json")).unwrap()
}

/// The answer as the browser hands it to the model.
pub(crate) fn record(answer: &ProfileResponse) -> Record {
    match read(CallId::default(), &Call::ReadProfile, answer) {
        Message::ProfileRead(_, record) => *record,
        other => panic!("no record: {other:?}"),
    }
}

/// The content of the body that answers a call.
fn read(id: CallId, call: &Call, body: &impl Serialize) -> Message {
    let body = serde_json::to_value(body).unwrap();
    let answer = Answer { status: 200, header: &|_| None, body: Some(&body), came_at: Timestamp::default() };
    answer.read(id, call).unwrap()
}

pub(crate) fn named(towns: &[&str]) -> Vec<Typed> {
    towns.iter().map(|town| Typed::from(*town)).collect()
}

/// Answers that every rule accepts, in the order of the screen.
pub(crate) fn good_answers(step: StepId) -> &'static [(FieldId, &'static str)] {
    use FieldId::*;
    match step {
        StepId::Profile => &[
            (Civility, "miss"),
            (FirstName, "Corinne"),
            (LastName, "Berthier"),
            (BirthName, "Berthier"),
            (BirthDate, "1965-12-06"),
            (BirthCountry, "FR"),
            (BirthZipCode, "75001"),
            (BirthCity, "Paris"),
            (Nationality, "FR"),
            (Email, "corinne@example.fr"),
            (PhoneNumber, "+33 6 12 34 56 78"),
            (Country, "FR"),
            (Street, "104, rue des Fleurs"),
            (SupplementIn, "3e etage"),
            (SupplementOut, "Pilier D"),
            (ZipCode, "92100"),
            (City, "Boulogne"),
        ],
        StepId::Declarative => &[(EconomicActivity, "38"), (Income, "3"), (Asset, "2")],
        StepId::Tax => &[(IsUsPerson, "false"), (ResidenceCountry(0), "FR")],
        StepId::Terms => &[(AcceptAccount, "true"), (AcceptCard, "true"), (AcceptPartner, "true")],
        other => panic!("{other:?} has no form"),
    }
}
